// SPDX-License-Identifier: Apache-2.0

/** What the journeys assert again and again. */

import assert from 'node:assert/strict';

import { xxhashAsHex } from '@polkadot/util-crypto';

import { ChainError, snapshot, submit } from './chain.js';

/**
 * The city's pallets, whose state a refused call must leave as it was. `TransactionQuota` is not one of them: each transaction takes of its
 * signer's allowance, also one that is refused.
 */
const CITY_PALLETS = [
  'Agencies', 'CitizenIdentity', 'Facilities', 'CitizenRings', 'CarRegistry', 'Council', 'Mileage', 'Assets', 'DepositToken', 'EscrowPayments',
  'MVoting', 'ValidatorSet',
];

/** Where items of a pallet stand in the state. */
const placesOf = (pallet, ...items) => items.map((item) => xxhashAsHex(pallet, 128) + xxhashAsHex(item, 128).slice(2));

/** Items that blocks change by themselves. */
const OF_BLOCKS = [
  // How far due points are taken out of wallets: each month begins anew, whatever is in the block.
  ...placesOf('Mileage', 'SweepState'),
  // Who made blocks in this session, and whose keys its end purges.
  ...placesOf('ValidatorSet', 'BlocksMade', 'MissedSessions', 'KeysToPurge'),
];

const [AGENDA] = placesOf('EscrowPayments', 'Agenda');
/** How far the chain has come with its agenda: each day begins anew, whatever is in the block. */
const AGENDA_PLACE = placesOf('EscrowPayments', 'AgendaCursor', 'AgendaCount');

/** Where what waits for the work on rings stands; blocks do that work by themselves. */
const RING_WORK_WAITING = placesOf('CitizenRings', 'CurrentJob', 'ReadyCollections', 'Rebuilds', 'Expiries', 'Departures', 'ReleasedHolds');
/** What that work changes. */
const RING_WORK = [
  ...RING_WORK_WAITING,
  ...placesOf(
    'CitizenRings', 'Keys', 'Collections', 'Queue', 'Rings', 'KeyPages', 'GenerationUses', 'Revisions', 'Builders', 'Halted', 'RebuildLine',
    'Refills', 'RefillLines', 'ExpiryLine', 'DepartureLine', 'HeldRevisions', 'ReleaseLine',
  ),
];
/** An empty list, SCALE encoded. */
const EMPTY = '0x00';

const isAt = (key, places) => places.some((place) => key.startsWith(place));

/**
 * Submit a call that the chain must refuse with this very error, whose documentation a clerk can
 * read, and that must have changed nothing.
 *
 * @param {{ api: object, provider: object }} chain
 * @param {object} tx
 * @param {object} signer
 * @param {string} expected such as `carRegistry.WrongDistrict`
 * @param {{ diagnostic: (line: string) => void }} [t] the test, to show the refusal in its report
 * @param {object} [options] for signing
 * @returns {Promise<ChainError>}
 */
export async function assertRefused({ api, provider }, tx, signer, expected, t, options = {}) {
  const error = await submit(api, tx, signer, { options }).then(
    () => assert.fail(`${tx.method.section}.${tx.method.method} was let through; ${expected} was due`),
    (refusal) => refusal,
  );
  if (!(error instanceof ChainError)) {
    throw error;
  }
  assert.equal(`${error.section}.${error.error}`, expected, error.message);
  assert.ok(error.docs.length >= 2, `${expected} needs a Korean and an English line of documentation`);
  assert.match(error.docs[0], /[가-힣]/, `the first line on ${expected} is not Korean`);
  assert.match(error.docs.slice(1).join(' '), /[A-Za-z]{3}/, `${expected} has no English documentation`);
  t?.diagnostic(`${expected}: ${error.docs.join(' ')}`);

  const { parentHash } = await api.rpc.chain.getHeader(error.blockHash);
  const events = await (await api.at(error.blockHash)).query.system.events();
  // A block that itself took due points out of wallets changed what is about points.
  const swept = events.some(({ phase, event }) => !phase.isApplyExtrinsic && event.section === 'mileage');
  const pallets = swept ? CITY_PALLETS.filter((pallet) => !['Mileage', 'Assets'].includes(pallet)) : CITY_PALLETS;
  const before = await snapshot(provider, pallets, parentHash.toHex());
  const after = await snapshot(provider, pallets, error.blockHash);
  // The same holds of a block that itself did something of its agenda, and of one for which work on rings was waiting.
  const didItsDuty = Object.keys(before).some((key) => key.startsWith(AGENDA) && !(key in after));
  const mayBuildRings = Object.entries(before).some(([key, value]) => isAt(key, RING_WORK_WAITING) && value !== EMPTY);
  const passed = [
    ...OF_BLOCKS, ...(didItsDuty ? [xxhashAsHex('EscrowPayments', 128)] : AGENDA_PLACE), ...(mayBuildRings ? RING_WORK : []),
  ];
  for (const state of [before, after]) {
    for (const key of Object.keys(state).filter((key) => isAt(key, passed))) {
      delete state[key];
    }
  }
  assert.ok(Object.keys(before).length > 0);
  assert.deepEqual(after, before, `${expected}: the refused call changed state`);
  return error;
}

/** The error with which the chain refuses what was sent, as `pallet.Name`. */
export async function refusal(sent) {
  const error = await sent.then(() => assert.fail('it was let through'), (reason) => reason);
  if (!(error instanceof ChainError)) {
    throw error;
  }
  return `${error.section}.${error.error}`;
}

/**
 * As {@link assertRefused}, of calls that are sent at once. None of them may change anything.
 *
 * @param {{ api: object, provider: object }} chain
 * @param {[object, object, string][]} cases call, signer and error of each
 * @param {{ diagnostic: (line: string) => void }} [t]
 */
export async function assertAllRefused(chain, cases, t) {
  const nonces = new Map();
  for (const { address } of new Set(cases.map(([, signer]) => signer))) {
    nonces.set(address, (await chain.api.rpc.system.accountNextIndex(address)).toNumber());
  }
  await Promise.all(cases.map(([tx, signer, expected]) => {
    const nonce = nonces.get(signer.address);
    nonces.set(signer.address, nonce + 1);
    // A transaction carries one signature, and a call may be sent by several.
    return assertRefused(chain, chain.api.tx(tx.method), signer, expected, t, { nonce });
  }));
}
