// SPDX-License-Identifier: Apache-2.0

// A used car goes from its registration through a dealer to its new owner, with the papers of
// documents/. Everybody in it is new to the chain: the district office is registered by the council,
// the firms are admitted, the citizens get their cards.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  account, AGENCY, CAST, chainNow, councilDecides, fund, startChain, submit, waitForFinalized,
} from '../lib/chain.js';
import { forge, SAMPLE, sampleDocument, sampleForm } from '../lib/documents.js';
import { assertRefused } from '../lib/expect.js';
import { decodeDetails } from '../lib/form82.js';
import {
  acceptance, confirmDelivery, draftSale, ownerOf, recordOf, registerCar, REGISTRAR_KEY, reportOdometer, stageOf, verify,
} from '../lib/market.js';
import { accessTag, commit, decodeCertificateCode, newCertificateCode, newSalt, plateTag, vinTag } from '../lib/tags.js';

const SEONGDONG = 11200;
const HOUR = 3_600_000;

describe('a car is sold through a dealer', () => {
  let chain;
  let api;
  const key = Object.fromEntries(
    ['officeHead', 'clerk', 'dealerHead', 'salesman', 'workshopHead', 'inspector', 'hong', 'kim', 'stranger']
      .map((name) => [name, undefined]),
  );
  const sale = SAMPLE.dealerSale;
  const record = sampleDocument('inspection-record');
  const contract = sampleDocument('contract-dealer');
  const receipt = sampleDocument('receipt-dealer');
  const correction = sampleDocument('odometer-correction');
  let district;
  let dealer;
  let workshop;
  let hong;
  let kim;
  let car;
  let inspection;
  let saleId;
  let newCode;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    for (const name of Object.keys(key)) {
      key[name] = account(`//e2e//${name}`);
    }
    await fund(api, Object.values(key));
  });
  after(() => chain?.stop());

  test('the council registers a district office by proposal, votes and close', async () => {
    const closed = await councilDecides(api, api.tx.agencies.registerInstitution(
      { ko: '성동구청', en: 'Seongdong-gu Office' }, ['Registrar'], SEONGDONG, key.officeHead.address, key.officeHead.address,
    ));
    const registered = closed.event('agencies', 'AgencyRegistered');
    district = registered.agency.toNumber();
    const agency = (await api.query.agencies.agencies(district)).unwrap();
    assert.equal(agency.name.ko.toUtf8(), '성동구청');
    assert.equal(agency.kind.type, 'PublicInstitution');
    assert.equal(agency.status.type, 'Active');
    assert.equal(agency.district.unwrap().toNumber(), SEONGDONG);
    assert.deepEqual(agency.roles.toJSON(), ['Representative', 'Registrar']);
  });

  test('nobody but the council registers a public institution', async (t) => {
    const tx = api.tx.agencies.registerInstitution(
      { ko: '한양구청', en: 'Hanyang-gu Office' }, ['Registrar'], 11999, key.stranger.address, key.stranger.address,
    );
    await assertRefused(chain, tx, key.stranger, 'agencies.NotTheCouncil', t);
  });

  test('the admission office admits a dealer and an inspection workshop', async () => {
    const office = account(CAST.cityBureau);
    const admit = async (name, role, head) => {
      const tx = api.tx.agencies.admitCompany(name, [role], head.address, head.address);
      const { agency, kind } = (await submit(api, tx, office)).event('agencies', 'AgencyRegistered');
      assert.equal(kind.type, 'Company');
      return agency.toNumber();
    };
    dealer = await admit({ ko: sale.dealer.name, en: 'Gyeonbon Motors' }, 'CarDealer', key.dealerHead);
    workshop = await admit({ ko: sale.workshop.name, en: 'Gyeonbon Inspection' }, 'InspectionWorkshop', key.workshopHead);
    assert.equal(workshop, dealer + 1);
  });

  test('a company gets no role of public institutions', async (t) => {
    const tx = api.tx.agencies.admitCompany(
      { ko: '가짜구청', en: 'False Office' }, ['Registrar'], key.stranger.address, key.stranger.address,
    );
    await assertRefused(chain, tx, account(CAST.cityBureau), 'agencies.RoleNotOpenToCompanies', t);
  });

  test('administrators appoint delegates', async () => {
    const expiresAt = await chainNow(api) + HOUR;
    for (const [head, delegate, role] of [
      [key.officeHead, key.clerk, 'Registrar'],
      [key.dealerHead, key.salesman, 'CarDealer'],
      [key.workshopHead, key.inspector, 'InspectionWorkshop'],
    ]) {
      const { events } = await submit(api, api.tx.agencies.appointDelegate(delegate.address, [role], expiresAt), head);
      assert.ok(events.some((event) => event.section === 'agencies' && event.method === 'DelegateAppointed'));
    }
  });

  test('the card office issues two cards under indices that the chain draws', async () => {
    const office = account(CAST.cityBureau);
    const issue = async (holder) => {
      const { citizen } = (await submit(api, api.tx.citizenIdentity.issueCard(holder.address), office)).event('citizenIdentity', 'CardIssued');
      return citizen.toBigInt();
    };
    hong = { citizen: await issue(key.hong) };
    kim = { citizen: await issue(key.kim) };
    assert.notEqual(hong.citizen, kim.citizen);
    const card = (await api.query.citizenIdentity.cards(kim.citizen)).unwrap();
    assert.equal(card.account.toString(), key.kim.address);
    assert.equal(card.status.type, 'Active');
  });

  test('an account has one card only, and one that acts for an agency has none', async (t) => {
    const office = account(CAST.cityBureau);
    await assertRefused(chain, api.tx.citizenIdentity.issueCard(key.kim.address), office, 'citizenIdentity.AlreadyExists', t);
    await assertRefused(chain, api.tx.citizenIdentity.issueCard(key.clerk.address), office, 'citizenIdentity.ActsForAgency', t);
  });

  test('the registrar registers the car, and its papers find it', async () => {
    car = await registerCar(api, key.clerk, {
      vin: sale.car.vin, plate: sale.car.plate, owner: { Citizen: hong.citizen }, firstRegisteredAt: Date.UTC(2021, 2, 15),
    });
    const { carRegistryApi } = api.call;
    const found = async (answer) => (await answer).unwrap().toHex();
    assert.equal(await found(carRegistryApi.findByVinTag(vinTag(REGISTRAR_KEY, sale.car.vin))), car.id);
    assert.equal(await found(carRegistryApi.findByPlateTag(plateTag(REGISTRAR_KEY, ' 123가 4567 '))), car.id);
    assert.equal(await found(carRegistryApi.findByAccessTag(accessTag(sale.car.vin, car.code.printed))), car.id);
    assert.ok((await carRegistryApi.findByAccessTag(accessTag(sale.car.vin, newCertificateCode().bytes))).isNone);

    const { vehicle, verdict, odometerKm } = (await carRegistryApi.vehicle(car.id)).unwrap();
    assert.equal(vehicle.district.toNumber(), SEONGDONG);
    assert.equal(vehicle.owner.asCitizen.toBigInt(), hong.citizen);
    assert.equal(vehicle.status.type, 'Registered');
    assert.equal(odometerKm.unwrap().toNumber(), 11);
    assert.equal(verdict.asNoJudgement.type, 'TooFewReadings');
  });

  test('nothing of VIN, plate or names is on chain', async () => {
    const stored = JSON.stringify(await api.query.carRegistry.vehicles.entries());
    const hexOf = (text) => Buffer.from(text, 'utf8').toString('hex');
    for (const secret of [sale.car.vin, sale.car.plate, sale.seller.name, sale.buyer.name]) {
      assert.ok(!stored.includes(secret) && !stored.includes(hexOf(secret)), secret);
    }
  });

  test('readings by inspection body and insurer make the odometer logical', async () => {
    const first = await reportOdometer(api, account(CAST.periodicInspection), car, 21_480, 'PeriodicInspection');
    assert.equal(first.flag.type, 'Consistent');
    assert.equal(first.verdict.type, 'Logical');
    const second = await reportOdometer(api, account(CAST.insurer), car, 39_902, 'Insurance');
    assert.equal(second.verdict.type, 'Logical');
  });

  let mistyped;
  test('a reading below an earlier one is stored and flagged', async () => {
    const event = await reportOdometer(api, account(CAST.repairShop), car, sale.correction.wrongKm, 'Repair');
    mistyped = event.record.toNumber();
    assert.equal(event.flag.type, 'BelowEarlier');
    assert.equal(event.verdict.type, 'Illogical');
  });

  test('another shop cannot correct it', async (t) => {
    const tx = api.tx.carRegistry.correctOdometer(car.id, mistyped, sale.correction.rightKm, correction.commitment);
    await assertRefused(chain, tx, key.inspector, 'agencies.RoleNotHeld', t);
  });

  test('the shop corrects it with a document, and the reading stays as it was reported', async () => {
    const tx = api.tx.carRegistry.correctOdometer(car.id, mistyped, sale.correction.rightKm, correction.commitment);
    const event = (await submit(api, tx, account(CAST.repairShop))).event('carRegistry', 'OdometerCorrected');
    assert.equal(event.oldKm.toNumber(), sale.correction.wrongKm);
    assert.equal(event.newKm.toNumber(), sale.correction.rightKm);
    assert.equal(event.verdict.type, 'Logical');
    const { entry } = await recordOf(api, car, mistyped);
    assert.equal(entry.asOdometer.report.km.toNumber(), sale.correction.wrongKm);
    assert.equal(entry.asOdometer.flag.type, 'BelowEarlier');
    assert.equal(await verify(api, car, 'CorrectionEvidence', correction.commitment), 'InForce');
  });

  test('the inspector files form 82; a fender and a door are a simple repair, no accident', async () => {
    const form = sampleForm(await chainNow(api));
    const event = (await submit(api, api.tx.carRegistry.fileInspection(car.id, record.commitment, form), key.inspector))
      .event('carRegistry', 'InspectionFiled');
    inspection = event.record.toNumber();
    assert.equal(event.workshop.toNumber(), workshop);
    assert.equal(event.accident.accident.isTrue, false);
    assert.equal(event.accident.simpleRepair.isTrue, true);

    const filed = (await api.query.carRegistry.records(car.id, inspection)).unwrap().entry.asInspected;
    assert.deepEqual(decodeDetails(Uint8Array.from(filed.form.details.toU8a())), sale.form.details);
    assert.equal(filed.form.odometerKm.toNumber(), sale.car.km);
    assert.deepEqual(filed.form.panels.toJSON().map(({ panel, position, codes }) => [panel, position, codes]), [
      ['FrontFender', 'Left', ['Exchange']], ['Door', 'FrontLeft', ['WeldOrSheetMetal']],
    ]);
  });

  test('before the car is listed the dealer cannot sell it', async (t) => {
    const tx = api.tx.carRegistry.draftSale(car.id, { Citizen: kim.citizen }, 'Dealer', contract.commitment, 'OffChain');
    await assertRefused(chain, tx, key.salesman, 'carRegistry.NotListedWithThisDealer', t);
  });

  test('the owner lists the car with the dealer', async () => {
    const event = (await submit(api, api.tx.carRegistry.listVehicle(car.id, dealer), key.hong)).event('carRegistry', 'VehicleListed');
    assert.equal(event.dealer.toNumber(), dealer);
  });

  test('another dealer still cannot sell it', async (t) => {
    const tx = api.tx.carRegistry.draftSale(car.id, { Citizen: kim.citizen }, 'Dealer', contract.commitment, 'OffChain');
    await assertRefused(chain, tx, account(CAST.dealer), 'carRegistry.NotListedWithThisDealer', t);
  });

  test("the dealer's delegate drafts the sale with the commitment to the contract", async () => {
    saleId = await draftSale(api, key.salesman, car, { Citizen: kim.citizen }, 'Dealer', contract.commitment);
    assert.equal(await stageOf(api, saleId), 'Draft');
    assert.equal((await api.query.carRegistry.vehicles(car.id)).unwrap().status.type, 'SalePending');
  });

  test('neither side can sign before the buyer has seen the inspection record', async (t) => {
    const tx = api.tx.carRegistry.signSale(saleId, contract.commitment);
    const refusal = await assertRefused(chain, tx, key.kim, 'carRegistry.InspectionNotAcknowledged', t);
    assert.match(refusal.docs.join(' '), /acknowledge the inspection record/);
    await assertRefused(chain, tx, key.hong, 'carRegistry.InspectionNotAcknowledged', t);
  });

  test("the buyer of a dealer cannot waive the record, and nobody acknowledges in the buyer's place", async (t) => {
    await assertRefused(chain, api.tx.carRegistry.waiveInspection(saleId), key.kim, 'carRegistry.WaiverNotAllowed', t);
    await assertRefused(chain, api.tx.carRegistry.acknowledgeInspection(saleId, inspection), key.hong, 'carRegistry.NotTheBuyer', t);
  });

  test('the buyer acknowledges, and both sign', async (t) => {
    await submit(api, api.tx.carRegistry.acknowledgeInspection(saleId, inspection), key.kim);
    assert.equal(await stageOf(api, saleId), 'Disclosed');
    const forged = commit(contract.salt, forge(contract.bytes));
    await assertRefused(chain, api.tx.carRegistry.signSale(saleId, forged), key.kim, 'carRegistry.ContractMismatch', t);
    await submit(api, api.tx.carRegistry.signSale(saleId, contract.commitment), key.hong);
    assert.equal(await stageOf(api, saleId), 'SignedByOne');
    const signed = await submit(api, api.tx.carRegistry.signSale(saleId, contract.commitment), key.kim);
    assert.equal(signed.event('carRegistry', 'SaleSigned').contract.toHex(), contract.commitment);
    assert.equal(await stageOf(api, saleId), 'Signed');
    assert.deepEqual(await ownerOf(api, car), { Citizen: hong.citizen }, 'ownership must not move yet');
  });

  test('the price is paid outside the chain when both sides say so', async (t) => {
    const confirm = api.tx.carRegistry.confirmPayment(saleId);
    await assertRefused(chain, api.tx.carRegistry.paySale(saleId, 1), key.kim, 'carRegistry.PaymentOffChain', t);
    await assertRefused(chain, confirm, key.stranger, 'agencies.NotADelegate', t);
    const { side } = (await submit(api, confirm, key.hong)).event('carRegistry', 'PaymentConfirmed');
    assert.equal(side.type, 'Seller');
    assert.equal(await stageOf(api, saleId), 'Signed');
    await assertRefused(chain, confirm, key.hong, 'carRegistry.AlreadyConfirmed', t);
    (await submit(api, confirm, key.kim)).event('carRegistry', 'SalePaid');
    assert.equal(await stageOf(api, saleId), 'Paid');
    await assertRefused(chain, confirm, key.kim, 'carRegistry.AlreadyPaid', t);
  });

  test('the buyer confirms that it has the car, and nobody else does', async (t) => {
    newCode = newCertificateCode();
    const tx = api.tx.carRegistry.acceptTransfer(saleId, acceptance(car, receipt.commitment, newCode));
    await assertRefused(chain, tx, key.clerk, 'carRegistry.NotDelivered', t);
    await assertRefused(chain, api.tx.carRegistry.confirmDelivery(saleId), key.hong, 'carRegistry.NotTheBuyer', t);
    const { vehicle } = await confirmDelivery(api, saleId, key.kim);
    assert.equal(vehicle.toHex(), car.id);
    await assertRefused(chain, api.tx.carRegistry.confirmDelivery(saleId), key.kim, 'carRegistry.AlreadyDelivered', t);
    assert.deepEqual(await ownerOf(api, car), { Citizen: hong.citizen }, 'ownership must not move yet');
  });

  test('the registrar accepts with the receipt and a new certificate, and ownership moves', async () => {
    const tx = api.tx.carRegistry.acceptTransfer(saleId, acceptance(car, receipt.commitment, newCode));
    const accepted = await submit(api, tx, key.clerk);
    const event = accepted.event('carRegistry', 'OwnershipTransferred');
    assert.equal(event.oldOwner.asCitizen.toBigInt(), hong.citizen);
    assert.equal(event.newOwner.asCitizen.toBigInt(), kim.citizen);
    const { vehicle } = (await api.call.carRegistryApi.vehicle(car.id)).unwrap();
    assert.equal(vehicle.owner.asCitizen.toBigInt(), kim.citizen);
    assert.equal(vehicle.status.type, 'Registered');
    const { number } = await api.rpc.chain.getHeader(accepted.blockHash);
    await waitForFinalized(api, number.toNumber());
  });

  test("the new owner's certificate finds the car, the old one's no longer does", async () => {
    const typed = newCode.printed.toLowerCase().replaceAll('-', ' ');
    const found = await api.call.carRegistryApi.findByAccessTag(accessTag(sale.car.vin, decodeCertificateCode(typed)));
    assert.equal(found.unwrap().toHex(), car.id);
    assert.ok((await api.call.carRegistryApi.findByAccessTag(accessTag(sale.car.vin, car.code.bytes))).isNone);
  });

  test('the former owner cannot sell the car any more', async (t) => {
    const tx = api.tx.carRegistry.listVehicle(car.id, dealer);
    await assertRefused(chain, tx, key.hong, 'carRegistry.NotTheOwner', t);
  });

  for (const [kind, name, document] of [
    ['InspectionRecord', 'inspection record', record],
    ['ContractDealer', 'contract', contract],
    ['RegisterReceipt', 'receipt', receipt],
  ]) {
    test(`the ${name} is authentic, and a copy with one byte changed is not`, async () => {
      assert.equal(await verify(api, car, kind, commit(document.salt, document.bytes)), 'InForce');
      for (const position of [0, 5, document.bytes.length >> 1, document.bytes.length - 1]) {
        assert.equal(await verify(api, car, kind, commit(document.salt, forge(document.bytes, position))), 'NotRecorded');
      }
      assert.equal(await verify(api, car, kind, commit(newSalt(), document.bytes)), 'NotRecorded', 'another salt');
      assert.equal(await verify(api, car, 'ContractBetweenParties', document.commitment), 'NotRecorded', 'another kind');
      assert.equal(await verify(api, { id: `0x${'00'.repeat(16)}` }, kind, document.commitment), 'NotRecorded', 'another car');
    });
  }

  test('the history pages through all of it in order', async () => {
    const kinds = [];
    let from = 0;
    for (;;) {
      const page = await api.call.carRegistryApi.history(car.id, from, 3);
      assert.ok(page.records.length <= 3);
      for (const [index, { entry }] of page.records) {
        assert.equal(index.toNumber(), kinds.length);
        kinds.push(entry.type);
      }
      if (page.next.isNone) {
        break;
      }
      from = page.next.unwrap().toNumber();
    }
    assert.deepEqual(kinds, [
      'Registered', 'Odometer', 'Odometer', 'Odometer', 'OdometerCorrected', 'Inspected', 'Listed', 'SaleSigned', 'Transferred',
    ]);
    const registered = (await api.query.carRegistry.vehicles(car.id)).unwrap().records.toNumber();
    assert.equal(registered, kinds.length);
  });

  test('a later record with a welded quarter panel makes it an accident car and replaces the first', async () => {
    const { panels } = sampleForm(0);
    const form = sampleForm(await chainNow(api), {
      panels: [...panels, { panel: 'QuarterPanel', position: 'RearLeft', codes: ['WeldOrSheetMetal'], cutOrWelded: true }],
    });
    const later = commit(newSalt(), record.bytes);
    const event = (await submit(api, api.tx.carRegistry.fileInspection(car.id, later, form), key.inspector)).event('carRegistry', 'InspectionFiled');
    assert.equal(event.accident.accident.isTrue, true);
    assert.equal(event.accident.simpleRepair.isTrue, true);
    assert.equal(await verify(api, car, 'InspectionRecord', record.commitment), 'Superseded');
    assert.equal(await verify(api, car, 'InspectionRecord', later), 'InForce');
  });

  test('the periods of development are those of the law, five seconds for a day', async () => {
    const [{ terms }] = await api.query.carRegistry.terms();
    assert.equal(terms.inspectionValidity.toNumber(), 120 * 5_000);
    assert.equal(terms.inspectionFilingPeriod.toNumber(), 3 * 5_000);
    assert.ok(AGENCY.dismantler < district, 'the agencies of the preset come first');
  });
});
