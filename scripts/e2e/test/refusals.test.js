// SPDX-License-Identifier: Apache-2.0

// What the chain must not let through. Each refusal shows its own error and documentation, and the
// state of the city's pallets after it is, entry by entry, that of before.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  account, AGENCY, CAST, chainNow, CITIZEN, councilDecides, fund, PoolError, startChain, submit, waitForMoment,
} from '../lib/chain.js';
import { forge, sampleDocument, sampleForm } from '../lib/documents.js';
import { assertRefused } from '../lib/expect.js';
import {
  acceptance, confirmDelivery, confirmPayment, draftSale, ownerOf, registerCar, registration, reportOdometer, signSale,
} from '../lib/market.js';
import { accessTag, commit, newCertificateCode, newSalt } from '../lib/tags.js';

const DAVE = { Citizen: CITIZEN.dave };
const EVE = { Citizen: CITIZEN.eve };
const HOUR = 3_600_000;
const written = (text) => commit(newSalt(), new TextEncoder().encode(text));

describe('refusals', () => {
  let chain;
  let api;
  let registrar;
  let car;
  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, error, t);
  const odometer = (km, takenAt, source) => api.tx.carRegistry.reportOdometer(car.id, { km, takenAt, source });
  const contract = sampleDocument('contract-private');

  before(async () => {
    chain = await startChain();
    api = chain.api;
    registrar = account(CAST.dongdaemun);
    car = await registerCar(api, registrar, { vin: 'KMHSE0UL0PA000010', plate: '12가3456', owner: DAVE });
  });
  after(() => chain?.stop());

  test('a delegate of a suspended agency is refused, and let through again once it is reinstated', async (t) => {
    const mechanic = account(CAST.repairShop);
    await reportOdometer(api, mechanic, car, 20, 'Repair');
    const office = account(CAST.cityBureau);
    await submit(api, api.tx.agencies.suspend(AGENCY.repairShop, written('거짓 점검으로 인한 업무 정지 처분서')), office);
    await refused(odometer(30, await chainNow(api), 'Repair'), mechanic, 'agencies.AgencySuspended', t);
    await submit(api, api.tx.agencies.reinstate(AGENCY.repairShop), office);
    await reportOdometer(api, mechanic, car, 30, 'Repair');
  });

  test('every delegate of a suspended district office is refused, its new ones too', async (t) => {
    const head = account(CAST.gangnam);
    const clerk = account('//e2e//gangnam//clerk');
    await fund(api, [clerk]);
    await submit(api, api.tx.agencies.appointDelegate(clerk.address, ['Registrar'], await chainNow(api) + HOUR), head);
    await councilDecides(api, api.tx.agencies.suspend(AGENCY.gangnam, written('등록 업무 일시 정지')));
    const register = async (by, vin, plate) => {
      const code = newCertificateCode().bytes;
      const tx = api.tx.carRegistry.registerVehicle(registration({ vin, plate, code, owner: DAVE, firstRegisteredAt: await chainNow(api) }));
      await refused(tx, by, 'agencies.AgencySuspended', t);
    };
    await register(head, 'KMHSE0UL0PA000011', '12가3457');
    await register(clerk, 'KMHSE0UL0PA000012', '12가3458');
    await refused(api.tx.agencies.appointDelegate(account('//e2e//late').address, ['Registrar'], await chainNow(api) + HOUR), head, 'agencies.AgencySuspended', t);
    await councilDecides(api, api.tx.agencies.reinstate(AGENCY.gangnam));
  });

  test('the admission office does not suspend a public institution', async (t) => {
    await refused(api.tx.agencies.suspend(AGENCY.dongdaemun, written('권한 없는 정지')), account(CAST.cityBureau), 'agencies.NotACompany', t);
  });

  test('a delegate is refused after the delegation has expired', async (t) => {
    const inspector = account('//e2e//inspector');
    await fund(api, [inspector]);
    const expiresAt = await chainNow(api) + 8_000;
    await submit(api, api.tx.agencies.appointDelegate(inspector.address, ['InspectionWorkshop'], expiresAt), account(CAST.workshop));
    await reportOdometer(api, inspector, car, 40, 'Inspection');
    await waitForMoment(api, expiresAt);
    await refused(odometer(50, await chainNow(api), 'Inspection'), inspector, 'agencies.DelegationExpired', t);
  });

  test('an account of nobody, and a delegate without the role, are refused', async (t) => {
    const stranger = account('//e2e//stranger');
    await fund(api, [stranger]);
    await refused(odometer(50, await chainNow(api), 'Repair'), stranger, 'agencies.NotADelegate', t);
    await refused(odometer(50, await chainNow(api), 'Insurance'), account(CAST.repairShop), 'agencies.RoleNotHeld', t);
    await refused(api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer), stranger, 'agencies.NotADelegate', t);
  });

  test('a dismissed delegate is refused', async (t) => {
    const mechanic = account('//e2e//mechanic');
    const head = account(CAST.repairShop);
    await fund(api, [mechanic]);
    await submit(api, api.tx.agencies.appointDelegate(mechanic.address, ['RepairShop'], await chainNow(api) + HOUR), head);
    await submit(api, api.tx.agencies.dismissDelegate(mechanic.address), head);
    await refused(odometer(50, await chainNow(api), 'Repair'), mechanic, 'agencies.NotADelegate', t);
  });

  test('an account acts for one agency only, and a citizen for none', async (t) => {
    const expiresAt = await chainNow(api) + HOUR;
    const head = account(CAST.dealer);
    await refused(api.tx.agencies.appointDelegate(account(CAST.repairShop).address, ['CarDealer'], expiresAt), head, 'agencies.AlreadyActsForAnotherAgency', t);
    await refused(api.tx.agencies.appointDelegate(account(CAST.eve).address, ['CarDealer'], expiresAt), head, 'agencies.IsACitizen', t);
    await refused(api.tx.agencies.appointDelegate(account('//e2e//x').address, ['Registrar'], expiresAt), head, 'agencies.RoleNotHeldByAgency', t);
    await refused(api.tx.agencies.appointDelegate(account('//e2e//x').address, ['CarDealer'], 1), head, 'agencies.ExpiryInThePast', t);
  });

  test('a citizen whose card is suspended cannot sell, and can once it is resumed', async () => {
    const office = account(CAST.cityBureau);
    const list = () => api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer);
    await submit(api, api.tx.citizenIdentity.suspendCard(CITIZEN.dave), office);
    // It has no quota, and its won are frozen.
    await assert.rejects(submit(api, list(), account(CAST.dave)), PoolError);
    await submit(api, api.tx.citizenIdentity.resumeCard(CITIZEN.dave), office);
    await submit(api, list(), account(CAST.dave));
    await submit(api, api.tx.carRegistry.returnVehicle(car.id), account(CAST.dealer));
  });

  test('a registrar of another district is refused', async (t) => {
    const gangnam = account(CAST.gangnam);
    const newPlateTag = registration({ vin: car.vin, plate: '12가9999', code: newCertificateCode().bytes }).plateTag;
    await refused(api.tx.carRegistry.changePlate(car.id, newPlateTag), gangnam, 'carRegistry.WrongDistrict', t);
    await refused(api.tx.carRegistry.correctOdometer(car.id, 0, 12, written('정정')), gangnam, 'carRegistry.WrongDistrict', t);
  });

  test('one car is not registered a second time: not its VIN, not its plate, not its certificate', async (t) => {
    const again = async (changes) => api.tx.carRegistry.registerVehicle(registration({
      vin: car.vin, plate: '34나5678', code: newCertificateCode().bytes, owner: EVE, firstRegisteredAt: await chainNow(api), ...changes,
    }));
    for (const office of [registrar, account(CAST.gangnam)]) {
      await refused(await again({}), office, 'carRegistry.VinAlreadyExists', t);
      await refused(await again({ vin: car.vin.toLowerCase() }), office, 'carRegistry.VinAlreadyExists', t);
    }
    const other = 'KMHSE0UL0PA000013';
    await refused(await again({ vin: other, plate: car.plate.normalize('NFD') }), registrar, 'carRegistry.PlateAlreadyExists', t);
    await refused(await again({ vin: other, accessTag: accessTag(car.vin, car.code.bytes) }), registrar, 'carRegistry.AccessTagAlreadyExists', t);
  });

  test("nobody sells, lists or signs for somebody else's car", async (t) => {
    const eve = account(CAST.eve);
    const ferdie = { Citizen: CITIZEN.ferdie };
    await refused(api.tx.carRegistry.draftSale(car.id, ferdie, 'BetweenParties', contract.commitment, 'OffChain'), eve, 'carRegistry.NotTheOwner', t);
    await refused(api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer), eve, 'carRegistry.NotTheOwner', t);
    await refused(api.tx.carRegistry.draftSale(car.id, EVE, 'Dealer', contract.commitment, 'OffChain'), account(CAST.dealer), 'carRegistry.NotListedWithThisDealer', t);
    await refused(api.tx.carRegistry.draftSale(car.id, DAVE, 'BetweenParties', contract.commitment, 'OffChain'), account(CAST.dave), 'carRegistry.BuyerIsSeller', t);
    assert.deepEqual(await ownerOf(api, car), { Citizen: BigInt(CITIZEN.dave) });
  });

  test('two sales at once are refused, and so is a listing meanwhile', async (t) => {
    const dave = account(CAST.dave);
    const sale = await draftSale(api, dave, car, EVE, 'BetweenParties', contract.commitment);
    const second = api.tx.carRegistry.draftSale(car.id, { Citizen: CITIZEN.ferdie }, 'BetweenParties', written('둘째 계약서'), 'OffChain');
    await refused(second, dave, 'carRegistry.SaleAlreadyPending', t);
    await refused(api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer), dave, 'carRegistry.SaleAlreadyPending', t);

    const waived = await submit(api, api.tx.carRegistry.waiveInspection(sale), account(CAST.eve));
    assert.ok(waived.blockHash);
    const forged = commit(contract.salt, forge(contract.bytes));
    await refused(api.tx.carRegistry.signSale(sale, forged), account(CAST.eve), 'carRegistry.ContractMismatch', t);
    await refused(api.tx.carRegistry.signSale(sale, contract.commitment), account(CAST.ferdie), 'carRegistry.NotAParty', t);
    await submit(api, api.tx.carRegistry.cancelSale(sale), dave);
  });

  test('a registrar of another district does not accept a transfer', async (t) => {
    const dave = account(CAST.dave);
    const eve = account(CAST.eve);
    const paper = commit(newSalt(), contract.bytes);
    const sale = await draftSale(api, dave, car, EVE, 'BetweenParties', paper);
    await submit(api, api.tx.carRegistry.waiveInspection(sale), eve);
    await signSale(api, sale, paper, dave, eve);
    await confirmPayment(api, sale, dave, eve);
    await confirmDelivery(api, sale, eve);
    const receipt = sampleDocument('receipt-private').commitment;
    const accept = api.tx.carRegistry.acceptTransfer(sale, acceptance(car, receipt));
    await refused(accept, account(CAST.gangnam), 'carRegistry.WrongDistrict', t);
    await refused(accept, eve, 'agencies.NotADelegate', t);
    const withOldCode = api.tx.carRegistry.acceptTransfer(sale, acceptance(car, receipt, car.code));
    await refused(withOldCode, registrar, 'carRegistry.AccessTagAlreadyExists', t);
    assert.deepEqual(await ownerOf(api, car), { Citizen: BigInt(CITIZEN.dave) });
  });

  test('a date in the future is refused', async (t) => {
    const tomorrow = await chainNow(api) + 24 * HOUR;
    await refused(odometer(60, tomorrow, 'Repair'), account(CAST.repairShop), 'carRegistry.TimeInFuture', t);
    const tx = api.tx.carRegistry.registerVehicle(registration({
      vin: 'KMHSE0UL0PA000014', plate: '34나5678', code: newCertificateCode().bytes, owner: EVE, firstRegisteredAt: tomorrow,
    }));
    await refused(tx, registrar, 'carRegistry.TimeInFuture', t);
    await refused(api.tx.carRegistry.fileInspection(car.id, written('점검기록부'), sampleForm(tomorrow)), account(CAST.workshop), 'carRegistry.TimeInFuture', t);
  });

  test('a date before the first registration is refused', async (t) => {
    await refused(odometer(60, Date.UTC(1990, 0, 1), 'Repair'), account(CAST.repairShop), 'carRegistry.TimeBeforeFirstRegistration', t);
  });

  test('an odometer of ten million kilometres is refused', async (t) => {
    const now = await chainNow(api);
    const tooFar = 10_000_000;
    await refused(odometer(tooFar, now, 'Repair'), account(CAST.repairShop), 'carRegistry.OdometerTooHigh', t);
    await refused(
      api.tx.carRegistry.fileInspection(car.id, written('점검기록부'), sampleForm(now, { odometerKm: tooFar })),
      account(CAST.workshop), 'carRegistry.OdometerTooHigh', t,
    );
    const tx = api.tx.carRegistry.registerVehicle(registration({
      vin: 'KMHSE0UL0PA000014', plate: '34나5678', code: newCertificateCode().bytes, owner: EVE, firstRegisteredAt: now, odometerKm: tooFar,
    }));
    await refused(tx, registrar, 'carRegistry.OdometerTooHigh', t);
    await refused(api.tx.carRegistry.correctOdometer(car.id, 0, tooFar, written('정정')), registrar, 'carRegistry.OdometerTooHigh', t);
  });

  test('a form that contradicts itself is refused', async (t) => {
    const workshop = account(CAST.workshop);
    const file = async (changes) => api.tx.carRegistry.fileInspection(car.id, written('점검기록부'), sampleForm(await chainNow(api), changes));
    const hood = { panel: 'Hood', position: 'Centre', codes: ['Exchange'], cutOrWelded: false };
    await refused(await file({ panels: [hood, hood] }), workshop, 'carRegistry.DuplicatePanel', t);
    await refused(await file({ panels: [{ ...hood, codes: [] }] }), workshop, 'carRegistry.PanelWithoutCode', t);
    await refused(await file({ details: new Uint8Array(11).fill(0xff) }), workshop, 'carRegistry.UnusedDetailBits', t);
  });

  test('a car, a sale and an inspection record that do not exist are named as such', async (t) => {
    const nothing = `0x${'00'.repeat(16)}`;
    await refused(api.tx.carRegistry.listVehicle(nothing, AGENCY.dealer), account(CAST.dave), 'carRegistry.VehicleNotFound', t);
    await refused(api.tx.carRegistry.cancelSale(999_999), account(CAST.dave), 'carRegistry.SaleNotFound', t);
    await refused(api.tx.citizenIdentity.suspendCard(42), account(CAST.cityBureau), 'citizenIdentity.NotFound', t);
    await refused(api.tx.agencies.suspend(999, written('정지')), account(CAST.cityBureau), 'agencies.NotFound', t);
  });

  test('a VIN of the wrong shape is stopped in the client, before anything is sent', async () => {
    const nonce = async () => (await api.query.system.account(registrar.address)).nonce.toNumber();
    const before = await nonce();
    await assert.rejects(
      registerCar(api, registrar, { vin: 'KMHSEOUL0PA00001O', plate: '56다7890', owner: DAVE }),
      (error) => error.name === 'InputError' && error.code === 'VinForbiddenLetter',
    );
    assert.equal(await nonce(), before);
  });

  test('a refused call is not free', async (t) => {
    const eve = account(CAST.eve);
    const { blockHash } = await refused(api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer), eve, 'carRegistry.NotTheOwner', t);
    const { number } = await api.rpc.chain.getHeader(blockHash);
    const { refTime, length, at } = await (await api.at(blockHash)).query.transactionQuota.usage(eve.address);
    assert.equal(at.toNumber(), number.toNumber(), 'the quota was used in this block');
    assert.ok(refTime.toBigInt() > 0n && length.toNumber() > 0);
  });
});
