// SPDX-License-Identifier: Apache-2.0

// How a car passes from hand to hand otherwise than by a sale that goes well: it is given away, forced on a
// buyer who does nothing, inherited, taken back by order of a court, and exported and brought back. And what was
// agreed or certified too early is taken back. Of won only what must move does.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { account, AGENCY, CAST, chainNow, CITIZEN, KRW, startChain, submit, waitForMoment } from '../lib/chain.js';
import { sampleForm } from '../lib/documents.js';
import { assertRefused } from '../lib/expect.js';
import {
  acceptance, confirmDelivery, draftSale, onChain, ownerOf, paySale, recordOf, registration, REGISTRAR_KEY, setTerms, signSale, stageOf,
  verify,
} from '../lib/market.js';
import { accessTag, commit, newCertificateCode, newSalt, plateTag, vinTag } from '../lib/tags.js';

const DAVE = { Citizen: CITIZEN.dave };
const EVE = { Citizen: CITIZEN.eve };
const FERDIE = { Citizen: CITIZEN.ferdie };
/** A party as `ownerOf` gives it. */
const owned = ({ Citizen }) => ({ Citizen: BigInt(Citizen) });
/** A party as an event gives it in JSON. */
const named = ({ Citizen }) => ({ citizen: Citizen });
const FIRST_REGISTERED = Date.UTC(2021, 2, 15);
const GANGNAM = 11_680;
const paper = (text) => commit(newSalt(), new TextEncoder().encode(text));

/** Short enough to wait for, long enough that what comes before them is in a block by then. */
const PERIODS = { transferPeriodSale: 30_000, forcedTransferNotice: 30_000, rescissionPeriod: 20_000 };

const NAMES = ['given', 'forced', 'inherited', 'rescinded', 'exported', 'reconsidered'];

describe('how a car passes otherwise than by a sale', () => {
  let chain;
  let api;
  const cars = {};
  let registrar;
  let gangnam;
  let dave;
  let eve;
  let ferdie;
  let dealer;
  let court;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    [registrar, gangnam, dave, eve, ferdie] = [CAST.dongdaemun, CAST.gangnam, CAST.dave, CAST.eve, CAST.ferdie].map((name) => account(name));
    [dealer, court] = [CAST.dealer, CAST.court].map((name) => account(name));

    const calls = NAMES.map((name, number) => {
      const car = { vin: `KMHSE0UL0PA0007${String(number).padStart(2, '0')}`, plate: `63나630${number}`, code: newCertificateCode() };
      cars[name] = car;
      return call().registerVehicle(registration({
        vin: car.vin, plate: car.plate, code: car.code.bytes, owner: DAVE, firstRegisteredAt: FIRST_REGISTERED,
      }));
    });
    const { events } = await submit(api, api.tx.utility.batchAll(calls), registrar);
    events
      .filter(({ section, method }) => section === 'carRegistry' && method === 'VehicleRegistered')
      .forEach(({ data }, number) => {
        cars[NAMES[number]].id = data.vehicle.toHex();
      });
    await setTerms(api, PERIODS);
  });
  after(() => chain?.stop());

  const call = () => api.tx.carRegistry;
  const ask = () => api.call.carRegistryApi;
  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, error.includes('.') ? error : `carRegistry.${error}`, t);
  /** Submit, and give the data of the one event of that name. */
  const does = async (tx, signer, event) => (await submit(api, tx, signer)).event('carRegistry', event);
  const saleOf = async (sale) => (await api.query.carRegistry.sales(sale)).unwrap();
  const find = (car, code) => ask().findByAccessTag(accessTag(car.vin, code.bytes));

  /** Have a registrar accept by `tx`, a function of what is stated; the car has the new certificate's code then. */
  async function accept(car, tx, by = registrar) {
    const before = car.code;
    const code = newCertificateCode();
    const receipt = paper('접수증');
    const accepted = await submit(api, tx(acceptance(car, receipt, code)), by);
    car.code = code;
    assert.ok((await find(car, before)).isNone, 'the certificate of the owner before finds the car no more');
    assert.equal((await find(car, code)).unwrap().toHex(), car.id);
    assert.equal(await verify(api, car, 'RegisterReceipt', receipt), 'InForce');
    return accepted;
  }

  /** What the registrar states, for calls that are refused. */
  const stated = (car) => acceptance(car, paper('접수증'));

  /** Won of everybody in these tests, free and held. */
  async function money() {
    const purses = await Promise.all([dave, eve, ferdie, dealer].map(({ address }) => api.query.system.account(address)));
    return purses.map(({ data: { free, reserved } }) => [free.toBigInt(), reserved.toBigInt()]);
  }

  /** The last entry of a car's history. */
  async function lastEntry(car) {
    const { records } = (await api.query.carRegistry.vehicles(car.id)).unwrap();
    return (await recordOf(api, car, records.toNumber() - 1)).entry;
  }

  test('a gift is signed and delivered like a sale, and nothing is paid', async (t) => {
    const car = cars.given;
    const contract = paper('증여계약서');
    const give = (payment) => call().draftSale(car.id, EVE, 'Gift', contract, payment);
    await refused(give(onChain(KRW)), dave, 'GiftIsNotPaid', t);
    await refused(give('OffChain'), ferdie, 'NotTheOwner', t);
    const before = await money();
    const gift = await draftSale(api, dave, car, EVE, 'Gift', contract);
    await refused(call().signSale(gift, contract), eve, 'InspectionNotAcknowledged', t);
    await submit(api, call().waiveInspection(gift), eve);
    await signSale(api, gift, contract, dave, eve);
    assert.equal(await stageOf(api, gift), 'Paid', 'there is nothing to pay');
    await refused(call().confirmPayment(gift), eve, 'AlreadyPaid', t);
    await refused(call().acceptTransfer(gift, stated(car)), registrar, 'NotDelivered', t);
    await confirmDelivery(api, gift, eve);
    await refused(call().acceptTransfer(gift, stated(car)), gangnam, 'WrongDistrict', t);

    const accepted = await accept(car, (what) => call().acceptTransfer(gift, what));
    const { oldOwner, newOwner, lateFine } = accepted.event('carRegistry', 'OwnershipTransferred');
    assert.deepEqual([oldOwner.toJSON(), newOwner.toJSON()], [named(DAVE), named(EVE)]);
    assert.ok(lateFine.isNone);
    assert.deepEqual(await ownerOf(api, car), owned(EVE));
    assert.equal((await saleOf(gift)).stage.asTransferred.payment.type, 'Gratuitous');
    assert.equal(await verify(api, car, 'GiftContract', contract), 'InForce');
    assert.deepEqual(await money(), before);
    await refused(call().requestRescission(gift, 'Flood', paper('감정서')), eve, 'NotADealersSale', t);
  });

  test('a seller forces the transfer on a buyer who does nothing, after the time of the law and a notice', async (t) => {
    const car = cars.forced;
    const contract = paper('자동차양도증명서');
    const sale = await draftSale(api, dave, car, EVE, 'BetweenParties', contract);
    const force = call().forceTransfer(sale, paper('양도인 신청서'));
    await refused(force, dave, 'NotSigned', t);
    await submit(api, call().waiveInspection(sale), eve);
    await signSale(api, sale, contract, dave, eve);
    await refused(force, dave, 'TransferNotLate', t);
    await refused(call().acceptTransfer(sale, stated(car)), registrar, 'NotPaid', t);

    const { transferDue } = (await saleOf(sale)).stage.asSigned.contract;
    await waitForMoment(api, transferDue.toNumber());
    await refused(force, eve, 'NotTheSeller', t);
    const { buyer, acceptFrom } = await does(force, dave, 'ForcedTransferRequested');
    assert.deepEqual(buyer.toJSON(), named(EVE));
    await refused(force, dave, 'ForcedTransferAlreadyRequested', t);
    await refused(call().cancelSale(sale), eve, 'ForcedTransferAlreadyRequested', t);
    await refused(call().acceptTransfer(sale, stated(car)), registrar, 'NoticePeriodRunning', t);
    assert.deepEqual(await ownerOf(api, car), owned(DAVE));

    await waitForMoment(api, acceptFrom.toNumber());
    const accepted = await accept(car, (what) => call().acceptTransfer(sale, what));
    const { lateFine } = accepted.event('carRegistry', 'OwnershipTransferred');
    assert.equal(lateFine.unwrap().due.toNumber(), transferDue.toNumber(), 'it came late');
    assert.deepEqual(await ownerOf(api, car), owned(EVE));
    assert.equal((await saleOf(sale)).stage.asTransferred.payment.type, 'Unconfirmed');
  });

  test('an heir gets the car on the papers of the registrar, and a sale that was open ends', async (t) => {
    const car = cars.inherited;
    const open = await draftSale(api, dave, car, EVE, 'BetweenParties', paper('자동차양도증명서'));
    const basis = paper('상속재산분할협의서');
    const since = await chainNow(api);
    const inherit = (newOwner = FERDIE, changes = {}) => (what) => call().transferByTitle(
      car.id, { ground: 'Inheritance', newOwner, since, basis, ...changes }, what,
    );
    await refused(inherit()(stated(car)), ferdie, 'agencies.NotADelegate', t);
    await refused(inherit()(stated(car)), gangnam, 'WrongDistrict', t);
    await refused(inherit(DAVE)(stated(car)), registrar, 'BuyerIsSeller', t);
    await refused(inherit(FERDIE, { since: since + 86_400_000 })(stated(car)), registrar, 'TimeInFuture', t);
    const { encumbrance } = await does(call().placeEncumbrance(car.id, 'Seizure', paper('압류 촉탁서')), court, 'EncumbrancePlaced');
    await refused(inherit()(stated(car)), registrar, 'Seized', t);
    await submit(api, call().releaseEncumbrance(car.id, encumbrance, paper('말소 촉탁서')), court);
    assert.ok((await ask().titleLateFine('Inheritance', since)).isNone, 'heirs have six months');

    const accepted = await accept(car, inherit());
    assert.equal(accepted.event('carRegistry', 'SaleOvertaken').sale.toNumber(), open);
    const event = accepted.event('carRegistry', 'TransferredByTitle');
    assert.equal(event.ground.type, 'Inheritance');
    assert.deepEqual([event.oldOwner.toJSON(), event.newOwner.toJSON()], [named(DAVE), named(FERDIE)]);
    assert.ok(event.lateFine.isNone);
    assert.deepEqual(await ownerOf(api, car), owned(FERDIE));
    assert.equal(await stageOf(api, open), 'Overtaken');
    assert.equal(await verify(api, car, 'Title', basis), 'InForce');
    assert.equal((await lastEntry(car)).asTransferredByTitle.title.basis.toHex(), basis);
    await refused(call().draftSale(car.id, EVE, 'BetweenParties', paper('계약서'), 'OffChain'), dave, 'NotTheOwner', t);
  });

  test('a court orders a rescission that neither seller nor dealer agrees to, and no won moves on chain', async (t) => {
    const car = cars.rescinded;
    const [price, fee] = [1_000_000n * KRW, 50_000n * KRW];
    await submit(api, call().listVehicle(car.id, AGENCY.dealer), dave);
    const form = sampleForm(await chainNow(api), { odometerKm: 48_217 });
    const { record } = await does(call().fileInspection(car.id, paper('점검기록부'), form), account(CAST.workshop), 'InspectionFiled');
    const contract = paper('자동차양도증명서 (매매업자 거래용)');
    const sale = await draftSale(api, dealer, car, EVE, 'Dealer', contract, onChain(price, fee));
    await submit(api, call().acknowledgeInspection(sale, record), eve);
    await signSale(api, sale, contract, dave, eve);
    await paySale(api, sale, price + fee, eve);
    await confirmDelivery(api, sale, eve);
    await accept(car, (what) => call().acceptTransfer(sale, what));
    const before = await money();

    const order = call().orderRescission(sale, paper('판결문'));
    await refused(order, court, 'RescissionNotRequested', t);
    const { deliveredAt } = (await saleOf(sale)).stage.asTransferred;
    await waitForMoment(api, deliveredAt.toNumber() + PERIODS.rescissionPeriod);
    const request = (ground) => call().requestRescission(sale, ground, paper('침수 감정서'));
    await refused(request('Mileage'), eve, 'RescissionExpired', t);
    await refused(request('Accident'), eve, 'RescissionExpired', t);
    await does(request('Flood'), eve, 'RescissionRequested');
    const undo = (what) => call().acceptRescission(sale, what);
    await refused(undo(stated(car)), registrar, 'RescissionNotAgreed', t);
    await refused(order, account(CAST.police), 'agencies.RoleNotHeld', t);
    await refused(order, eve, 'agencies.NotADelegate', t);
    const { refund } = await does(order, court, 'RescissionAgreed');
    assert.equal(refund.type, 'ByJudgment');
    await refused(call().agreeRescission(sale), dealer, 'RescissionAlreadyAgreed', t);
    await refused(undo(stated(car)), gangnam, 'WrongDistrict', t);
    assert.deepEqual(await ownerOf(api, car), owned(EVE));

    const undone = await accept(car, undo);
    const { oldOwner, newOwner } = undone.event('carRegistry', 'SaleRescinded');
    assert.deepEqual([oldOwner.toJSON(), newOwner.toJSON()], [named(EVE), named(DAVE)]);
    assert.ok(!undone.events.some(({ section, method }) => section === 'carRegistry' && method === 'PricePaidOut'));
    assert.deepEqual(await ownerOf(api, car), owned(DAVE));
    assert.equal(await stageOf(api, sale), 'Rescinded');
    assert.equal(await verify(api, car, 'ContractDealer', contract), 'Void');
    assert.deepEqual(await money(), before, 'the court sees to the price itself');
  });

  test('a car is exported, and comes back to another district with its history', async (t) => {
    const car = cars.exported;
    const away = () => call().deregisterVehicle(car.id, 'Export', paper('수출 말소 신청서'));
    const { encumbrance } = await does(call().placeEncumbrance(car.id, 'Seizure', paper('압류 촉탁서')), court, 'EncumbrancePlaced');
    await refused(away(), registrar, 'Encumbered', t);
    await submit(api, call().releaseEncumbrance(car.id, encumbrance, paper('말소 촉탁서')), court);
    const open = await draftSale(api, dave, car, EVE, 'BetweenParties', paper('계약서'));
    await refused(away(), registrar, 'SaleAlreadyPending', t);
    await submit(api, call().cancelSale(open), dave);
    await refused(away(), gangnam, 'WrongDistrict', t);
    const { reason } = await does(away(), registrar, 'VehicleDeregistered');
    assert.equal(reason.type, 'Export');
    await refused(call().draftSale(car.id, EVE, 'BetweenParties', paper('계약서'), 'OffChain'), dave, 'VehicleDeregistered', t);
    assert.ok((await ask().findByPlateTag(plateTag(REGISTRAR_KEY, car.plate))).isNone, 'its plate is free');
    assert.equal((await ask().findByVinTag(vinTag(REGISTRAR_KEY, car.vin))).unwrap().toHex(), car.id, 'its VIN is not');
    const { records } = (await ask().vehicle(car.id)).unwrap().vehicle;

    const code = newCertificateCode();
    const document = paper('재등록 신청서');
    const again = (changes = {}) => call().reregisterVehicle(car.id, {
      plateTag: plateTag(REGISTRAR_KEY, '64다6464'), accessTag: accessTag(car.vin, code.bytes), owner: FERDIE, odometerKm: 20_000, document,
      ...changes,
    });
    await refused(again(), ferdie, 'agencies.NotADelegate', t);
    await refused(again({ plateTag: plateTag(REGISTRAR_KEY, cars.given.plate) }), gangnam, 'PlateAlreadyExists', t);
    await refused(again({ accessTag: accessTag(car.vin, car.code.bytes) }), gangnam, 'AccessTagAlreadyExists', t);
    await refused(again({ odometerKm: 2_000_001 }), gangnam, 'OdometerTooHigh', t);
    const event = await does(again(), gangnam, 'VehicleReregistered');
    assert.deepEqual([event.oldOwner.toJSON(), event.newOwner.toJSON()], [named(DAVE), named(FERDIE)]);
    assert.equal(event.district.toNumber(), GANGNAM);
    await refused(again(), gangnam, 'NotDeregistered', t);

    assert.ok((await find(car, car.code)).isNone);
    car.code = code;
    assert.equal((await find(car, code)).unwrap().toHex(), car.id);
    assert.equal(await verify(api, car, 'Reregistration', document), 'InForce');
    const info = (await ask().vehicle(car.id)).unwrap();
    assert.equal(info.verdict.type, 'Logical');
    assert.equal(info.odometerKm.unwrap().toNumber(), 20_000);
    assert.equal(info.vehicle.records.toNumber(), records.toNumber() + 1, 'nothing of its history is lost');
    assert.deepEqual(await ownerOf(api, car), owned(FERDIE));
    // The other district keeps it now.
    const renumber = (plate) => call().changePlate(car.id, plateTag(REGISTRAR_KEY, plate));
    await refused(renumber('65라6565'), registrar, 'WrongDistrict', t);
    const { oldPlateTag, newPlateTag } = await does(renumber('65라6565'), gangnam, 'PlateChanged');
    assert.deepEqual([oldPlateTag.toHex(), newPlateTag.toHex()], ['64다6464', '65라6565'].map((plate) => plateTag(REGISTRAR_KEY, plate)));
  });

  test('a mortgage that is agreed and not placed is taken back, and so is a certificate of scrapping', async (t) => {
    const car = cars.reconsidered;
    const contract = paper('근저당권 설정계약서');
    const revoke = call().revokeMortgageAgreement(car.id);
    await refused(revoke, dave, 'NoMortgageAgreement', t);
    await submit(api, call().agreeMortgage(car.id, AGENCY.lienor, contract), dave);
    await refused(revoke, eve, 'NotTheOwner', t);
    const revoked = await does(revoke, dave, 'MortgageAgreementRevoked');
    assert.equal(revoked.lienor.toNumber(), AGENCY.lienor);
    assert.equal(revoked.document.toHex(), contract);
    await refused(call().placeEncumbrance(car.id, 'Mortgage', contract), account(CAST.lienor), 'MortgageNotAgreed', t);

    const dismantler = account(CAST.dismantler);
    const certificate = paper('폐차인수증명서');
    const withdraw = call().withdrawScrapping(car.id, paper('착오 확인서'));
    await refused(withdraw, dismantler, 'ScrappingNotCertified', t);
    await submit(api, call().certifyScrapping(car.id, certificate), dismantler);
    assert.equal(await verify(api, car, 'ScrapCertificate', certificate), 'InForce');
    await refused(withdraw, registrar, 'agencies.RoleNotHeld', t);
    const withdrawn = await does(withdraw, dismantler, 'ScrapCertificateWithdrawn');
    assert.equal(withdrawn.dismantler.toNumber(), AGENCY.dismantler);
    assert.equal(await verify(api, car, 'ScrapCertificate', certificate), 'Void');
    await refused(call().deregisterVehicle(car.id, 'Scrap', paper('말소등록 신청서')), registrar, 'ScrappingNotCertified', t);
    assert.ok((await lastEntry(car)).isScrapCertificateWithdrawn);
  });
});
