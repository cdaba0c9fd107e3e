// SPDX-License-Identifier: Apache-2.0

/** Contracts of the city as a client sees them: wage lists, keys of merchants, and what must add up at any block. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { bnToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex, u8aWrapBytes } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { AGENCY, KRW } from './chain.js';

const KOREAN_TIME = 9 * 3_600_000;

/** Won in the chain's smallest unit. */
export const won = (value) => BigInt(value) * KRW;

/** An agency of the `dev` preset as a party. */
export const firm = (name) => ({ Agency: AGENCY[name] });

/** Whether a party, as the chain gives it, is this agency. */
export const isFirm = (given, name) => given.isAgency && given.asAgency.toNumber() === AGENCY[name];

/** The leaf of a wage slip: its commitment behind a zero byte. */
const leaf = (slip) => blake2AsU8a(u8aConcat([0], hexToU8a(slip)));
const node = (left, right) => blake2AsU8a(u8aConcat([1], left, right));

/** The next row of a tree: neighbours are joined, and the last of an odd row moves up. */
function above(row) {
  const joined = [];
  for (let place = 0; place < row.length; place += 2) {
    joined.push(place + 1 < row.length ? node(row[place], row[place + 1]) : row[place]);
  }
  return joined;
}

/**
 * The root over wage slips.
 *
 * @param {string[]} slips commitments, as `commit` of `tags.js` makes them
 * @returns {string}
 */
function wageRoot(slips) {
  let row = slips.map(leaf);
  while (row.length > 1) {
    row = above(row);
  }
  return u8aToHex(row[0]);
}

/**
 * What shows that the slip at `index` is under the root.
 *
 * @param {string[]} slips
 * @param {number} index
 * @returns {string[]}
 */
export function wageProof(slips, index) {
  const proof = [];
  let row = slips.map(leaf);
  for (let place = index; row.length > 1; place = Math.floor(place / 2)) {
    const neighbour = row[place % 2 === 0 ? place + 1 : place - 1];
    if (neighbour) {
      proof.push(u8aToHex(neighbour));
    }
    row = above(row);
  }
  return proof;
}

/**
 * What the key of a merchant signs so that one admitted party can take a line.
 *
 * @param {object} api
 * @param {{ contract: number, claim: number, line: number, party: object }} what
 * @returns {Promise<Uint8Array>}
 */
export async function redeemMessage(api, { contract, claim, line, party }) {
  const chainId = await api.query.chainIdentity.chainId();
  const partyType = api.tx.escrowPayments.attachClaims.meta.args[1].type.toString();
  return u8aConcat(
    stringToU8a('seoul/escrow/redeem'),
    chainId.toU8a(),
    bnToU8a(contract, { bitLength: 64 }),
    bnToU8a(claim, { bitLength: 64 }),
    bnToU8a(line, { bitLength: 16 }),
    api.createType(partyType, party).toU8a(),
  );
}

/** A signature of exactly these bytes, and one as browser wallets make them. */
export const signPlain = (pair, message) => u8aToHex(pair.sign(message));
export const signAsWalletsDo = (pair, message) => u8aToHex(pair.sign(u8aWrapBytes(message)));

/** A payee's line for the work of a subcontract's contractor. */
export const work = (subcontract, name, amount, report = null) => (
  { payee: { Party: firm(name) }, under: { Subcontract: subcontract }, kind: { Work: { report } }, amount }
);

/** A merchant's line. */
export const purchase = (payee, amount, under = 'Prime') => ({ payee, under, kind: 'Purchase', amount });

/** The wages of a list. */
export const wages = (slips, amount) => ({
  payee: { Party: firm('labourBank') }, under: 'Prime', kind: { Labour: { root: wageRoot(slips), workers: slips.length } }, amount,
});

/**
 * A school roof of 400,000,000 won by Hanbit, in two budget years: sealing, insulation, steel.
 *
 * @param {object} api
 * @param {string} document commitment to the contract
 * @param {object} [change] what is different
 */
export async function schoolRoof(api, document, change = {}) {
  const { today } = await api.call.escrowPaymentsApi.calendar();
  return {
    officer: AGENCY.financeBureau,
    supervisor: AGENCY.supervisor,
    inspector: AGENCY.worksInspector,
    disputeBody: AGENCY.disputeBody,
    members: [{ party: firm('hanbit'), share: 1_000_000 }],
    items: [[1_000, won(120_000)], [1_000, won(80_000)], [40, won(5_000_000)]],
    budget: [{ year: 2027, amount: won(200_000_000) }, { year: 2028, amount: won(200_000_000) }],
    completeBy: today.toNumber() + 10_000,
    document,
    ...change,
  };
}

/** The day of a moment, in Korea, where a day has `length` milliseconds. */
export const dayOf = (moment, length) => Math.floor((moment + KOREAN_TIME) / length);

/** Wait until a claim has a status. Sends nothing. */
export async function waitForClaim(api, claim, status, timeout = 120_000) {
  const deadline = Date.now() + timeout;
  for (;;) {
    const { type } = (await api.query.escrowPayments.claims(claim)).unwrap().status;
    if (type === status) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`Claim ${claim} is ${type}, and not ${status} after ${timeout} ms.`);
    }
    await sleep(200);
  }
}

/**
 * What happened to contracts and payments in one block.
 *
 * @returns {Promise<{ own: object[], sent: object[], extrinsics: number, now: number }>} `own`: events of what the chain did by
 *   itself; `sent`: events of transactions; how many extrinsics the block has; its time
 */
export async function blockOfWorks(api, number) {
  const hash = await api.rpc.chain.getBlockHash(number);
  const at = await api.at(hash);
  const [records, { block }, now] = await Promise.all([at.query.system.events(), api.rpc.chain.getBlock(hash), at.query.timestamp.now()]);
  const works = records.filter(({ event }) => event.section === 'escrowPayments');
  return {
    own: works.filter(({ phase }) => phase.isInitialization).map(({ event }) => event),
    sent: works.filter(({ phase }) => phase.isApplyExtrinsic).map(({ event }) => event),
    extrinsics: block.extrinsics.length,
    now: now.toNumber(),
  };
}

/**
 * Every won of every contract at a block. Fails unless released, held, refundable and refunded are what was funded, of each
 * contract and of all, and what is held lies on the officers' accounts.
 *
 * @param {object} api
 * @param {string} [blockHash] the best block, if none is given
 * @returns {Promise<Record<string, bigint>>} the sums of all contracts
 */
export async function reconcileWorks(api, blockHash) {
  const at = await api.at(blockHash ?? await api.rpc.chain.getBlockHash());
  const [contracts, answer, held] = await Promise.all([
    at.query.escrowPayments.contracts.keys(), at.call.escrowPaymentsApi.totals(), at.query.escrowPayments.heldFunds.entries(),
  ]);
  const plain = (money) => Object.fromEntries([...money.entries()].map(([name, value]) => [name, value.toBigInt()]));
  const balances = ({ funded, released, held: kept, refundable, refunded }) => funded === released + kept + refundable + refunded;
  const totals = plain(answer);
  assert.ok(balances(totals), `all contracts: ${answer.toString()}`);
  const sums = Object.fromEntries(Object.keys(totals).map((name) => [name, 0n]));
  for (const { args: [id] } of contracts) {
    const { money } = (await at.call.escrowPaymentsApi.contract(id)).unwrap();
    assert.ok(balances(plain(money)), `contract ${id}: ${money.toString()}`);
    for (const [name, value] of Object.entries(plain(money))) {
      sums[name] += value;
    }
  }
  assert.deepEqual(sums, totals);
  let onHold = 0n;
  for (const [, found] of held) {
    const { account, amount } = found.unwrap();
    const holds = await at.query.balances.holds(account);
    const ours = holds.filter(({ id }) => id.isEscrowPayments).reduce((sum, hold) => sum + hold.amount.toBigInt(), 0n);
    assert.equal(ours, amount.toBigInt(), `held on ${account}`);
    onHold += ours;
  }
  assert.equal(onHold, totals.held + totals.refundable);
  return totals;
}
