// SPDX-License-Identifier: Apache-2.0

// Transactions as hardware wallets sign them, over the hash of the metadata, on the runtime that was built and on no other.
// `scripts/release.sh` has what it releases pass this.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';

import { account, KRW, PoolError, startChain, submit } from '../lib/chain.js';
import { builtRuntime, CODE_KEY, metadataHash } from '../lib/runtime.js';

describe('metadata hash', () => {
  let chain;
  let api;
  let right;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    right = await metadataHash(api);
  });
  after(() => chain?.stop());

  function transferOver(hash) {
    const transfer = api.tx.balances.transferKeepAlive(account('//Bob').address, KRW);
    return submit(api, transfer, account('//Alice'), { options: { mode: 1, metadataHash: hash } });
  }

  test('the chain runs the very bytes of the runtime that was built', async () => {
    const code = await chain.provider.send('state_getStorage', [CODE_KEY, api.genesisHash.toHex()]);
    assert.equal(blake2AsHex(code), blake2AsHex(builtRuntime()));
  });

  test('a transfer signed over the metadata hash (mode 1) is accepted', async () => {
    const { event } = await transferOver(right);
    assert.equal(event('balances', 'Transfer').amount.toBigInt(), KRW);
  });

  for (const [what, wrong] of [
    ['one changed bit', () => `${right.slice(0, -1)}${(Number.parseInt(right.slice(-1), 16) ^ 1).toString(16)}`],
    ['the hash for another token', () => metadataHash(api, { tokenSymbol: 'KRW', decimals: 12 })],
  ]) {
    test(`a transfer signed over a wrong metadata hash is refused: ${what}`, async () => {
      const hash = await wrong();
      await assert.rejects(transferOver(hash), (error) => error instanceof PoolError && /bad signature/i.test(error.message));
    });
  }
});
