// SPDX-License-Identifier: Apache-2.0

// Ring keys and proofs in a browser, by the WebAssembly of this crate. Types are in `seoul-ring.d.ts`. Proving takes about a second:
// run it in a worker.

/** Bytes of a proof in one context. */
export const PROOF_BYTES = 785;

const RANDOM_AT_ONCE = 65_536;
const REFUSALS = ['', 'Unreadable', 'NotInRing', 'OtherRoot', 'NotOpen', 'NotMade', 'Invalid'];
const SIZES = { 255: 0, 767: 1 };

/** Why a request was not carried out; `code` is one word. */
export class RingRefusal extends Error {
  constructor(code) {
    super(code);
    this.name = 'RingRefusal';
    this.code = code;
  }
}

/** Bytes of hexadecimal digits, with or without `0x`; bytes are given back. */
export function toBytes(value, length) {
  let bytes = value;
  if (typeof value === 'string') {
    const digits = value.replace(/^0x/, '');
    if (!/^([0-9a-f]{2})*$/i.test(digits)) {
      throw new TypeError('hexadecimal digits expected');
    }
    bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  if (!(bytes instanceof Uint8Array) || (length !== undefined && bytes.length !== length)) {
    throw new TypeError(`${length ?? 'some'} bytes expected`);
  }
  return bytes;
}

/** Hexadecimal digits of bytes, with `0x`. */
export function toHex(bytes) {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

// SCALE, as far as it is needed.

function u32(value) {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    throw new TypeError('a number of 32 bits expected');
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function u64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

function compact(length) {
  if (length < 1 << 6) {
    return Uint8Array.of(length << 2);
  }
  if (length < 1 << 14) {
    return Uint8Array.of(((length & 0x3f) << 2) | 1, length >> 6);
  }
  return u32(length * 4 + 2);
}

function concat(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

const list = (parts) => concat([compact(parts.length), ...parts]);
const counted = (bytes) => concat([compact(bytes.length), bytes]);
const text = (value) => counted(new TextEncoder().encode(value));

/** `'city'`, or the administrative code of a district as a number. */
function collectionOf(collection) {
  return collection === 'city' ? Uint8Array.of(0) : concat([Uint8Array.of(1), u32(collection)]);
}

function purposeOf(purpose) {
  const kinds = ['facility', 'service', 'poll'];
  const kind = kinds.findIndex((name) => name in purpose);
  if (kind < 0) {
    throw new TypeError('a purpose names a facility, a service or a poll');
  }
  return concat([Uint8Array.of(kind), u32(purpose[kinds[kind]])]);
}

function sizeOf(size) {
  if (!(size in SIZES)) {
    throw new TypeError('a ring has up to 255 or 767 keys');
  }
  return Uint8Array.of(SIZES[size]);
}

function challengeOf({ facility, domain, collection, nonce, issuedAt, expiresAt }) {
  return concat([u32(facility), text(domain), collectionOf(collection), toBytes(nonce, 32), u64(issuedAt), u64(expiresAt)]);
}

/** The WebAssembly, and what it can do. */
export class Rings {
  #wasm;

  constructor(wasm) {
    this.#wasm = wasm;
  }

  /** From the bytes of the module, or from what `fetch` gives. */
  static async load(source) {
    let memory;
    const imports = {
      seoul: {
        random(at, length) {
          for (let done = 0; done < length; done += RANDOM_AT_ONCE) {
            const part = Math.min(RANDOM_AT_ONCE, length - done);
            globalThis.crypto.getRandomValues(new Uint8Array(memory.buffer, at + done, part));
          }
        },
      },
    };
    const given = await source;
    const { instance } = given instanceof Response
      ? await WebAssembly.instantiateStreaming(given, imports)
      : await WebAssembly.instantiate(given, imports);
    memory = instance.exports.memory;
    return new Rings(instance.exports);
  }

  #ask(operation, ...parts) {
    const request = concat([Uint8Array.of(operation), ...parts]);
    const wasm = this.#wasm;
    const place = wasm.input(request.length);
    new Uint8Array(wasm.memory.buffer, place, request.length).set(request);
    request.fill(0);
    const refusal = wasm.run();
    if (refusal !== 0) {
      throw new RingRefusal(REFUSALS[refusal] ?? String(refusal));
    }
    const answer = new Uint8Array(wasm.memory.buffer, wasm.output(), wasm.output_length()).slice();
    wasm.forget();
    return answer;
  }

  /** What a wallet keeps of a key instead of its seed, and the key. */
  derive({ seed, chain, collection, generation = 0 }) {
    const answer = this.#ask(0, toBytes(seed, 32), toBytes(chain, 32), collectionOf(collection), u32(generation));
    return { entropy: answer.slice(0, 32), key: answer.slice(32) };
  }

  /** The key of an entropy. */
  key(entropy) {
    return this.#ask(1, toBytes(entropy, 32));
  }

  /** The proof of possession, which the card office wants beside the key. */
  possession({ entropy, chain, collection }) {
    return this.#ask(2, toBytes(entropy, 32), toBytes(chain, 32), collectionOf(collection));
  }

  /** By what a key is known for a purpose: `{ facility }`, `{ service }` or `{ poll }` with its number. */
  alias({ entropy, chain, purpose }) {
    return this.#ask(3, toBytes(entropy, 32), toBytes(chain, 32), purposeOf(purpose));
  }

  /**
   * Open a ring, once for many proofs. `keys` are those of the revision in order (`CitizenRingsApi.keys`), `root` is its root, `pages`
   * are the pages of the static data (`citizenRings.chunkPages`), as many as the keys need. Refused with `OtherRoot` if the root is not
   * that of the keys, and with `NotInRing` if the key is not among them.
   */
  open({ size, entropy, chain, keys, root, pages }) {
    const answer = this.#ask(
      4,
      sizeOf(size),
      toBytes(entropy, 32),
      list(keys.map((key) => toBytes(key, 32))),
      toBytes(root, 288),
      list(pages.map((page) => counted(toBytes(page)))),
    );
    const handle = answer.slice(0, 4);
    const prove = (operation, ...parts) => {
      const proven = this.#ask(operation, handle, toBytes(chain, 32), ...parts);
      return { alias: proven.slice(0, 32), proof: proven.slice(32) };
    };
    return {
      /** Answer the challenge of a facility. Show its domain to the citizen before. */
      proveLogin: (challenge) => prove(5, challengeOf(challenge)),
      /** Bind an account to the alias in a service. */
      proveService: ({ service, renewal = 0, account }) => prove(6, u32(service), u32(renewal), toBytes(account, 32)),
      /** Enrol a voting key in a poll. */
      provePoll: ({ poll, votingKey }) => prove(7, u32(poll), toBytes(votingKey, 32)),
      /** Forget the ring and the secret. */
      close: () => {
        this.#ask(8, handle);
      },
    };
  }

  /** The root of keys, as whoever audits a ring compares it; refused with `OtherRoot` if a page is not the ceremony's. */
  root({ size, keys, pages }) {
    return this.#ask(
      10, sizeOf(size), list(keys.map((key) => toBytes(key, 32))), list(pages.map((page) => counted(toBytes(page)))),
    );
  }

  /** The alias of a valid proof that binds an account for a service; refused with `Invalid` otherwise. */
  verifyService({ size, root, chain, service, renewal = 0, account, proof }) {
    return this.#ask(
      9, sizeOf(size), toBytes(root, 288), toBytes(chain, 32), u32(service), u32(renewal), toBytes(account, 32), counted(toBytes(proof)),
    );
  }
}
