// SPDX-License-Identifier: Apache-2.0

/** Points as a client reads them, and what must hold of the books at any block. */

import assert from 'node:assert/strict';

/** Numbers of the five schemes of every preset, and of their assets. */
export const SCHEME = { eco: 1, car: 2, etax: 3, health: 4, poll: 5 };

/** Points of any scheme, those first that are due first. */
export const EARLIEST = { Earliest: { atMost: 16 } };

/** Points of these schemes only. */
export const only = (...schemes) => ({ Only: { schemes } });

/** Whether a party, as the chain gives it, is this one, as it is given to the chain. */
export function isParty(party, { Citizen, Agency }) {
  return Citizen === undefined
    ? party.isAgency && party.asAgency.toNumber() === Agency
    : party.isCitizen && party.asCitizen.toBigInt() === BigInt(Citizen);
}

/** What a party has in a scheme, or undefined if it never had anything there. */
export async function walletOf(api, party, scheme, days = 0) {
  const wallets = await api.call.mileageApi.wallet(party, days);
  return wallets.find((wallet) => wallet.scheme.toNumber() === scheme);
}

/** How many points of a scheme an account shows, as any wallet reads it. */
export async function shownOn(api, address, scheme) {
  const found = await api.query.assets.account(scheme, address);
  return found.isSome ? found.unwrap().balance.toNumber() : 0;
}

/**
 * A party's lots in all schemes, in the order in which they are used.
 *
 * @returns {Promise<{ scheme: number, expiry: number, points: number }[]>}
 */
export async function lotsOf(api, party) {
  const member = await api.query.mileage.members(party);
  return lotsIn(member).sort((one, other) => one.expiry - other.expiry || one.scheme - other.scheme);
}

function lotsIn(member) {
  return (member.isSome ? [...member.unwrap().wallets] : []).flatMap(({ scheme, lots }) => [...lots].map(({ expiry, points }) => (
    { scheme: scheme.toNumber(), expiry: expiry.toNumber(), points: points.toNumber() }
  )));
}

/** What each scheme gives to so many points of these lots, in order of scheme. All schemes have points of one value. */
export function sharesOf(lots, points) {
  const shares = new Map();
  let left = points;
  for (const lot of lots) {
    const taken = Math.min(lot.points, left);
    left -= taken;
    if (taken > 0) {
      shares.set(lot.scheme, (shares.get(lot.scheme) ?? 0) + taken);
    }
  }
  assert.equal(left, 0, 'the lots do not suffice');
  return [...shares].sort(([one], [other]) => one - other);
}

/** Shares of an event as `[scheme, points]`. */
export function pointsIn(shares) {
  return [...shares].map(({ scheme, points }) => [scheme.toNumber(), points.toNumber()]);
}

/** Won that are held of an account for points. */
export async function heldForPoints(api, address) {
  const holds = await api.query.balances.holds(address);
  return holds.filter(({ id }) => id.isMileage && id.asMileage.isBudget).reduce((sum, { amount }) => sum + amount.toBigInt(), 0n);
}

/**
 * The books of all schemes at a block. Fails unless they balance to the point, and the points of all members, the
 * supply of each asset and the won that are held are what the books say.
 *
 * @param {object} api
 * @param {string} [blockHash] the best block, if none is given
 * @returns {Promise<Map<number, Record<string, bigint>>>} by scheme
 */
export async function reconcile(api, blockHash) {
  const at = await api.at(blockHash ?? await api.rpc.chain.getBlockHash());
  const [answers, members, ledgers] = await Promise.all([
    at.call.mileageApi.reconcileAll(), at.query.mileage.members.entries(), at.query.mileage.ledgers(),
  ]);
  const inLots = new Map();
  for (const [, member] of members) {
    for (const { scheme, points } of lotsIn(member)) {
      inLots.set(scheme, (inLots.get(scheme) ?? 0n) + BigInt(points));
    }
  }
  const books = new Map();
  for (const answer of answers) {
    const book = Object.fromEntries([...answer.entries()].map(([name, value]) => [name, value.toBigInt()]));
    const scheme = Number(book.scheme);
    const asset = (await at.query.assets.asset(scheme)).unwrap();
    const what = `scheme ${scheme}: ${JSON.stringify(book, (_, value) => (typeof value === 'bigint' ? value.toString() : value))}`;
    assert.equal(book.difference, 0n, what);
    assert.equal(book.issued + book.convertedIn, book.live + book.reserved + book.spent + book.convertedOut + book.expired + book.clawedBack, what);
    assert.equal(book.supply, book.live, what);
    assert.equal(asset.supply.toBigInt(), book.live, what);
    assert.equal(inLots.get(scheme) ?? 0n, book.live, what);
    assert.ok(book.funded >= book.liability, what);
    assert.equal(book.funded - book.liability, book.free, what);
    books.set(scheme, book);
  }
  const held = new Map();
  for (const { funding } of ledgers) {
    if (funding.isHeld) {
      const { account, amount } = funding.asHeld;
      held.set(account.toString(), (held.get(account.toString()) ?? 0n) + amount.toBigInt());
    }
  }
  for (const [address, amount] of held) {
    assert.equal(await heldForPoints(at, address), amount, `held on ${address}`);
  }
  return books;
}
