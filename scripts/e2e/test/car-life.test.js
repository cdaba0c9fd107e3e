// SPDX-License-Identifier: Apache-2.0

// What happens to a car besides being sold: it is mortgaged, seized, stolen and found, paid for on chain, given
// back, auctioned, scrapped; its odometer is replaced; the registers disagree; the registrars change their key.
// Won are counted wherever they are held or move. At the end somebody who knows a car's VIN and plate looks for
// it in the whole state of the chain.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { blake2AsU8a, keccakAsU8a, xxhashAsHex, xxhashAsU8a } from '@polkadot/util-crypto';

import {
  account, AGENCY, CAST, ChainError, chainNow, CITIZEN, councilDecides, KRW, startChain, submit, waitForMoment, wholeState,
} from '../lib/chain.js';
import { sampleForm } from '../lib/documents.js';
import { assertRefused } from '../lib/expect.js';
import {
  acceptance, confirmDelivery, confirmPayment, draftSale, onChain, ownerOf, paySale, recordOf, REGISTRAR_KEY, registration,
  reportOdometer, setTerms, signSale, stageOf, verify,
} from '../lib/market.js';
import { accessTag, commit, newCertificateCode, newSalt, plateTag, vinTag } from '../lib/tags.js';

const DAVE = { Citizen: CITIZEN.dave };
const EVE = { Citizen: CITIZEN.eve };
const FERDIE = { Citizen: CITIZEN.ferdie };
/** A party as `ownerOf` gives it. */
const owned = ({ Citizen }) => ({ Citizen: BigInt(Citizen) });
const FIRST_REGISTERED = Date.UTC(2021, 2, 15);
const FIRST_KM = 11;
const DAY = 86_400_000;
const paper = (text) => commit(newSalt(), new TextEncoder().encode(text));

/** Names of the cars of these tests. */
const NAMES = [
  'mortgaged', 'blocked', 'brokered', 'returned', 'expiring', 'late', 'metered', 'auctioned', 'diverging', 'retagged',
  'fleet0', 'fleet1', 'fleet2', 'fleet3', 'fleet4',
];

describe("a car's life", () => {
  let chain;
  let api;
  const cars = {};
  let registrar;
  let dave;
  let eve;
  let ferdie;
  let dealer;
  let court;
  let lienor;
  let police;
  let insurer;
  let repairShop;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    registrar = account(CAST.dongdaemun);
    [dave, eve, ferdie, dealer] = [CAST.dave, CAST.eve, CAST.ferdie, CAST.dealer].map((derivation) => account(derivation));
    [court, lienor, police] = [CAST.court, CAST.lienor, CAST.police].map((derivation) => account(derivation));
    [insurer, repairShop] = [CAST.insurer, CAST.repairShop].map((derivation) => account(derivation));

    const calls = NAMES.map((name, number) => {
      const code = newCertificateCode();
      const two = String(number).padStart(2, '0');
      const car = { vin: `KMHSE0UL0PA0006${two}`, plate: `60가60${two}`, code, firstCode: code };
      cars[name] = car;
      return api.tx.carRegistry.registerVehicle(registration({
        vin: car.vin, plate: car.plate, code: car.code.bytes, owner: DAVE, firstRegisteredAt: FIRST_REGISTERED, odometerKm: FIRST_KM,
      }));
    });
    const registered = all(await submit(api, api.tx.utility.batchAll(calls), registrar), 'VehicleRegistered');
    registered.forEach(({ vehicle }, number) => {
      cars[NAMES[number]].id = vehicle.toHex();
    });
  });
  after(() => chain?.stop());

  const call = () => api.tx.carRegistry;
  const ask = () => api.call.carRegistryApi;
  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, error.includes('.') ? error : `carRegistry.${error}`, t);
  /** Submit, and give the data of the one event of that name. */
  const does = async (tx, signer, event) => (await submit(api, tx, signer)).event('carRegistry', event);
  /** The data of every event of that name. */
  const all = ({ events }, name) => events.filter(({ section, method }) => section === 'carRegistry' && method === name).map(({ data }) => data);
  const infoOf = async (car) => (await ask().vehicle(car.id)).unwrap();
  const blocksOf = async (car) => (await infoOf(car)).transferBlocks.map(({ type }) => type);
  const summary = ({ seizures, mortgages, revision }) => [seizures, mortgages, revision].map((count) => count.toNumber());

  const mortgage = (car, document) => call().placeEncumbrance(car.id, 'Mortgage', document);
  const seizure = (car, document = paper('압류 촉탁서')) => call().placeEncumbrance(car.id, 'Seizure', document);
  const release = (car, encumbrance, document = paper('말소 촉탁서')) => call().releaseEncumbrance(car.id, encumbrance, document);
  const incident = async (car, source, what, happenedAt) => call().reportIncident(car.id, {
    source, happenedAt: happenedAt ?? await chainNow(api), document: paper('사고 등 증빙'), incident: what,
  });
  const accept = (sale, car, code) => call().acceptTransfer(sale, acceptance(car, paper('접수증'), code));

  /** A private sale in which the buyer does without an inspection record. */
  async function draftPrivate(car, seller, buyer, buyerParty, payment) {
    const contract = paper('자동차양도증명서');
    const sale = await draftSale(api, seller, car, buyerParty, 'BetweenParties', contract, payment);
    await submit(api, call().waiveInspection(sale), buyer);
    return { sale, contract };
  }

  /** The same, signed by both. */
  async function signedPrivate(car, seller, buyer, buyerParty, payment) {
    const { sale, contract } = await draftPrivate(car, seller, buyer, buyerParty, payment);
    await signSale(api, sale, contract, seller, buyer);
    return sale;
  }

  /** A sale of dave's car by the dealer to eve, signed by both. The first time the car is listed and inspected. */
  async function signedBrokered(car, payment) {
    if (car.inspection === undefined) {
      await submit(api, call().listVehicle(car.id, AGENCY.dealer), dave);
      const form = sampleForm(await chainNow(api), { odometerKm: 48_217 });
      car.inspection = (await does(call().fileInspection(car.id, paper('점검기록부'), form), account(CAST.workshop), 'InspectionFiled')).record;
    }
    const contract = paper('자동차양도증명서 (매매업자 거래용)');
    const sale = await draftSale(api, dealer, car, EVE, 'Dealer', contract, payment);
    await submit(api, call().acknowledgeInspection(sale, car.inspection), eve);
    await signSale(api, sale, contract, dave, eve);
    return { sale, contract };
  }

  async function payAndDeliver(sale, seller, buyer) {
    await confirmPayment(api, sale, seller, buyer);
    await confirmDelivery(api, sale, buyer);
  }

  /** The registrar accepts; the car has the new certificate's code then. */
  async function transfer(sale, car) {
    const code = newCertificateCode();
    const accepted = await submit(api, accept(sale, car, code), registrar);
    car.code = code;
    return accepted;
  }

  /** What the parties have and what is held of them, and all won there are. */
  async function money() {
    const purse = async (pair) => {
      const { free, reserved } = (await api.query.system.account(pair.address)).data;
      return { free: free.toBigInt(), held: reserved.toBigInt() };
    };
    const [seller, buyer, firm, other, issuance] = await Promise.all([
      purse(dave), purse(eve), purse(dealer), purse(ferdie), api.query.balances.totalIssuance(),
    ]);
    return { seller, buyer, dealer: firm, other, issuance: issuance.toBigInt() };
  }

  /** Nothing but this has changed since `earlier`, to the last millionth of a won: nobody paid a fee either. */
  async function assertMoved(earlier, changes = {}) {
    const expected = structuredClone(earlier);
    for (const [who, change] of Object.entries(changes)) {
      for (const [part, amount] of Object.entries(change)) {
        expected[who][part] += amount;
      }
    }
    const now = await money();
    assert.deepEqual(now, expected);
    const sum = (purses) => ['seller', 'buyer', 'dealer', 'other'].reduce((total, who) => total + purses[who].free + purses[who].held, 0n);
    assert.equal(sum(now), sum(earlier), 'won came from nowhere, or went there');
  }

  describe('mortgage', () => {
    const document = paper('자동차 근저당권 설정계약서');
    let encumbrance;

    test('a lienor places none that the owner has not agreed to', async (t) => {
      const car = cars.mortgaged;
      await refused(mortgage(car, document), lienor, 'MortgageNotAgreed', t);
      await refused(call().agreeMortgage(car.id, AGENCY.lienor, document), eve, 'NotTheOwner', t);
      await refused(call().agreeMortgage(car.id, AGENCY.dealer, document), dave, 'NotALienor', t);
      const agreed = await does(call().agreeMortgage(car.id, AGENCY.lienor, document), dave, 'MortgageAgreed');
      assert.equal(agreed.lienor.toNumber(), AGENCY.lienor);
      assert.equal(agreed.document.toHex(), document);
      await refused(mortgage(car, paper('다른 계약서')), lienor, 'MortgageNotAgreed', t);
      await refused(mortgage(car, document), court, 'agencies.RoleNotHeld', t);
      await refused(seizure(car), lienor, 'agencies.RoleNotHeld', t);
    });

    test('with the consent it is placed, once, and shown', async (t) => {
      const car = cars.mortgaged;
      const placed = await does(mortgage(car, document), lienor, 'EncumbrancePlaced');
      encumbrance = placed.encumbrance;
      assert.equal(placed.kind.type, 'Mortgage');
      assert.equal(placed.holder.toNumber(), AGENCY.lienor);
      const [shown, ...others] = await ask().encumbrances(car.id);
      assert.equal(others.length, 0);
      assert.equal(shown.document.toHex(), document);
      assert.deepEqual(await blocksOf(car), [], 'a mortgage blocks no transfer');
      assert.equal(await verify(api, car, 'Encumbrance', document), 'InForce');
      await refused(mortgage(car, document), lienor, 'DocumentAlreadyRecorded', t);
      await refused(mortgage(car, paper('두 번째 계약서')), lienor, 'MortgageNotAgreed', t);
    });

    test('neither side signs before the buyer has acknowledged it', async (t) => {
      const car = cars.mortgaged;
      const { sale, contract } = await draftPrivate(car, dave, eve, EVE);
      const sign = call().signSale(sale, contract);
      await refused(sign, dave, 'EncumbrancesNotAcknowledged', t);
      await refused(sign, eve, 'EncumbrancesNotAcknowledged', t);
      await refused(call().acknowledgeEncumbrances(sale, 0), eve, 'EncumbrancesChanged', t);
      await refused(call().acknowledgeEncumbrances(sale, 1), dave, 'NotTheBuyer', t);
      const seen = await does(call().acknowledgeEncumbrances(sale, 1), eve, 'EncumbrancesAcknowledged');
      assert.deepEqual(summary(seen.encumbrances), [0, 1, 1]);
      await refused(call().agreeMortgage(car.id, AGENCY.lienor, paper('뒤늦은 근저당권')), dave, 'SaleAlreadyPending', t);

      await submit(api, sign, dave);
      const signed = await does(sign, eve, 'SaleSigned');
      assert.deepEqual(summary(signed.encumbrances), [0, 1, 1]);
      await payAndDeliver(sale, dave, eve);
      const transferred = (await transfer(sale, car)).event('carRegistry', 'OwnershipTransferred');
      assert.deepEqual(transferred.newOwner.toJSON(), { citizen: CITIZEN.eve });
    });

    test('it goes with the car, and only the lienor or a court releases it', async (t) => {
      const car = cars.mortgaged;
      assert.deepEqual(await ownerOf(api, car), owned(EVE));
      const [kept] = await ask().encumbrances(car.id);
      assert.equal(kept.id.toNumber(), encumbrance.toNumber());
      await refused(release(car, encumbrance), eve, 'agencies.NotADelegate', t);
      await refused(release(car, encumbrance), account(CAST.taxOffice), 'agencies.RoleNotHeld', t);
      await refused(release(car, 999), lienor, 'EncumbranceNotFound', t);
      const released = await does(release(car, encumbrance), lienor, 'EncumbranceReleased');
      assert.equal(released.by.toNumber(), AGENCY.lienor);
      assert.equal((await ask().encumbrances(car.id)).length, 0);
      assert.equal(await verify(api, car, 'Encumbrance', document), 'Void');
    });
  });

  describe('what blocks a transfer', () => {
    let sale;
    const blocked = async (reason, error, t) => {
      assert.deepEqual(await blocksOf(cars.blocked), [reason]);
      assert.deepEqual((await ask().saleInfo(sale)).unwrap().transferBlocks.map(({ type }) => type), [reason]);
      await refused(accept(sale, cars.blocked), registrar, error, t);
    };

    before(async () => {
      sale = await signedPrivate(cars.blocked, dave, eve, EVE);
      await payAndDeliver(sale, dave, eve);
    });

    test('a seizure by the court blocks even what was signed before, until the court releases it', async (t) => {
      const order = paper('자동차 압류 촉탁서');
      const placed = await does(seizure(cars.blocked, order), court, 'EncumbrancePlaced');
      assert.equal(placed.kind.type, 'Seizure');
      assert.equal(placed.holder.toNumber(), AGENCY.court);
      await blocked('Seized', 'Seized', t);
      await refused(release(cars.blocked, placed.encumbrance), account(CAST.taxOffice), 'NotTheHolder', t);
      await refused(release(cars.blocked, placed.encumbrance), registrar, 'agencies.RoleNotHeld', t);
      await refused(release(cars.blocked, placed.encumbrance), dave, 'agencies.NotADelegate', t);
      const released = await does(release(cars.blocked, placed.encumbrance), court, 'EncumbranceReleased');
      assert.equal(released.by.toNumber(), AGENCY.court);
      assert.deepEqual(await blocksOf(cars.blocked), []);
    });

    test('a seizure by the tax office is released by a court too', async () => {
      const { encumbrance } = await does(seizure(cars.blocked), account(CAST.taxOffice), 'EncumbrancePlaced');
      assert.deepEqual(await blocksOf(cars.blocked), ['Seized']);
      const { by } = await does(release(cars.blocked, encumbrance), court, 'EncumbranceReleased');
      assert.equal(by.toNumber(), AGENCY.court);
    });

    test('a theft that the police reports blocks it, and the recovery frees it', async (t) => {
      await refused(await incident(cars.blocked, 'Insurer', 'Theft'), insurer, 'IncidentNotOfThisSource', t);
      await refused(await incident(cars.blocked, 'Police', 'Theft'), insurer, 'agencies.RoleNotHeld', t);
      await refused(await incident(cars.blocked, 'Police', 'Recovery'), police, 'NotStolen', t);
      await refused(await incident(cars.blocked, 'Police', 'Theft', await chainNow(api) + DAY), police, 'TimeInFuture', t);
      const stolen = await does(await incident(cars.blocked, 'Police', 'Theft'), police, 'IncidentReported');
      assert.equal(stolen.by.toNumber(), AGENCY.police);
      await blocked('Stolen', 'Stolen', t);
      await refused(await incident(cars.blocked, 'Police', 'Theft'), police, 'AlreadyStolen', t);
      await refused(call().deregisterVehicle(cars.blocked.id, 'Export', paper('수출')), registrar, 'Stolen', t);
      await submit(api, await incident(cars.blocked, 'Police', 'Recovery'), police);
      assert.deepEqual(await blocksOf(cars.blocked), []);
    });

    test('a total loss blocks it until the repair is inspected', async (t) => {
      await submit(api, await incident(cars.blocked, 'Insurer', { TotalLoss: 'Flood' }), insurer);
      await blocked('UnrepairedTotalLoss', 'TotalLossNotRepaired', t);
      const repaired = () => call().passRepairInspection(cars.blocked.id, paper('수리검사증'));
      await refused(repaired(), account(CAST.workshop), 'agencies.RoleNotHeld', t);
      await does(repaired(), account(CAST.periodicInspection), 'RepairInspectionPassed');
      await refused(repaired(), account(CAST.periodicInspection), 'NoTotalLoss', t);
    });

    test('an incident reported by mistake is withdrawn, by who reported it or a court, and stays in the history', async (t) => {
      const { incident: number } = await does(await incident(cars.blocked, 'Police', 'Theft'), police, 'IncidentReported');
      const withdraw = () => call().withdrawIncident(cars.blocked.id, number, paper('오인 신고'));
      await refused(withdraw(), insurer, 'agencies.RoleNotHeld', t);
      const { by } = await does(withdraw(), court, 'IncidentWithdrawn');
      assert.equal(by.toNumber(), AGENCY.court);
      await refused(withdraw(), police, 'AlreadyWithdrawn', t);
      const { incidents } = await ask().incidents(cars.blocked.id, 0, 100);
      assert.deepEqual(
        incidents.map(([, { standing }, { entry }]) => [entry.asIncident.report.incident.type, standing.type]),
        [['Theft', 'Reported'], ['Recovery', 'Reported'], ['TotalLoss', 'Reported'], ['Theft', 'Withdrawn']],
      );
    });

    test('freed of all, the very sale goes through', async () => {
      await transfer(sale, cars.blocked);
      assert.deepEqual(await ownerOf(api, cars.blocked), owned(EVE));
    });
  });

  describe('payment on chain', () => {
    const PRICE = 3_000_000n * KRW;
    const FEE = 150_000n * KRW;
    const TOTAL = PRICE + FEE;
    let sale;
    let contract;
    let start;

    before(async () => {
      start = await money();
      ({ sale, contract } = await signedBrokered(cars.brokered, onChain(PRICE, FEE)));
    });

    test('a fee is for a brokering dealer only, a gift has no price, and a price is no dust', async (t) => {
      const draft = (kind, payment) => call().draftSale(cars.fleet0.id, EVE, kind, paper('계약서'), payment);
      await refused(draft('BetweenParties', onChain(PRICE, FEE)), dave, 'DealerFeeNotAllowed', t);
      await refused(draft('Gift', onChain(PRICE)), dave, 'GiftIsNotPaid', t);
      await refused(draft('BetweenParties', onChain(KRW - 1n)), dave, 'InvalidPrice', t);
    });

    test('price and fee are held on the account of the buyer, to the won', async (t) => {
      await refused(call().confirmPayment(sale), eve, 'PaymentOnChain', t);
      await refused(call().paySale(sale, PRICE), eve, 'PriceMismatch', t);
      await refused(call().paySale(sale, TOTAL + 1n), eve, 'PriceMismatch', t);
      await refused(call().paySale(sale, TOTAL), dave, 'NotTheBuyer', t);
      await assertMoved(start);

      const held = await paySale(api, sale, TOTAL, eve);
      assert.equal(held.account.toString(), eve.address);
      assert.equal(held.amount.toBigInt(), TOTAL);
      await assertMoved(start, { buyer: { free: -TOTAL, held: TOTAL } });
      const [{ id, amount }] = await api.query.balances.holds(eve.address);
      assert.equal(id.asCarRegistry.type, 'Sale');
      assert.equal(amount.toBigInt(), TOTAL);
      await refused(call().paySale(sale, TOTAL), eve, 'AlreadyPaid', t);
    });

    test('meanwhile the buyer cannot spend it, and the seller does not have it', async (t) => {
      const { buyer } = await money();
      const spend = submit(api, api.tx.balances.transferAllowDeath(ferdie.address, buyer.free + 1n), eve);
      await assert.rejects(spend, (error) => error instanceof ChainError && /Token|Balance|Funds/.test(`${error.section}.${error.error}`));
      await refused(accept(sale, cars.brokered), registrar, 'NotDelivered', t);
      await confirmDelivery(api, sale, eve);
      await assertMoved(start, { buyer: { free: -TOTAL, held: TOTAL } });
    });

    test('exactly when the registrar accepts, the seller has the price and the dealer its fee', async () => {
      const accepted = await transfer(sale, cars.brokered);
      accepted.event('carRegistry', 'OwnershipTransferred');
      assert.deepEqual(
        all(accepted, 'PricePaidOut').map(({ account: to, amount }) => [to.toString(), amount.toBigInt()]),
        [[dave.address, PRICE], [dealer.address, FEE]],
      );
      await assertMoved(start, { buyer: { free: -TOTAL }, seller: { free: PRICE }, dealer: { free: FEE } });
      assert.equal((await api.query.balances.holds(eve.address)).length, 0);
    });

    test('the dealer answers a warranty claim of the buyer', async (t) => {
      const claim = call().fileWarrantyClaim(sale, paper('보증 청구서'));
      await refused(claim, dave, 'NotTheBuyer', t);
      await does(claim, eve, 'WarrantyClaimed');
      await refused(call().answerWarrantyClaim(sale, 1, 'Grant', paper('답변')), dealer, 'ClaimNotFound', t);
      const { answer } = await does(call().answerWarrantyClaim(sale, 0, 'Grant', paper('답변')), dealer, 'WarrantyClaimAnswered');
      assert.equal(answer.type, 'Granted');
      await refused(call().answerWarrantyClaim(sale, 0, 'Refuse', paper('답변')), dealer, 'ClaimAlreadyAnswered', t);
      await refused(call().endWarranty(sale), ferdie, 'WarrantyNotExpired', t);
      const { warrantyClaims } = (await ask().saleInfo(sale)).unwrap();
      assert.deepEqual(warrantyClaims.map(([number, entry]) => [number.toNumber(), entry.answer.type]), [[0, 'Granted']]);
    });

    test('a hidden flood comes out: the sale is undone, and car and won go back', async (t) => {
      const car = cars.brokered;
      const before = await money();
      await submit(api, await incident(car, 'Insurer', 'Flood', Date.UTC(2023, 6, 15)), insurer);
      const undo = call().requestRescission(sale, 'Flood', paper('침수 감정서'));
      await refused(undo, dave, 'NotTheBuyer', t);
      const requested = await does(undo, eve, 'RescissionRequested');
      assert.equal(requested.ground.type, 'Flood');
      await refused(undo, eve, 'RescissionAlreadyRequested', t);
      const back = (code) => call().acceptRescission(sale, acceptance(car, paper('말소 접수증'), code));
      await refused(back(), registrar, 'RescissionNotAgreed', t);
      await refused(call().agreeRescission(sale), ferdie, 'NotTheSeller', t);

      const agreed = await does(call().agreeRescission(sale), dave, 'RescissionAgreed');
      assert.equal(agreed.refund.asHeld.amount.toBigInt(), TOTAL);
      await assertMoved(before, { seller: { free: -TOTAL, held: TOTAL } });
      await refused(call().orderRescission(sale, paper('판결')), court, 'RescissionAlreadyAgreed', t);
      await refused(back(), account(CAST.gangnam), 'WrongDistrict', t);

      const code = newCertificateCode();
      const undone = await submit(api, back(code), registrar);
      car.code = code;
      undone.event('carRegistry', 'SaleRescinded');
      const [paid, ...others] = all(undone, 'PricePaidOut');
      assert.equal(others.length, 0);
      assert.equal(paid.account.toString(), eve.address);
      assert.equal(paid.amount.toBigInt(), TOTAL);
      await assertMoved(before, { seller: { free: -TOTAL }, buyer: { free: TOTAL } });
      assert.deepEqual(await ownerOf(api, car), owned(DAVE));
      assert.equal(await stageOf(api, sale), 'Rescinded');
      assert.equal(await verify(api, car, 'ContractDealer', contract), 'Void');
      await refused(undo, eve, 'NotTransferred', t);
    });

    test('a private sale is not rescinded here', async (t) => {
      const [last] = (await api.query.carRegistry.sales.entries())
        .filter(([, entry]) => entry.unwrap().vehicle.toHex() === cars.mortgaged.id && entry.unwrap().stage.isTransferred)
        .map(([{ args: [number] }]) => number.toNumber());
      await refused(call().requestRescission(last, 'Flood', paper('감정서')), eve, 'NotADealersSale', t);
    });

    test('a sale that both sides take back gives price and fee back', async (t) => {
      const before = await money();
      const { sale: cancelled } = await signedBrokered(cars.returned, onChain(PRICE, FEE));
      await paySale(api, cancelled, TOTAL, eve);
      await does(call().cancelSale(cancelled), eve, 'CancellationRequested');
      await refused(call().cancelSale(cancelled), dealer, 'NotAParty', t);
      await assertMoved(before, { buyer: { free: -TOTAL, held: TOTAL } });
      const ended = await submit(api, call().cancelSale(cancelled), dave);
      ended.event('carRegistry', 'SaleCancelled');
      assert.equal(ended.event('carRegistry', 'PriceReturned').amount.toBigInt(), TOTAL);
      await assertMoved(before);
    });

    test('a sale that the registrar refuses gives price and fee back, also after the delivery', async () => {
      const before = await money();
      const { sale: rejected } = await signedBrokered(cars.returned, onChain(PRICE, FEE));
      await paySale(api, rejected, TOTAL, eve);
      await confirmDelivery(api, rejected, eve);
      const ended = await submit(api, call().rejectTransfer(rejected, paper('반려 사유서')), registrar);
      ended.event('carRegistry', 'TransferRejected');
      assert.equal(ended.event('carRegistry', 'PriceReturned').account.toString(), eve.address);
      await assertMoved(before);
    });

    test('a firm pays with its pay-out account, and what is held moves when it takes another', async (t) => {
      const clerk = account('//e2e//car-life//clerk');
      const appoint = api.tx.agencies.appointDelegate(clerk.address, ['Representative'], await chainNow(api) + DAY);
      await submit(api, appoint, dealer);
      const buy = async (price) => signedPrivate(cars.fleet0, dave, dealer, { Agency: AGENCY.dealer }, onChain(price));
      const before = await money();

      const dear = before.dealer.free + KRW;
      const tooDear = await buy(dear);
      await refused(call().paySale(tooDear, dear), dealer, 'InsufficientFunds', t);
      await submit(api, call().cancelSale(tooDear), dave);
      await submit(api, call().cancelSale(tooDear), dealer);

      const bought = await buy(PRICE);
      await refused(call().paySale(bought, PRICE), clerk, 'NotThePartysAccount', t);
      await paySale(api, bought, PRICE, dealer);
      await assertMoved(before, { dealer: { free: -PRICE, held: PRICE } });
      const moved = await does(api.tx.agencies.setPayoutAccount(clerk.address), dealer, 'HeldFundsMoved');
      assert.deepEqual([moved.oldAccount.toString(), moved.newAccount.toString()], [dealer.address, clerk.address]);
      const purse = async () => {
        const { free, reserved } = (await api.query.system.account(clerk.address)).data;
        return [free.toBigInt(), reserved.toBigInt()];
      };
      assert.deepEqual(await purse(), [0n, PRICE]);
      await does(call().cancelSale(bought), dave, 'CancellationRequested');
      const returned = await does(call().cancelSale(bought), dealer, 'PriceReturned');
      assert.equal(returned.account.toString(), clerk.address);
      assert.deepEqual(await purse(), [PRICE, 0n]);

      await submit(api, api.tx.agencies.setPayoutAccount(dealer.address), dealer);
      await submit(api, api.tx.balances.transferAllowDeath(dealer.address, PRICE), clerk);
      await assertMoved(before);
    });
  });

  describe('when time runs out', () => {
    const PERIODS = { acceptancePeriod: 30_000, transferPeriodSale: 2_000, legalDay: 250 };
    let lawful;

    before(async () => {
      const [{ terms }] = await api.query.carRegistry.terms();
      lawful = Object.fromEntries(Object.keys(PERIODS).map((period) => [period, terms.toJSON()[period]]));
      assert.equal(lawful.legalDay, 5_000);
      await setTerms(api, PERIODS);
    });
    after(() => chain && setTerms(api, lawful));

    /** What the law fines a transfer at `at`, by hand. */
    function fine(due, at) {
      const days = Math.ceil((at - due) / PERIODS.legalDay);
      const won = Math.min(500_000, 100_000 + 10_000 * Math.max(0, days - 10));
      return { due, days, amount: BigInt(won) * KRW };
    }
    const readFine = (lateFine) => {
      const { due, days, amount } = lateFine.unwrap();
      return { due: due.toNumber(), days: days.toNumber(), amount: amount.toBigInt() };
    };

    test('a price that nobody transfers the car for goes back when the sale is closed', async (t) => {
      const [price, fee] = [1_000_000n * KRW, 50_000n * KRW];
      const total = price + fee;
      const before = await money();
      const { sale } = await signedBrokered(cars.expiring, onChain(price, fee));
      await paySale(api, sale, total, eve);
      await refused(call().expireSale(sale), ferdie, 'SaleNotExpired', t);
      const { expiresAt } = (await api.query.carRegistry.sales(sale)).unwrap();
      await waitForMoment(api, expiresAt.toNumber());
      await refused(call().confirmDelivery(sale), eve, 'SaleExpired', t);
      await refused(accept(sale, cars.expiring), registrar, 'SaleExpired', t);
      assert.ok((await ask().saleInfo(sale)).unwrap().overdue.isTrue);
      await assertMoved(before, { buyer: { free: -total, held: total } });

      const closed = await submit(api, call().expireSale(sale), ferdie);
      closed.event('carRegistry', 'SaleExpired');
      assert.equal(closed.event('carRegistry', 'PriceReturned').amount.toBigInt(), total);
      await assertMoved(before);
      assert.deepEqual(await ownerOf(api, cars.expiring), owned(DAVE));
      assert.equal((await infoOf(cars.expiring)).vehicle.status.type, 'Listed', 'the car stands with the dealer again');
    });

    test('a late transfer is accepted, and its fine shown before and after', async () => {
      const sale = await signedPrivate(cars.late, dave, eve, EVE);
      await payAndDeliver(sale, dave, eve);
      const due = (await api.query.carRegistry.sales(sale)).unwrap().stage.asDelivered.contract.transferDue.toNumber();
      await waitForMoment(api, due + 1_000);

      const head = await api.rpc.chain.getBlockHash();
      const then = await api.at(head);
      const shown = (await then.call.carRegistryApi.saleInfo(sale)).unwrap().lateFine;
      assert.deepEqual(readFine(shown), fine(due, (await then.query.timestamp.now()).toNumber()));

      const accepted = await transfer(sale, cars.late);
      const at = (await (await api.at(accepted.blockHash)).query.timestamp.now()).toNumber();
      const expected = fine(due, at);
      assert.ok(expected.days > 10, `only ${expected.days} days late`);
      assert.deepEqual(readFine(accepted.event('carRegistry', 'OwnershipTransferred').lateFine), expected);
      assert.deepEqual(readFine((await ask().saleInfo(sale)).unwrap().lateFine), expected);
      const { vehicle } = await infoOf(cars.late);
      const { entry } = await recordOf(api, cars.late, vehicle.records.toNumber() - 1);
      assert.deepEqual(readFine(entry.asTransferred.lateFine), expected);
      assert.deepEqual(await ownerOf(api, cars.late), owned(EVE));
    });
  });

  describe('odometers', () => {
    test('of a batch of 100 readings four are refused, each with its reason, and 96 stored', async (t) => {
      const body = account(CAST.periodicInspection);
      const fleet = [0, 1, 2, 3, 4].map((number) => cars[`fleet${number}`]);
      const now = await chainNow(api);
      const readings = Array.from({ length: 100 }, (_, place) => ({
        vehicle: fleet[place % 5].id, km: 1_000 + place * 10, takenAt: now - 100 + place,
      }));
      const bad = new Map([
        [10, ['VehicleNotFound', { vehicle: `0x${'00'.repeat(16)}` }]],
        [37, ['OdometerTooHigh', { km: 2_000_001 }]],
        [55, ['TimeInFuture', { takenAt: now + DAY }]],
        [99, ['TimeBeforeFirstRegistration', { takenAt: FIRST_REGISTERED - 1 }]],
      ]);
      for (const [place, [, changes]] of bad) {
        Object.assign(readings[place], changes);
      }
      // Lower than the one before: stored and flagged, not refused.
      readings[62].km = 5;

      await refused(call().reportOdometerBatch('PeriodicInspection', readings), repairShop, 'agencies.RoleNotHeld', t);
      await refused(call().reportOdometerBatch('PeriodicInspection', [readings[10], readings[37]]), body, 'NoReadingAccepted', t);
      const stored = await submit(api, call().reportOdometerBatch('PeriodicInspection', readings), body);
      assert.deepEqual(
        all(stored, 'ReadingRefused').map(({ position, reason }) => [position.toNumber(), api.registry.findMetaError(reason.asModule).name]),
        [...bad].map(([place, [error]]) => [place, error]),
      );
      const reported = all(stored, 'OdometerReported');
      assert.equal(reported.length, 96);
      assert.deepEqual(reported.filter(({ flag }) => !flag.isConsistent).map(({ km, flag }) => [km.toNumber(), flag.type]), [[5, 'BelowEarlier']]);
      const verdicts = await Promise.all(fleet.map(async (car) => (await infoOf(car)).verdict.type));
      assert.deepEqual(verdicts, ['Logical', 'Logical', 'Illogical', 'Logical', 'Logical']);

      // All of them are entries of the histories, those that no longer stand with the car too.
      const { records, next } = await ask().history(fleet[1].id, 0, 100);
      assert.ok(next.isNone);
      assert.deepEqual(records.map(([number]) => number.toNumber()), Array.from({ length: 21 }, (_, number) => number));
      const kms = records.slice(1).map(([, { entry }]) => entry.asOdometer.report.km.toNumber());
      assert.deepEqual(kms, Array.from({ length: 20 }, (_, number) => 1_000 + (number * 5 + 1) * 10));
    });

    test('a new odometer begins anew, and says so for ever', async (t) => {
      const car = cars.metered;
      await reportOdometer(api, repairShop, car, 80_000, 'Repair');
      const certificate = paper('주행거리계 교체 증명서');
      const replace = async (document, changes = {}) => call().replaceMeter(car.id, {
        change: 'Broken', replacedAt: await chainNow(api), oldKm: 80_100, newKm: 0, certificate: document, ...changes,
      });
      await refused(await replace(certificate), account(CAST.workshop), 'agencies.RoleNotHeld', t);
      await refused(await replace(certificate, { replacedAt: await chainNow(api) + DAY }), repairShop, 'TimeInFuture', t);
      const event = await does(await replace(certificate), repairShop, 'MeterReplaced');
      assert.deepEqual([event.change.type, event.oldKm.toNumber(), event.newKm.toNumber()], ['Broken', 80_100, 0]);
      assert.equal(event.verdict.asNoJudgement.type, 'MeterReplaced');
      assert.equal(await verify(api, car, 'MeterCertificate', certificate), 'InForce');
      await refused(await replace(certificate), repairShop, 'DocumentAlreadyRecorded', t);

      const later = await reportOdometer(api, insurer, car, 900, 'Insurance');
      assert.equal(later.flag.type, 'Consistent', 'it is compared with the new odometer');
      const turnedBack = await reportOdometer(api, insurer, car, 800, 'Insurance');
      assert.equal(turnedBack.verdict.type, 'Illogical');
    });

    test('a replacement recorded by mistake is withdrawn, and its readings compared like any other', async (t) => {
      const car = cars.metered;
      const entries = (await ask().history(car.id, 0, 100)).records;
      const [replacement] = entries.find(([, { entry }]) => entry.isMeterReplaced);
      const withdraw = (number) => call().withdrawMeterReplacement(car.id, number, paper('착오 기재'));
      await refused(withdraw(replacement), insurer, 'agencies.RoleNotHeld', t);
      await refused(withdraw(1), repairShop, 'ReplacementNotFound', t);
      const { verdict } = await does(withdraw(replacement), repairShop, 'MeterReplacementWithdrawn');
      assert.equal(verdict.type, 'Illogical', 'from 80,100 to 0 is a decrease now');
      await refused(withdraw(replacement), repairShop, 'AlreadyWithdrawn', t);
    });
  });

  describe('the end', () => {
    test('a public sale clears seizure and mortgage, and ends an open sale', async (t) => {
      const car = cars.auctioned;
      const document = paper('근저당권 설정계약서');
      await submit(api, call().agreeMortgage(car.id, AGENCY.lienor, document), dave);
      await submit(api, mortgage(car, document), lienor);
      const { sale } = await draftPrivate(car, dave, eve, EVE);
      await submit(api, seizure(car), court);
      assert.deepEqual((await ask().encumbrances(car.id)).map(({ kind }) => kind.type), ['Mortgage', 'Seizure'], 'in order of receipt');

      const since = await chainNow(api);
      const title = (ground) => ({ ground, newOwner: FERDIE, since, basis: paper('매각허가결정') });
      const byTitle = (ground, code) => call().transferByTitle(car.id, title(ground), acceptance(car, paper('접수증'), code));
      await refused(byTitle('Judgment'), registrar, 'Seized', t);
      await refused(byTitle('PublicSale'), account(CAST.gangnam), 'WrongDistrict', t);
      await refused(byTitle('PublicSale'), court, 'agencies.RoleNotHeld', t);

      const code = newCertificateCode();
      const sold = await submit(api, byTitle('PublicSale', code), registrar);
      car.code = code;
      assert.equal(sold.event('carRegistry', 'SaleOvertaken').sale.toNumber(), sale);
      const event = sold.event('carRegistry', 'TransferredByTitle');
      assert.deepEqual(summary(event.cleared), [1, 1, 2]);
      assert.ok(event.lateFine.isNone);
      assert.equal(await stageOf(api, sale), 'Overtaken');
      assert.equal((await ask().encumbrances(car.id)).length, 0);
      assert.deepEqual(await blocksOf(car), []);
      assert.deepEqual(await ownerOf(api, car), owned(FERDIE));
      assert.equal(await verify(api, car, 'Encumbrance', document), 'Void');
    });

    test('a car is scrapped only with the certificate of a dismantler, and free of burdens', async (t) => {
      const car = cars.auctioned;
      const scrap = () => call().deregisterVehicle(car.id, 'Scrap', paper('말소등록 신청서'));
      const certify = () => call().certifyScrapping(car.id, paper('폐차인수증명서'));
      await refused(scrap(), registrar, 'ScrappingNotCertified', t);
      await refused(certify(), repairShop, 'agencies.RoleNotHeld', t);
      const certified = await does(certify(), account(CAST.dismantler), 'ScrapCertified');
      assert.equal(certified.dismantler.toNumber(), AGENCY.dismantler);
      await refused(certify(), account(CAST.dismantler), 'AlreadyCertified', t);
      const { encumbrance } = await does(seizure(car), court, 'EncumbrancePlaced');
      await refused(scrap(), registrar, 'Encumbered', t);
      await submit(api, release(car, encumbrance), court);
      await refused(scrap(), account(CAST.gangnam), 'WrongDistrict', t);
      const { reason } = await does(scrap(), registrar, 'VehicleDeregistered');
      assert.equal(reason.type, 'Scrap');
      assert.deepEqual(await blocksOf(car), ['Deregistered']);
    });

    test('a scrapped car is never registered again, under its own number or as another', async (t) => {
      const car = cars.auctioned;
      assert.ok((await ask().findByPlateTag(plateTag(REGISTRAR_KEY, car.plate))).isNone, 'its plate is free');
      assert.equal((await ask().findByVinTag(vinTag(REGISTRAR_KEY, car.vin))).unwrap().toHex(), car.id, 'its VIN is not');
      const again = (target) => call().reregisterVehicle(target.id, {
        plateTag: plateTag(REGISTRAR_KEY, '61가6161'), accessTag: accessTag(target.vin, newCertificateCode().bytes), owner: FERDIE,
        odometerKm: 20, document: paper('신규등록 신청서'),
      });
      await refused(again(car), registrar, 'ScrappedForGood', t);
      await refused(again(cars.late), registrar, 'NotDeregistered', t);
      const anew = call().registerVehicle(registration({
        vin: car.vin, plate: '61가6161', code: newCertificateCode().bytes, owner: FERDIE, firstRegisteredAt: FIRST_REGISTERED,
      }));
      await refused(anew, registrar, 'VinAlreadyExists', t);
      await refused(call().draftSale(car.id, EVE, 'BetweenParties', paper('계약서'), 'OffChain'), ferdie, 'VehicleDeregistered', t);
      await refused(seizure(car), court, 'VehicleDeregistered', t);
    });
  });

  test('where the national register differs, every answer about the car says so until it is resolved', async (t) => {
    const car = cars.diverging;
    const sale = await draftSale(api, dave, car, EVE, 'BetweenParties', paper('계약서'));
    /** The divergence in each answer, by its item. */
    const answers = async () => {
      const [info, history, incidents, saleInfo, divergence] = await Promise.all([
        infoOf(car), ask().history(car.id, 0, 100), ask().incidents(car.id, 0, 100), ask().saleInfo(sale), ask().divergence(car.id),
      ]);
      return [info.divergence, history.divergence, incidents.divergence, saleInfo.unwrap().divergence, divergence]
        .map((found) => (found.isSome ? found.unwrap().item.type : null));
    };
    assert.deepEqual(await answers(), [null, null, null, null, null]);
    const reason = paper('등록원부상 소유자가 다름');
    const record = call().recordDivergence(car.id, 'Owner', reason);
    await refused(record, account(CAST.gangnam), 'WrongDistrict', t);
    await refused(record, dave, 'agencies.NotADelegate', t);
    const recorded = await does(record, registrar, 'DivergenceRecorded');
    assert.equal(recorded.reason.toHex(), reason);
    assert.deepEqual(await answers(), ['Owner', 'Owner', 'Owner', 'Owner', 'Owner']);
    await refused(call().recordDivergence(car.id, 'Plate', paper('번호판')), registrar, 'DivergenceAlreadyRecorded', t);

    const resolve = call().resolveDivergence(car.id, paper('정정 확인서'));
    const { item } = await does(resolve, registrar, 'DivergenceResolved');
    assert.equal(item.type, 'Owner');
    assert.deepEqual(await answers(), [null, null, null, null, null]);
    await refused(resolve, registrar, 'NoDivergence', t);
    await submit(api, call().cancelSale(sale), dave);
  });

  test('the registrars have a new key: cars are given new tags, and none is registered twice meanwhile', async (t) => {
    const car = cars.retagged;
    const newKey = REGISTRAR_KEY.map((byte) => byte ^ 0xff);
    const retag = (version, key) => call().retagVehicle(car.id, version, vinTag(key, car.vin), plateTag(key, car.plate));
    await refused(call().advanceTagKey(), registrar, 'NotAuthorized', t);
    await refused(retag(0, newKey), registrar, 'AlreadyRetagged', t);
    const { oldVersion, newVersion } = (await councilDecides(api, call().advanceTagKey())).event('carRegistry', 'TagKeyAdvanced');
    assert.deepEqual([oldVersion.toNumber(), newVersion.toNumber()], [0, 1]);
    assert.equal((await api.query.carRegistry.currentTagKey()).outdated.toNumber(), NAMES.length);

    const register = (vin, tagKey, earlier) => call().registerVehicle({
      ...registration({ vin, plate: '62가6262', code: newCertificateCode().bytes, owner: EVE, firstRegisteredAt: FIRST_REGISTERED }),
      vinTag: vinTag(newKey, vin), plateTag: plateTag(newKey, '62가6262'), tagKey, earlierVinTag: earlier,
    });
    const fresh = 'KMHSE0UL0PA000699';
    await refused(register(fresh, 0, null), registrar, 'WrongTagKey', t);
    await refused(register(fresh, 1, null), registrar, 'EarlierTagRequired', t);
    await refused(register(car.vin, 1, vinTag(REGISTRAR_KEY, car.vin)), registrar, 'VinAlreadyExists', t);
    await does(register(fresh, 1, vinTag(REGISTRAR_KEY, fresh)), registrar, 'VehicleRegistered');

    await refused(retag(0, REGISTRAR_KEY), registrar, 'WrongTagKey', t);
    await refused(retag(1, newKey), account(CAST.gangnam), 'WrongDistrict', t);
    const { tagKey } = await does(retag(1, newKey), registrar, 'VehicleRetagged');
    assert.equal(tagKey.toNumber(), 1);
    assert.ok((await ask().findByVinTag(vinTag(REGISTRAR_KEY, car.vin))).isNone);
    assert.ok((await ask().findByPlateTag(plateTag(REGISTRAR_KEY, car.plate))).isNone);
    assert.equal((await ask().findByVinTag(vinTag(newKey, car.vin))).unwrap().toHex(), car.id);
    assert.equal((await ask().findByPlateTag(plateTag(newKey, car.plate))).unwrap().toHex(), car.id);
    assert.equal((await ask().findByAccessTag(accessTag(car.vin, car.code.bytes))).unwrap().toHex(), car.id, 'certificates stay');
    await refused(retag(1, newKey), registrar, 'AlreadyRetagged', t);
    await refused(register(car.vin, 1, vinTag(REGISTRAR_KEY, 'KMHSE0UL0PA000698')), registrar, 'VinAlreadyExists', t);
    assert.equal((await api.query.carRegistry.currentTagKey()).outdated.toNumber(), NAMES.length - 1);
    await assert.rejects(
      councilDecides(api, call().advanceTagKey()),
      (error) => error instanceof ChainError && error.error === 'RetaggingNotFinished',
    );
  });

  test('court, police, tax office, lienor and dismantler did all that without a won', async () => {
    for (const name of ['court', 'police', 'taxOffice', 'lienor', 'dismantler']) {
      const { data, nonce } = await api.query.system.account(account(CAST[name]).address);
      assert.equal(data.free.toBigInt() + data.reserved.toBigInt(), 0n, name);
      assert.ok(nonce.toNumber() > 0, name);
    }
  });

  describe('somebody who knows VIN and plate', () => {
    const hexOf = (bytes) => Buffer.from(bytes).toString('hex');
    let state;

    before(async () => {
      state = await wholeState(chain.provider, (await api.rpc.chain.getBlockHash()).toHex());
    });

    /** Keys of the entries in which these bytes stand, in the key or in the value. */
    const find = (needle) => Object.entries(state)
      .filter(([key, value]) => key.includes(needle) || value?.includes(needle))
      .map(([key]) => key);
    /** How the key of a storage item of the car registry begins. */
    const prefixOf = (item) => xxhashAsHex('CarRegistry', 128) + xxhashAsHex(item, 128).slice(2);

    /** Every way in which somebody without a key would write VIN and plate down. */
    function spellings({ vin, plate }) {
      const texts = [
        vin, vin.toLowerCase(), plate, plate.normalize('NFD'), plate.replace(/([가-힣])/, '$1 '), vin + plate, plate + vin, `${vin},${plate}`,
        `seoul/vin\0${vin}`, `seoul/plate\0${plate}`, `seoul/access\0${vin}`,
      ];
      return texts.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')])
        // As the chain's own encoding writes a text: with its length before it.
        .flatMap((bytes) => [bytes, Buffer.concat([Buffer.from([bytes.length << 2]), bytes])]);
    }

    /** Digests without a key or salt, of every kind that chains use and some that others do. */
    function digests(bytes) {
      return [
        ...[64, 128, 256, 512].map((bits) => blake2AsU8a(bytes, bits)),
        ...[64, 128, 256].map((bits) => xxhashAsU8a(bytes, bits)),
        ...[256, 512].map((bits) => keccakAsU8a(bytes, bits)),
        ...['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'sha3-512', 'blake2s256'].map((name) => createHash(name).update(bytes).digest()),
      ];
    }

    test('has the whole state, and a search that finds what is there', () => {
      const car = cars.mortgaged;
      assert.ok(Object.keys(state).length > 300, `only ${Object.keys(state).length} entries`);
      assert.ok(state['0x3a636f6465'].length > 100_000, 'the code of the runtime is among them');
      // A text, a digest in a key, and what whoever is shown the certificate computes.
      assert.ok(find(hexOf('동대문구청')).some((key) => key.startsWith(xxhashAsHex('Agencies', 128))));
      assert.ok(find(xxhashAsHex('CarRegistry', 128).slice(2)).length > NAMES.length);
      const withCertificate = find(accessTag(car.vin, car.code.bytes).slice(2));
      assert.deepEqual(withCertificate.sort(), [
        `${prefixOf('Vehicles')}${car.id.slice(2)}`,
        `${prefixOf('VehicleByAccess')}${hexOf(blake2AsU8a(accessTag(car.vin, car.code.bytes), 128))}${accessTag(car.vin, car.code.bytes).slice(2)}`,
      ].sort());
      assert.equal(find(vinTag(REGISTRAR_KEY, car.vin).slice(2)).length, 2, 'and so does a registrar');
    });

    for (const name of ['mortgaged', 'brokered', 'auctioned']) {
      test(`does not find the ${name} car by them, nor by any digest of them`, (t) => {
        let tried = 0;
        for (const bytes of spellings(cars[name])) {
          assert.deepEqual(find(hexOf(bytes)), [], bytes.toString('utf8'));
          for (const digest of digests(bytes)) {
            // Eight bytes of it would be enough, from either end.
            for (const part of [digest.slice(0, 8), Buffer.from(digest).reverse().subarray(0, 8)]) {
              assert.deepEqual(find(hexOf(part)), [], `a digest of ${bytes.toString('utf8')}: ${hexOf(digest)}`);
              tried += 1;
            }
          }
        }
        t.diagnostic(`${tried} digests in ${Object.keys(state).length} entries`);
      });
    }

    test('does not find it with the certificate of a former owner either', () => {
      for (const car of [cars.mortgaged, cars.brokered, cars.auctioned]) {
        assert.notEqual(car.code.printed, car.firstCode.printed);
        assert.deepEqual(find(accessTag(car.vin, car.firstCode.bytes).slice(2)), []);
      }
    });
  });
});
