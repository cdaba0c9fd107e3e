// SPDX-License-Identifier: Apache-2.0

/** Rings as a client without a prover sees them: transactions without a signer, keys and where they are. */

import assert from 'node:assert/strict';

import { compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { waitForBlock } from './chain.js';

/** Services in which citizens act under an alias. */
export const SERVICE = { cars: 0, mileage: 1, payments: 2 };

/** Bytes of every proof. */
export const PROOF_BYTES = 785;

/** Numbers with which the pool refuses to bind an alias, as `docs/rings.md` has them. */
export const REFUSAL = {
  UnknownService: 1, AccountInUse: 2, AliasInUse: 3, NotYetRenewable: 4, UnknownRevision: 5, RevisionExpired: 6, WrongProofLength: 7,
  MalformedProof: 8, InvalidProof: 9, OtherAlias: 10, AliasReplaced: 11, RebindingWaiting: 12, FormerAccount: 13,
};

/**
 * A general transaction: version 5, no signer, and what goes with every transaction (no end to its life, nonce and tip of zero, no hash of
 * the metadata).
 *
 * @param {{ method: { toU8a: () => Uint8Array } }} tx as `api.tx.…` makes it
 * @returns {string}
 */
export function withoutSigner(tx) {
  const [general, extensions] = [0b0100_0101, 0];
  const [era, nonce, tip, metadataHash] = [0, 0, 0, 0];
  const body = u8aConcat([general, extensions, era, nonce, tip, metadataHash], tx.method.toU8a());
  return u8aToHex(u8aConcat(compactToU8a(body.length), body));
}

/**
 * Ask a node whether its pool would take a transaction without signer, without sending it: what a relayer does before it brings many at once.
 *
 * @param {object} api
 * @param {{ method: { toU8a: () => Uint8Array } }} tx as `api.tx.…` makes it
 * @returns {Promise<number | undefined>} the number of the refusal, or nothing if it would be taken
 */
export async function poolRefusal(api, tx) {
  const [external, hash] = ['0x02', await api.rpc.chain.getBlockHash()];
  const answer = await api.rpc.state.call('TaggedTransactionQueue_validate_transaction', u8aToHex(u8aConcat(external, withoutSigner(tx), hash)));
  const [refused, kind, custom, number] = answer.toU8a(true);
  if (refused === 0) {
    return undefined;
  }
  if (kind !== 0 || custom !== 7) {
    throw new Error(`The node cannot say whether it would take the transaction: ${answer.toHex()}.`);
  }
  return number;
}

/**
 * Send a transaction without signer that the pool must refuse.
 *
 * @param {object} provider
 * @param {{ method: { toU8a: () => Uint8Array } }} tx as `api.tx.…` makes it
 * @param {Record<string, number>} numbers of the refusals of such a call, as {@link REFUSAL}
 * @param {string} refusal the name of the one that is due
 */
export async function assertTurnedAway(provider, tx, numbers, refusal) {
  // The bytes as they are: polkadot.js would read and write them again.
  await assert.rejects(provider.send('author_submitExtrinsic', [withoutSigner(tx)]), (error) => {
    assert.match(error.message, new RegExp(`^1010:.*Custom error: ${numbers[refusal]}$`), refusal);
    return true;
  });
}

/** Wait until a ring of the city has so many keys in its newest revision, and give its view. */
export async function ringWith(api, members, blocks = 40) {
  for (let left = blocks; left > 0; left -= 1) {
    const roots = await api.call.citizenRingsApi.roots('City', 0, 100);
    const found = [...roots].find((view) => view.status.isNewest && view.members.toNumber() === members);
    if (found) {
      return found;
    }
    await waitForBlock(api, (await api.rpc.chain.getHeader()).number.toNumber() + 1);
  }
  throw new Error(`No ring has ${members} keys after ${blocks} blocks.`);
}
