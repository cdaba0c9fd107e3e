// SPDX-License-Identifier: Apache-2.0

// `seoul card` against a real node: cards are issued one by one and from a file whose program is killed, suspended and resumed,
// moved to another phone, recovered after a loss against an objection, ended, and used at a counter.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { u8aToHex } from '@polkadot/util';
import { encodeAddress, randomAsU8a } from '@polkadot/util-crypto';

import {
  account, AGENCY, CAST, CITIZEN, DEV_PHRASE, fund, KRW, settled, startChain, submit, waitForMoment,
} from '../lib/chain.js';
import { SCHEME } from '../lib/mileage.js';
import { EXIT, program, writeKeys } from '../lib/program.js';
import { commit, newSalt } from '../lib/tags.js';

const WON = Number(KRW);
/** Whose phones this test knows. */
const PHONES = ['kim', 'kim-new', 'lee', 'lee-new', 'park', 'park-new', 'park-newer', 'choi', 'jung'];

describe('citizen cards on the command line', () => {
  let chain;
  let api;
  let folder;
  const file = (name) => join(folder, name);
  const { start, run, done, refused: refusedBy, told } = program(() => chain.url);

  const as = (who) => ['--key-file', file(`${who}.key`)];
  // Where the next step does not read what this one wrote, a block is enough.
  const soon = ['--wait', 'block'];
  // A refusal stands in the block, too.
  const refused = (exit, code, words, how) => refusedBy(exit, code, exit === EXIT.REFUSED && !words.includes('--wait') ? [...words, ...soon] : words, how);
  const paper = (name = 'paper') => ['--document', file(`${name}.txt`)];
  const card = (...words) => ['card', ...words];
  const phone = (name) => account(`//e2e//card-cli//${name}`);
  const eventsOf = (report, name) => report.events.filter(({ event }) => event === `CitizenIdentity.${name}`).map(({ data }) => data);
  const freeOf = async (pair) => (await api.query.system.account(pair.address)).data.free.toBigInt();

  /** A citizen with a new card; gives its number. */
  async function newCitizen(name, how = soon) {
    const { citizen } = await done(card('issue', phone(name).address, ...how, ...as('cityBureau')));
    return String(citizen);
  }

  before(async () => {
    chain = await startChain();
    api = chain.api;
    folder = await mkdtemp(join(tmpdir(), 'seoul-card-'));
    await writeKeys(file);
    for (const name of PHONES) {
      await writeFile(file(`${name}.key`), `${DEV_PHRASE}//e2e//card-cli//${name}\n`, { mode: 0o600 });
    }
    for (const name of ['paper', 'evidence', 'ticket']) {
      await writeFile(file(`${name}.txt`), `${name}\n`);
    }
  });
  after(async () => {
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a card is shown by its number and by its account, in both languages', async () => {
    const shown = await done(card('show', CITIZEN.dave));
    assert.deepEqual([shown.status, shown.validity, shown.usable, shown.rotation, shown.counters], ['Active', 'Unlimited', true, null, []]);
    const { address } = account(CAST.dave);
    assert.equal((await done(card('show', '--account', address))).citizen, CITIZEN.dave);
    assert.equal((await done(card('status', CITIZEN.dave))).usable, true);
    const korean = await told('ko', card('show', CITIZEN.dave));
    for (const line of [/카드 번호: 1001/, /상태: 정상/, /유효 기간: 기한 없음/, /사용 가능: 예/, /기관 0: 서울시 디지털도시국/]) {
      assert.match(korean, line);
    }
    await refused(EXIT.NO, 'CardNotFound', card('show', 77));
    await refused(EXIT.NO, 'CardNotFound', card('status', '--account', account(CAST.dealer).address));
    await refused(EXIT.INPUT, 'AccountUnreadable', card('show', '--account', 'dave'));
    assert.equal((await done(card('terms', 'show'))).terms.proposalLifetime, 35_000);
  });

  test('a card is issued by the card office, and a prepared call is the one that polkadot.js makes', async () => {
    const prepared = await done(card('issue', phone('kim').address, '--prepare'));
    assert.equal(prepared.callData, api.tx.citizenIdentity.issueCard(phone('kim').address).method.toHex());
    await refused(EXIT.REFUSED, 'citizenIdentity.AlreadyExists', card('issue', account(CAST.dave).address, ...as('cityBureau')));
    await refused(EXIT.REFUSED, 'agencies.RoleNotHeld', card('issue', phone('kim').address, ...as('dealer')));
    const error = await refused(EXIT.REFUSED, 'citizenIdentity.ActsForAgency', card('issue', account(CAST.dealer).address, ...as('cityBureau')));
    assert.match(error.ko, /기관을 위해 일하는 계정/);
    const citizen = await newCitizen('kim', []);
    const shown = await done(card('show', citizen));
    assert.ok(shown.validity.Until > shown.issuedAt);
    const renewed = await done(card('renew', citizen, ...soon, ...as('cityBureau')));
    assert.ok(eventsOf(renewed, 'CardRenewed')[0].newValidity.Until > shown.validity.Until);
  });

  test('a file of accounts is issued by a program that is killed; who gets no card is named', async () => {
    const fresh = Array.from({ length: 198 }, () => encodeAddress(randomAsU8a(32), 42));
    const rows = ['account', ...fresh];
    // One in each of the first two transactions; in the third nobody can get a card.
    rows.splice(51, 0, account(CAST.dave).address);
    rows.splice(151, 0, u8aToHex(account(CAST.dealer).publicKey));
    rows.push(...fresh.slice(0, 20));
    await writeFile(file('accounts.csv'), `${rows.join('\n')}\n`);
    const batch = card('issue', '--csv', file('accounts.csv'), ...as('cityBureau'));
    const office = account(CAST.cityBureau).address;
    const nonce = async () => (await api.rpc.system.accountNextIndex(office)).toNumber();
    const [first, issued] = [await nonce(), (await api.query.citizenIdentity.issuedCards()).toNumber()];

    const journal = file('accounts.csv.progress.jsonl');
    const { child, ended } = start(batch);
    while (child.exitCode === null && !(existsSync(journal) && (await readFile(journal, 'utf8')).includes('"sent"'))) {
      await sleep(20);
    }
    await sleep(200);
    child.kill('SIGKILL');
    await ended;

    const { exit, json, stderr } = await run([...batch, '--timeout', 300]);
    assert.equal(exit, EXIT.PARTLY, stderr);
    assert.deepEqual([json.rows, json.stored, json.transactions.length], [220, 198, 3]);
    assert.equal(await nonce() - first, 3);
    assert.equal((await api.query.citizenIdentity.issuedCards()).toNumber() - issued, 198);
    assert.deepEqual(json.refused.slice(0, 2).map(({ line, code }) => [line, code]),
      [[52, 'citizenIdentity.AlreadyExists'], [152, 'citizenIdentity.ActsForAgency']]);
    assert.deepEqual(json.refused.slice(2).map(({ line, code }) => [line, code]),
      fresh.slice(0, 20).map((_, index) => [202 + index, 'citizenIdentity.NoCardIssued']));
    assert.match(await readFile(json.refusedFile, 'utf8'), /^\ufeffaccount,line,code,reason\r\n5\w+,52,citizenIdentity\.AlreadyExists,/);
    // The same command again says the same, and sends nothing.
    const again = await run(batch);
    assert.deepEqual([again.exit, again.json.refused], [EXIT.PARTLY, json.refused]);
    assert.equal(await nonce() - first, 3);
    await writeFile(file('wrong.csv'), 'account\n5wrong\n');
    await refused(EXIT.INPUT, 'BatchLineUnreadable', card('issue', '--csv', file('wrong.csv'), '--prepare'));
  });

  test('a card is suspended by the office or by its own key, and only the office resumes it', async () => {
    await done(card('suspend', CITIZEN.eve, ...as('cityBureau')));
    const error = await refused(EXIT.NO, 'citizenIdentity.CardSuspended', card('status', CITIZEN.eve));
    assert.match(error.en, /suspended/);
    const shown = await done(card('show', CITIZEN.eve));
    assert.deepEqual([shown.usable, shown.refusal.code], [false, 'citizenIdentity.CardSuspended']);
    assert.match(await told('ko', card('show', CITIZEN.eve)), /사용 가능: 아니요\n[^]*정지된 시민카드입니다/);
    await done(card('resume', CITIZEN.eve, ...soon, ...as('cityBureau')));
    await done(card('suspend', '--own', ...soon, ...as('eve')));
    await refused(EXIT.REFUSED, 'citizenIdentity.NotActive', card('suspend', CITIZEN.eve, ...as('cityBureau')));
    await done(card('resume', CITIZEN.eve, ...as('cardOfficeChecker')));
    assert.equal((await done(card('status', CITIZEN.eve))).usable, true);
    await refused(EXIT.INPUT, 'CommandLineUnreadable', card('suspend', '--prepare'));
  });

  test('another phone takes over with both keys', async () => {
    const citizen = await newCitizen('park');
    await done(card('rotate', 'propose', phone('park-new').address, ...soon, ...as('kim')));
    const withdrawn = await done(card('rotate', 'withdraw', ...soon, ...as('kim')));
    assert.equal(eventsOf(withdrawn, 'RotationDropped')[0].newAccount, phone('park-new').address);
    const proposed = await done(card('rotate', 'propose', phone('park-newer').address, ...as('park')));
    assert.equal(eventsOf(proposed, 'RotationProposed')[0].newAccount, phone('park-newer').address);
    assert.equal((await done(card('show', citizen))).rotation.newAccount, phone('park-newer').address);
    await refused(EXIT.REFUSED, 'citizenIdentity.NotTheNewAccount', card('rotate', 'accept', citizen, ...as('dave')));
    const changed = await done(card('rotate', 'accept', citizen, ...as('park-newer')));
    assert.equal(eventsOf(changed, 'AccountChanged')[0].reason, 'Rotation');
    const former = await refused(EXIT.NO, 'FormerAccount', card('show', '--account', phone('park').address));
    assert.match(former.en, new RegExp(citizen));
    await refused(EXIT.REFUSED, 'citizenIdentity.NotALostAccount', card('sweep', phone('park').address, ...as('dave')));
  });

  test('a lost phone is recovered although the old key objects, after another official has decided', async () => {
    const citizen = await newCitizen('lee');
    const recover = (...words) => card('recover', ...words);
    await done(recover('start', citizen, '--new-account', phone('lee-new').address, ...paper('evidence'), ...soon, ...as('cityBureau')));
    await refused(EXIT.REFUSED, 'citizenIdentity.NotYetAccepted', recover('complete', citizen, ...as('dave')));
    const accepted = await done(recover('accept', citizen, ...soon, ...as('lee-new')));
    const { completesAt } = eventsOf(accepted, 'RecoveryAccepted')[0];
    await done(recover('object', ...as('lee')));
    const { recovery } = await done(card('show', citizen));
    assert.equal(recovery.stage.Objected.completesAt, completesAt);
    const decide = (...more) => recover('decide', citizen, '--decision', 'dismiss', ...paper(), ...more);
    await refused(EXIT.REFUSED, 'citizenIdentity.SameOfficial', decide(...as('cityBureau')));
    await refused(EXIT.INPUT, 'ValueUnsuitable', recover('decide', citizen, '--decision', 'perhaps', ...paper(), '--prepare'));
    await done(decide(...soon, ...as('cardOfficeChecker')));
    await refused(EXIT.REFUSED, 'citizenIdentity.TooEarly', recover('complete', citizen, ...as('dave')));
    await waitForMoment(api, completesAt);
    const completed = await done(recover('complete', citizen, ...as('dave')));
    assert.equal(eventsOf(completed, 'AccountChanged')[0].newAccount, phone('lee-new').address);
    assert.equal((await done(card('status', '--account', phone('lee-new').address))).citizen, Number.isSafeInteger(Number(citizen)) ? Number(citizen) : citizen);
    await refused(EXIT.REFUSED, 'citizenIdentity.NothingToMove', card('sweep', phone('lee').address, ...as('dave')));
  });

  test('a recovery is cancelled', async () => {
    const started = card('recover', 'start', CITIZEN.ferdie, '--new-account', phone('kim-new').address, ...paper('evidence'), ...soon, ...as('cityBureau'));
    await done(started);
    await refused(EXIT.REFUSED, 'citizenIdentity.RecoveryOpen', card('resume', CITIZEN.ferdie, ...as('cityBureau')));
    await done(card('recover', 'cancel', CITIZEN.ferdie, ...soon, ...as('cityBureau')));
    await done(card('resume', CITIZEN.ferdie, ...as('cityBureau')));
    assert.equal((await done(card('show', CITIZEN.ferdie))).recovery, null);
  });

  test('what a citizen leaves is paid to an heir by two officials', async () => {
    const citizen = await newCitizen('choi');
    await fund(api, [phone('choi')], 50_000n * KRW);
    await done(card('deceased', citizen, ...paper('evidence'), ...as('cityBureau')));
    await refused(EXIT.NO, 'citizenIdentity.CardDeceased', card('status', citizen));
    const release = (amount, who) => card('release-funds', citizen, '--to', `citizen:${CITIZEN.dave}`, '--amount', amount, ...paper(), ...as(who));
    await refused(EXIT.REFUSED, 'citizenIdentity.SameOfficial', release('50,000', 'cityBureau'));
    await refused(EXIT.REFUSED, 'citizenIdentity.InsufficientFunds', release('50,001', 'cardOfficeChecker'));
    const before = await freeOf(account(CAST.dave));
    const released = await done([...release('50,000', 'cardOfficeChecker'), ...soon]);
    assert.equal(eventsOf(released, 'FundsReleased')[0].amount, 50_000 * WON);
    assert.equal(await freeOf(account(CAST.dave)) - before, 50_000n * KRW);
    await refused(EXIT.REFUSED, 'citizenIdentity.CardDeceased', card('resume', citizen, ...as('cityBureau')));
    await refused(EXIT.REFUSED, 'citizenIdentity.CardDeceased', card('revoke', citizen, ...as('cityBureau')));
  });

  describe('a counter', () => {
    let citizen;
    const counter = (...words) => card('counter', ...words);
    const tomorrow = () => String(Date.now() + 86_400_000);

    before(async () => {
      citizen = await newCitizen('jung');
      const evidence = commit(newSalt(), new TextEncoder().encode('적립 근거'));
      await submit(api, api.tx.mileage.fundBudget(SCHEME.eco, 1_000_000n * KRW), account(CAST.climate));
      const row = { member: { Citizen: citizen }, period: 1, points: 10_000, evidence };
      await submit(api, api.tx.mileage.credit(SCHEME.eco, row), account(CAST.climate));
      await settled(api);
    });

    test('acts with call data that another command prepared, within what a paper says', async () => {
      const payment = ['mileage', 'pay', '--payee', AGENCY.museum, '--amount', '1,000', ...paper('ticket'), '--prepare'];
      const { callData } = await done(payment);
      const act = (...more) => counter('act', citizen, '--call-data', callData, ...more);
      await refused(EXIT.REFUSED, 'citizenIdentity.NoGrant', act(...as('counter')));
      await done(counter('record', citizen, AGENCY.counter, '--scope', 'mileage', '--until', tomorrow(), ...paper(), ...soon, ...as('cityBureau')));
      const prepared = await done(act('--prepare'));
      assert.equal(prepared.callData, api.tx.citizenIdentity.actFor(citizen, api.registry.createType('Call', callData)).method.toHex());
      assert.equal(prepared.acted.Mileage.pay.payee, AGENCY.museum);
      const acted = await done(act(...as('counter')));
      assert.equal(eventsOf(acted, 'CounterActed')[0].scope, 'Mileage');
      assert.equal((await done(['mileage', 'wallet', `citizen:${citizen}`])).wallets[0].balance, 9_000);
      await refused(EXIT.INPUT, 'CallDataUnreadable', counter('act', citizen, '--call-data', '0xffff', '--prepare'));
      await refused(EXIT.INPUT, 'CallDataUnreadable', counter('act', citizen, '--call-data', 'pay', '--prepare'));
    });

    test('does nothing that was not granted', async () => {
      const transfer = JSON.stringify({ dest: account(CAST.counter).address, value: 1 });
      await refused(EXIT.REFUSED, 'citizenIdentity.OutsideScope', counter('act', citizen, 'Balances', 'transfer_keep_alive', transfer, ...as('counter')));
      await refused(EXIT.NETWORK, 'ChainLacks', counter('act', citizen, 'Balances', 'steal', '{}', '--prepare'));
      await refused(EXIT.INPUT, 'ValueUnsuitable', counter('grant', AGENCY.counter, '--scope', 'everything', '--until', tomorrow(), '--prepare'));
    });

    test('ends when the citizen says so, when the office does on paper, and by itself', async () => {
      const grant = counter('grant', AGENCY.counter, '--scope', 'cars', '--scope', 'mileage', '--until', tomorrow(), ...soon, ...as('jung'));
      const granted = await done(grant);
      assert.deepEqual(eventsOf(granted, 'CounterGranted')[0].newGrant.scopes, ['Cars', 'Mileage']);
      assert.equal(eventsOf(await done(counter('end', AGENCY.counter, ...soon, ...as('jung'))), 'CounterGrantEnded')[0].cause, 'Citizen');
      await done(grant);
      assert.equal((await done(card('show', citizen))).counters[0].agency, AGENCY.counter);
      const ended = await done(counter('end', AGENCY.counter, '--citizen', citizen, ...paper(), ...soon, ...as('cityBureau')));
      assert.equal(eventsOf(ended, 'CounterGrantEnded')[0].cause.Office.office, AGENCY.cityBureau);
      await done(grant);
      assert.equal(eventsOf(await done(counter('renounce', citizen, ...as('counter'))), 'CounterGrantEnded')[0].cause, 'Counter');
      assert.deepEqual((await done(card('show', citizen))).counters, []);
      await refused(EXIT.REFUSED, 'citizenIdentity.NoGrant', counter('end', AGENCY.counter, ...as('jung')));
    });
  });

  test('every example of the documentation that writes is a call of this runtime', async () => {
    const guide = await readFile(new URL('../../../docs/command-line.md', import.meta.url), 'utf8');
    const blocks = [...guide.replaceAll('\\\n', ' ').matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block);
    await writeFile(file('terms.json'), JSON.stringify({ recoveryWaitingTime: 1_209_600_000 }));
    const given = (word) => {
      if (word.endsWith('.pdf')) {
        return file('paper.txt');
      }
      return ['accounts.csv', 'terms.json'].includes(word) ? file(word) : word;
    };
    const examples = blocks.flatMap((block) => block.split('\n'))
      .map((line) => (line.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2')))
      .filter(([name, area, first, second]) => name === 'seoul' && area === 'card' && !['key', 'show', 'status'].includes(first) && second !== 'show')
      .map(([, ...words]) => words.filter((word, index) => word !== '--key-file' && words[index - 1] !== '--key-file' && word !== '--prepare'));
    assert.ok(examples.length > 25);
    for (const example of examples) {
      const { exit, json, stderr } = await run([...example.map(given), '--prepare']);
      assert.equal(exit, 0, `${example.join(' ')}\n${stderr}`);
      for (const { callData } of json.transactions ?? [json]) {
        assert.equal(api.registry.createType('Call', callData).toHex(), callData);
      }
    }
  });
});
