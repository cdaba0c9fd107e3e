// SPDX-License-Identifier: Apache-2.0

// What wallets and polkadot.js apps need: texts that a clerk reads, runtime APIs that they find by
// themselves, and accounts of every kind that sign.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { account, connect, fund, KRW, PoolError, startChain, submit } from '../lib/chain.js';

const CITY_PALLETS = [
  'Agencies', 'CitizenIdentity', 'CitizenRings', 'CarRegistry', 'DepositToken', 'EscrowPayments', 'Facilities', 'Mileage', 'MVoting',
  'TransactionQuota', 'ValidatorSet',
];

describe('wallets', () => {
  let chain;
  let api;
  const transfer = () => api.tx.balances.transferKeepAlive(account('//Bob').address, KRW);

  before(async () => {
    chain = await startChain();
    api = chain.api;
  });
  after(() => chain?.stop());

  function lacking(docs) {
    const lines = docs.map((line) => line.toString().trim()).filter(Boolean);
    if (lines.length < 2) {
      return 'fewer than two lines';
    }
    if (!/[가-힣]/.test(lines[0])) {
      return 'no Korean first line';
    }
    return /[A-Za-z]{3}/.test(lines.slice(1).join(' ')) ? undefined : 'no English';
  }

  for (const pallet of CITY_PALLETS) {
    test(`every call, event and error of ${pallet} is documented in Korean and English`, () => {
      const { lookup } = api.registry;
      const metadata = api.runtimeMetadata.asLatest.pallets.find(({ name }) => name.eq(pallet));
      const poor = [];
      let seen = 0;
      for (const part of ['calls', 'events', 'errors']) {
        const { variants } = lookup.getSiType(metadata[part].unwrap().type).def.asVariant;
        for (const { name, docs } of variants) {
          const lack = lacking(docs);
          seen += 1;
          if (lack) {
            poor.push(`${part} ${name}: ${lack}`);
          }
        }
      }
      assert.ok(seen > 5);
      assert.deepEqual(poor, []);
    });

    test(`every storage item of ${pallet} is documented with a Korean word`, () => {
      const metadata = api.runtimeMetadata.asLatest.pallets.find(({ name }) => name.eq(pallet));
      const poor = metadata.storage.unwrap().items
        // FRAME writes the text on the counter of a counted map by itself.
        .filter(({ name, docs }) => !name.startsWith('CounterFor') && !/[가-힣]/.test(docs.join(' '))).map(({ name }) => name.toString());
      assert.deepEqual(poor, []);
    });
  }

  test('the fields of every event have names', () => {
    for (const pallet of CITY_PALLETS) {
      const metadata = api.runtimeMetadata.asLatest.pallets.find(({ name }) => name.eq(pallet));
      for (const { name, fields } of api.registry.lookup.getSiType(metadata.events.unwrap().type).def.asVariant.variants) {
        assert.ok(fields.every((field) => field.name.isSome), `${pallet}.${name}`);
      }
    }
  });

  test('metadata comes in versions 14, 15 and 16', async () => {
    const versions = (await api.call.metadata.metadataVersions()).map((version) => version.toNumber());
    for (const version of [14, 15, 16]) {
      assert.ok(versions.includes(version), `${version} is not among ${versions}`);
      assert.ok((await api.call.metadata.metadataAtVersion(version)).isSome);
    }
  });

  test('polkadot.js finds the runtime API of the car registry by itself', async () => {
    const { carRegistryApi } = api.call;
    assert.deepEqual(Object.keys(carRegistryApi).sort(), [
      'divergence', 'encumbrances', 'findByAccessTag', 'findByPlateTag', 'findByVinTag', 'history', 'incidents', 'sale', 'saleInfo',
      'titleLateFine', 'vehicle', 'verifyDocument',
    ]);
    const nothing = `0x${'00'.repeat(16)}`;
    const tag = `0x${'00'.repeat(32)}`;
    assert.ok((await carRegistryApi.vehicle(nothing)).isNone);
    assert.ok((await carRegistryApi.findByAccessTag(tag)).isNone);
    assert.ok((await carRegistryApi.findByVinTag(tag)).isNone);
    assert.ok((await carRegistryApi.findByPlateTag(tag)).isNone);
    assert.ok((await carRegistryApi.sale(0)).isNone);
    assert.ok((await carRegistryApi.saleInfo(0)).isNone);
    assert.ok((await carRegistryApi.divergence(nothing)).isNone);
    assert.equal((await carRegistryApi.encumbrances(nothing)).length, 0);
    assert.equal((await carRegistryApi.incidents(nothing, 0, 10)).incidents.length, 0);
    assert.ok((await carRegistryApi.titleLateFine('Judgment', Date.now())).isNone);
    assert.equal((await carRegistryApi.history(nothing, 0, 10)).records.length, 0);
    assert.equal((await carRegistryApi.verifyDocument(nothing, 'InspectionRecord', tag)).type, 'NotRecorded');
  });

  test('the chain tells wallets its token and address format', () => {
    assert.deepEqual(api.registry.chainTokens, ['KRW']);
    assert.deepEqual(api.registry.chainDecimals, [6]);
    assert.equal(api.registry.chainSS58, 42);
    assert.equal(api.consts.system.ss58Prefix.toNumber(), 42);
  });

  test('the transaction extensions stand in the order that wallets know', () => {
    assert.deepEqual(api.registry.signedExtensions, [
      'AuthorizeCall', 'CheckNonZeroSender', 'CheckSpecVersion', 'CheckTxVersion', 'CheckGenesis', 'CheckMortality', 'CheckNonce', 'CheckWeight',
      'ChargeTransactionPayment', 'CheckMetadataHash', 'WeightReclaim',
    ]);
  });

  test('a transfer costs what query_info says, and the fee is not burned', async () => {
    // Whom the city has not admitted.
    const payer = account('//e2e//payer');
    await fund(api, [payer]);
    const issued = (await api.query.balances.totalIssuance()).toBigInt();
    const { partialFee } = await transfer().paymentInfo(payer);
    assert.ok(partialFee.toBigInt() > KRW);
    const { event } = await submit(api, transfer(), payer);
    assert.equal(event('transactionPayment', 'TransactionFeePaid').actualFee.toBigInt(), partialFee.toBigInt());
    assert.equal((await api.query.balances.totalIssuance()).toBigInt(), issued);
  });

  for (const type of ['ed25519', 'ecdsa']) {
    test(`an ${type} account signs too`, async () => {
      const pair = account('//e2e//wallet', type);
      await fund(api, [pair]);
      const { event } = await submit(api, api.tx.balances.transferKeepAlive(account('//Bob').address, KRW), pair);
      assert.equal(event('balances', 'Transfer').from.toString(), pair.address);
    });
  }

  test('an account without KRW is told that it cannot pay', async () => {
    await assert.rejects(
      submit(api, api.tx.system.remark('0x00'), account('//e2e//poor')),
      (error) => error instanceof PoolError && /inability to pay/i.test(error.message),
    );
  });

  test('a second client sees the same chain', async () => {
    const second = await connect(chain.url);
    try {
      assert.equal(second.api.genesisHash.toHex(), api.genesisHash.toHex());
      assert.equal((await second.api.rpc.system.chainType()).type, 'Development');
      const methods = (await second.api.rpc.rpc.methods()).methods.map((method) => method.toString());
      for (const method of ['chainHead_v1_follow', 'transaction_v1_broadcast', 'archive_v1_header', 'payment_queryInfo', 'system_accountNextIndex']) {
        assert.ok(methods.includes(method), method);
      }
    } finally {
      await second.api.disconnect();
    }
  });
});
