// SPDX-License-Identifier: Apache-2.0

/** Bytes, or their hexadecimal digits with or without `0x`. */
export type Bytes = Uint8Array | string;
/** All citizens, or the residents of a district by its administrative code. */
export type Collection = 'city' | number;
/** How many keys a ring can have, as the chain's settings say: `Small` is 255, `Large` 767. */
export type Size = 255 | 767;
/** In what somebody is known by an alias, with its number on the chain. */
export type Purpose = { facility: number } | { service: number } | { poll: number };

/** Bytes of a ring proof. */
export declare const PROOF_BYTES: 785;

/** Why something is not done. What is of the wrong type or length is a `TypeError` instead. */
export declare class VotingRefusal extends Error {
  constructor(code: string, line: string);
  /**
   * `Unreadable`; of rings `NotInRing`, `OtherRoot`, `NotOpen`, `NotMade`, `InvalidProof`; of ballots `Used`, `OtherChain`,
   * `OtherElectionKey`, `OtherTracker`, and the errors of the crate `seoul-chain-ballot`: `MalformedPoint`, `IdentityPoint`, `NonCanonicalScalar`, `InvalidForm`, `ChoiceNotAllowed`, `WrongEntryCount`,
   * `WrongSumProof`, `InvalidBallotProof`, `OpeningMismatch`.
   */
  readonly code: string;
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
  /** Answer the challenge of a facility. Show its domain to the citizen before. */
  proveLogin(challenge: LoginChallenge): Proven;
  /** Bind an account to the alias in a service. */
  proveService(binding: { service: number; renewal?: number; account: Bytes }): Proven;
  /** Enrol a voting key, drawn for this poll alone, in an anonymous poll (`mVoting.enrol`). */
  provePoll(enrolment: { poll: number; votingKey: Bytes }): Proven;
  /** Forget the ring and the secret. */
  close(): void;
}

/** Ring keys and proofs. `chain` is always the chain's number of 32 bytes, `entropy` the secret of 32 bytes that `derive` gives. */
export interface Rings {
  /** What a wallet keeps of a key instead of its seed, and the key. */
  derive(of: { seed: Bytes; chain: Bytes; collection: Collection; generation?: number }): { entropy: Uint8Array; key: Uint8Array };
  /** The key of an entropy. */
  key(entropy: Bytes): Uint8Array;
  /** The proof of possession, which the card office wants beside the key. */
  possession(of: { entropy: Bytes; chain: Bytes; collection: Collection }): Uint8Array;
  /** By what a key is known for a purpose. */
  alias(of: { entropy: Bytes; chain: Bytes; purpose: Purpose }): Uint8Array;
  /**
   * Open a ring, once for many proofs. `keys` are those of the revision in order (`CitizenRingsApi.keys`), `root` is its root, `pages`
   * are the pages of the static data (`citizenRings.chunkPages`), as many as the keys need. Refused with `OtherRoot` if the root is not
   * that of the keys, and with `NotInRing` if the key is not among them.
   */
  open(ring: { size: Size; entropy: Bytes; chain: Bytes; keys: Bytes[]; root: Bytes; pages: Bytes[] }): OpenedRing;
  /** The root of keys, as whoever audits a ring compares it; refused with `OtherRoot` if a page is not the ceremony's. */
  root(ring: { size: Size; keys: Bytes[]; pages: Bytes[] }): Uint8Array;
  /** The alias of a valid proof that binds an account for a service; refused with `InvalidProof` otherwise. */
  verifyService(binding: {
    size: Size; root: Bytes; chain: Bytes; service: number; renewal?: number; account: Bytes; proof: Bytes;
  }): Uint8Array;
  /** The bytes that the proof of an enrolment binds. */
  enrolmentMessage(enrolment: { chain: Bytes; poll: number; votingKey: Bytes }): Uint8Array;
  /** The alias of a valid proof that enrols a voting key in a poll; refused with `InvalidProof` otherwise. */
  verifyPoll(enrolment: { size: Size; root: Bytes; chain: Bytes; poll: number; votingKey: Bytes; proof: Bytes }): Uint8Array;
}

/** Form of a poll, as its metadata's JSON has it. */
export type Form =
  | { yesNo: null }
  | { singleChoice: { options: number } }
  | { approval: { options: number; min: number; max: number } };

/** Who votes: in a secret poll the card's number, in an anonymous one the alias of 32 bytes that `provePoll` shows. */
export type Voter = { citizen: number | bigint | string } | { alias: Bytes };

/** What a ballot is made for. It is accepted nowhere else. */
export interface BallotSubject {
  /** The chain's number, 32 bytes. */
  chain: Bytes;
  poll: number;
  voter: Voter;
  form: Form;
  /** The key of the poll's board, 32 bytes. */
  electionKey: Bytes;
}

/** A ballot that was opened, with all that another device needs to check it: JSON, as `seoul vote challenge` writes and checks it. */
export interface ChallengedBallot {
  format: 'seoul-challenged-ballot/1';
  chain: string;
  poll: number;
  voter: { citizen: string } | { alias: string };
  electionKey: string;
  /** What was shown before it was opened. */
  tracker: string;
  /** In SCALE, as the chain takes it. */
  ballot: string;
  /** One for each option, 0 or 1. */
  marks: number[];
  /** Of each entry, 32 bytes, little endian. */
  randomness: string[];
}

/** A ballot that is encrypted and proven. It is cast, or challenged, or dropped: once. */
export interface PreparedBallot {
  /** 32 bytes. Show it before the voter decides what becomes of the ballot. */
  readonly tracker: Uint8Array;
  /** The ballot in SCALE, for `mVoting.castSecret` or `mVoting.castAnonymous`. What could open it is erased. */
  cast(): Uint8Array;
  /** The ballot, opened for another device to check. It must never be cast. */
  challenge(): ChallengedBallot;
  /** Forget it. */
  drop(): void;
}

export interface Ballots {
  /**
   * Encrypt a choice and prove that it is allowed. `choice` are positions of options from 0; of a yes/no poll 0 is yes and 1 is no.
   * Randomness is `crypto.getRandomValues`.
   */
  prepare(of: BallotSubject & { choice: number[] }): PreparedBallot;
  /** Check a ballot as the chain does; gives its tracker. */
  verify(of: BallotSubject & { ballot: Bytes }): Uint8Array;
  /**
   * Check a ballot that another device opened: gives the options that it encrypts, for the voter to compare with what was asked for.
   * `chain`, `electionKey` and `form` are what a node says of the poll, `tracker` is the one that the voter noted before the opening.
   * Refused with `OpeningMismatch` if the device encrypted something else than it says, with `OtherElectionKey` if others than the
   * trustees could read it, with `OtherTracker` if it opened another ballot than it had shown.
   */
  checkChallenge(of: { challenged: ChallengedBallot; chain: Bytes; electionKey: Bytes; form: Form; tracker?: Bytes }): number[];
}

export declare function toBytes(value: Bytes, length?: number, what?: string): Uint8Array;
export declare function toHex(bytes: Uint8Array): string;

/** The module's bytes, or where they are to be had. */
export type Source = BufferSource | WebAssembly.Module | Response | Request | URL | string;

/** Load the module: from beside this file without `source`. */
export declare function load(source?: Source | Promise<Source>): Promise<{ rings: Rings; ballots: Ballots }>;
