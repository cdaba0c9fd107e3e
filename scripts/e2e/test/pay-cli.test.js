// SPDX-License-Identifier: Apache-2.0

// `seoul pay` against a real node: a contract is drafted from a file, signed, funded and started; a claim is made from CSV files,
// inspected, approved and requested, and the chain pays it by itself; a bank, a merchant who was not admitted, ten workers, a
// dispute and an inspector who sleeps; and at the end an audit adds up to the won.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { account, AGENCY, CAST, DEV_PHRASE, KRW, settled, startChain, waitForFinalized } from '../lib/chain.js';
import { EXIT, program, writeKeys } from '../lib/program.js';

const WON = Number(KRW);
/** Where no node is: for commands that need none. */
const NOWHERE = { url: 'ws://127.0.0.1:1' };
const WORKERS = 10;

describe('payments on the command line', () => {
  let chain;
  let api;
  let folder;
  const file = (name) => join(folder, name);
  const { run, done, refused: refusedBy, told } = program(() => chain.url);

  const as = (who) => ['--key-file', file(`${who}.key`)];
  // Where the next step does not read what this one wrote, a block is enough.
  const soon = ['--wait', 'block'];
  // A refusal stands in the block, too.
  const refused = (exit, code, words, how) => refusedBy(exit, code, exit === EXIT.REFUSED && !words.includes('--wait') ? [...words, ...soon] : words, how);
  const paper = (name = 'paper') => ['--document', file(`${name}.txt`)];
  const firm = (who) => `agency:${AGENCY[who]}`;
  const pay = (...words) => ['pay', ...words];
  const eventsOf = (report, name) => report.events.filter(({ event }) => event === `EscrowPayments.${name}`).map(({ data }) => data);
  const freeOf = async (who) => (await api.query.system.account(account(CAST[who]).address)).data.free.toBigInt();
  const claimIs = async (number) => (await api.query.escrowPayments.claims(number)).unwrap().status.type;

  async function claimBecomes(number, status, timeout = 120_000) {
    const deadline = Date.now() + timeout;
    while (await claimIs(number) !== status) {
      assert.ok(Date.now() < deadline, `claim ${number} is ${await claimIs(number)}, and not ${status}`);
      await sleep(300);
    }
    await settled(api);
  }

  /** A draft as a department writes it; its last day is far off. */
  async function draft(changes = {}) {
    const { today } = await done(pay('calendar'));
    const content = {
      officer: AGENCY.financeBureau, supervisor: AGENCY.supervisor, inspector: AGENCY.worksInspector, disputeBody: AGENCY.disputeBody,
      members: [{ party: firm('hanbit'), share: '100 %' }],
      items: [{ name: '방수', quantity: '1,000', unitPrice: '45,000' }, { name: '지붕', quantity: 50, unitPrice: 1_100_000 }],
      budget: [{ year: 2026, amount: '40,000,000' }, { year: 2027, amount: '60,000,000' }],
      completeBy: `day:${today + 4_000}`,
      amount: '100,000,000',
      ...changes,
    };
    await writeFile(file('contract.json'), JSON.stringify(content));
    return content;
  }

  before(async () => {
    chain = await startChain();
    api = chain.api;
    folder = await mkdtemp(join(tmpdir(), 'seoul-pay-'));
    await writeKeys(file);
    // Before the first block there is no day.
    await waitForFinalized(api, 2);
    await writeFile(file('till.key'), `${DEV_PHRASE}//Tongin//till\n`, { mode: 0o600 });
    for (const name of ['paper', 'contract', 'amended', 'evidence', 'another']) {
      await writeFile(file(`${name}.txt`), `${name}\n`);
    }
  });
  after(async () => {
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('the calendar and the legal terms are told', async () => {
    const calendar = await done(pay('calendar'));
    assert.equal(calendar.dayLength, 5_000);
    assert.equal(calendar.terms.inspectionDays, 14);
    assert.equal(calendar.terms.subcontractLateRate, 155_000);
    const korean = await told('ko', pay('calendar'));
    assert.match(korean, /오늘: day:\d+ \(.* KST\)/);
    assert.match(korean, /하도급 지연이자율 하한: 15\.5 %/);
    assert.match(await told('en', pay('calendar')), /period for inspection \(days\): 14/);
    assert.deepEqual((await done(pay('terms', 'show'))).terms, calendar.terms);
    assert.match(await told('en', pay('terms', 'show')), /period for inspection \(days\): 14/);
    await refused(EXIT.INPUT, 'TimeUnreadable', pay('calendar', '--from', 'tomorrow'));
    assert.equal((await done(pay('payout', 'show', firm('nuri')))).payout, 'Chain');
  });

  test('a draft with a mistake is refused with its place before anything is sent', async () => {
    for (const [changes, code, word] of [
      [{ budget: [{ year: 2026, amount: '99,000,000' }] }, 'BudgetMismatch', /99,000,000 won, the items to 100,000,000/],
      [{ members: [{ party: firm('hanbit'), share: 60 }] }, 'InvalidMembers', /60 %, not to 100 %/],
      [{ items: [{ quantity: 1, unitPrice: '0.5' }] }, 'NotWholeWon', /items\[0\]/],
      [{ inspector: AGENCY.supervisor }, 'SupervisorIsInspector', /same agency/],
      [{ completeBy: 'day:1' }, 'DeadlineInPast', /completeBy/],
      [{ foreman: 1 }, 'DraftUnreadable', /foreman/],
    ]) {
      await draft(changes);
      const error = await refused(EXIT.INPUT, code, pay('draft', file('contract.json'), ...paper('contract'), ...as('infrastructure')));
      assert.match(error.en, word);
    }
  });

  test('a prepared draft is the call that polkadot.js makes', async () => {
    const content = await draft();
    const prepared = await done(pay('draft', file('contract.json'), ...paper('contract'), '--prepare'));
    const expected = api.tx.escrowPayments.draftContract({
      officer: AGENCY.financeBureau, supervisor: AGENCY.supervisor, inspector: AGENCY.worksInspector, disputeBody: AGENCY.disputeBody,
      members: [{ party: { Agency: AGENCY.hanbit }, share: 1_000_000 }],
      items: [[1_000, 45_000n * KRW], [50, 1_100_000n * KRW]],
      budget: [{ year: 2026, amount: 40_000_000n * KRW }, { year: 2027, amount: 60_000_000n * KRW }],
      completeBy: Number(content.completeBy.slice(4)),
      document: prepared.documentCommitment,
    });
    assert.equal(prepared.callData, expected.method.toHex());
    assert.equal(prepared.amount, 100_000_000 * WON);
  });

  test('a contract is drafted, signed by all, funded and started', async () => {
    await draft();
    const drafting = pay('draft', file('contract.json'), ...paper('contract'));
    await refused(EXIT.REFUSED, 'agencies.RoleNotHeld', [...drafting, ...as('hanbit')]);
    const drafted = await done([...drafting, ...soon, ...as('infrastructure')]);
    assert.equal(drafted.contract, 0);
    assert.equal(eventsOf(drafted, 'ContractDrafted')[0].document, drafted.documentCommitment);
    await refused(EXIT.REFUSED, 'escrowPayments.NotAParty', pay('sign', 0, ...as('nuri')));
    await refused(EXIT.REFUSED, 'escrowPayments.NotSigned', pay('fund', 0, '--amount', '1,000', ...as('financeBureau')));
    for (const who of ['hanbit', 'supervisor', 'worksInspector']) {
      await done(pay('sign', 0, ...soon, ...as(who)));
    }
    const waiting = await told('en', pay('contract', 0));
    assert.match(waiting, /contract 0: draft/);
    const signed = await done(pay('sign', 0, ...soon, ...as('financeBureau')));
    assert.equal(eventsOf(signed, 'ContractSigned').length, 1);
    const beyond = await refused(EXIT.REFUSED, 'escrowPayments.BeyondAmount', pay('fund', 0, '--amount', '100,000,001', ...as('financeBureau')));
    assert.match(beyond.ko, /계약금액을 초과/);
    await done(pay('fund', 0, '--amount', '100,000,000', ...soon, ...as('financeBureau')));
    await done(pay('start', 0, ...as('infrastructure')));
    const { contract, money } = await done(pay('contract', 0));
    assert.equal(contract.status, 'Active');
    assert.deepEqual([money.funded, money.held, money.released], [100_000_000 * WON, 100_000_000 * WON, 0]);
    await refused(EXIT.NO, 'ContractNotFound', pay('contract', 9));
  });

  test('subcontracts are a tree that is shown in both languages', async () => {
    const at = (rate, payer, contractor, amount, ...more) => pay('subcontract', 'draft', 0, '--contractor', firm(contractor), '--kind', 'works',
      '--amount', amount, '--days', 60, '--rate', rate, ...more, ...paper('contract'), ...as(payer));
    const drafting = (...what) => at('15.5', ...what);
    assert.equal((await done([...drafting('hanbit', 'nuri', '50,000,000'), ...soon])).subcontract, 0);
    await refused(EXIT.REFUSED, 'escrowPayments.NotTheContractor', pay('subcontract', 'sign', 0, ...as('daehan')));
    await done(pay('subcontract', 'sign', 0, ...soon, ...as('nuri')));
    await refused(EXIT.REFUSED, 'escrowPayments.BeyondParent', drafting('nuri', 'daehan', '50,000,001', '--parent', 0));
    await refused(EXIT.INPUT, 'PercentUnreadable', at('155', 'nuri', 'daehan', '1'));
    assert.equal((await done([...drafting('nuri', 'daehan', '15,000,000', '--parent', 0), ...soon])).subcontract, 1);
    await done(pay('subcontract', 'sign', 1, ...as('daehan')));
    const { tree } = await done(pay('contract', 0));
    assert.equal(tree[0].subcontracts[0].subcontracts[0].contractor.Agency, AGENCY.daehan);
    assert.match(await told('ko', pay('contract', 0)),
      /agency:23 한빛종합건설 · 대표, 지분 100 %\n└─ 하도급 0: agency:24 누리방수 · 공사, 체결 · 50,000,000원, [^\n]* 연 15\.5 %\n {3}└─ 하도급 1: agency:25 대한지붕/);
    assert.match(await told('en', pay('contract', 0)), /└─ subcontract 1: agency:25 Daehan Roofing · works, signed · 15,000,000 won/);
  });

  test('a wage list is made without a node, and each slip proves itself', async () => {
    const rows = Array.from({ length: WORKERS }, (_, index) => `근로자 ${index},2026-11,"500,000"`);
    await writeFile(file('wages.csv'), `근로자,기간,금액\n${rows.join('\n')}\n`);
    await refused(EXIT.INPUT, 'SaltsWouldBeLost', pay('wages', 'root', file('wages.csv')), NOWHERE);
    const made = await done(pay('wages', 'root', file('wages.csv'), '--out', file('slips')), NOWHERE);
    assert.deepEqual([made.workers, made.total], [WORKERS, 5_000_000 * WON]);
    assert.equal((await readdir(file('slips'))).length, WORKERS + 1);
    assert.equal((await stat(join(file('slips'), 'slip-0004.json'))).mode & 0o777, 0o600);
    await refused(EXIT.FILE, 'FileAlreadyExists', pay('wages', 'root', file('wages.csv'), '--out', file('slips')), NOWHERE);
    const again = await done(pay('wages', 'root', join(file('slips'), 'list.csv')), NOWHERE);
    assert.equal(again.root, made.root);
    const slip = await readFile(join(file('slips'), 'slip-0004.json'), 'utf8');
    const shown = await run(pay('wages', 'proof', join(file('slips'), 'list.csv'), '--index', 4), NOWHERE);
    assert.equal(shown.stdout.trimEnd(), slip.trimEnd());
    await writeFile(file('forged.json'), slip.replace('500,000', '900,000'));
    await refused(EXIT.NO, 'SlipChanged', pay('wages', 'check', file('forged.json'), '--claim', 0, '--line', 2));
  });

  describe('a claim', () => {
    const claiming = (...more) => pay('claim', 'submit', 0, ...more, ...paper('evidence'), ...as('hanbit'));
    let root;

    const write = (name, rows) => writeFile(file(name), `payee,under,kind,amount,root,workers\n${rows.join('\n')}\n`);

    before(async () => {
      ({ root } = await done(pay('wages', 'root', join(file('slips'), 'list.csv')), NOWHERE));
      await write('lines.csv', [
        `${firm('nuri')},0,work,"18,000,000",,`,
        `key:${account('//Tongin//till').address},0,purchase,"2,000,000",,`,
        `${firm('labourBank')},,wages,"5,000,000",${root},${WORKERS}`,
      ]);
      await writeFile(file('quantities.csv'), '항목,물량\n0,400\n1,20\n');
    });

    test('that does not add up is refused before it is sent', async () => {
      const nonce = async () => (await api.rpc.system.accountNextIndex(account(CAST.hanbit).address)).toNumber();
      const first = await nonce();
      for (const [row, code, word] of [
        [`${firm('nuri')},0,work,"40,000,001",,`, 'LinesExceedValue', /1 won more than the 40,000,000 won/],
        [`${firm('daehan')},1,work,"15,000,001",,`, 'BeyondSubcontract', /subcontract 1 15,000,000 won are left/],
        [`${firm('daehan')},0,work,1000,,`, 'InvalidLine', /contractor of subcontract 0 is agency:24/],
        [`${firm('nuri')},7,work,1000,,`, 'SubcontractNotFound', /no subcontract 7/],
        [`${firm('nuri')},0,work,"1,5",,`, 'AmountUnreadable', /line 2/],
        [`nuri,0,work,1000,,`, 'PartyUnreadable', /line 2.*Nothing was sent/],
      ]) {
        await write('wrong.csv', [row]);
        const error = await refused(EXIT.INPUT, code, claiming('--csv', file('wrong.csv'), '--quantities', file('quantities.csv')));
        assert.match(error.en, word);
      }
      await refused(EXIT.INPUT, 'QuantityClaimed', claiming('--units', '1:51'));
      await refused(EXIT.INPUT, 'UnknownItem', claiming('--units', '2:1'));
      await refused(EXIT.INPUT, 'EmptyClaim', claiming());
      await refused(EXIT.INPUT, 'TotalMismatch', claiming('--quantities', file('quantities.csv'), '--total', '41,000,000'));
      await refused(EXIT.INPUT, 'AmountMissing', claiming('--kind', 'advance'));
      await refused(EXIT.INPUT, 'CommandLineUnreadable', pay('claim', 'submit', 0, '--units', '0:1'));
      assert.equal(await nonce(), first);
    });

    test('is made from CSV files, and says what is left for the members', async () => {
      const submitted = await done(claiming('--csv', file('lines.csv'), '--quantities', file('quantities.csv'), '--total', '40,000,000', ...soon));
      assert.equal(submitted.claim, 0);
      assert.deepEqual(submitted.sums, { gross: 40_000_000 * WON, offset: 0, named: 25_000_000 * WON, rest: 15_000_000 * WON });
      // Another one, over which the supervisor will sleep.
      assert.equal((await done(claiming('--units', '0:1'))).claim, 1);
      const claim = await done(pay('claim', 'show', 0));
      assert.deepEqual(claim.mustAct.who, { Agency: AGENCY.supervisor });
      assert.deepEqual(claim.lines.map(({ line }) => line.amount / WON), [18_000_000, 2_000_000, 5_000_000]);
      assert.match(await told('ko', pay('claim', 'show', 0)), /명세 0: agency:24 누리방수 · 하도급 0 · 하도급 대금 · 18,000,000원 · 대기/);
      await refused(EXIT.NO, 'ClaimNotFound', pay('claim', 'show', 99));
    });

    test('is inspected and approved by those whose turn it is', async () => {
      await refused(EXIT.REFUSED, 'escrowPayments.NotEndorsed', pay('inspect', 'pass', 0, ...as('worksInspector')));
      await done(pay('endorse', 0, ...soon, ...as('supervisor')));
      await refused(EXIT.REFUSED, 'escrowPayments.WrongClaimStatus', pay('approve', 0, ...as('infrastructure')));
      await done(pay('inspect', 'pass', 0, ...soon, ...as('worksInspector')));
      await done(pay('approve', 0, ...soon, ...as('infrastructure')));
      await done(pay('choose-payout', 'bank', ...soon, ...as('nuri')));
      const requested = await done(pay('request', 0, ...as('hanbit')));
      const { due, payOn } = eventsOf(requested, 'PaymentRequested')[0];
      assert.equal(due, payOn);
      const { coming } = await done(pay('due', '--of', 0));
      const paying = coming.find(({ claim, what }) => claim === 0 && /pays by itself/.test(what.en));
      assert.equal(paying.on, payOn);
      const sleeping = coming.find(({ claim }) => claim === 1);
      assert.deepEqual(sleeping.who, { Agency: AGENCY.supervisor });
      assert.match(await told('ko', pay('due', '--of', 0)), /계약 0 청구 0 · 기한 .* · 체인이 스스로 지급/);
      assert.deepEqual((await done(pay('due', '--party', firm('supervisor')))).coming.map(({ claim }) => claim), [1]);
    });

    test('is paid by the chain itself on the day named', async () => {
      const before = await freeOf('hanbit');
      await claimBecomes(0, 'PartlyPaid');
      assert.equal(await freeOf('hanbit') - before, 15_000_000n * KRW);
      assert.equal(await freeOf('labourBank'), 5_000_000n * KRW);
      const { lines } = await done(pay('claim', 'show', 0));
      assert.deepEqual(lines.map(({ line }) => Object.keys(line.status)[0]), ['Instructed', 'Unclaimed', 'Paid', 'Paid']);
      assert.deepEqual(lines.map(({ line }) => line.daysLate), [0, 0, 0, 0]);
      const line = await done(pay('line', 0, 0));
      assert.deepEqual([line.payout, line.contract], ['Bank', 0]);
      assert.match(await told('en', pay('line', 0, 2)), /workers: 10/);
      await refused(EXIT.NO, 'LineNotFound', pay('line', 0, 44));
    });

    test('reaches the bank, and the merchant who was not admitted', async () => {
      await refused(EXIT.REFUSED, 'agencies.RoleNotHeld', pay('payout', 'confirm', 0, 0, ...as('hanbit')));
      const confirmed = await done(pay('payout', 'confirm', 0, 0, ...soon, ...as('treasuryMaker')));
      assert.equal(eventsOf(confirmed, 'PayoutConfirmed')[0].amount, 18_000_000 * WON);

      const redeeming = (key, party = firm('tongin')) => pay('redeem', 0, 1, '--party', party, '--claim-key-file', file(`${key}.key`), ...as('tongin'));
      await refused(EXIT.NO, 'OtherClaimKey', redeeming('tongin'));
      await refused(EXIT.REFUSED, 'escrowPayments.BadSignature', redeeming('till', firm('cement')));
      const { message, key } = await done(pay('redeem', 0, 1, '--party', firm('tongin'), '--message'));
      const till = account('//Tongin//till');
      assert.equal(key, `0x${Buffer.from(till.publicKey).toString('hex')}`);
      assert.match(Buffer.from(message.slice(2), 'hex').toString('latin1'), /^seoul\/escrow\/redeem/);
      // As a wallet signs it.
      const wrapped = Buffer.concat([Buffer.from('<Bytes>'), Buffer.from(message.slice(2), 'hex'), Buffer.from('</Bytes>')]);
      const signature = `0x${Buffer.from(till.sign(wrapped)).toString('hex')}`;
      const prepared = await done(pay('redeem', 0, 1, '--party', firm('tongin'), '--signature', signature, '--prepare'));
      assert.equal(prepared.callData, api.tx.escrowPayments.redeemLine(0, 1, signature).method.toHex());
      const redeemed = await done(redeeming('till'));
      assert.equal(eventsOf(redeemed, 'LinePaid')[0].amount, 2_000_000 * WON);
      assert.equal(await freeOf('tongin'), 2_000_000n * KRW);
      assert.equal(await claimIs(0), 'Paid');
      await refused(EXIT.NO, 'NotUnderKey', redeeming('till'));
    });

    test('pays wages that are confirmed one by one, and disputed by who has the slip', async () => {
      const slip = (index) => join(file('slips'), `slip-000${index}.json`);
      const check = (index) => pay('wages', 'check', slip(index), '--claim', 0, '--line', 2);
      const open = await done(check(4));
      assert.deepEqual([open.confirmed, open.slip.amount], [false, '500,000']);
      await done(pay('wages', 'confirm', 0, 2, '--places', '0-3,5-9', ...soon, ...as('labourBank')));
      await refused(EXIT.REFUSED, 'agencies.RoleNotHeld', pay('wages', 'confirm', 0, 2, '--places', '4', ...as('hanbit')));
      await done(pay('wages', 'dispute', 0, 2, '--slip', slip(4), ...soon, ...as('eve')));
      await refused(EXIT.REFUSED, 'escrowPayments.WageDisputeOpen', pay('wages', 'confirm', 0, 2, '--places', '4', ...as('labourBank')));
      await done(pay('wages', 'decide', 0, 2, '--index', 4, '--outcome', 'upheld', ...as('disputeBody')));
      assert.equal((await done(check(4))).dispute, 'Upheld');
      const confirmed = await done(pay('wages', 'confirm', 0, 2, '--all', ...as('labourBank')));
      assert.equal(eventsOf(confirmed, 'WagesConfirmed')[0].confirmed, WORKERS);
      assert.equal((await done(check(4))).confirmed, true);
      await refused(EXIT.NO, 'WageNotInList', pay('wages', 'check', slip(4), '--claim', 0, '--line', 1));
      await refused(EXIT.INPUT, 'PlacesUnreadable', pay('wages', 'confirm', 0, 2, '--places', '9-0', '--prepare'));
    });

    test('is corrected, disputed by line, decided, and brought forward', async () => {
      await write('second.csv', [`${firm('nuri')},0,work,"900,000",,`]);
      const number = (await done(claiming('--csv', file('second.csv'), '--units', '0:20', ...soon))).claim;
      await done(pay('endorse', number, ...soon, ...as('supervisor')));
      await done(pay('inspect', 'correct', number, ...paper(), ...as('worksInspector')));
      assert.deepEqual((await done(pay('claim', 'show', number))).mustAct.who, { Agency: AGENCY.hanbit });
      await write('second.csv', [`${firm('nuri')},0,work,"1,000,000",,`]);
      const again = await done(pay('claim', 'resubmit', number, '--csv', file('second.csv'), '--units', '0:40', ...paper('evidence'), ...soon, ...as('hanbit')));
      assert.equal(eventsOf(again, 'ClaimResubmitted')[0].gross, 1_800_000 * WON);
      await done(pay('object', number, 0, ...paper(), ...soon, ...as('nuri')));
      await done(pay('endorse', number, ...soon, ...as('supervisor')));
      await done(pay('inspect', 'pass', number, '--units', '0:30', ...soon, ...as('worksInspector')));
      await done(pay('approve', number, ...soon, ...as('infrastructure')));
      await done(pay('request', number, ...soon, ...as('hanbit')));
      await done(pay('forward', number, ...soon, ...as('financeBureau')));
      await claimBecomes(number, 'PartlyPaid', 30_000);
      await refused(EXIT.REFUSED, 'escrowPayments.AmountTooHigh', pay('decide', number, 0, '--amount', '1,000,001', ...paper(), ...as('disputeBody')));
      await done(pay('choose-payout', 'chain', ...soon, ...as('nuri')));
      const before = [await freeOf('nuri'), await freeOf('hanbit')];
      await done(pay('decide', number, 0, '--amount', '600,000', ...paper(), ...soon, ...as('disputeBody')));
      assert.deepEqual([await freeOf('nuri') - before[0], await freeOf('hanbit') - before[1]], [600_000n * KRW, 400_000n * KRW]);
      assert.equal(await claimIs(number), 'Paid');
    });
  });

  test('a change needs the very paper that was proposed', async () => {
    const { today } = await done(pay('calendar'));
    await done(pay('change', 'propose', 0, '--complete-by', `day:${today + 5_000}`, ...paper('amended'), ...as('infrastructure')));
    await refused(EXIT.FILE, 'SaltMissing', pay('change', 'sign', 0, ...paper('another'), ...as('hanbit')));
    await done(['commit', file('another.txt')]);
    await refused(EXIT.NO, 'ChangeDiffers', pay('change', 'sign', 0, ...paper('another'), ...as('hanbit')));
    const changed = await done(pay('change', 'sign', 0, ...paper('amended'), ...soon, ...as('hanbit')));
    assert.equal(eventsOf(changed, 'ContractChanged')[0].completeBy, today + 5_000);
    await refused(EXIT.INPUT, 'CommandLineUnreadable', pay('change', 'propose', 0, ...paper('amended'), '--prepare'));
  });

  test('who slept is late, and the next level answers', async () => {
    const deadline = Date.now() + 120_000;
    while ((await api.query.escrowPayments.claims(1)).unwrap().level.type === 'Inspector') {
      assert.ok(Date.now() < deadline, 'claim 1 was not escalated');
      await sleep(500);
    }
    await settled(api);
    const { late } = await done(pay('due', '--of', 0, '--late'));
    const slept = late.find(({ claim }) => claim === 1);
    // The department, or by now the officer.
    const { level } = (await api.query.escrowPayments.claims(1)).unwrap();
    assert.deepEqual(slept.who, { Agency: level.isDepartment ? AGENCY.infrastructure : AGENCY.financeBureau });
    assert.match(await told('ko', pay('due', '--late')), /지난 것:\n(.*\n)*.*청구 1 .*agency:(20 서울시 도시기반시설본부|16 서울시 재무국): 검사 \(앞 단계의 기한 경과\)/);
  });

  test('work that its payer passed is owed, and interest is told of', async () => {
    const reported = await done(pay('work', 'report', 1, '--amount', '1,000,000', ...paper('evidence'), ...soon, ...as('daehan')));
    assert.deepEqual([reported.subcontract, reported.report], [1, 0]);
    await refused(EXIT.REFUSED, 'escrowPayments.NotThePayer', pay('work', 'pass', 1, 0, ...as('hanbit')));
    await done(pay('work', 'pass', 1, 0, ...as('nuri')));
    const { reports } = await done(pay('work', 'show', 1));
    assert.equal(reports[0].status.Passed.by, 'Payer');
    assert.match(await told('ko', pay('work', 'show', 1)), /지연이자율\(연\): 15\.5 %/);
    const { exit, json } = await run(pay('interest', '--subcontract', 1, '--report', 0));
    assert.deepEqual([exit, json.amount], [EXIT.NO, 0]);
    // The bank took its time with the first line, or it did not: then nothing is owed for it.
    const late = await run(pay('interest', '--claim', 0, '--line', 0));
    if (late.exit === 0) {
      const paid = await done(pay('pay-interest', '--claim', 0, '--line', 0, ...soon, ...as('financeBureau')));
      assert.equal(eventsOf(paid, 'InterestPaid')[0].amount, late.json.amount);
      assert.deepEqual([late.json.debtor, late.json.creditor], [{ Agency: AGENCY.financeBureau }, { Agency: AGENCY.nuri }]);
    }
    await refused(EXIT.REFUSED, 'escrowPayments.NothingOwed', pay('pay-interest', '--claim', 0, '--line', 0, ...as('financeBureau')));
    await refused(EXIT.NO, 'SubcontractNotFound', pay('work', 'show', 9));
  });

  test('an audit adds up to the won, and finds the block of each payment', async () => {
    const report = await done(pay('report', '--csv', file('payments.csv'), '--blocks'));
    assert.deepEqual([report.balanced, report.differences], [true, []]);
    // Of a contract 8, of each approved claim 2, of all contracts 5, of the officer's account 2.
    assert.equal(report.checks, 8 + 2 * 2 + 5 + 2);
    const totals = await api.call.escrowPaymentsApi.totals();
    assert.equal(BigInt(report.money.released), totals.released.toBigInt());
    const [heading, ...lines] = (await readFile(file('payments.csv'), 'utf8')).replace('\ufeff', '').trimEnd().split('\r\n');
    const columns = heading.split(',');
    const rows = lines.map((line) => Object.fromEntries(line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g).map((field, index) => [columns[index], field.replace(/,$/, '')])));
    const total = rows.pop();
    assert.equal(total.record, 'total');
    for (const column of ['funded', 'released', 'held', 'refundable', 'refunded', 'gross', 'net', 'amount', 'paid', 'open']) {
      const sum = rows.reduce((all, row) => all + Number(row[column] || 0), 0);
      assert.equal(sum, Number(total[column]), column);
    }
    assert.equal(Number(total.paid), Number(total.released));
    assert.equal(Number(total.released) + Number(total.held) + Number(total.refundable) + Number(total.refunded), Number(total.funded));
    const paid = rows.filter(({ record, state }) => record === 'line' && state === 'Paid');
    assert.ok(paid.length >= 6);
    for (const { claim, line, paid_block: block } of paid) {
      const events = await api.query.system.events.at(await api.rpc.chain.getBlockHash(Number(block)));
      const there = events.some(({ event: { section, method, data } }) => section === 'escrowPayments' && ['LinePaid', 'PayoutConfirmed'].includes(method)
        && data[0].toNumber() === Number(claim) && data[1].toNumber() === Number(line));
      assert.ok(there, `line ${line} of claim ${claim} in block ${block}`);
    }
    // The first claim was paid in a block to which nobody but the author gave anything.
    const { paid_block: first } = paid.find(({ claim, line }) => claim === '0' && line === '3');
    const { block: { extrinsics } } = await api.rpc.chain.getBlock(await api.rpc.chain.getBlockHash(Number(first)));
    assert.deepEqual(extrinsics.map(({ isSigned }) => isSigned), extrinsics.map(() => false));
    assert.equal((await stat(file('payments.csv'))).mode & 0o777, 0o600);
    const one = await done(pay('report', 0));
    assert.deepEqual([one.balanced, one.rows.length], [true, rows.length]);
    assert.match(await told('ko', pay('report', 0)), /계약 0 \(이행 중\): 예치 100,000,000원 = 지급 [\d,]+ \+ 보유 [\d,]+ \+ 환급 가능 0 \+ 환급 0\n[^]*모두 원 단위 이하까지 맞습니다/);
    assert.deepEqual((await done(pay('report', '--at', 1))).total.funded, '0');
  });

  test('every example of the documentation that writes is a call of this runtime', async () => {
    const guide = await readFile(new URL('../../../docs/command-line.md', import.meta.url), 'utf8');
    const blocks = [...guide.replaceAll('\\\n', ' ').matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block);
    const { today } = await done(pay('calendar'));
    await draft();
    await writeFile(file('works.json'), JSON.stringify({ items: [{ quantity: 1, unitPrice: 5 }], budget: [{ year: 2026, amount: 5 }] }));
    await writeFile(file('members.json'), JSON.stringify({ members: [{ party: firm('hanbit'), share: 100 }] }));
    await writeFile(file('terms.json'), JSON.stringify({ inspectionDays: 10, cityLateRate: '5.5 %' }));
    await writeFile(file('holidays-2031.csv'), `date,name\n1971-01-01,past\nday:${today + 900},신정\n`);
    const given = (word) => {
      if (/\.(pdf|zip)$/.test(word)) {
        return file('paper.txt');
      }
      if (/^(contract|works|members|terms)\.json$|^holidays-2031\.csv$/.test(word)) {
        return file(word);
      }
      return word.startsWith('slips/') ? file(word) : word;
    };
    const reads = ['contract', 'line', 'due', 'report', 'calendar', 'interest'];
    const examples = blocks.flatMap((block) => block.split('\n'))
      .map((line) => (line.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2')))
      .filter(([name, area, first, second]) => name === 'seoul' && area === 'pay' && !reads.includes(first)
        // These look at a contract as it stands, and the journey above makes each of them.
        && !['claim', 'redeem'].includes(first) && second !== 'show' && !(first === 'wages' && ['root', 'proof', 'check'].includes(second))
        && !(first === 'change' && second === 'sign'))
      .map(([, ...words]) => words.filter((word, index) => word !== '--key-file' && words[index - 1] !== '--key-file' && word !== '--prepare')
        .map((word) => (word === '3' && words[1] === 'wages' ? '0' : word)));
    assert.ok(examples.length > 50);
    for (const example of examples) {
      const { exit, json, stderr } = await run([...example.map(given), '--prepare']);
      assert.equal(exit, 0, `${example.join(' ')}\n${stderr}`);
      assert.equal(api.registry.createType('Call', json.callData).toHex(), json.callData);
    }
  });
});
