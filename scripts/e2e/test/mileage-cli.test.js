// SPDX-License-Identifier: Apache-2.0

// `seoul mileage` against a real node: a scheme is funded, a file of credits is sent by a program that is killed twice, members
// pay, redeem, give and convert, an issuer corrects, payees are settled, and at the end every statement and every scheme's
// books are right to the point.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { account, AGENCY, CAST, CITIZEN, councilDecides, KRW, settled, startChain, submit, waitForFinalized } from '../lib/chain.js';
import { EXIT, program, writeKeys } from '../lib/program.js';

const [ECO, CAR, ETAX] = [1, 2, 3];
const WON = Number(KRW);

describe('mileage on the command line', () => {
  let chain;
  let folder;
  const file = (name) => join(folder, name);
  const { start, run, done, refused, told } = program(() => chain.url);

  const as = (who) => ['--key-file', file(`${who}.key`)];
  // Where the next step does not read what this one wrote, a block is enough.
  const soon = ['--wait', 'block'];
  const paper = (name = 'paper') => ['--document', file(`${name}.txt`)];
  const citizen = (who) => `citizen:${CITIZEN[who]}`;
  const mileage = (...words) => ['mileage', ...words];
  const wallet = (who, ...more) => done(mileage('wallet', citizen(who), ...more));
  const of = (answer, scheme) => answer.wallets.find((entry) => entry.scheme === scheme);
  const eventsOf = (report, name) => report.events.filter(({ event }) => event === `Mileage.${name}`).map(({ data }) => data);

  before(async () => {
    chain = await startChain();
    folder = await mkdtemp(join(tmpdir(), 'seoul-mileage-'));
    await writeKeys(file);
    for (const name of ['paper', 'evidence', 'ticket', 'instruction', 'grounds']) {
      await writeFile(file(`${name}.txt`), `${name}\n`);
    }
  });
  after(async () => {
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('the five schemes are listed with the rules in force', async () => {
    const { schemes } = await done(mileage('schemes'));
    assert.deepEqual(schemes.map(({ id, symbol }) => [id, symbol]), [[1, 'ECO'], [2, 'CAR'], [3, 'ETAX'], [4, 'HEALTH'], [5, 'POLL']]);
    assert.equal(schemes[0].issuer, AGENCY.climate);
    assert.equal(schemes[0].inForce.maxPerCredit, 60_000);
    assert.match(await told('ko', mileage('schemes')), /이름: 에코마일리지 Eco Mileage/);
    assert.match(await told('ko', mileage('schemes')), /연 한도: 한도 없음/);
  });

  test('a prepared call is the one that polkadot.js makes, and counts when a wallet signs it', async () => {
    const amount = 20_000_000n * KRW;
    const prepared = await done(mileage('fund', '--scheme', 'eco', '--amount', '20,000,000', '--prepare'));
    assert.equal(prepared.callData, chain.api.tx.mileage.fundBudget(ECO, amount).method.toHex());
    assert.equal(prepared.callHash, chain.api.tx.mileage.fundBudget(ECO, amount).method.hash.toHex());
    const call = chain.api.registry.createType('Call', prepared.callData);
    const { event } = await submit(chain.api, chain.api.tx[call.section][call.method](...call.args), account(CAST.climate), { finalized: true });
    assert.equal(event('mileage', 'BudgetFunded').held.toBigInt(), amount);

    const reference = (await done(['commit', file('ticket.txt')])).commitment;
    const pay = await done(mileage('pay', '--payee', AGENCY.museum, '--amount', '0.5', '--scheme', 'etax', '--scheme', 1, ...paper('ticket'), '--prepare'));
    assert.equal(pay.callData, chain.api.tx.mileage.pay(AGENCY.museum, 'Purchase', 500_000, { Only: { schemes: [ETAX, ECO] } }, reference).method.toHex());
    const earliest = await done(mileage('pay', '--payee', AGENCY.museum, '--amount', 1, ...paper('ticket'), '--prepare'));
    assert.equal(earliest.callData, chain.api.tx.mileage.pay(AGENCY.museum, 'Purchase', KRW, { Earliest: { atMost: 5 } }, reference).method.toHex());
  });

  test('issuers fund their schemes and nobody else does', async () => {
    await done(mileage('fund', '--scheme', 'car', '--amount', '1,000,000', ...soon, ...as('climate')));
    const funded = await done(mileage('fund', '--scheme', 'ETAX', '--amount', '10,000,000', ...as('financeBureau')));
    assert.equal(eventsOf(funded, 'BudgetFunded')[0].held, 10_000_000 * WON);
    await refused(EXIT.REFUSED, 'mileage.NotTheIssuer', mileage('fund', '--scheme', 'eco', '--amount', 1, ...as('health')));
    await refused(EXIT.REFUSED, 'agencies.NotADelegate', mileage('fund', '--scheme', 'eco', '--amount', 1, ...as('eve')));
    await refused(EXIT.REFUSED, 'mileage.BudgetInUse', mileage('withdraw', '--scheme', 'etax', '--amount', '10,000,001', ...as('financeBureau')));
    await refused(EXIT.INPUT, 'AmountUnreadable', mileage('fund', '--scheme', 'eco', '--amount', '1,5', '--prepare'));
    const unknown = await refused(EXIT.INPUT, 'SchemeUnknown', mileage('fund', '--scheme', 'bus', '--amount', 1, '--prepare'));
    assert.match(unknown.en, /ECO \(1\), CAR \(2\)/);
  });

  test('a credit is made once for each period', async () => {
    const { points } = await done(mileage('compute', 'eco', '--percent', '12.5'), { url: 'ws://127.0.0.1:1' });
    assert.equal(points, 30_000);
    const credit = mileage('credit', '--scheme', 'eco', '--member', citizen('dave'), '--period', 20261, '--points', points, ...paper('evidence'));
    const report = await done([...credit, ...as('climate')]);
    assert.equal(eventsOf(report, 'Credited')[0].evidence.Document, report.documentCommitment);
    const again = await refused(EXIT.REFUSED, 'mileage.AlreadyCredited', [...credit, ...as('climate')]);
    assert.match(again.ko, /이미 적립된 기간/);
    await refused(EXIT.REFUSED, 'mileage.NotTheIssuer', [...credit, ...as('health')]);
    assert.equal(of(await wallet('dave'), ECO).spendable, 30_000);
    await refused(EXIT.INPUT, 'CommandLineUnreadable', mileage('credit', '--scheme', 'eco', '--member', citizen('dave'), '--prepare'));
  });

  test('a file of credits is sent by a program that is killed twice; each good row counts once, each bad one is reported', async () => {
    const PERIODS = 400;
    const members = ['dave', 'eve', 'ferdie'].map(citizen);
    const good = Array.from({ length: PERIODS }, (_, period) => members.map((member) => `${member},${period + 1},500`)).flat();
    const bad = [
      ['citizen:999999,1,500', 'mileage.NoAccount'],
      [`${members[0]},1,500`, 'mileage.AlreadyCredited'],
      [`${members[1]},500,0`, 'mileage.PointsAreZero'],
    ];
    const rows = ['member,period,points', ...good];
    // One within each transaction; the second after the row that it repeats.
    bad.forEach(([row], index) => rows.splice(100 + index * 500, 0, row));
    const lines = bad.map(([row]) => rows.findLastIndex((line) => line === row) + 1);
    await writeFile(file('credits.csv'), `${rows.join('\n')}\n`);
    const batch = mileage('credit', '--scheme', 'etax', '--csv', file('credits.csv'), ...paper('evidence'), ...as('financeBureau'));
    const issuer = account(CAST.financeBureau).address;
    const nonce = async () => (await chain.api.rpc.system.accountNextIndex(issuer)).toNumber();
    const first = await nonce();

    // Killed as soon as a transaction was sent, and when the next one was.
    const journal = file('credits.csv.progress.jsonl');
    for (const sent of [1, 2]) {
      const { child, ended } = start(batch);
      for (;;) {
        const written = existsSync(journal) ? await readFile(journal, 'utf8') : '';
        if (written.split('"sent"').length > sent || child.exitCode !== null) {
          break;
        }
        await sleep(20);
      }
      await sleep(sent === 1 ? 300 : 0);
      child.kill('SIGKILL');
      await ended;
    }
    const { exit, json, stderr } = await run([...batch, '--timeout', 300]);
    assert.equal(exit, EXIT.PARTLY, stderr);
    assert.equal(json.rows, good.length + bad.length);
    assert.equal(json.stored, good.length);
    assert.equal(json.transactions.length, 3);
    assert.equal(await nonce() - first, 3);
    assert.deepEqual(json.refused.map(({ line, code }) => [line, code]), bad.map(([, code], index) => [lines[index], code]));
    assert.match(stderr, /\[█+\] 100 %/);
    const report = await readFile(json.refusedFile, 'utf8');
    assert.match(report, /^\ufeffmember,period,points,line,code,reason\r\ncitizen:999999,1,500,101,mileage\.NoAccount,/);
    for (const who of ['dave', 'eve', 'ferdie']) {
      assert.equal(of(await wallet(who), ETAX).balance, PERIODS * 500);
    }

    // The same command again says the same, and sends nothing.
    const again = await run(batch);
    assert.equal(again.exit, EXIT.PARTLY);
    assert.deepEqual(again.json.refused, json.refused);
    assert.equal(await nonce() - first, 3);
  });

  test('points are computed from figures in a file, and each row may have its own evidence', async () => {
    const { commitment } = await done(['commit', file('evidence.txt')]);
    await writeFile(file('driven.csv'), `member,period,before,now,evidence\n${citizen('eve')},2026,10000,9400,${commitment}\n`);
    const batch = mileage('credit', '--scheme', 'car', '--csv', file('driven.csv'), '--figures', 'car');
    const prepared = await done([...batch, '--prepare']);
    const row = { member: { Citizen: CITIZEN.eve }, period: 2026, points: 20_000, evidence: commitment };
    assert.equal(prepared.transactions[0].callData, chain.api.tx.mileage.creditBatch(CAR, [row]).method.toHex());
    assert.equal((await done([...batch, ...as('climate')])).stored, 1);
    assert.equal(of(await wallet('eve'), CAR).spendable, 20_000);
    await writeFile(file('wrong.csv'), `${citizen('eve')},2027,10000,far,${commitment}\n`);
    await refused(EXIT.INPUT, 'BatchLineUnreadable', mileage('credit', '--scheme', 'car', '--csv', file('wrong.csv'), '--figures', 'car', '--prepare'));
  });

  test('a wallet is told as the chain has it, in both languages', async () => {
    const answer = await wallet('dave');
    assert.deepEqual(answer.wallets.map(({ symbol, spendable }) => [symbol, spendable]), [['ECO', 30_000], ['ETAX', 200_000]]);
    assert.equal(answer.total, 230_000 * WON);
    const korean = await told('ko', mileage('wallet', citizen('dave')));
    for (const line of [/회원: 시민 1001/, /합계\(원\): 230,000/, /기호: ETAX/, /사용 가능\(포인트\): 200,000/]) {
      assert.match(korean, line);
    }
    assert.match(await told('en', mileage('wallet', citizen('dave'))), /total \(won\): 230,000/);
    assert.deepEqual((await done(mileage('wallet', citizen('dave'), '--at', 1))).wallets, []);
    await refused(EXIT.INPUT, 'PartyUnreadable', mileage('wallet', '1001'));
    await refused(EXIT.INPUT, 'BlockNotFinal', mileage('wallet', citizen('dave'), '--at', 4_000_000));
  });

  test('a member pays with points of several schemes, to the hundredth of a won', async () => {
    const before = (await wallet('dave')).total;
    const pay = (amount, ...more) => mileage('pay', '--payee', AGENCY.museum, '--amount', amount, ...more, ...paper('ticket'), ...as('dave'));
    const paid = await done(pay('40,000.25'));
    const [{ shares, amount }] = eventsOf(paid, 'Paid');
    assert.equal(amount, 40_000.25 * WON);
    assert.equal(shares.reduce((sum, share) => sum + share.amount, 0), amount);
    assert.deepEqual(shares.map(({ scheme }) => scheme), [ECO, ETAX]);
    assert.equal((await wallet('dave')).total, before - amount);
    assert.equal((await done(mileage('claims', AGENCY.museum))).total, amount);
    await refused(EXIT.REFUSED, 'mileage.InsufficientPoints', pay('99,000,000'));
    await refused(EXIT.REFUSED, 'mileage.InsufficientPoints', pay('1', '--scheme', 'health'));
    await refused(EXIT.INPUT, 'ValueUnsuitable', pay('1', '--purpose', 'bribe'));
  });

  test('a redemption is cancelled, fails, and is delivered', async () => {
    const before = await wallet('dave');
    const request = async () => (await done(mileage('redeem', 'request', '--channel', AGENCY.transit, '--amount', '5,000', '--scheme', 'etax',
      ...paper('instruction'), ...as('dave')))).redemption;
    const cancelled = await request();
    assert.equal((await done(mileage('redeem', 'show', cancelled))).status, 'Reserved');
    await done(mileage('redeem', 'cancel', cancelled, ...as('dave')));
    await refused(EXIT.NO, 'RedemptionNotFound', mileage('redeem', 'show', cancelled));

    const failed = await request();
    await refused(EXIT.REFUSED, 'mileage.NotSent', mileage('redeem', 'settle', failed, ...as('transit')));
    await done(mileage('redeem', 'send', failed, ...paper(), ...as('transit')));
    await refused(EXIT.REFUSED, 'mileage.AlreadySent', mileage('redeem', 'cancel', failed, ...as('dave')));
    await done(mileage('redeem', 'fail', failed, ...paper(), ...as('transit')));
    assert.deepEqual((await wallet('dave')).wallets, before.wallets);

    const delivered = await request();
    await done(mileage('redeem', 'send', delivered, ...paper(), ...soon, ...as('transit')));
    await done(mileage('redeem', 'settle', delivered, ...as('transit')));
    assert.equal((await wallet('dave')).total, before.total - 5_000 * WON);
    assert.equal((await done(mileage('claims', AGENCY.transit))).total, 5_000 * WON);
  });

  test('members give and convert, now and by a standing rule', async () => {
    await done(mileage('gift', '--to', citizen('eve'), '--scheme', 'etax', '--points', 700, ...as('dave')));
    assert.equal(of(await wallet('eve'), ETAX).balance, 200_700);
    await refused(EXIT.REFUSED, 'mileage.UseNotAllowed', mileage('gift', '--to', citizen('eve'), '--scheme', 'eco', '--points', 1, ...as('dave')));
    await done(mileage('convert', '--from', 'car', '--into', 'eco', '--points', 20_000, ...as('eve')));
    assert.equal(of(await wallet('eve'), ECO).balance, 20_000);
    await done(mileage('auto', '--scheme', 'etax', '--into', 'eco', ...as('eve')));
    await done(mileage('credit', '--scheme', 'etax', '--member', citizen('eve'), '--period', 401, '--points', 300, ...paper('evidence'), ...as('financeBureau')));
    const converted = await wallet('eve');
    assert.equal(of(converted, ECO).balance, 20_300);
    assert.deepEqual(of(converted, ETAX).auto, { Into: { scheme: ECO } });
    await done(mileage('auto', '--scheme', 'etax', '--off', ...as('eve')));
    assert.equal(of(await wallet('eve'), ETAX).auto, 'Off');
  });

  test('a merchant refunds, and an issuer corrects', async () => {
    await done(mileage('refund', '--member', citizen('dave'), '--scheme', 'eco', '--points', 1_000, ...paper(), ...as('museum')));
    await refused(EXIT.REFUSED, 'mileage.AboveClaim', mileage('refund', '--member', citizen('dave'), '--scheme', 'eco', '--points', 29_001, ...paper(), ...as('museum')));

    const of20300 = of(await wallet('eve'), ECO).balance;
    const taken = await done(mileage('claw-back', '--member', citizen('eve'), '--scheme', 'eco', '--points', of20300 + 50, ...paper(), ...as('climate')));
    assert.equal(eventsOf(taken, 'ClawedBack')[0].debtAdded, 50);
    assert.equal(of(await wallet('eve'), ECO).debt, 50);
    await done(mileage('reverse', '--member', citizen('eve'), '--scheme', 'eco', '--points', 150, ...paper(), ...as('climate')));
    assert.deepEqual([of(await wallet('eve'), ECO).debt, of(await wallet('eve'), ECO).balance], [0, 100]);
  });

  test('a wallet is frozen, appealed for, and reinstated by the council', async () => {
    const whose = ['--member', citizen('ferdie'), '--scheme', 'etax'];
    await done(mileage('freeze', ...whose, '--cause', 'fraud', ...paper(), ...as('financeBureau')));
    assert.equal(of(await wallet('ferdie'), ETAX).spendable, 0);
    await refused(EXIT.REFUSED, 'mileage.InsufficientPoints', mileage('pay', '--payee', AGENCY.museum, '--amount', 1, ...paper('ticket'), ...as('ferdie')));
    await done(mileage('appeal', '--scheme', 'etax', ...paper('grounds'), ...as('ferdie')));
    await refused(EXIT.REFUSED, 'mileage.NotAuthorized', mileage('reject-appeal', ...whose, ...paper(), ...as('financeBureau')));

    const prepared = await done(mileage('reinstate', ...whose, ...paper(), '--prepare'));
    const call = chain.api.registry.createType('Call', prepared.callData);
    await councilDecides(chain.api, chain.api.tx[call.section][call.method](...call.args));
    await settled(chain.api);
    assert.equal(of(await wallet('ferdie'), ETAX).status, 'Active');
  });

  test('payees are paid all that they are owed; who cannot be paid is named', async () => {
    const free = async (who) => (await chain.api.query.system.account(account(CAST[who]).address)).data.free.toBigInt();
    const owed = (await done(mileage('claims', AGENCY.museum))).total;
    assert.equal(owed, 39_000.25 * WON);
    const before = await free('museum');
    const settlement = await done(mileage('settle', AGENCY.museum, AGENCY.transit, ...as('tongin')));
    assert.equal(eventsOf(settlement, 'ClaimsPaid').length, 2);
    assert.equal(await free('museum') - before, BigInt(owed));
    assert.deepEqual((await done(mileage('claims', AGENCY.museum))).claims, []);

    await done(mileage('pay', '--payee', AGENCY.museum, '--amount', 1, ...paper('ticket'), ...as('dave')));
    const { exit, json } = await run(mileage('settle', AGENCY.transit, AGENCY.museum, ...as('tongin')));
    assert.equal(exit, EXIT.PARTLY);
    assert.deepEqual(json.events.map(({ refusal }) => refusal?.code).filter(Boolean), ['mileage.NothingOwed']);
    assert.equal(eventsOf(json, 'ClaimsPaid').length, 1);
  });

  test('the books of every scheme balance, now and at any block', async () => {
    const { balanced, schemes } = await done(mileage('reconcile'));
    assert.equal(balanced, true);
    assert.deepEqual(schemes.map(({ difference, pointsDifference, supplyDifference, unbacked }) => [difference, pointsDifference, supplyDifference, unbacked]),
      Array(5).fill([0, 0, 0, 0]));
    const etax = schemes.find(({ symbol }) => symbol === 'ETAX');
    assert.equal(etax.issued, 3 * 400 * 500 + 300);
    assert.equal(etax.convertedOut, 300);
    const atFirst = await done(mileage('reconcile', '--scheme', 'etax', '--at', 1));
    assert.deepEqual([atFirst.schemes.length, atFirst.schemes[0].issued, atFirst.block.number], [1, 0, 1]);
    assert.match(await told('ko', mileage('reconcile')), /ETAX .*\n {2}적립 600,300 \+ 전환 유입 0 = 잔여 [\d,]+ \+ .* · 차이 0\n/);
    assert.match(await told('en', mileage('reconcile', '--scheme', 3)), /issued 600,300 .* · difference 0\n[^]*balance to the point/);
    await refused(EXIT.NO, 'SchemeNotFound', mileage('reconcile', '--scheme', 99));
  });

  test('a statement has every change, and adds up to the wallet', async () => {
    for (const who of ['dave', 'eve', 'ferdie']) {
      const statement = await done(mileage('statement', citizen(who)));
      assert.equal(statement.complete, true);
      const there = Object.fromEntries((await wallet(who)).wallets.map(({ symbol, balance }) => [symbol, balance]));
      for (const { symbol, opening, received, given, closing, difference } of statement.balances) {
        assert.deepEqual([opening, difference, received - given], [0, 0, closing]);
        assert.equal(closing, there[symbol]);
        const last = statement.entries.flatMap(({ changes }) => changes).filter((change) => change.symbol === symbol).at(-1);
        assert.equal(last.balance, closing);
      }
      assert.equal(statement.count, statement.entries.length);
    }
  });

  test('a statement in a file has the same entries, whole or not at all', async () => {
    const shown = await done(mileage('statement', citizen('dave')));
    const statement = await done(mileage('statement', citizen('dave'), '--to', shown.to, '--csv', file('statement.csv')));
    assert.deepEqual([statement.count, statement.entries, statement.complete], [shown.count, undefined, true]);
    const [heading, ...lines] = (await readFile(file('statement.csv'), 'utf8')).trimEnd().split('\r\n');
    assert.equal(heading, '\ufefftime,block,entry,description,scheme,points,balance,won,with,document');
    const changes = shown.entries.flatMap(({ event, entry, changes: all }) => (all.length > 0 ? all : [{}])
      .map(({ symbol = '', points = '', balance = '' }) => [event, entry, symbol, String(points), String(balance)]));
    const columns = lines.map((line) => line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g).map((field) => field.replace(/,$/, '')));
    assert.deepEqual(columns.map((row) => [row[1], row[2], row[4], row[5], row[6]]), changes);
    const paid = columns.find((row) => row[2] === 'Paid');
    assert.match(paid[0], / KST$/);
    assert.deepEqual([paid[8], paid[9]], [`agency:${AGENCY.museum}`, (await done(['commit', file('ticket.txt')])).commitment]);
    assert.equal((await stat(file('statement.csv'))).mode & 0o777, 0o600);
    assert.equal(existsSync(file('statement.csv.new')), false);
    assert.match(await told('ko', mileage('statement', citizen('dave'), '--from', shown.entries.at(-1).block)), /포인트로 결제되었다/);
  });

  test('a statement of a part begins with what there was, by blocks or by times', async () => {
    const whole = await done(mileage('statement', citizen('dave')));
    const middle = whole.entries.find(({ entry }) => entry === 'Gifted');
    const part = await done(mileage('statement', citizen('dave'), '--from', middle.block, '--to', whole.to));
    assert.equal(part.complete, true);
    assert.deepEqual(part.entries, whole.entries.filter(({ block }) => block >= middle.block));
    assert.notEqual(part.balances.find(({ symbol }) => symbol === 'ETAX').opening, 0);
    const byTime = await done(mileage('statement', citizen('dave'), '--from', middle.at, '--to', whole.entries.at(-1).at));
    assert.deepEqual([byTime.from, byTime.to], [middle.block, whole.entries.at(-1).block]);
    assert.deepEqual(byTime.entries, part.entries);
    await refused(EXIT.INPUT, 'NoBlocks', mileage('statement', citizen('dave'), '--from', 5, '--to', 4));
    await refused(EXIT.INPUT, 'TimeUnreadable', mileage('statement', citizen('dave'), '--from', 'yesterday'));
  });

  test('a node that does not keep the states says so before anything is read', async () => {
    const forgetful = await startChain(['--dev', '--tmp', '--state-pruning', '4']);
    try {
      await waitForFinalized(forgetful.api, 12);
      const error = await refused(EXIT.NETWORK, 'StateDiscarded', mileage('statement', citizen('dave'), '--csv', file('none.csv')), { url: forgetful.url });
      assert.match(error.en, /--state-pruning archive/);
      assert.equal(existsSync(file('none.csv.new')), false);
    } finally {
      await forgetful.stop();
    }
  });
});
