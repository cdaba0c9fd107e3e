// SPDX-License-Identifier: Apache-2.0

// Five schemes of points in one wallet: offices credit them against won that are held, citizens without a won pay
// with all of them at once, and the books balance to the point throughout. Wallets show the points; nobody moves
// them past the rules.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { stringToU8a, u8aConcat } from '@polkadot/util';
import { encodeAddress } from '@polkadot/util-crypto';
import { createClient } from 'polkadot-api';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

import {
  account, AGENCY, CAST, ChainError, chainNow, CITIZEN, councilDecides, KRW, PoolError, settled, snapshot, startChain, submit, waitForBlock, waitForMoment,
} from '../lib/chain.js';
import { assertRefused } from '../lib/expect.js';
import {
  EARLIEST, heldForPoints, isParty, lotsOf, only, pointsIn, reconcile, SCHEME, sharesOf, shownOn, walletOf,
} from '../lib/mileage.js';
import { commit, newSalt } from '../lib/tags.js';

/** The scheme that the council creates in these tests. */
const TRIAL = 6;
const TRIAL_VALUE = 700_000n;
const FIVE = Object.values(SCHEME);
const paper = (text) => commit(newSalt(), new TextEncoder().encode(text));
const won = (value) => BigInt(value) * KRW;

describe('mileage', () => {
  let chain;
  let api;
  let papi;
  let client;
  let climate;
  let health;
  let finance;
  let publicRelations;
  let museum;
  let transit;
  let dave;
  /** Citizens who never had a won: key and party. */
  let members;
  let newcomer;
  let patron;
  let rider;
  let cheat;
  let giver;
  let receiver;
  let saver;
  let forgetful;
  let robbed;
  let period = 0;
  /** When the points of `forgetful` are due. */
  let due;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    client = createClient(getWsProvider(chain.url, { websocketClass: WebSocket }));
    papi = client.getUnsafeApi();
    [climate, health, finance, publicRelations] = ['climate', 'health', 'financeBureau', 'publicRelations'].map((name) => account(CAST[name]));
    [museum, transit, dave] = ['museum', 'transit', 'dave'].map((name) => account(CAST[name]));
    const pairs = Array.from({ length: 20 }, (_, number) => account(`//e2e//mileage//${number}`));
    const issued = await submit(
      api, api.tx.utility.batchAll(pairs.map((pair) => api.tx.citizenIdentity.issueCard(pair.address))), account(CAST.cityBureau),
    );
    const cards = new Map(issued.events.filter((event) => api.events.citizenIdentity.CardIssued.is(event))
      .map(({ data }) => [data.account.toString(), data.citizen.toBigInt()]));
    members = pairs.map((pair) => ({ pair, party: { Citizen: cards.get(pair.address) } }));
    [newcomer, patron, rider, cheat, giver, receiver, saver, forgetful, robbed] = members;
  });
  after(async () => {
    client?.destroy();
    await chain?.stop();
  });

  const call = () => api.tx.mileage;
  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, error.includes('.') ? error : `mileage.${error}`, t);
  /** Submit, and give the data of the one event of that name. */
  const does = async (tx, signer, event) => (await submit(api, tx, signer)).event('mileage', event);
  /** The data of every event of that name. */
  const all = ({ events }, name) => events.filter(({ section, method }) => section === 'mileage' && method === name).map(({ data }) => data);
  const freeOf = async (pair) => (await api.query.system.account(pair.address)).data.free.toBigInt();
  const row = ({ party }, points, forPeriod) => {
    period += 1;
    return { member: party, period: forPeriod ?? period, points, evidence: paper('적립 근거') };
  };
  const credit = (scheme, member, points) => call().credit(scheme, row(member, points));
  const pay = (amount, source = EARLIEST, payee = AGENCY.museum, purpose = 'Purchase') => (
    call().pay(payee, purpose, amount, source, paper('주문서'))
  );
  const redeem = (amount, ...schemes) => call().redeem(AGENCY.transit, amount, only(...schemes), paper('교통카드 충전 신청서'));
  const spendable = async ({ party }, scheme) => (await walletOf(api, party, scheme))?.spendable.toNumber() ?? 0;
  const errorOf = (reason) => {
    const { section, name } = api.registry.findMetaError(reason.asModule);
    return `${section}.${name}`;
  };

  describe('in wallets', () => {
    test('the five assets have name, symbol and decimals, and need no won', async () => {
      const owner = encodeAddress(u8aConcat(stringToU8a('modlseoulmil'), new Uint8Array(20)), 42);
      const symbols = [];
      for (const scheme of FIVE) {
        const { name, symbol, decimals, deposit, isFrozen } = await api.query.assets.metadata(scheme);
        assert.match(name.toUtf8(), /[가-힣]+ [A-Z]/);
        assert.equal(decimals.toNumber(), 0);
        assert.equal(deposit.toBigInt(), 0n);
        assert.ok(isFrozen.isFalse);
        symbols.push(symbol.toUtf8());
        const asset = (await api.query.assets.asset(scheme)).unwrap();
        assert.ok(asset.isSufficient.isTrue);
        assert.equal(asset.minBalance.toNumber(), 1);
        assert.equal(asset.supply.toNumber(), 0);
        for (const who of ['owner', 'issuer', 'admin', 'freezer']) {
          assert.equal(asset[who].toString(), owner, 'nobody has a key to this account');
        }
      }
      assert.deepEqual(symbols, ['ECO', 'CAR', 'ETAX', 'HEALTH', 'POLL']);
      assert.ok((await api.query.assets.asset(TRIAL)).isNone);
      assert.deepEqual((await api.call.mileageApi.schemes()).map(({ id, issuer }) => [id.toNumber(), issuer.toNumber()]), [
        [1, AGENCY.climate], [2, AGENCY.climate], [3, AGENCY.financeBureau], [4, AGENCY.health], [5, AGENCY.publicRelations],
      ]);
    });

    test('polkadot.js finds the calls of the assets, and the runtime API of the mileage, by itself', () => {
      assert.ok(Object.keys(api.tx.assets).length > 30);
      assert.deepEqual(Object.keys(api.call.mileageApi).sort(), [
        'currentMonth', 'openClaims', 'reconcile', 'reconcileAll', 'redemption', 'rule', 'schemes', 'wallet',
      ]);
    });
  });

  describe('an office', () => {
    test('credits nothing before won are held for it', async (t) => {
      await refused(credit(SCHEME.eco, newcomer, 10_000), climate, 'AboveFundedBudget', t);
      await refused(call().fundBudget(SCHEME.eco, won(100_000_001)), climate, 'InsufficientFunds', t);
      await refused(call().fundBudget(SCHEME.eco, 0), climate, 'AmountIsZero', t);
      await refused(call().fundBudget(SCHEME.etax, won(1)), climate, 'NotTheIssuer', t);
      await refused(call().fundBudget(SCHEME.eco, won(1)), dave, 'agencies.NotADelegate', t);
      await refused(call().fundBudget(SCHEME.eco, won(1)), museum, 'agencies.RoleNotHeld', t);
    });

    test('has won of its own account held', async (t) => {
      const free = await freeOf(climate);
      const event = await does(call().fundBudget(SCHEME.eco, won(10_000_000)), climate, 'BudgetFunded');
      assert.deepEqual([event.account.toString(), event.held.toBigInt()], [climate.address, won(10_000_000)]);
      await submit(api, call().fundBudget(SCHEME.car, won(5_000_000)), climate);
      assert.equal(await freeOf(climate), free - won(15_000_000), 'it pays no fee');
      assert.equal(await heldForPoints(api, climate.address), won(15_000_000));
      await submit(api, call().fundBudget(SCHEME.etax, won(10_000_000)), finance);
      await submit(api, call().fundBudget(SCHEME.health, won(5_000_000)), health);
      await submit(api, call().fundBudget(SCHEME.poll, won(5_000_000)), publicRelations);
      await refused(call().withdrawBudget(SCHEME.eco, won(10_000_001)), climate, 'BudgetInUse', t);
      const { held } = await does(call().withdrawBudget(SCHEME.eco, won(1_000_000)), climate, 'BudgetWithdrawn');
      assert.equal(held.toBigInt(), won(9_000_000));
      await reconcile(api);
    });

    test('credits an account that has no won, and any wallet shows the points', async (t) => {
      const before = await api.query.system.account(newcomer.pair.address);
      assert.deepEqual([before.data.free.toBigInt(), before.sufficients.toNumber()], [0n, 0]);
      const first = row(newcomer, 30_000);
      const event = await does(call().credit(SCHEME.eco, first), climate, 'Credited');
      assert.ok(isParty(event.member, newcomer.party));
      assert.equal(event.points.toNumber(), 30_000);

      const shown = (await api.query.assets.account(SCHEME.eco, newcomer.pair.address)).unwrap();
      assert.equal(shown.balance.toNumber(), 30_000);
      assert.ok(shown.reason.isSufficient && shown.status.isLiquid);
      const { data, sufficients } = await api.query.system.account(newcomer.pair.address);
      assert.deepEqual([data.free.toBigInt(), sufficients.toNumber()], [0n, 1]);
      const wallet = await walletOf(api, newcomer.party, SCHEME.eco);
      assert.deepEqual([wallet.balance.toNumber(), wallet.spendable.toNumber(), wallet.value.toBigInt()], [30_000, 30_000, won(30_000)]);
      assert.equal(wallet.nextExpiry.unwrap().expiry.toNumber(), event.expiry.toNumber());

      await refused(call().credit(SCHEME.eco, first), climate, 'AlreadyCredited', t);
      await refused(credit(SCHEME.eco, newcomer, 60_001), climate, 'AboveCreditCap', t);
      await refused(credit(SCHEME.car, newcomer, 10_000), health, 'NotTheIssuer', t);
      await refused(call().credit(SCHEME.eco, row({ party: { Citizen: 4 } }, 1)), climate, 'NoAccount', t);
    });

    test('gets new rules and a new scheme from the council; what was earned before keeps its expiry', async (t) => {
      const before = await does(credit(SCHEME.etax, rider, 1_000), finance, 'Credited');
      const rule = async (scheme) => (await api.call.mileageApi.rule(scheme)).unwrap().toJSON();
      const from = await chainNow(api) + 25_000;
      const [etax, healthRule, poll] = await Promise.all([SCHEME.etax, SCHEME.health, SCHEME.poll].map(rule));
      const trial = { ...etax, expiryMonths: 1, graceMonths: 1, uses: ['Purchase', 'ConversionOut'] };
      const create = call().createScheme(AGENCY.financeBureau, '시범마일리지 Trial Mileage', 'TRIAL', TRIAL_VALUE, trial);
      const schedule = (scheme, known, expiryMonths) => call().scheduleRule(scheme, from, { ...known, expiryMonths });
      await refused(create, climate, 'NotAuthorized', t);
      await refused(schedule(SCHEME.etax, etax, 36), finance, 'NotAuthorized', t);
      const decided = await councilDecides(api, api.tx.utility.batchAll([
        create, schedule(SCHEME.etax, etax, 36), schedule(SCHEME.health, healthRule, 24), schedule(SCHEME.poll, poll, 12),
      ]));
      assert.equal(decided.event('mileage', 'SchemeCreated').scheme.toNumber(), TRIAL);
      assert.equal(all(decided, 'RuleScheduled').length, 3);
      assert.equal((await api.query.assets.metadata(TRIAL)).symbol.toUtf8(), 'TRIAL', 'a sixth scheme needs no code');

      await waitForMoment(api, from);
      const then = await does(credit(SCHEME.etax, rider, 1_000), finance, 'Credited');
      assert.ok(then.expiry.toNumber() < before.expiry.toNumber());
      assert.deepEqual((await lotsOf(api, rider.party)).map(({ expiry, points }) => [expiry, points]), [
        [then.expiry.toNumber(), 1_000], [before.expiry.toNumber(), 1_000],
      ]);
      const month = (await api.call.mileageApi.currentMonth()).toNumber();
      assert.ok([month, month - 1].includes(then.expiry.toNumber() - 36), 'a month of this chain has 150 seconds');
    });
  });

  describe('no call of the assets passes', () => {
    /** What an argument is: points of a scheme that the signer has, another account, one point, or what is empty. */
    function argument({ name, type }) {
      const chosen = { id: SCHEME.etax, amount: 1, minBalance: 1, value: 1 }[name.toString()];
      if (/MultiAddress|AccountId/.test(type.toString()) && !type.toString().startsWith('Vec')) {
        return account(CAST.eve).address;
      }
      return chosen ?? api.registry.createTypeUnsafe(type.toString(), []);
    }
    const calls = () => Object.entries(api.tx.assets).map(([name, make]) => [name, make(...make.meta.args.map(argument))]);
    const ferdie = () => account(CAST.ferdie);
    const WAYS = {
      'signed by the holder': [(tx) => tx, () => dave],
      'in a batch': [(tx) => api.tx.utility.batchAll([tx]), () => dave],
      'as a derivative account': [(tx) => api.tx.utility.asDerivative(0, tx), () => dave],
      'by a proxy for everything': [(tx) => api.tx.proxy.proxy(dave.address, null, tx), ferdie],
      'by one of a multisig': [(tx) => api.tx.multisig.asMultiThreshold1([account(CAST.eve).address], tx), () => dave],
    };
    let assets;
    const state = async () => snapshot(chain.provider, ['Assets'], (await api.rpc.chain.getBlockHash()).toHex());

    before(async () => {
      await submit(api, credit(SCHEME.etax, { party: { Citizen: CITIZEN.dave } }, 1_000), finance);
      await submit(api, api.tx.proxy.addProxy(ferdie().address, 'Any', 0), dave);
      assets = await state();
    });

    for (const [way, [wrap, by]] of Object.entries(WAYS)) {
      test(way, async (t) => {
        const signer = by();
        const first = (await api.rpc.system.accountNextIndex(signer.address)).toNumber();
        const outcomes = await Promise.all(calls().map(async ([name, tx], number) => {
          const outcome = await submit(api, wrap(tx), signer, { options: { nonce: first + number } }).then(
            () => 'let through',
            (error) => (error instanceof ChainError ? `${error.section}.${error.error}` : error.message),
          );
          return [name, outcome];
        }));
        assert.ok(outcomes.length > 30);
        assert.deepEqual(outcomes.filter(([, outcome]) => outcome !== 'system.CallFiltered'), []);
        assert.deepEqual(await state(), assets, 'a refused call changed an asset');
        t.diagnostic(`${outcomes.length} calls refused: ${outcomes.map(([name]) => name).join(', ')}`);
      });
    }

    test('nor by the council', async () => {
      const force = api.tx.assets.forceSetMetadata(SCHEME.etax, '가짜', 'FAKE', 0, false);
      await assert.rejects(councilDecides(api, force), (error) => `${error.section}.${error.error}` === 'system.CallFiltered');
      assert.deepEqual(await state(), assets);
    });
  });

  describe('a batch of 200 credits', () => {
    let rows;
    /** By position. */
    const bad = new Map();
    const POLL_POINTS = 300;

    before(() => {
      const good = members.slice(1).flatMap((member) => Array.from({ length: 10 }, (_, number) => row(member, POLL_POINTS, number + 1)));
      good.unshift(row(newcomer, POLL_POINTS, 1_000));
      rows = [...good];
      const spoil = (position, spoilt, reason) => {
        rows.splice(position, 0, spoilt);
        bad.set(position, reason);
      };
      spoil(20, row(patron, 0, 11), 'PointsAreZero');
      spoil(40, row(patron, 501, 11), 'AboveCreditCap');
      spoil(60, row({ party: { Citizen: 4 } }, POLL_POINTS, 1), 'NoAccount');
      spoil(80, row({ party: { Agency: 4_000 } }, POLL_POINTS, 1), 'NoAccount');
      spoil(100, row(newcomer, POLL_POINTS, 1_000), 'AlreadyCredited');
      spoil(120, row(newcomer, POLL_POINTS, 1_000 - 256), 'PeriodTooOld');
      spoil(140, row(patron, POLL_POINTS, 1), 'AlreadyCredited');
      spoil(160, row(patron, POLL_POINTS, 10), 'AlreadyCredited');
      spoil(199, row(newcomer, POLL_POINTS, 1), 'PeriodTooOld');
    });

    test('credits the good ones and reports each bad one with its reason', async (t) => {
      assert.equal(rows.length, 200);
      const tx = call().creditBatch(SCHEME.poll, rows);
      const sent = await submit(api, tx, publicRelations);
      const credited = all(sent, 'Credited');
      assert.equal(credited.length, 200 - bad.size);
      assert.ok(credited.every(({ points }) => points.toNumber() === POLL_POINTS));
      assert.deepEqual(
        all(sent, 'CreditRefused').map(({ position, reason }) => [position.toNumber(), errorOf(reason)]),
        [...bad].sort(([one], [other]) => one - other).map(([position, reason]) => [position, `mileage.${reason}`]),
      );
      assert.equal(await spendable(patron, SCHEME.poll), 10 * POLL_POINTS);
      assert.equal(await shownOn(api, newcomer.pair.address, SCHEME.poll), POLL_POINTS);
      const books = await reconcile(api, sent.blockHash);
      assert.equal(books.get(SCHEME.poll).issued, BigInt(credited.length * POLL_POINTS));
      const { weight } = await tx.paymentInfo(publicRelations.address);
      t.diagnostic(`${tx.encodedLength} bytes, ${(weight.refTime.toNumber() / 1e9).toFixed(1)} ms declared`);
    });

    test('sent again changes nothing, and says so of each row', async () => {
      const sent = await submit(api, call().creditBatch(SCHEME.poll, rows), publicRelations);
      assert.equal(all(sent, 'Credited').length, 0);
      const reasons = all(sent, 'CreditRefused').map(({ reason }) => errorOf(reason));
      assert.equal(reasons.length, 200);
      assert.equal(reasons.filter((reason) => reason === 'mileage.AlreadyCredited').length, 200 - bad.size + 3);
      const { parentHash } = await api.rpc.chain.getHeader(sent.blockHash);
      const state = (hash) => snapshot(chain.provider, ['Assets'], hash);
      assert.deepEqual(await state(sent.blockHash), await state(parentHash.toHex()));
      assert.deepEqual(await reconcile(api, sent.blockHash), await reconcile(api, parentHash.toHex()));
    });
  });

  test('points that live a month only are credited, and will be due before these tests end', async () => {
    await submit(api, call().fundBudget(TRIAL, won(100_000)), finance);
    const credited = await submit(api, api.tx.utility.batchAll([
      credit(TRIAL, forgetful, 1_000), credit(TRIAL, robbed, 400), call().freeze(robbed.party, TRIAL, 'Fraud', paper('도난 신고')),
    ]), finance);
    assert.equal(all(credited, 'Credited').length, 2);
    assert.equal(all(credited, 'WalletFrozen').length, 1);
    const { spendable: usable, expiring, nextExpiry } = await walletOf(api, forgetful.party, TRIAL, 1);
    assert.deepEqual([usable.toNumber(), expiring.toNumber(), nextExpiry.unwrap().points.toNumber()], [1_000, 1_000, 1_000]);
    due = nextExpiry.unwrap().dueAt.toNumber();
    assert.ok(due - await chainNow(api) > 145_000);
  });

  describe('a citizen without a won pays', () => {
    const CREDITED = [['eco', 10_000], ['car', 20_000], ['etax', 1_000], ['health', 5_000]];
    const issuerOf = (scheme) => ({ eco: climate, car: climate, etax: finance, health })[scheme];

    before(async () => {
      for (const [scheme, points] of CREDITED) {
        await submit(api, credit(SCHEME[scheme], patron, points), issuerOf(scheme));
      }
    });

    test('with what is due first, then with points of all five schemes in one payment', async (t) => {
      const before = await lotsOf(api, patron.party);
      assert.deepEqual(before.map(({ scheme }) => scheme).slice(0, 3), [SCHEME.poll, SCHEME.health, SCHEME.etax]);
      const small = await does(pay(won(4_000)), patron.pair, 'Paid');
      assert.deepEqual(pointsIn(small.shares), [[SCHEME.health, 1_000], [SCHEME.poll, 3_000]]);
      await submit(api, api.tx.mileage.creditBatch(SCHEME.poll, [row(patron, 500, 20)]), publicRelations);

      const lots = await lotsOf(api, patron.party);
      const rest = lots.reduce((sum, { points }) => sum + points, 0);
      assert.equal(rest, 35_500);
      const amount = rest - 700;
      const sent = await submit(api, pay(won(amount)), patron.pair);
      const paid = sent.event('mileage', 'Paid');
      assert.deepEqual(pointsIn(paid.shares), sharesOf(lots, amount));
      assert.deepEqual(pointsIn(paid.shares).map(([scheme]) => scheme), FIVE);
      assert.deepEqual([...paid.shares].map(({ points, amount: share }) => share.toBigInt() === won(points.toNumber())), FIVE.map(() => true));
      assert.equal((await lotsOf(api, patron.party)).length, 1);
      assert.equal(await freeOf(patron.pair), 0n);
      const fees = sent.events.filter((event) => api.events.transactionPayment.TransactionFeePaid.is(event));
      assert.ok(fees.every(({ data }) => data.actualFee.isZero()));
      t.diagnostic(`paid ${amount} won: ${JSON.stringify(pointsIn(paid.shares))}`);
      await reconcile(api, sent.blockHash);
    });

    test('not with what is not there, not for what a scheme does not allow, and not to anybody', async (t) => {
      await refused(pay(won(701)), patron.pair, 'InsufficientPoints', t);
      await refused(pay(0), patron.pair, 'AmountIsZero', t);
      await refused(pay(won(100), only(SCHEME.health), AGENCY.taxOffice, 'Tax'), cheat.pair, 'UseNotAllowed', t);
      await refused(pay(won(100), EARLIEST, AGENCY.dealer), patron.pair, 'agencies.RoleNotHeldByAgency', t);
      await refused(pay(won(100), EARLIEST, AGENCY.museum, 'Tax'), patron.pair, 'agencies.RoleNotHeldByAgency', t);
      await refused(pay(won(100)), account(CAST.ferdie), 'NoWallet', t);
    });

    test('and a merchant gives points of a purchase back', async (t) => {
      const points = 300;
      const owed = async () => (await reconcile(api)).get(SCHEME.eco).owed;
      const before = await owed();
      await refused(call().refund(patron.party, SCHEME.eco, points, paper('반품')), account(CAST.tongin), 'AboveClaim', t);
      await refused(call().refund(patron.party, SCHEME.eco, 10_001, paper('반품')), museum, 'AboveClaim', t);
      await does(call().refund(patron.party, SCHEME.eco, points, paper('반품')), museum, 'Refunded');
      assert.equal(await owed(), before - won(points));
      assert.ok(await spendable(patron, SCHEME.eco) >= points);
    });

    test('and anyone lets the merchant be paid in won, in exact shares', async (t) => {
      const claims = (await api.call.mileageApi.openClaims(AGENCY.museum)).map(({ scheme, amount }) => [scheme.toNumber(), amount.toBigInt()]);
      const owed = claims.reduce((sum, [, amount]) => sum + amount, 0n);
      assert.equal(owed, won(4_000 + 34_800 - 300));
      const before = await reconcile(api);
      const museumHad = await freeOf(museum);
      const sent = await submit(api, call().settle([AGENCY.museum, AGENCY.tongin]), account(CAST.ferdie));
      const paid = sent.event('mileage', 'ClaimsPaid');
      assert.equal(paid.amount.toBigInt(), owed);
      const { payee, reason } = sent.event('mileage', 'ClaimsNotPaid');
      assert.deepEqual([payee.toNumber(), errorOf(reason)], [AGENCY.tongin, 'mileage.NothingOwed']);
      assert.equal(await freeOf(museum), museumHad + owed);
      const books = await reconcile(api, sent.blockHash);
      for (const [scheme, amount] of claims) {
        assert.equal(before.get(scheme).funded - books.get(scheme).funded, amount);
        assert.equal(before.get(scheme).owed - books.get(scheme).owed, amount);
      }
      t.diagnostic(`${owed / KRW} won: ${claims.map(([scheme, amount]) => `${scheme} paid ${amount / KRW}`).join(', ')}`);
      const again = await submit(api, call().settle([AGENCY.museum]), account(CAST.ferdie));
      assert.equal(errorOf(again.event('mileage', 'ClaimsNotPaid').reason), 'mileage.NothingOwed');
      assert.equal(await freeOf(museum), museumHad + owed);
      await refused(call().refund(patron.party, SCHEME.eco, 1, paper('반품')), museum, 'AboveClaim', t);
    });

    test('and view functions say the same of the books and the wallet as the runtime API', async () => {
      await settled(api);
      const books = await reconcile(api);
      for (const scheme of FIVE) {
        const viewed = await papi.view.Mileage.reconcile(scheme);
        const named = Object.fromEntries(Object.entries(viewed).map(([name, value]) => [
          name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), BigInt(value),
        ]));
        assert.deepEqual(named, books.get(scheme));
      }
      const [viewed] = await papi.view.Mileage.wallet({ type: 'Citizen', value: newcomer.party.Citizen }, 30);
      assert.deepEqual([viewed.scheme, viewed.balance, viewed.value], [SCHEME.eco, 30_000n, won(30_000)]);
      assert.deepEqual(await papi.view.Mileage.open_claims_of(AGENCY.museum), []);
      assert.equal((await papi.view.Mileage.rule_in_force(SCHEME.etax)).expiry_months, 36);
    });
  });

  describe('a redemption', () => {
    let before;
    let redemption;

    test('reserves points', async (t) => {
      await submit(api, credit(SCHEME.health, rider, 6_000), health);
      before = await lotsOf(api, rider.party);
      await refused(redeem(won(4_999), SCHEME.health), rider.pair, 'BelowMinimumRedemption', t);
      await refused(redeem(won(2_001), SCHEME.etax), rider.pair, 'InsufficientPoints', t);
      await refused(redeem(won(1) + 1n, SCHEME.etax), rider.pair, 'NotWholePoints', t);
      const elsewhere = call().redeem(AGENCY.museum, won(1_500), only(SCHEME.etax), paper('신청서'));
      await refused(elsewhere, rider.pair, 'agencies.RoleNotHeldByAgency', t);
      const event = await does(redeem(won(1_500), SCHEME.etax), rider.pair, 'RedemptionReserved');
      redemption = event.redemption.toNumber();
      assert.equal(await shownOn(api, rider.pair.address, SCHEME.etax), 500);
      assert.equal((await reconcile(api)).get(SCHEME.etax).reserved, 1_500n);
    });

    test('that the channel cannot deliver returns to the original lots and expiry', async (t) => {
      const send = call().sendRedemption(redemption, paper('충전 전문'));
      const fail = call().failRedemption(redemption, paper('카드 번호 오류'));
      await refused(call().cancelRedemption(redemption), patron.pair, 'NotTheMember', t);
      await refused(send, museum, 'agencies.RoleNotHeld', t);
      await refused(call().settleRedemption(redemption), transit, 'NotSent', t);
      await submit(api, send, transit);
      await refused(send, transit, 'AlreadySent', t);
      await refused(call().cancelRedemption(redemption), rider.pair, 'AlreadySent', t);
      assert.ok((await api.call.mileageApi.redemption(redemption)).unwrap().status.isSent);
      const event = await does(fail, transit, 'RedemptionFailed');
      assert.equal(event.givenGrace.toNumber(), 0);
      assert.deepEqual(await lotsOf(api, rider.party), before);
      assert.equal(await shownOn(api, rider.pair.address, SCHEME.etax), 2_000);
      await refused(fail, transit, 'RedemptionNotFound', t);
      assert.equal((await reconcile(api)).get(SCHEME.etax).reserved, 0n);
    });

    test('is taken back by the member as long as nothing is sent', async () => {
      const { redemption: mine } = await does(redeem(won(5_000), SCHEME.health), rider.pair, 'RedemptionReserved');
      await does(call().cancelRedemption(mine), rider.pair, 'RedemptionCancelled');
      assert.deepEqual(await lotsOf(api, rider.party), before);
    });

    test('that is delivered makes the issuer owe won to the channel', async (t) => {
      const { redemption: mine } = await does(redeem(won(5_000), SCHEME.health), rider.pair, 'RedemptionReserved');
      await submit(api, call().sendRedemption(mine, paper('충전 전문')), transit);
      const { amount } = await does(call().settleRedemption(mine), transit, 'RedemptionSettled');
      assert.equal(amount.toBigInt(), won(5_000));
      await refused(call().failRedemption(mine, paper('뒤늦은 오류')), transit, 'RedemptionNotFound', t);
      const had = await freeOf(transit);
      await does(call().settle([AGENCY.transit]), rider.pair, 'ClaimsPaid');
      assert.equal(await freeOf(transit), had + won(5_000));
      assert.equal(await shownOn(api, rider.pair.address, SCHEME.health), 1_000);
      await reconcile(api);
    });
  });

  describe('an office corrects', () => {
    const clawBack = (points) => call().clawBack(cheat.party, SCHEME.eco, points, paper('부정 적립 조사 결과'));
    const freeze = () => call().freeze(cheat.party, SCHEME.eco, 'Fraud', paper('부정 적립 의심'));
    const reinstate = () => call().reinstate(cheat.party, SCHEME.eco, paper('해제 결정'));
    const appeal = () => call().appeal(SCHEME.eco, paper('이의 신청서'));

    test('by taking points back: what was spent is a debt, netted from the next credit', async (t) => {
      await submit(api, credit(SCHEME.eco, cheat, 10_000), climate);
      await submit(api, pay(won(8_000), only(SCHEME.eco)), cheat.pair);
      await refused(clawBack(10_000), health, 'NotTheIssuer', t);
      const taken = await does(clawBack(10_000), climate, 'ClawedBack');
      assert.deepEqual([taken.points.toNumber(), taken.debtAdded.toNumber()], [2_000, 8_000]);
      assert.equal(await shownOn(api, cheat.pair.address, SCHEME.eco), 0);
      assert.equal((await walletOf(api, cheat.party, SCHEME.eco)).debt.toNumber(), 8_000);

      const first = await does(credit(SCHEME.eco, cheat, 5_000), climate, 'Credited');
      assert.deepEqual([first.points.toNumber(), first.netted.toNumber()], [5_000, 5_000]);
      const second = await does(credit(SCHEME.eco, cheat, 5_000), climate, 'Credited');
      assert.equal(second.netted.toNumber(), 3_000);
      assert.equal(await shownOn(api, cheat.pair.address, SCHEME.eco), 2_000);
      const wallet = await walletOf(api, cheat.party, SCHEME.eco);
      assert.deepEqual([wallet.debt.toNumber(), wallet.spendable.toNumber()], [0, 2_000]);
      assert.equal((await reconcile(api)).get(SCHEME.eco).clawedBack, 10_000n);
    });

    test('and gives again what was taken wrongly, no more', async (t) => {
      const reverse = (points) => call().reverseClawBack(cheat.party, SCHEME.eco, points, paper('재조사 결과'));
      await refused(reverse(10_001), climate, 'AboveClawedBack', t);
      const { points } = await does(reverse(1_000), climate, 'ClawBackReversed');
      assert.equal(points.toNumber(), 1_000);
      assert.equal(await spendable(cheat, SCHEME.eco), 3_000);
      await reconcile(api);
    });

    test('by freezing a wallet, against which the member appeals', async (t) => {
      await refused(freeze(), publicRelations, 'NotTheIssuer', t);
      await refused(appeal(), cheat.pair, 'WalletNotFrozen', t);
      await does(freeze(), climate, 'WalletFrozen');
      assert.equal(await shownOn(api, cheat.pair.address, SCHEME.eco), 3_000, 'the points are still shown');
      assert.equal(await spendable(cheat, SCHEME.eco), 0);
      await refused(pay(won(100), only(SCHEME.eco)), cheat.pair, 'WalletIsFrozen', t);
      await refused(credit(SCHEME.eco, cheat, 100), climate, 'WalletIsFrozen', t);
      await refused(call().convert(SCHEME.eco, SCHEME.etax, 100), cheat.pair, 'WalletIsFrozen', t);

      await does(appeal(), cheat.pair, 'Appealed');
      await refused(appeal(), cheat.pair, 'AlreadyAppealed', t);
      const reject = call().rejectAppeal(cheat.party, SCHEME.eco, paper('기각 결정'));
      await refused(reject, climate, 'NotAuthorized', t);
      const rejected = await councilDecides(api, reject);
      assert.ok(isParty(rejected.event('mileage', 'AppealRejected').member, cheat.party));
      await does(appeal(), cheat.pair, 'Appealed');
    });

    test('and reinstates it', async (t) => {
      await refused(reinstate(), health, 'NotTheIssuer', t);
      const { givenGrace } = await does(reinstate(), climate, 'WalletReinstated');
      assert.equal(givenGrace.toNumber(), 0);
      await submit(api, pay(won(100), only(SCHEME.eco)), cheat.pair);
      await refused(reinstate(), climate, 'WalletNotFrozen', t);
    });
  });

  describe('a member', () => {
    test('gives points where the scheme allows it; they keep their expiry', async (t) => {
      await submit(api, credit(SCHEME.etax, giver, 5_000), finance);
      await submit(api, credit(SCHEME.eco, giver, 5_000), climate);
      const [{ expiry }] = (await lotsOf(api, giver.party)).filter(({ scheme }) => scheme === SCHEME.etax);
      const gift = (scheme, points, to = receiver.party) => call().gift(to, scheme, points);
      await refused(gift(SCHEME.eco, 100), giver.pair, 'UseNotAllowed', t);
      await refused(gift(SCHEME.etax, 100, giver.party), giver.pair, 'SameParty', t);
      await refused(gift(SCHEME.etax, 5_001), giver.pair, 'InsufficientPoints', t);
      await refused(gift(SCHEME.etax, 1, { Citizen: 4 }), giver.pair, 'citizenIdentity.NotFound', t);
      await does(gift(SCHEME.etax, 2_000), giver.pair, 'Gifted');
      assert.equal(await shownOn(api, giver.pair.address, SCHEME.etax), 3_000);
      assert.equal(await shownOn(api, receiver.pair.address, SCHEME.etax), 2_000);
      const received = (await lotsOf(api, receiver.party)).filter(({ scheme }) => scheme === SCHEME.etax);
      assert.deepEqual(received, [{ scheme: SCHEME.etax, expiry, points: 2_000 }]);

      await submit(api, api.tx.citizenIdentity.suspendCard(receiver.party.Citizen), account(CAST.cityBureau));
      await refused(gift(SCHEME.etax, 1), giver.pair, 'citizenIdentity.CardSuspended', t);
      // Who is suspended and has no won does not even reach a block.
      await assert.rejects(submit(api, pay(won(1)), receiver.pair), PoolError);
      await submit(api, api.tx.citizenIdentity.resumeCard(receiver.party.Citizen), account(CAST.cityBureau));
      await submit(api, pay(won(1)), receiver.pair);
    });

    test('converts points; they are worth the same, and the won that back them follow', async (t) => {
      await submit(api, credit(SCHEME.car, saver, 20_000), climate);
      await submit(api, credit(SCHEME.health, saver, 1_000), health);
      await refused(call().convert(SCHEME.health, SCHEME.etax, 1_000), saver.pair, 'UseNotAllowed', t);
      await refused(call().convert(SCHEME.car, SCHEME.car, 1), saver.pair, 'SameScheme', t);
      await refused(call().convert(SCHEME.car, SCHEME.etax, 20_001), saver.pair, 'InsufficientPoints', t);
      const held = async () => [await heldForPoints(api, climate.address), await heldForPoints(api, finance.address)];
      const [byClimate, byFinance] = await held();
      const event = await does(call().convert(SCHEME.car, SCHEME.etax, 5_000), saver.pair, 'Converted');
      assert.deepEqual([event.points.toNumber(), event.received.toNumber(), event.change.toNumber()], [5_000, 5_000, 0]);
      assert.deepEqual(await held(), [byClimate - won(5_000), byFinance + won(5_000)]);
      assert.equal(await shownOn(api, saver.pair.address, SCHEME.car), 15_000);
      assert.equal(await shownOn(api, saver.pair.address, SCHEME.etax), 5_000);
      const books = await reconcile(api);
      assert.deepEqual([books.get(SCHEME.car).convertedOut, books.get(SCHEME.etax).convertedIn], [5_000n, 5_000n]);
    });

    test('loses nothing by points of another value: the rest is change, and is spent', async () => {
      const had = await shownOn(api, saver.pair.address, SCHEME.etax);
      await submit(api, credit(TRIAL, saver, 31), finance);
      // 11 points are 7.7 won.
      const event = await does(call().convert(TRIAL, SCHEME.etax, 11), saver.pair, 'Converted');
      assert.deepEqual([event.received.toNumber(), event.change.toBigInt()], [7, 700_000n]);
      assert.equal(await shownOn(api, saver.pair.address, SCHEME.etax), had + 7);
      assert.equal((await walletOf(api, saver.party, SCHEME.etax)).change.toBigInt(), 700_000n);
      // 10 won take 15 points, 10.5 won; half a won is left, and the next payment uses it.
      await submit(api, pay(won(10), only(TRIAL)), saver.pair);
      const wallet = await walletOf(api, saver.party, TRIAL);
      assert.deepEqual([wallet.spendable.toNumber(), wallet.change.toBigInt()], [5, 500_000n]);
      const { shares } = await does(pay(won(4), only(TRIAL)), saver.pair, 'Paid');
      assert.deepEqual([...shares].map(({ points, amount }) => [points.toNumber(), amount.toBigInt()]), [[5, won(4)]]);
      assert.equal((await walletOf(api, saver.party, TRIAL)).change.toBigInt(), 0n);
      await reconcile(api);
    });

    test('has points converted as soon as they are credited, as long as it wants that', async (t) => {
      const set = (rule) => call().setAutoConversion(SCHEME.car, rule);
      await refused(set({ Into: { scheme: SCHEME.health } }), saver.pair, 'UseNotAllowed', t);
      await does(set({ Into: { scheme: SCHEME.eco } }), saver.pair, 'AutoConversionSet');
      const [car, eco] = [await spendable(saver, SCHEME.car), await spendable(saver, SCHEME.eco)];
      const event = await does(credit(SCHEME.car, saver, 10_000), climate, 'AutoConverted');
      assert.deepEqual([event.points.toNumber(), event.received.toNumber()], [10_000, 10_000]);
      assert.deepEqual([await spendable(saver, SCHEME.car), await spendable(saver, SCHEME.eco)], [car, eco + 10_000]);
      await does(set('Off'), saver.pair, 'AutoConversionSet');
      await submit(api, credit(SCHEME.car, saver, 1_000), climate);
      assert.equal(await spendable(saver, SCHEME.car), car + 1_000);
      await reconcile(api);
    });
  });

  describe('an agency changes its pay-out account', () => {
    const HOUR = 3_600_000;
    let vault;

    before(() => {
      vault = account('//e2e//climate//vault');
    });

    test('and the won that it has held follow, with what they back', async (t) => {
      const before = await reconcile(api);
      const held = await heldForPoints(api, climate.address);
      await refused(api.tx.agencies.setPayoutAccount(vault.address), climate, 'AccountCannotHold', t);
      await submit(api, api.tx.agencies.appointDelegate(vault.address, ['MileageIssuer'], await chainNow(api) + HOUR), climate);
      await refused(call().fundBudget(SCHEME.eco, won(1)), vault, 'NotThePayoutAccount', t);
      const moved = all(await submit(api, api.tx.agencies.setPayoutAccount(vault.address), climate), 'BudgetMoved');
      assert.deepEqual(moved.map(({ scheme, newAccount, amount }) => [scheme.toNumber(), newAccount.toString(), amount.toBigInt()]), [
        [SCHEME.eco, vault.address, before.get(SCHEME.eco).funded], [SCHEME.car, vault.address, before.get(SCHEME.car).funded],
      ]);
      assert.deepEqual([await heldForPoints(api, climate.address), await heldForPoints(api, vault.address)], [0n, held]);
      const books = await reconcile(api);
      for (const scheme of [SCHEME.eco, SCHEME.car]) {
        assert.equal(books.get(scheme).funded, before.get(scheme).funded);
      }
      await refused(call().withdrawBudget(SCHEME.eco, won(1)), climate, 'NotThePayoutAccount', t);
      await does(call().withdrawBudget(SCHEME.eco, won(1_000)), vault, 'BudgetWithdrawn');
      assert.equal(await freeOf(vault), won(1_000));
      await does(call().fundBudget(SCHEME.eco, won(1)), vault, 'BudgetFunded');
      await submit(api, credit(SCHEME.eco, giver, 100), climate);
    });

    test('and so do its own points, and what it is paid', async () => {
      const till = account('//e2e//museum//till');
      const party = { Agency: AGENCY.museum };
      await submit(api, credit(SCHEME.etax, { party }, 700), finance);
      assert.equal(await shownOn(api, museum.address, SCHEME.etax), 700);
      const lots = await lotsOf(api, party);
      const sent = await submit(api, api.tx.agencies.setPayoutAccount(till.address), museum);
      assert.equal(sent.event('mileage', 'MemberMoved').newAccount.toString(), till.address);
      assert.equal(await shownOn(api, museum.address, SCHEME.etax), 0);
      assert.equal(await shownOn(api, till.address, SCHEME.etax), 700);
      assert.deepEqual(await lotsOf(api, party), lots);
      // Its representative still pays with them.
      await does(pay(won(200), EARLIEST, AGENCY.tongin), museum, 'Paid');
      assert.equal(await shownOn(api, till.address, SCHEME.etax), 500);
      const { amount } = await does(call().settle([AGENCY.museum]), dave, 'ClaimsPaid');
      assert.ok(amount.toBigInt() > 0n);
      assert.equal(await freeOf(till), amount.toBigInt());
      await reconcile(api);
    });
  });

  describe('points that nobody used', () => {
    test('cannot be used from the moment on at which they are due, and are taken out of the wallet', async (t) => {
      const started = Date.now();
      await waitForMoment(api, due, 320_000);
      t.diagnostic(`waited ${Math.round((Date.now() - started) / 1000)} s`);
      await refused(pay(won(1), only(TRIAL)), forgetful.pair, 'InsufficientPoints', t);
      assert.equal(await shownOn(api, forgetful.pair.address, TRIAL), 0);
      assert.equal(await spendable(forgetful, TRIAL), 0);
      assert.equal((await reconcile(api)).get(TRIAL).expired, 1_000n);
    });

    test('in the first blocks of the month, which say so', async () => {
      const momentOf = async (number) => (await (await api.at(await api.rpc.chain.getBlockHash(number))).query.timestamp.now()).toNumber();
      let first = (await api.rpc.chain.getHeader()).number.toNumber();
      while (await momentOf(first - 1) >= due) {
        first -= 1;
      }
      // What a block has no room for is left to the next.
      const expired = [];
      for (let number = first; number < first + 3 && expired.length === 0; number += 1) {
        await waitForBlock(api, number);
        const at = await api.at(await api.rpc.chain.getBlockHash(number));
        const events = (await at.query.system.events()).map(({ event }) => event).filter((event) => api.events.mileage.PointsExpired.is(event));
        expired.push(...events.filter(({ data }) => data.scheme.eq(TRIAL)));
      }
      assert.deepEqual(
        expired.map(({ data: { scheme, member, points } }) => [scheme.toNumber(), isParty(member, forgetful.party), points.toNumber()]),
        [[TRIAL, true, 1_000]],
      );
      const before = await api.at(await api.rpc.chain.getBlockHash(first - 1));
      assert.equal((await before.query.assets.account(TRIAL, forgetful.pair.address)).unwrap().balance.toNumber(), 1_000);
    });

    test('but not out of a frozen wallet, whose member gets another month', async () => {
      assert.equal(await shownOn(api, robbed.pair.address, TRIAL), 400);
      const { givenGrace } = await does(call().reinstate(robbed.party, TRIAL, paper('도난 확인')), finance, 'WalletReinstated');
      assert.equal(givenGrace.toNumber(), 400);
      await submit(api, pay(won(7), only(TRIAL)), robbed.pair);
      assert.equal(await spendable(robbed, TRIAL), 390);
      await reconcile(api);
    });
  });

  test('citizens did all that without a won', async () => {
    for (const { pair } of members) {
      const { data } = await api.query.system.account(pair.address);
      assert.equal(data.free.toBigInt() + data.reserved.toBigInt(), 0n);
    }
  });
});
