// SPDX-License-Identifier: Apache-2.0

// Two private parties sell a car without an inspection record, after a draft that was cancelled, one
// that ran out, a contract that both took back, and one that the registrar refused. The council first
// shortens the time a draft may take, so that its end is lived through.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { account, AGENCY, CAST, chainNow, CITIZEN, councilDecides, startChain, submit, waitForMoment } from '../lib/chain.js';
import { forge, SAMPLE, sampleDocument, sampleForm } from '../lib/documents.js';
import { assertRefused } from '../lib/expect.js';
import {
  acceptance, confirmDelivery, confirmPayment, draftSale, ownerOf, registerCar, reportOdometer, stageOf, verify,
} from '../lib/market.js';
import { commit, newSalt } from '../lib/tags.js';

describe('two private parties sell a car', () => {
  let chain;
  let api;
  let registrar;
  let seller;
  let buyer;
  let car;
  const papers = SAMPLE.privateSale;
  const contract = sampleDocument('contract-private');
  const receipt = sampleDocument('receipt-private');
  const buyerParty = { Citizen: CITIZEN.eve };

  before(async () => {
    chain = await startChain();
    api = chain.api;
    registrar = account(CAST.dongdaemun);
    seller = account(CAST.dave);
    buyer = account(CAST.eve);
  });
  after(() => chain?.stop());

  const draft = (commitment) => draftSale(api, seller, car, buyerParty, 'BetweenParties', commitment);
  const sign = (sale, commitment, signer) => submit(api, api.tx.carRegistry.signSale(sale, commitment), signer);
  const statusOf = async () => (await api.query.carRegistry.vehicles(car.id)).unwrap().status.type;

  test('the council sets how long a draft may take, from a time on', async () => {
    const [{ terms }] = await api.query.carRegistry.terms();
    assert.equal(terms.draftLifetime.toNumber(), 30 * 5_000, 'thirty legal days of five seconds');
    const from = (await chainNow(api)) + 20_000;
    const shorter = { ...terms.toJSON(), draftLifetime: 30_000 };
    await councilDecides(api, api.tx.carRegistry.scheduleTerms(from, shorter));
    await waitForMoment(api, from);
  });

  test('the car is taken over from the earlier register', async () => {
    car = await registerCar(api, registrar, {
      vin: papers.car.vin, plate: papers.car.plate, owner: { Citizen: CITIZEN.dave }, origin: 'Legacy',
      firstRegisteredAt: Date.UTC(2018, 4, 2), odometerKm: 90_012,
    });
    const event = await reportOdometer(api, account(CAST.periodicInspection), car, papers.car.km, 'PeriodicInspection');
    assert.equal(event.verdict.asNoJudgement.type, 'Legacy', 'what was before is not known');
  });

  test('a draft is cancelled by one side', async (t) => {
    const sale = await draft(contract.commitment);
    await assertRefused(chain, api.tx.carRegistry.cancelSale(sale), account(CAST.ferdie), 'carRegistry.NotAParty', t);
    const { side } = (await submit(api, api.tx.carRegistry.cancelSale(sale), buyer)).event('carRegistry', 'SaleCancelled');
    assert.equal(side.type, 'Buyer');
    assert.equal(await stageOf(api, sale), 'Cancelled');
    assert.equal(await statusOf(), 'Registered');
    await assertRefused(chain, api.tx.carRegistry.waiveInspection(sale), buyer, 'carRegistry.SaleClosed', t);
  });

  test('a draft that nobody signs in time expires', async (t) => {
    const sale = await draft(contract.commitment);
    await submit(api, api.tx.carRegistry.waiveInspection(sale), buyer);
    await assertRefused(chain, api.tx.carRegistry.expireSale(sale), account('//Bob'), 'carRegistry.SaleNotExpired', t);
    const { expiresAt } = (await api.query.carRegistry.sales(sale)).unwrap();
    assert.ok(expiresAt.toNumber() - await chainNow(api) <= 30_000, 'the terms in force are those the council set');
    await waitForMoment(api, expiresAt.toNumber());
    await assertRefused(chain, api.tx.carRegistry.signSale(sale, contract.commitment), seller, 'carRegistry.SaleExpired', t);
    await submit(api, api.tx.carRegistry.expireSale(sale), account('//Bob'));
    assert.equal(await stageOf(api, sale), 'Expired');
    assert.equal(await statusOf(), 'Registered');
  });

  test('a signed contract is cancelled by both sides only, and its paper is void', async (t) => {
    const sale = await draft(contract.commitment);
    await submit(api, api.tx.carRegistry.waiveInspection(sale), buyer);
    await sign(sale, contract.commitment, buyer);
    await assertRefused(chain, api.tx.carRegistry.signSale(sale, contract.commitment), buyer, 'carRegistry.AlreadySigned', t);
    await sign(sale, contract.commitment, seller);
    assert.equal(await verify(api, car, 'ContractBetweenParties', contract.commitment), 'InForce');

    const cancel = api.tx.carRegistry.cancelSale(sale);
    (await submit(api, cancel, buyer)).event('carRegistry', 'CancellationRequested');
    assert.equal(await stageOf(api, sale), 'Signed');
    await assertRefused(chain, api.tx.carRegistry.cancelSale(sale), buyer, 'carRegistry.CancellationAlreadyRequested', t);
    (await submit(api, api.tx.carRegistry.cancelSale(sale), seller)).event('carRegistry', 'SaleCancelled');
    assert.equal(await statusOf(), 'Registered');
    assert.equal(await verify(api, car, 'ContractBetweenParties', contract.commitment), 'Void');
  });

  test('the very contract that was taken back is not used again', async (t) => {
    const tx = api.tx.carRegistry.draftSale(car.id, buyerParty, 'BetweenParties', contract.commitment, 'OffChain');
    await assertRefused(chain, tx, seller, 'carRegistry.DocumentAlreadyRecorded', t);
  });

  test('the registrar refuses a transfer for a written reason', async () => {
    const copy = commit(newSalt(), contract.bytes);
    const sale = await draft(copy);
    await submit(api, api.tx.carRegistry.waiveInspection(sale), buyer);
    await sign(sale, copy, seller);
    await sign(sale, copy, buyer);
    const reason = commit(newSalt(), new TextEncoder().encode('의무보험 미가입으로 이전등록 신청을 반려합니다.'));
    (await submit(api, api.tx.carRegistry.rejectTransfer(sale, reason), registrar)).event('carRegistry', 'TransferRejected');
    assert.equal(await stageOf(api, sale), 'Rejected');
    assert.equal(await statusOf(), 'Registered');
    assert.deepEqual(await ownerOf(api, car), { Citizen: BigInt(CITIZEN.dave) });
  });

  test('the sale with a new copy of the contract goes through', async (t) => {
    const salt = newSalt();
    const copy = commit(salt, contract.bytes);
    const sale = await draft(copy);
    await assertRefused(chain, api.tx.carRegistry.signSale(sale, copy), buyer, 'carRegistry.InspectionNotAcknowledged', t);
    await assertRefused(chain, api.tx.carRegistry.waiveInspection(sale), seller, 'carRegistry.NotTheBuyer', t);
    (await submit(api, api.tx.carRegistry.waiveInspection(sale), buyer)).event('carRegistry', 'InspectionWaived');
    await sign(sale, copy, seller);

    const accept = api.tx.carRegistry.acceptTransfer(sale, acceptance(car, receipt.commitment));
    await assertRefused(chain, api.tx.carRegistry.confirmPayment(sale), buyer, 'carRegistry.NotSigned', t);
    await assertRefused(chain, accept, registrar, 'carRegistry.NotSigned', t);
    await sign(sale, copy, buyer);

    await assertRefused(chain, accept, registrar, 'carRegistry.NotPaid', t);
    await assertRefused(chain, api.tx.carRegistry.confirmDelivery(sale), buyer, 'carRegistry.NotPaid', t);
    await confirmPayment(api, sale, seller, buyer);
    assert.equal(await stageOf(api, sale), 'Paid');
    await assertRefused(chain, accept, registrar, 'carRegistry.NotDelivered', t);
    await assertRefused(chain, api.tx.carRegistry.confirmDelivery(sale), seller, 'carRegistry.NotTheBuyer', t);
    await confirmDelivery(api, sale, buyer);
    assert.equal(await stageOf(api, sale), 'Delivered');
    await submit(api, accept, registrar);
    assert.deepEqual(await ownerOf(api, car), { Citizen: BigInt(CITIZEN.eve) });
    assert.equal(await verify(api, car, 'ContractBetweenParties', copy), 'InForce');
    assert.equal(await verify(api, car, 'ContractBetweenParties', commit(salt, forge(contract.bytes))), 'NotRecorded');
    assert.equal(await verify(api, car, 'RegisterReceipt', receipt.commitment), 'InForce');
    assert.equal((await api.call.carRegistryApi.sale(sale)).unwrap().stage.asTransferred.disclosure.type, 'Waived');
  });

  test('an inspection record grows too old to be disclosed at a sale', async (t) => {
    const record = commit(newSalt(), sampleDocument('inspection-record').bytes);
    // Inspected 117 legal days ago, of five seconds each: valid for three more, and filed late.
    const form = sampleForm(await chainNow(api) - 117 * 5_000, { odometerKm: papers.car.km + 40 });
    const filed = (await submit(api, api.tx.carRegistry.fileInspection(car.id, record, form), account(CAST.workshop)))
      .event('carRegistry', 'InspectionFiled');
    const entry = (await api.query.carRegistry.records(car.id, filed.record)).unwrap().entry.asInspected;
    assert.equal(entry.filedLate.isTrue, true);

    const commitment = commit(newSalt(), contract.bytes);
    const sale = await draftSale(api, buyer, car, { Agency: AGENCY.dealer }, 'BetweenParties', commitment);
    const dealer = account(CAST.dealer);
    await submit(api, api.tx.carRegistry.acknowledgeInspection(sale, filed.record), dealer);
    await waitForMoment(api, filed.validUntil.toNumber());
    assert.equal(await verify(api, car, 'InspectionRecord', record), 'OutOfDate');
    await assertRefused(chain, api.tx.carRegistry.signSale(sale, commitment), buyer, 'carRegistry.InspectionOutOfDate', t);
    await submit(api, api.tx.carRegistry.cancelSale(sale), dealer);
  });
});
