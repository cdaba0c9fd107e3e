// SPDX-License-Identifier: Apache-2.0

// The life of a citizen card: a phone is lost and everything is on the next one, a phone is replaced, a thief and an
// owner object, a hundred cards are issued at once, somebody dies, a counter acts for who has no phone, a card expires.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { u8aToHex } from '@polkadot/util';
import { randomAsU8a } from '@polkadot/util-crypto';

import {
  account, AGENCY, CAST, ChainError, chainNow, CITIZEN, councilDecides, fund, KRW, PoolError, startChain, submit, waitForMoment,
} from '../lib/chain.js';
import { assertRefused } from '../lib/expect.js';
import {
  acceptance, confirmDelivery, draftSale, onChain, ownerOf, paySale, registerCar, signSale,
} from '../lib/market.js';
import { EARLIEST, SCHEME, shownOn } from '../lib/mileage.js';
import { commit, newSalt } from '../lib/tags.js';

const DAY = 86_400_000;
const FORTUNE = 100_000n * KRW;
const PRICE = 500n * KRW;
const POINTS = 10_000;
/** The pool's refusal of what cannot be paid: code 1010, and the text of `InvalidTransaction::Payment`. */
const CANNOT_PAY = (error) => error instanceof PoolError && /^1010:.*inability to pay/i.test(error.message);
const FROZEN = (error) => error instanceof ChainError && `${error.section}.${error.error}` === 'dispatch.Token.Frozen';
const paper = (text) => commit(newSalt(), new TextEncoder().encode(text));

describe('citizen cards', () => {
  let chain;
  let api;
  let office;
  let checker;
  let counter;
  let registrar;
  let dave;
  let ferdie;
  let call;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    call = api.tx.citizenIdentity;
    [office, checker, counter, registrar, dave, ferdie] = ['cityBureau', 'cardOfficeChecker', 'counter', 'dongdaemun', 'dave', 'ferdie']
      .map((name) => account(CAST[name]));
    await submit(api, api.tx.mileage.fundBudget(SCHEME.eco, 1_000_000n * KRW), account(CAST.climate));
  });
  after(() => chain?.stop());

  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, error.includes('.') ? error : `citizenIdentity.${error}`, t);
  /** Submit, and give the data of the one event of that name. */
  const does = async (tx, signer, event) => (await submit(api, tx, signer)).event('citizenIdentity', event);
  const all = ({ events }, name) => events.filter(({ section, method }) => section === 'citizenIdentity' && method === name).map(({ data }) => data);
  const key = (name) => account(`//e2e//cards//${name}`);
  const freeOf = async (pair) => (await api.query.system.account(pair.address)).data.free.toBigInt();
  const heldOf = async (pair) => (await api.query.balances.holds(pair.address)).reduce((sum, { amount }) => sum + amount.toBigInt(), 0n);
  const isFrozen = async (pair) => (await api.query.system.account(pair.address)).data.frozen.toBigInt() > 0n;
  const send = (to, amount = KRW) => api.tx.balances.transferKeepAlive(to.address, amount);
  const cardOf = async (citizen) => (await api.query.citizenIdentity.cards(citizen)).unwrap();
  const statusOf = async (citizen) => (await cardOf(citizen)).status.type;
  const pay = (won) => api.tx.mileage.pay(AGENCY.museum, 'Purchase', won * KRW, EARLIEST, paper('주문서'));
  const start = (citizen, phone) => call.startRecovery(citizen, phone.address, paper('본인 확인 자료'));

  /** A citizen with a new card: the key of the phone, and the index. */
  async function newCitizen(name, won = 0n) {
    const pair = key(name);
    const { citizen } = await does(call.issueCard(pair.address), office, 'CardIssued');
    if (won > 0n) {
      await fund(api, [pair], won);
    }
    return { pair, citizen: citizen.toBigInt() };
  }

  async function giveECO({ citizen }, period) {
    const row = { member: { Citizen: citizen }, period, points: POINTS, evidence: paper('적립 근거') };
    await submit(api, api.tx.mileage.credit(SCHEME.eco, row), account(CAST.climate));
  }

  /** A car of Dave's that the citizen has paid on chain and does not have yet. */
  async function paidSale(buyer, vin, plate) {
    const car = await registerCar(api, registrar, { vin, plate, owner: { Citizen: CITIZEN.dave } });
    const contract = paper('자동차양도증명서');
    const sale = await draftSale(api, dave, car, { Citizen: buyer.citizen }, 'BetweenParties', contract, onChain(PRICE));
    await submit(api, api.tx.carRegistry.waiveInspection(sale), buyer.pair);
    await signSale(api, sale, contract, dave, buyer.pair);
    await paySale(api, sale, PRICE, buyer.pair);
    return { car, sale };
  }

  /** The pool takes nothing of a key that stands for nobody any more, and the account never stands for anyone again. */
  async function canDoNothing(pair, t) {
    for (const tx of [send(dave), call.suspendOwnCard(), call.objectToRecovery(), pay(1n), call.proposeRotation(key('thief').address)]) {
      await assert.rejects(submit(api, tx, pair), CANNOT_PAY);
    }
    await refused(call.issueCard(pair.address), office, 'FormerAccount', t);
    const appoint = api.tx.agencies.appointDelegate(pair.address, ['CarDealer'], await chainNow(api) + DAY);
    await refused(appoint, account(CAST.dealer), 'agencies.WasACitizens', t);
  }

  describe('a lost phone', () => {
    let kim;
    let own;
    let bought;
    let free;
    const phone = () => key('kim-new');
    const accept = () => call.acceptRecovery(kim.citizen);
    const complete = () => call.completeRecovery(kim.citizen);

    before(async () => {
      kim = await newCitizen('kim', FORTUNE);
      own = await registerCar(api, registrar, { vin: 'KMHSE0UL0PA000041', plate: '41가4141', owner: { Citizen: kim.citizen } });
      bought = await paidSale(kim, 'KMHSE0UL0PA000042', '42가4242');
      await giveECO(kim, 1);
      free = await freeOf(kim.pair);
      assert.equal(free, FORTUNE - PRICE);
    });

    test('is of no use to a thief from the next block on', async () => {
      const started = await does(start(kim.citizen, phone()), office, 'RecoveryStarted');
      assert.equal(started.newAccount.toString(), phone().address);
      assert.equal(await statusOf(kim.citizen), 'Suspended');
      assert.ok(await isFrozen(kim.pair));
      await assert.rejects(submit(api, send(key('thief')), kim.pair), CANNOT_PAY);
    });

    test('is answered from a new one without a won, and then the old key can object, and nothing else', async (t) => {
      assert.equal(await freeOf(phone()), 0n);
      const { completesAt } = await does(accept(), phone(), 'RecoveryAccepted');
      await refused(complete(), ferdie, 'TooEarly', t);
      await assert.rejects(submit(api, send(key('thief')), kim.pair), FROZEN);
      const redeem = api.tx.depositToken.redeem(AGENCY.treasury, 10_000n * KRW, paper('도둑의 계좌'));
      await refused(redeem, kim.pair, 'depositToken.InsufficientFunds', t);
      await refused(pay(100n), kim.pair, 'CardSuspended', t);
      await refused(call.proposeRotation(key('thief').address), kim.pair, 'CardSuspended', t);
      await waitForMoment(api, completesAt.toNumber());
    });

    test('costs nobody anything: car, won, held price and points are on the new one', async (t) => {
      const changed = await does(complete(), ferdie, 'AccountChanged');
      assert.equal(changed.reason.type, 'Recovery');
      assert.deepEqual([changed.moved.toBigInt(), changed.remaining.toBigInt()], [free, 0n]);
      assert.equal((await cardOf(kim.citizen)).account.toString(), phone().address);
      assert.equal(await statusOf(kim.citizen), 'Active');
      assert.deepEqual([await freeOf(phone()), await heldOf(phone())], [free, PRICE]);
      assert.deepEqual([await freeOf(kim.pair), await heldOf(kim.pair)], [0n, 0n]);
      assert.deepEqual([await shownOn(api, phone().address, SCHEME.eco), await shownOn(api, kim.pair.address, SCHEME.eco)], [POINTS, 0]);
      assert.deepEqual(await ownerOf(api, own), { Citizen: kim.citizen });

      const seller = await freeOf(dave);
      await confirmDelivery(api, bought.sale, phone());
      await submit(api, api.tx.carRegistry.acceptTransfer(bought.sale, acceptance(bought.car, paper('이전등록 접수증'))), registrar);
      assert.equal(await freeOf(dave), seller + PRICE);
      assert.deepEqual(await ownerOf(api, bought.car), { Citizen: kim.citizen });
      await submit(api, pay(1_000n), phone());
      await submit(api, send(dave), phone());
      await canDoNothing(kim.pair, t);
    });

    test('gives what somebody still pays to it to the citizen', async (t) => {
      const had = await freeOf(phone());
      await submit(api, send(kim.pair, 100n * KRW), dave);
      await assert.rejects(submit(api, send(dave), kim.pair), CANNOT_PAY);
      await does(call.sweepFormerAccount(kim.pair.address), ferdie, 'FormerAccountSwept');
      assert.equal(await freeOf(phone()), had + 100n * KRW);
      await refused(call.sweepFormerAccount(kim.pair.address), ferdie, 'NothingToMove', t);
      await refused(call.sweepFormerAccount(phone().address), ferdie, 'NotALostAccount', t);
    });
  });

  describe('a phone that is not lost', () => {
    let lee;
    const phone = () => key('lee-new');

    test('objects without a won, and another official decides', async (t) => {
      lee = await newCitizen('lee');
      await does(start(lee.citizen, phone()), office, 'RecoveryStarted');
      await does(call.acceptRecovery(lee.citizen), phone(), 'RecoveryAccepted');
      await does(call.objectToRecovery(), lee.pair, 'RecoveryObjected');
      const decide = (decision) => call.decideObjection(lee.citizen, decision, paper('면담 기록'));
      await refused(decide('Dismiss'), office, 'SameOfficial', t);
      await refused(call.completeRecovery(lee.citizen), ferdie, 'ObjectionOpen', t);
      await refused(call.resumeCard(lee.citizen), office, 'RecoveryOpen', t);
      await does(decide('Uphold'), checker, 'ObjectionDecided');
      assert.equal(await statusOf(lee.citizen), 'Active');
      await assert.rejects(submit(api, call.acceptRecovery(lee.citizen), phone()), CANNOT_PAY);
    });

    test('is suspended by its own key, and resumed by the office only', async (t) => {
      await does(call.suspendOwnCard(), lee.pair, 'OwnCardSuspended');
      await assert.rejects(submit(api, pay(1n), lee.pair), CANNOT_PAY);
      await refused(call.suspendCard(lee.citizen), office, 'NotActive', t);
      await does(call.resumeCard(lee.citizen), checker, 'CardResumed');
    });
  });

  describe('a new phone', () => {
    test('takes over with both keys: the index stays, and won and points move', async (t) => {
      const park = await newCitizen('park', FORTUNE);
      const phone = key('park-new');
      await giveECO(park, 2);
      const car = await registerCar(api, registrar, { vin: 'KMHSE0UL0PA000043', plate: '43가4343', owner: { Citizen: park.citizen } });
      await does(call.proposeRotation(phone.address), park.pair, 'RotationProposed');
      await refused(call.acceptRotation(park.citizen), ferdie, 'NotTheNewAccount', t);
      const changed = await does(call.acceptRotation(park.citizen), phone, 'AccountChanged');
      assert.equal(changed.reason.type, 'Rotation');
      assert.equal((await api.query.citizenIdentity.citizenByAccount(phone.address)).unwrap().toBigInt(), park.citizen);
      assert.deepEqual([await freeOf(phone), await freeOf(park.pair)], [FORTUNE, 0n]);
      assert.deepEqual([await shownOn(api, phone.address, SCHEME.eco), await shownOn(api, park.pair.address, SCHEME.eco)], [POINTS, 0]);
      await submit(api, api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer), phone);
      await canDoNothing(park.pair, t);
    });
  });

  describe('a hundred cards', () => {
    test('are issued at once, and who gets none is named with the reason', async (t) => {
      const fresh = Array.from({ length: 98 }, () => u8aToHex(randomAsU8a(32)));
      const accounts = [dave.address, ...fresh, counter.address];
      const before = (await api.query.citizenIdentity.activeCards()).toNumber();
      const batch = await submit(api, call.issueCards(accounts), office);
      const issued = all(batch, 'CardIssued');
      assert.equal(new Set(issued.map(({ citizen }) => citizen.toString())).size, 98);
      const reasons = all(batch, 'CardRefused').map(({ position, reason }) => (
        [position.toNumber(), api.registry.findMetaError(reason.asModule).name]
      ));
      assert.deepEqual(reasons, [[0, 'AlreadyExists'], [99, 'ActsForAgency']]);
      assert.equal((await api.query.citizenIdentity.activeCards()).toNumber(), before + 98);
      await refused(call.issueCards([dave.address]), office, 'NoCardIssued', t);
    });
  });

  describe('a citizen who died', () => {
    test('leaves won that two officials pay to the heirs', async (t) => {
      const choi = await newCitizen('choi', FORTUNE);
      await does(call.reportDeceased(choi.citizen, paper('사망 기록')), office, 'DeathRecorded');
      assert.equal(await statusOf(choi.citizen), 'Deceased');
      await assert.rejects(submit(api, send(dave), choi.pair), CANNOT_PAY);
      const release = (heir, amount) => call.releaseFunds(choi.citizen, { Citizen: heir }, amount, paper('상속 서류'));
      await refused(release(CITIZEN.dave, FORTUNE), office, 'SameOfficial', t);
      await refused(release(CITIZEN.dave, FORTUNE + 1n), checker, 'InsufficientFunds', t);
      await refused(release(choi.citizen, FORTUNE), checker, 'SameParty', t);
      for (const [heir, citizen] of [[dave, CITIZEN.dave], [ferdie, CITIZEN.ferdie]]) {
        const had = await freeOf(heir);
        const { amount } = await does(release(citizen, FORTUNE / 2n), checker, 'FundsReleased');
        assert.equal(await freeOf(heir), had + amount.toBigInt());
      }
      assert.equal(await freeOf(choi.pair), 0n);
      await refused(call.resumeCard(choi.citizen), office, 'CardDeceased', t);
    });
  });

  describe('a counter', () => {
    let jung;
    let car;
    const forJung = (tx) => call.actFor(jung.citizen, tx);
    const list = () => api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer);

    before(async () => {
      jung = await newCitizen('jung', FORTUNE);
      car = await registerCar(api, registrar, { vin: 'KMHSE0UL0PA000044', plate: '44가4444', owner: { Citizen: jung.citizen } });
      await giveECO(jung, 3);
    });

    test('acts for a citizen without a phone within what a paper says', async (t) => {
      await refused(forJung(pay(1_000n)), counter, 'NoGrant', t);
      const until = await chainNow(api) + 30 * DAY;
      await refused(call.recordCounterGrant(jung.citizen, AGENCY.dealer, ['Mileage'], until, paper('위임장')), office, 'agencies.RoleNotHeldByAgency', t);
      await does(call.recordCounterGrant(jung.citizen, AGENCY.counter, ['Mileage'], until, paper('위임장')), office, 'CounterGranted');
      const acted = await does(forJung(pay(1_000n)), counter, 'CounterActed');
      assert.deepEqual([acted.scope.type, acted.agency.toNumber(), acted.by.toString()], ['Mileage', AGENCY.counter, counter.address]);
      assert.equal(await shownOn(api, jung.pair.address, SCHEME.eco), POINTS - 1_000);
      assert.equal(await freeOf(jung.pair), FORTUNE);
    });

    test('does nothing that was not granted, however it is wrapped', async (t) => {
      for (const tx of [
        list(), send(counter), call.suspendOwnCard(), call.proposeRotation(counter.address), forJung(pay(1n)),
        api.tx.mileage.gift({ Citizen: CITIZEN.dave }, SCHEME.eco, 1), api.tx.utility.batchAll([pay(1n)]),
        api.tx.utility.batchAll([send(counter)]), api.tx.proxy.addProxy(counter.address, 'Any', 0),
      ]) {
        await refused(forJung(tx), counter, 'OutsideScope', t);
      }
      await refused(forJung(pay(1n)), office, 'agencies.RoleNotHeld', t);
    });

    test('does in another service what the citizen grants, but pays for no car', async (t) => {
      await does(call.grantCounter(AGENCY.counter, ['Cars', 'Mileage'], await chainNow(api) + DAY), jung.pair, 'CounterGranted');
      assert.equal((await does(forJung(list()), counter, 'CounterActed')).scope.type, 'Cars');
      await refused(forJung(api.tx.carRegistry.paySale(0, PRICE)), counter, 'OutsideScope', t);
      await refused(forJung(list()), counter, 'carRegistry.ListedWithDealer', t);
    });

    test('ends when the citizen says so', async (t) => {
      const ended = await does(call.endCounterGrant(AGENCY.counter), jung.pair, 'CounterGrantEnded');
      assert.equal(ended.cause.type, 'Citizen');
      await refused(forJung(pay(1n)), counter, 'NoGrant', t);
    });
  });

  // Last, since it makes the validity of all later cards short.
  describe('a card that expires', () => {
    test('cannot be used until it is renewed', async (t) => {
      const [{ terms }] = await api.query.citizenIdentity.terms();
      const from = await chainNow(api) + 20_000;
      await councilDecides(api, call.scheduleTerms(from, { ...terms.toJSON(), cardValidity: 40_000 }));
      await waitForMoment(api, from);

      const yoon = await newCitizen('yoon', FORTUNE);
      await refused(pay(1n), yoon.pair, 'mileage.NoWallet', t);
      const { validity } = await cardOf(yoon.citizen);
      await waitForMoment(api, validity.asUntil.toNumber());
      // Not admitted any more, so that it pays the fee; its won are its own.
      await refused(pay(1n), yoon.pair, 'CardExpired', t);
      await submit(api, send(dave), yoon.pair);
      assert.equal(await statusOf(yoon.citizen), 'Active');

      const renewed = await does(call.renewCard(yoon.citizen), office, 'CardRenewed');
      assert.ok(renewed.newValidity.asUntil.toNumber() > renewed.oldValidity.asUntil.toNumber());
      await refused(pay(1n), yoon.pair, 'mileage.NoWallet', t);
    });
  });
});
