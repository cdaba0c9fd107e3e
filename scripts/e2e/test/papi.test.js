// SPDX-License-Identifier: Apache-2.0

// polkadot-api (PAPI), as it comes from the registry and without anything generated for this chain,
// signs for a citizen whose account has never held a won.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createClient, InvalidTxError } from 'polkadot-api';
import { getPolkadotSigner, withMetadataHash } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

import { account, AGENCY, CAST, startChain, submit } from '../lib/chain.js';
import { registerCar } from '../lib/market.js';

describe('polkadot-api', () => {
  let chain;
  let client;
  let papi;
  let citizen;
  let signer;
  let car;
  let otherCar;

  const signerOf = (pair) => getPolkadotSigner(pair.publicKey, 'Sr25519', (payload) => pair.sign(payload));
  const systemOf = (pair) => papi.query.System.Account.getValue(pair.address);
  const quotaOf = (pair) => papi.view.TransactionQuota.quota_of(pair.address);
  const list = (vehicle) => papi.tx.CarRegistry.list_vehicle({ vehicle, dealer: AGENCY.dealer });

  /** The data of the one event of that name. */
  function event({ events }, pallet, name) {
    const found = events.filter(({ type, value }) => type === pallet && value.type === name);
    assert.equal(found.length, 1, `${pallet}.${name} among ${events.map(({ type, value }) => `${type}.${value.type}`).join(', ')}`);
    return found[0].value.value;
  }

  function assertUnpaid({ events }) {
    const fees = events
      .filter(({ type, value }) => type === 'TransactionPayment' && value.type === 'TransactionFeePaid')
      .map(({ value }) => value.value.actual_fee + value.value.tip);
    assert.ok(fees.every((fee) => fee === 0n), `a fee was paid: ${fees}`);
  }

  async function assertPenniless(nonce) {
    const { data, nonce: counted } = await systemOf(citizen);
    assert.equal(data.free + data.reserved, 0n);
    assert.equal(counted, nonce);
  }

  before(async () => {
    chain = await startChain();
    // Node.js has a WebSocket of its own only from version 22 on.
    client = createClient(getWsProvider(chain.url, { websocketClass: WebSocket }));
    papi = client.getUnsafeApi();
    citizen = account('//e2e//papi//citizen');
    signer = signerOf(citizen);
  });
  after(async () => {
    client?.destroy();
    await chain?.stop();
  });

  test('the card office issues a card to a new account, which then exists without a balance', async () => {
    assert.equal((await systemOf(citizen)).providers, 0);
    const result = await papi.tx.CitizenIdentity.issue_card({ account: citizen.address })
      .signAndSubmit(signerOf(account(CAST.cityBureau)));
    assert.ok(result.ok, JSON.stringify(result.dispatchError));
    assertUnpaid(result);
    const { citizen: index } = event(result, 'CitizenIdentity', 'CardIssued');

    const { providers, sufficients } = await systemOf(citizen);
    assert.deepEqual({ providers, sufficients }, { providers: 1, sufficients: 0 });
    await assertPenniless(0);

    const registrar = account(CAST.dongdaemun);
    car = await registerCar(chain.api, registrar, { vin: 'KMHSE0UL0PA000021', plate: '21가1021', owner: { Citizen: index } });
    otherCar = await registerCar(chain.api, registrar, { vin: 'KMHSE0UL0PA000022', plate: '21가1022', owner: { Citizen: 1001 } });
  });

  test('a view function tells what the account has', async () => {
    const quota = await quotaOf(citizen);
    assert.equal(quota.class.type, 'Citizen');
    assert.ok(quota.left.ref_time > 0n && quota.left.length > 0);
    assert.equal(await quotaOf(account('//e2e//papi//stranger')), undefined);
  });

  test('the fee of a call of the city is estimated as zero', async () => {
    assert.equal(await list(car.id).getEstimatedFees(citizen.publicKey), 0n);
    const info = await list(car.id).getPaymentInfo(citizen.address);
    assert.ok(info.weight.ref_time > 0n, 'the weight is shown all the same');
  });

  test('what is signed is encoded as on any chain, with CheckMetadataHash in its default mode', async () => {
    const extrinsic = chain.api.registry.createType('Extrinsic', await list(car.id).sign(signer));
    assert.equal(extrinsic.version & 0x7f, 4);
    assert.equal(extrinsic.signer.toString(), citizen.address);
    assert.equal(extrinsic.nonce.toNumber(), 0);
    assert.equal(extrinsic.tip.toBigInt(), 0n);
    assert.equal(extrinsic.inner.signature.mode.toNumber(), 0);
    assert.equal(`${extrinsic.method.section}.${extrinsic.method.method}`, 'carRegistry.listVehicle');
  });

  test('the citizen places the own car with a dealer, included and successful, for nothing', async () => {
    const before = await quotaOf(citizen);
    const result = await list(car.id).signAndSubmit(signer);
    assert.ok(result.ok, JSON.stringify(result.dispatchError));
    assertUnpaid(result);
    event(result, 'CarRegistry', 'VehicleListed');
    await assertPenniless(1);

    const { left } = await quotaOf(citizen);
    // Compute has refilled by the time the block is final, unless it refills slowly; bytes were sent.
    assert.ok(left.ref_time <= before.left.ref_time && left.length <= before.left.length);
  });

  test('a call that fails is not free: it uses quota, and the nonce', async () => {
    const result = await list(otherCar.id).signAndSubmit(signer);
    assert.equal(result.ok, false);
    assert.deepEqual([result.dispatchError.value.type, result.dispatchError.value.value.type], ['CarRegistry', 'NotTheOwner']);
    assertUnpaid(result);
    await assertPenniless(2);

    // What was used is read in the block itself, before anything of it has refilled.
    const at = result.block.hash;
    const [left, full] = await Promise.all([
      papi.view.TransactionQuota.quota_of(citizen.address, { at }).then((quota) => quota.left),
      papi.query.TransactionQuota.Allowances.getValue({ type: 'Citizen' }, { at }),
    ]);
    assert.ok(left.ref_time < full.ref_time_capacity, `${left.ref_time} of ${full.ref_time_capacity}`);
    assert.ok(left.length < full.length_capacity, `${left.length} of ${full.length_capacity}`);
  });

  test('a transaction over the metadata hash, as hardware wallets sign, is free as well', async () => {
    const overHash = withMetadataHash({ decimals: 6, tokenSymbol: 'KRW' }, signer);
    const tx = papi.tx.CarRegistry.return_vehicle({ vehicle: car.id });
    const extrinsic = chain.api.registry.createType('Extrinsic', await tx.sign(overHash));
    assert.equal(extrinsic.inner.signature.mode.toNumber(), 1);
    const result = await tx.signAndSubmit(overHash);
    assert.ok(result.ok, JSON.stringify(result.dispatchError));
    assertUnpaid(result);
    await assertPenniless(3);
  });

  test('a transaction with a tip is not free', async () => {
    await assert.rejects(
      list(car.id).signAndSubmit(signer, { tip: 1n }),
      (error) => error instanceof InvalidTxError && error.error.type === 'Invalid' && error.error.value.type === 'Payment',
    );
    await assertPenniless(3);
  });

  test('a stranger without a balance is told that it cannot pay', async () => {
    const stranger = signerOf(account('//e2e//papi//stranger'));
    await assert.rejects(
      list(car.id).signAndSubmit(stranger),
      (error) => error instanceof InvalidTxError && error.error.type === 'Invalid' && error.error.value.type === 'Payment',
    );
  });

  test('a suspended card makes its account a stranger, and a resumed one does not', async () => {
    const office = account(CAST.cityBureau);
    const index = (await chain.api.query.citizenIdentity.citizenByAccount(citizen.address)).unwrap();
    await submit(chain.api, chain.api.tx.citizenIdentity.suspendCard(index), office, { finalized: true });
    assert.equal(await quotaOf(citizen), undefined);
    await assert.rejects(list(car.id).signAndSubmit(signer), (error) => error instanceof InvalidTxError && error.error.value.type === 'Payment');
    await submit(chain.api, chain.api.tx.citizenIdentity.resumeCard(index), office, { finalized: true });
    const result = await list(car.id).signAndSubmit(signer);
    assert.ok(result.ok, JSON.stringify(result.dispatchError));
    await assertPenniless(4);
  });
});
