// SPDX-License-Identifier: Apache-2.0

// Ring proofs and secret ballots in a browser, by the WebAssembly of this crate. Types are in `seoul-voting.d.ts`. A ring proof takes
// about a second, a ballot some milliseconds: run it in a worker.

import { VotingRefusal } from './refusal.js';
import init, * as module from './seoul-voting-module.js';

export { VotingRefusal };

/** Bytes of a ring proof. */
export const PROOF_BYTES = 785;

/** What an opened ballot is, as `seoul vote challenge` writes and checks it too. */
const CHALLENGED = 'seoul-challenged-ballot/1';

const SIZES = { 255: 0, 767: 1 };

/** Bytes of hexadecimal digits, with or without `0x`; bytes are given back. `what` names them in a refusal. */
export function toBytes(value, length = undefined, what = 'this') {
  let bytes = value;
  if (typeof value === 'string') {
    const digits = value.replace(/^0x/, '');
    if (!/^([0-9a-f]{2})*$/i.test(digits)) {
      throw new TypeError(`${what} has other characters than pairs of hexadecimal digits`);
    }
    bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`${what} is neither a Uint8Array nor hexadecimal digits`);
  }
  if (length !== undefined && bytes.length !== length) {
    throw new TypeError(`${what} has ${bytes.length} bytes instead of ${length}`);
  }
  return bytes;
}

/** Hexadecimal digits of bytes, with `0x`. */
export function toHex(bytes) {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

// What the module takes: bytes, numbers of 32 bits, and SCALE, as far as it is needed.

function number(value, bits, what) {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits) {
    throw new TypeError(`${what} is no number of ${bits} bits`);
  }
  return value;
}

const u8 = (value, what) => Uint8Array.of(number(value, 8, what));

function u32(value, what) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number(value, 32, what), true);
  return bytes;
}

/** A number up to 2^53, a bigint, or decimal digits. */
function u64(value, what) {
  const exact = typeof value === 'bigint' || (typeof value === 'string' && /^[0-9]{1,20}$/.test(value)) || Number.isSafeInteger(value);
  const wide = exact ? BigInt(value) : -1n;
  if (BigInt.asUintN(64, wide) !== wide) {
    throw new TypeError(`${what} is no number of 64 bits`);
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, wide, true);
  return bytes;
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

function text(value, what) {
  const bytes = new TextEncoder().encode(value);
  if (typeof value !== 'string' || bytes.length >= 1 << 14) {
    throw new TypeError(`${what} is no text, or too long`);
  }
  const { length } = bytes;
  return concat([length < 1 << 6 ? Uint8Array.of(length << 2) : Uint8Array.of(((length & 0x3f) << 2) | 1, length >> 6), bytes]);
}

/** Many of the same length, one after the other. */
function joined(values, length, what) {
  if (!Array.isArray(values)) {
    throw new TypeError(`the ${what}s are no array`);
  }
  return concat(values.map((value) => toBytes(value, length, `a ${what}`)));
}

/** The one variant that `value` names, which is to be among `variants`; gives its index and what it holds. */
function variant(value, variants, what) {
  const named = Object.keys(Object(value));
  const index = named.length === 1 ? variants.indexOf(named[0]) : -1;
  if (typeof value === 'string' || index < 0) {
    throw new TypeError(`${what} is not one of: ${variants.join(', ')}`);
  }
  return [index, value[named[0]]];
}

const chainOf = (chain) => toBytes(chain, 32, 'the chain');
const entropyOf = (entropy) => toBytes(entropy, 32, 'the entropy');
const keysOf = (keys) => joined(keys, 32, 'key');
const rootOf = (root) => toBytes(root, 288, 'the root');
const pagesOf = (pages) => joined(pages, 6_144, 'page');
const pollOf = (poll) => number(poll, 32, 'the poll');
const votingKeyOf = (key) => toBytes(key, 32, 'the voting key');
const accountOf = (account) => toBytes(account, 32, 'the account');
const proofOf = (proof) => toBytes(proof, undefined, 'the proof');

/** `'city'`, or the administrative code of a district as a number. */
function collectionOf(collection) {
  return collection === 'city' ? Uint8Array.of(0) : concat([Uint8Array.of(1), u32(collection, 'the collection')]);
}

function purposeOf(purpose) {
  const [kind, which] = variant(purpose, ['facility', 'service', 'poll'], 'the purpose');
  return concat([Uint8Array.of(kind), u32(which, 'the purpose')]);
}

function sizeOf(size) {
  if (!Object.hasOwn(SIZES, size)) {
    throw new TypeError('the size is neither 255 nor 767');
  }
  return Uint8Array.of(SIZES[size]);
}

function challengeOf({ facility, domain, collection, nonce, issuedAt, expiresAt }) {
  return concat([
    u32(facility, 'the facility'), text(domain, 'the domain'), collectionOf(collection), toBytes(nonce, 32, 'the nonce'),
    u64(issuedAt, 'issuedAt'), u64(expiresAt, 'expiresAt'),
  ]);
}

function formOf(form) {
  const [kind, is] = variant(form, ['yesNo', 'singleChoice', 'approval'], 'the form');
  const fields = [[], ['options'], ['options', 'min', 'max']][kind];
  return concat([Uint8Array.of(kind), ...fields.map((field) => u8(is?.[field], `${field} of the form`))]);
}

function contextOf({ chain, poll, voter }) {
  const [kind, who] = variant(voter, ['citizen', 'alias'], 'the voter');
  return concat([
    chainOf(chain), u32(poll, 'the poll'), Uint8Array.of(kind), kind === 0 ? u64(who, 'the citizen') : toBytes(who, 32, 'the alias'),
  ]);
}

/** The same functions, after each of which the module's stack is wiped. What is freed it wipes by itself. */
function wiping(functions) {
  const wiped = Object.entries(functions).map(([name, run]) => [name, (...given) => {
    try {
      return run(...given);
    } finally {
      module.wipeStack();
    }
  }]);
  return Object.freeze(Object.fromEntries(wiped));
}

/** What the module wants of a poll and a voter: election key, context and form. */
const subject = (of) => [toBytes(of.electionKey, 32, 'the election key'), contextOf(of), formOf(of.form)];

function octets(values, one, all) {
  if (!Array.isArray(values)) {
    throw new TypeError(`${all} is no array`);
  }
  return Uint8Array.from(values, (value) => number(value, 8, one));
}

/** What a ballot is for, as an opened one says it. */
const saidOf = ({ chain, poll, voter, electionKey }) => ({
  chain: toHex(chainOf(chain)),
  poll,
  voter: 'citizen' in voter ? { citizen: String(voter.citizen) } : { alias: toHex(toBytes(voter.alias)) },
  electionKey: toHex(toBytes(electionKey)),
});

const ballotOf = (ballot) => toBytes(ballot, undefined, 'the ballot');

const rings = wiping({
  derive({ seed, chain, collection, generation = 0 }) {
    const derived = module.derive(toBytes(seed, 32, 'the seed'), chainOf(chain), collectionOf(collection), number(generation, 32, 'the generation'));
    return { entropy: derived.slice(0, 32), key: derived.slice(32) };
  },

  key: (entropy) => module.key(entropyOf(entropy)),

  possession: ({ entropy, chain, collection }) => module.possession(entropyOf(entropy), chainOf(chain), collectionOf(collection)),

  alias: ({ entropy, chain, purpose }) => module.alias(entropyOf(entropy), chainOf(chain), purposeOf(purpose)),

  open({ size, entropy, chain, keys, root, pages }) {
    let ring = module.Ring.open(sizeOf(size), entropyOf(entropy), chainOf(chain), keysOf(keys), rootOf(root), pagesOf(pages));
    const prove = (by) => {
      if (ring === undefined) {
        throw new VotingRefusal('NotOpen', 'the ring was closed; open it again');
      }
      const proven = by(ring);
      return { alias: proven.slice(0, 32), proof: proven.slice(32) };
    };
    return wiping({
      proveLogin: (challenge) => prove((open) => open.proveLogin(challengeOf(challenge))),
      proveService: ({ service, renewal = 0, account }) => prove(
        (open) => open.proveService(number(service, 32, 'the service'), number(renewal, 32, 'the renewal'), accountOf(account)),
      ),
      provePoll: ({ poll, votingKey }) => prove((open) => open.provePoll(pollOf(poll), votingKeyOf(votingKey))),
      close() {
        ring?.free();
        ring = undefined;
      },
    });
  },

  root: ({ size, keys, pages }) => module.root(sizeOf(size), keysOf(keys), pagesOf(pages)),

  verifyService: ({ size, root, chain, service, renewal = 0, account, proof }) => module.verifyService(
    sizeOf(size), rootOf(root), chainOf(chain), number(service, 32, 'the service'), number(renewal, 32, 'the renewal'), accountOf(account),
    proofOf(proof),
  ),

  enrolmentMessage: ({ chain, poll, votingKey }) => module.enrolmentMessage(chainOf(chain), pollOf(poll), votingKeyOf(votingKey)),

  verifyPoll: ({ size, root, chain, poll, votingKey, proof }) => module.verifyPoll(
    sizeOf(size), rootOf(root), chainOf(chain), pollOf(poll), votingKeyOf(votingKey), proofOf(proof),
  ),
});

const ballots = wiping({
  prepare({ choice, ...of }) {
    const options = octets(choice, 'an option', 'the choice');
    let prepared;
    try {
      prepared = module.Prepared.prepare(...subject(of), options);
    } finally {
      options.fill(0);
    }
    const said = saidOf(of);
    const tracker = prepared.tracker();
    const once = () => {
      if (prepared === undefined) {
        throw new VotingRefusal('Used', 'this ballot was cast, challenged or dropped; prepare another');
      }
      const taken = prepared;
      prepared = undefined;
      return taken;
    };
    const uses = wiping({
      cast: () => once().cast(),
      challenge() {
        const challenged = once().challenge();
        const randomness = challenged.randomness();
        const opened = {
          format: CHALLENGED,
          ...said,
          tracker: toHex(tracker),
          ballot: toHex(challenged.ballot()),
          marks: [...challenged.marks()],
          randomness: Array.from({ length: randomness.length / 32 }, (_, entry) => toHex(randomness.subarray(entry * 32, entry * 32 + 32))),
        };
        challenged.free();
        return opened;
      },
      drop() {
        prepared?.free();
        prepared = undefined;
      },
    });
    return Object.freeze({ tracker, ...uses });
  },

  verify: ({ ballot, ...of }) => module.verifyBallot(...subject(of), ballotOf(ballot)),

  checkChallenge({ challenged, chain, electionKey, form, tracker = challenged?.tracker }) {
    if (challenged?.format !== CHALLENGED) {
      throw new VotingRefusal('Unreadable', `this is no opened ballot: its format is not ${CHALLENGED}`);
    }
    const same = (one, other, what) => toHex(toBytes(one, 32, what)) === toHex(toBytes(other, 32, `${what} of the opened ballot`));
    if (!same(chain, challenged.chain, 'the chain')) {
      throw new VotingRefusal('OtherChain', 'the ballot is not one of this chain');
    }
    if (!same(electionKey, challenged.electionKey, 'the election key')) {
      throw new VotingRefusal('OtherElectionKey', 'the device encrypted under another key than that of the poll; do not vote with it');
    }
    const about = [...subject({ ...challenged, form }), ballotOf(challenged.ballot)];
    const marks = module.checkOpening(
      ...about, octets(challenged.marks, 'a mark', 'the list of marks'), joined(challenged.randomness, 32, 'scalar'),
    );
    const shown = module.verifyBallot(...about);
    if (!same(tracker, shown, 'the tracker') || !same(challenged.tracker, shown, 'the tracker')) {
      throw new VotingRefusal('OtherTracker', `the opened ballot has the tracker ${toHex(shown)}, not the one that was shown; do not vote with this device`);
    }
    return [...marks.keys()].filter((option) => marks[option] === 1);
  },
});

/** The module, from beside this file, or from where `source` has it. It is loaded once. */
export async function load(source = new URL('./seoul-voting-module_bg.wasm', import.meta.url)) {
  if (typeof globalThis.crypto?.getRandomValues !== 'function') {
    throw new Error('there is no crypto.getRandomValues here, and without randomness nothing is secret');
  }
  await init({ module_or_path: source });
  return { rings, ballots };
}
