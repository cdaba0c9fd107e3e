// SPDX-License-Identifier: Apache-2.0

/** What the journeys assert again and again. */

import assert from 'node:assert/strict';

import { xxhashAsHex } from '@polkadot/util-crypto';

import { ChainError, snapshot, submit } from './chain.js';

/** The city's pallets, whose state a refused call must leave as it was. */
const CITY_PALLETS = ['Agencies', 'CitizenIdentity', 'Facilities', 'CarRegistry', 'Council', 'Mileage', 'Assets', 'EscrowPayments', 'MVoting'];

/** How far due points are taken out of wallets: each month begins anew, whatever is in the block. */
const SWEEP_STATE = xxhashAsHex('Mileage', 128) + xxhashAsHex('SweepState', 128).slice(2);

/** Where an item of the payments stands in the state. */
const ofPayments = (item) => xxhashAsHex('EscrowPayments', 128) + xxhashAsHex(item, 128).slice(2);
const AGENDA = ofPayments('Agenda');
/** How far the chain has come with its agenda: each day begins anew, whatever is in the block. */
const AGENDA_PLACE = [ofPayments('AgendaCursor'), ofPayments('AgendaCount')];

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
  // The same holds of a block that itself did something of its agenda.
  const didItsDuty = Object.keys(before).some((key) => key.startsWith(AGENDA) && !(key in after));
  for (const state of [before, after]) {
    delete state[SWEEP_STATE];
    const passed = didItsDuty ? [xxhashAsHex('EscrowPayments', 128)] : AGENDA_PLACE;
    for (const key of Object.keys(state).filter((key) => passed.some((prefix) => key.startsWith(prefix)))) {
      delete state[key];
    }
  }
  assert.ok(Object.keys(before).length > 0);
  assert.deepEqual(after, before, `${expected}: the refused call changed state`);
  return error;
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
