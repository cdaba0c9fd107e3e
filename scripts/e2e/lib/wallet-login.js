// SPDX-License-Identifier: Apache-2.0

/**
 * Logging in with a wallet: what is signed, in the words of `docs/login.md`, and credentials as their issuer makes them. Written from
 * the documents and not from the chain's code, so that both can be held against each other.
 */

import { bnToU8a, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex, u8aToU8a, u8aWrapBytes } from '@polkadot/util';
import { blake2AsU8a, decodeAddress, encodeAddress, randomAsU8a } from '@polkadot/util-crypto';

import { chainNow } from './chain.js';

/** Facilities of the `dev` preset. */
export const FACILITY = { library: 0, sportsHall: 1, museum: 2 };
/** Kinds of credentials of every preset. */
export const SCHEMA = { residence: 1, age: 2, children: 3, disability: 4 };
/** Values of the age band. */
export const AGE = { child: 0, youth: 1, adult: 2, senior: 3 };

/** How many steps a path in a batch of credentials has. */
const DEPTH = 16;
/** To how many leaves a batch is filled up at least. */
const LEAVES = 256;

const u16 = (number) => bnToU8a(number, { bitLength: 16, isLe: true });
const u32 = (number) => bnToU8a(number, { bitLength: 32, isLe: true });
const u64 = (number) => bnToU8a(BigInt(number), { bitLength: 64, isLe: true });
const bytes = (value) => u8aConcat(compactToU8a(value.length), value);
const text = (value) => bytes(stringToU8a(value));
const list = (items) => u8aConcat(compactToU8a(items.length), ...items);
const plain = (hex) => hex.slice(2);
const time = (at) => new Date(at).toISOString();

/** What an account is called in a text. */
const spelled = (address) => encodeAddress(decodeAddress(address), 42);

/** `blake2_256` of a message: its tag, the chain and its fields. */
const digest = (tag, ...fields) => blake2AsU8a(u8aConcat(text(tag), ...fields));

/** The digest of a challenge: its request id. */
export function challengeId({ chain, facility, domain, account, nonce, issuedAt, expiresAt }) {
  return u8aToHex(digest('seoul/login/challenge/1', hexToU8a(chain), u32(facility), text(domain), decodeAddress(account), hexToU8a(nonce),
    u64(issuedAt), u64(expiresAt)));
}

/** The digest of a consent: the number by which it is revoked. */
export function consentId({ chain, facility, domain, account, purposes, issuedAt, expiresAt, salt }) {
  const words = list(purposes.map(({ korean, english }) => u8aConcat(text(korean), text(english))));
  return u8aToHex(digest('seoul/login/consent/1', hexToU8a(chain), u32(facility), text(domain), decodeAddress(account), words, u64(issuedAt),
    u64(expiresAt), hexToU8a(salt)));
}

const lines = ({ chain, facility, domain, issuedAt, expiresAt }, nonce, id) => [
  `URI: https://${domain}`,
  'Version: 1',
  `Chain ID: seoul:${plain(chain).slice(0, 32)}`,
  `Nonce: ${plain(nonce)}`,
  `Issued At: ${time(issuedAt)}`,
  `Expiration Time: ${time(expiresAt)}`,
  `Request ID: ${plain(id)}`,
  'Resources:',
  `- urn:seoul:facility:${facility}`,
];

/** What a wallet shows and signs of a challenge. */
export function challengeText(challenge) {
  return [
    `${challenge.domain} wants you to sign in with your Seoul Chain account:`,
    spelled(challenge.account),
    '',
    `Log in to facility ${challenge.facility}. This is not a transaction and costs nothing.`,
    '',
    ...lines(challenge, challenge.nonce, challengeId(challenge)),
  ].join('\n');
}

/** What a wallet shows and signs of a consent. */
export function consentText(consent) {
  return [
    `${consent.domain} asks for your consent with your Seoul Chain account:`,
    spelled(consent.account),
    '',
    `You let facility ${consent.facility} use your login for the purposes below. You can revoke this at any time. This is not a transaction and costs nothing.`,
    '',
    ...lines(consent, consent.salt, consentId(consent)),
    ...consent.purposes.map(({ english }) => `- purpose: ${english}`),
  ].join('\n');
}

/** The signature of a key of any kind, as the chain takes it. `wrap` as wallets do it with what is no transaction. */
export function signatureOf(pair, message, { wrap = false } = {}) {
  const whole = wrap ? u8aWrapBytes(u8aToU8a(message)) : u8aToU8a(message);
  const kind = { ed25519: 'Ed25519', sr25519: 'Sr25519', ecdsa: 'Ecdsa' }[pair.type];
  return { [kind]: u8aToHex(pair.sign(whole)) };
}

/** What a session key signs to show that it is there. */
export function possession({ chain, citizen, key, expiresAt }) {
  return u8aConcat(text('seoul/login/session/1'), hexToU8a(chain), u64(citizen), decodeAddress(key), u64(expiresAt));
}

/** By what a facility knows a citizen in wallet login. */
export const subjectOf = (chain, facility, citizen) => (
  u8aToHex(digest('seoul/login/subject/1', hexToU8a(chain), u32(facility), u64(citizen)))
);

/** A facility as it stands on chain: host name and purposes as text. */
export async function facilityOf(api, number) {
  const { details } = (await api.call.facilitiesApi.facility(number)).unwrap();
  const purposes = [...details.purposes].map(({ korean, english }) => ({ korean: korean.toUtf8(), english: english.toUtf8() }));
  return { number, domain: details.domain.toUtf8(), purposes, passLifetime: details.passLifetime.toNumber() };
}

/** A challenge of a facility to an account, valid for two minutes from `now`. */
export function challengeOf(chain, { number, domain }, account, now) {
  return { chain, facility: number, domain, account, nonce: u8aToHex(randomAsU8a(32)), issuedAt: now, expiresAt: now + 120_000 };
}

/** A consent of a key to all purposes of a facility, for thirty days from `now`, with its signature. */
export function consentTo(chain, { number, domain, purposes }, pair, now) {
  const consent = {
    chain, facility: number, domain, account: pair.address, purposes, issuedAt: now, expiresAt: now + 30 * 86_400_000,
    salt: u8aToHex(randomAsU8a(32)),
  };
  return { consent, signature: signatureOf(pair, consentText(consent)) };
}

/** The answer of a key to a challenge, with what else a facility shows to a node. */
export function answerOf(pair, challenge, consent, disclosures = [], how = {}) {
  return { challenge, signature: signatureOf(pair, challengeText(challenge), how), consent, disclosures };
}

const commitmentOf = (chain, citizen, { schema, value, salt }) => (
  blake2AsU8a(u8aConcat(text('seoul/credential/1'), hexToU8a(chain), u16(schema), u32(value), u64(citizen), hexToU8a(salt)))
);
const leaf = (commitment) => blake2AsU8a(u8aConcat([0], commitment));
const node = (left, right) => blake2AsU8a(u8aConcat([1], left, right));

/**
 * Credentials of one citizen in a batch that says neither how many there are nor of which kinds.
 *
 * @param {string} chain
 * @param {number | bigint} citizen
 * @param {{ schema: number, value: number }[]} predicates
 * @returns {{ root: string, openings: object[], commitments: string[] }} the openings lack the batch's number
 */
export function batchOf(chain, citizen, predicates) {
  const credentials = predicates.map((predicate) => ({ ...predicate, salt: u8aToHex(randomAsU8a(32)) }));
  const own = credentials.map((credential) => u8aToHex(commitmentOf(chain, citizen, credential)));
  const filler = Array.from({ length: LEAVES - own.length }, () => u8aToHex(randomAsU8a(32)));
  const leaves = [...own, ...filler].sort();
  // What stands beside the leaves is an empty tree: of zeros, however high.
  const empty = [new Uint8Array(32)];
  const levels = [leaves.map((commitment) => leaf(hexToU8a(commitment)))];
  for (let height = 0; height < DEPTH; height += 1) {
    const below = levels[height];
    const level = [];
    for (let place = 0; place < below.length; place += 2) {
      level.push(node(below[place], below[place + 1] ?? empty[height]));
    }
    levels.push(level);
    empty.push(node(empty[height], empty[height]));
  }
  const openings = credentials.map((credential, number) => {
    const position = leaves.indexOf(own[number]);
    const path = Array.from({ length: DEPTH }, (_, height) => u8aToHex(levels[height][(position >> height) ^ 1] ?? empty[height]));
    return { ...credential, position, path };
  });
  return { root: u8aToHex(levels[DEPTH][0]), openings, commitments: own };
}

/** When credentials that are published now expire: at the end of their cohort. */
export async function cohortEnd(api) {
  const cohort = (await api.call.facilitiesApi.loginTerms()).credentialCohort.toNumber();
  return (Math.floor(await chainNow(api) / cohort) + 1) * cohort;
}
