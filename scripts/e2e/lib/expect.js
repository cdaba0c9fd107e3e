// SPDX-License-Identifier: Apache-2.0

/** What the journeys assert again and again. */

import assert from 'node:assert/strict';

import { xxhashAsHex } from '@polkadot/util-crypto';

import { ChainError, snapshot, submit } from './chain.js';

/** The city's pallets, whose state a refused call must leave as it was. */
const CITY_PALLETS = ['Agencies', 'CitizenIdentity', 'CarRegistry', 'Council', 'Mileage', 'Assets'];

/** How far due points are taken out of wallets: each month begins anew, whatever is in the block. */
const SWEEP_STATE = xxhashAsHex('Mileage', 128) + xxhashAsHex('SweepState', 128).slice(2);

/**
 * Submit a call that the chain must refuse with this very error, whose documentation a clerk can
 * read, and that must have changed nothing.
 *
 * @param {{ api: object, provider: object }} chain
 * @param {object} tx
 * @param {object} signer
 * @param {string} expected such as `carRegistry.WrongDistrict`
 * @param {{ diagnostic: (line: string) => void }} [t] the test, to show the refusal in its report
 * @returns {Promise<ChainError>}
 */
export async function assertRefused({ api, provider }, tx, signer, expected, t) {
  const error = await submit(api, tx, signer).then(
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
  delete before[SWEEP_STATE];
  delete after[SWEEP_STATE];
  assert.ok(Object.keys(before).length > 0);
  assert.deepEqual(after, before, `${expected}: the refused call changed state`);
  return error;
}
