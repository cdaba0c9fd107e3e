// SPDX-License-Identifier: Apache-2.0

/** Bytes, or their hexadecimal digits. */
export type Bytes = Uint8Array | string;
/** All citizens, or the residents of a district by its administrative code. */
export type Collection = 'city' | number;
/** How many keys a ring can have, as the chain's settings say: `Small` is 255, `Large` 767. */
export type Size = 255 | 767;
export type Purpose = { facility: number } | { service: number } | { poll: number };

export declare const PROOF_BYTES: 785;

export declare class RingRefusal extends Error {
  readonly code: 'Unreadable' | 'NotInRing' | 'OtherRoot' | 'NotOpen' | 'NotMade' | 'Invalid';
}

export interface LoginChallenge {
  facility: number;
  /** Host name of the facility. Show it to the citizen, and refuse one that is not the page's. */
  domain: string;
  collection: Collection;
  /** 32 bytes. */
  nonce: Bytes;
  /** Unix time in milliseconds. */
  issuedAt: number | bigint;
  /** Unix time in milliseconds. */
  expiresAt: number | bigint;
}

export interface Proven {
  /** 32 bytes. */
  alias: Uint8Array;
  /** 785 bytes. */
  proof: Uint8Array;
}

export interface OpenedRing {
  proveLogin(challenge: LoginChallenge): Proven;
  proveService(binding: { service: number; renewal?: number; account: Bytes }): Proven;
  provePoll(enrolment: { poll: number; votingKey: Bytes }): Proven;
  close(): void;
}

export declare function toBytes(value: Bytes, length?: number): Uint8Array;
export declare function toHex(bytes: Uint8Array): string;

export declare class Rings {
  static load(source: BufferSource | Response | Promise<BufferSource | Response>): Promise<Rings>;
  derive(of: { seed: Bytes; chain: Bytes; collection: Collection; generation?: number }): { entropy: Uint8Array; key: Uint8Array };
  key(entropy: Bytes): Uint8Array;
  possession(of: { entropy: Bytes; chain: Bytes; collection: Collection }): Uint8Array;
  alias(of: { entropy: Bytes; chain: Bytes; purpose: Purpose }): Uint8Array;
  open(ring: { size: Size; entropy: Bytes; chain: Bytes; keys: Bytes[]; root: Bytes; pages: Bytes[] }): OpenedRing;
  root(ring: { size: Size; keys: Bytes[]; pages: Bytes[] }): Uint8Array;
  verifyService(binding: {
    size: Size; root: Bytes; chain: Bytes; service: number; renewal?: number; account: Bytes; proof: Bytes;
  }): Uint8Array;
}
