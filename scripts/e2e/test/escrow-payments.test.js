// SPDX-License-Identifier: Apache-2.0

// The roof of a school and its money: signed by all, held, claimed, inspected, and paid on the legal day with nobody sending a
// transaction, to firms three levels down, to a bank of wages, through the city's bank, and to merchants that are admitted
// later. A second contract sees an inspector sleep, a payer keep silent, money that comes late, and an early end.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  account, AGENCY, CAST, chainNow, KRW, startChain, submit, waitForBlock,
} from '../lib/chain.js';
import { assertAllRefused, assertRefused } from '../lib/expect.js';
import { commit, newSalt } from '../lib/tags.js';
import {
  blockOfWorks, dayOf, firm, isFirm, purchase, reconcileWorks, redeemMessage, schoolRoof, signAsWalletsDo, signPlain, wageProof, wages,
  waitForClaim, won, work,
} from '../lib/works.js';

const DAY = 86_400_000;
const NOTHING_LESS = { quantities: [], lines: [] };
const paper = (text) => commit(newSalt(), new TextEncoder().encode(text));
/** Places in the claim that most of this is about. */
const LINE = { nuri: 0, daehan: 1, cement: 2, plain: 3, wrapped: 4, wages: 5, hanbit: 6 };

describe('escrow payments', () => {
  let chain;
  let api;
  let call;
  /** Key pairs by the names of the cast. */
  let by;
  /** The wages of ten workers. */
  const slips = Array.from({ length: 10 }, (_, worker) => paper(`임금 명세서 ${worker}`));
  const roof = 0;
  const annex = 1;
  const sealing = 0;
  const steel = 1;
  const mortar = 2;
  /** Under the annex: what its payer is silent about. */
  const silent = 3;
  /** Claims, in order of submission. */
  const asleep = 0;
  const progress = 1;
  const unfunded = 2;
  /** Keys of merchants that are not admitted yet. */
  let wallets;
  let payOn;
  /** The block after which nobody sent anything until the chain had paid. */
  let quietFrom;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    call = api.tx.escrowPayments;
    wallets = ['plain', 'wrapped'].map((name) => account(`//e2e//wallet//${name}`));
    by = Object.fromEntries(Object.entries(CAST).filter(([, path]) => !Array.isArray(path)).map(([name, path]) => [name, account(path)]));
  });
  after(() => chain?.stop());

  const named = (error) => (error.includes('.') ? error : `escrowPayments.${error}`);
  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, named(error), t);
  const allRefused = (t, ...cases) => assertAllRefused(chain, cases.map(([tx, signer, error]) => [tx, signer, named(error)]), t);
  /** Submit, and give the data of the one event of that name. */
  const does = async (tx, signer, event) => (await submit(api, tx, signer)).event('escrowPayments', event);
  const freeOf = async ({ address }) => (await api.query.system.account(address)).data.free.toBigInt();
  const freeOfAll = async (...names) => Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freeOf(by[name])])));
  const contractOf = async (id) => (await api.query.escrowPayments.contracts(id)).unwrap();
  const claimOf = async (id) => (await api.query.escrowPayments.claims(id)).unwrap();
  const lineOf = async (claim, line) => (await api.query.escrowPayments.lines(claim, line)).unwrap();
  const statusOfLine = async (line, claim = progress) => (await lineOf(claim, line)).status.type;
  const head = async () => (await api.rpc.chain.getHeader()).number.toNumber();
  const claimFor = (contract, units, lines = [], kind = 'Progress') => (
    call.submitClaim(contract, kind, units.map(([item, count]) => ({ item, units: count })), lines, paper('기성 내역서'))
  );
  const approve = async (claim) => {
    await does(call.endorseClaim(claim), by.supervisor, 'ClaimEndorsed');
    await does(call.passInspection(claim, NOTHING_LESS), by.worksInspector, 'InspectionPassed');
    return does(call.approveClaim(claim), by.infrastructure, 'ClaimApproved');
  };
  const subcontractOf = (name, parent, kind, amount) => (
    { parent, contractor: firm(name), kind, amount: won(amount), paymentDays: 30, lateRate: 155_000, document: paper('하도급계약서') }
  );

  test('polkadot.js finds the calls and the questions by itself', () => {
    assert.ok(Object.keys(call).length >= 58);
    assert.deepEqual(Object.keys(api.call.escrowPaymentsApi).sort(), [
      'calendar', 'claim', 'claims', 'contract', 'due', 'interest', 'line', 'lines', 'payout', 'totals', 'tree', 'wage', 'workReports',
    ]);
  });

  describe('a contract', () => {
    test('is drafted by a department, with offices that the law keeps apart', async (t) => {
      const draft = await schoolRoof(api, paper('학교 지붕 계약서'));
      await allRefused(
        t,
        [call.draftContract(draft), by.hanbit, 'agencies.RoleNotHeld'],
        [call.draftContract({ ...draft, inspector: AGENCY.supervisor }), by.infrastructure, 'SupervisorIsInspector'],
        [call.draftContract({ ...draft, disputeBody: AGENCY.financeBureau }), by.infrastructure, 'DisputeBodyIsParty'],
        [call.draftContract({ ...draft, budget: draft.budget.slice(1) }), by.infrastructure, 'BudgetMismatch'],
      );
      const drafted = await does(call.draftContract(draft), by.infrastructure, 'ContractDrafted');
      assert.equal(drafted.contract.toNumber(), roof);
      assert.equal(drafted.amount.toBigInt(), won(400_000_000));
      assert.ok(isFirm(drafted.lead, 'hanbit'));
      await does(call.draftContract(await schoolRoof(api, paper('별관 계약서'))), by.infrastructure, 'ContractDrafted');
    });

    test('stands when all have signed, and begins', async (t) => {
      await allRefused(
        t,
        [call.startContract(roof), by.infrastructure, 'NotSigned'],
        [call.signContract(roof), by.nuri, 'NotAParty'],
      );
      const sign = (name) => submit(api, api.tx.utility.batchAll([call.signContract(roof), call.signContract(annex)]), by[name]);
      await sign('hanbit');
      await refused(call.signContract(roof), by.hanbit, 'AlreadySigned', t);
      await Promise.all(['supervisor', 'worksInspector', 'financeBureau'].map(sign));
      assert.equal((await contractOf(roof)).status.type, 'Signed');
      await submit(api, api.tx.utility.batchAll([call.startContract(roof), call.startContract(annex)]), by.infrastructure);
      assert.equal((await contractOf(annex)).status.type, 'Active');
    });

    test('has money held by the account that pays, and no more than it can need', async (t) => {
      const { financeBureau } = by;
      await allRefused(
        t,
        [call.fundContract(roof, won(1)), by.hanbit, 'agencies.RoleNotHeld'],
        [call.fundContract(roof, won(400_000_001)), financeBureau, 'BeyondAmount'],
      );
      const free = await freeOf(financeBureau);
      const event = await does(call.fundContract(roof, won(200_000_000)), financeBureau, 'ContractFunded');
      assert.deepEqual([event.account.toString(), event.oldFunded.toBigInt(), event.funded.toBigInt()], [
        financeBureau.address, 0n, won(200_000_000),
      ]);
      await does(call.fundContract(annex, won(10_000_000)), financeBureau, 'ContractFunded');
      assert.equal(await freeOf(financeBureau), free - won(210_000_000), 'it pays no fee');
      assert.equal((await reconcileWorks(api)).held, won(210_000_000));
    });

    test('changes when those have signed whom the change touches', async (t) => {
      const amended = paper('변경 계약서');
      const { completeBy } = await contractOf(roof);
      await does(call.proposeChange(roof, { CompleteBy: completeBy.toNumber() + 30 }, amended), by.infrastructure, 'ChangeProposed');
      await refused(call.signChange(roof, paper('다른 변경 계약서')), by.hanbit, 'NoChangePending', t);
      const changed = await does(call.signChange(roof, amended), by.hanbit, 'ContractChanged');
      assert.equal(changed.completeBy.toNumber(), completeBy.toNumber() + 30);
    });
  });

  describe('subcontracts', () => {
    test('go three levels down, each within the one above', async (t) => {
      const draft = (contract, payer, ...what) => does(call.draftSubcontract(contract, subcontractOf(...what)), by[payer], 'SubcontractDrafted');
      const signed = (id, name) => does(call.signSubcontract(id), by[name], 'SubcontractSigned');
      await refused(call.draftSubcontract(roof, subcontractOf('nuri', null, 'Works', 400_000_001)), by.hanbit, 'BeyondParent', t);
      await draft(roof, 'hanbit', 'nuri', null, 'Works', 90_000_000);
      await signed(sealing, 'nuri');
      await draft(roof, 'nuri', 'daehan', sealing, 'Works', 40_000_000);
      await signed(steel, 'daehan');
      await draft(roof, 'daehan', 'cement', steel, 'Material', 15_000_000);
      await signed(mortar, 'cement');
      await refused(call.draftSubcontract(roof, subcontractOf('tongin', mortar, 'Material', 1)), by.cement, 'TooDeep', t);
      await draft(annex, 'hanbit', 'nuri', null, 'Works', 20_000_000);
      await signed(silent, 'nuri');
      const tree = await api.call.escrowPaymentsApi.tree(roof, 0, 10);
      assert.deepEqual(tree.map(([id, { level, parent }]) => [id.toNumber(), level.toNumber(), parent.unwrapOr(null)?.toNumber() ?? null]), [
        [sealing, 1, null], [steel, 2, sealing], [mortar, 3, steel],
      ]);
    });

    test('report work to who pays, whose days for an answer begin', async () => {
      const reported = await does(call.reportWork(silent, won(5_000_000), paper('기성 보고')), by.nuri, 'WorkReported');
      const { today } = await api.call.escrowPaymentsApi.calendar();
      assert.ok(reported.due.toNumber() >= today.toNumber() + 9);
    });
  });

  describe('a claim', () => {
    test('that nobody inspects waits from now on', async () => {
      const event = await does(claimFor(annex, [[0, 10]]), by.hanbit, 'ClaimSubmitted');
      assert.equal(event.claim.toNumber(), asleep);
      await does(call.endorseClaim(asleep), by.supervisor, 'ClaimEndorsed');
    });

    test('names payees within what was done, each quantity once', async (t) => {
      const lines = [
        work(sealing, 'nuri', won(30_000_000)),
        work(steel, 'daehan', won(10_000_000)),
        work(mortar, 'cement', won(6_000_000)),
        purchase({ Key: wallets[0].publicKey }, won(2_000_000)),
        purchase({ Key: wallets[1].publicKey }, won(1_000_000), { Subcontract: steel }),
        wages(slips, won(25_000_000)),
      ];
      const done = [[0, 400], [1, 300], [2, 10]];
      await allRefused(
        t,
        [claimFor(roof, done, lines), by.nuri, 'NotTheClaimant'],
        [claimFor(roof, [[0, 1_001]]), by.hanbit, 'QuantityClaimed'],
        [claimFor(roof, [[2, 1]], lines), by.hanbit, 'LinesExceedValue'],
        [claimFor(roof, done, [work(steel, 'nuri', won(1_000))]), by.hanbit, 'InvalidLine'],
      );
      const event = await does(claimFor(roof, done, lines), by.hanbit, 'ClaimSubmitted');
      assert.equal(event.claim.toNumber(), progress);
      assert.equal(event.gross.toBigInt(), won(122_000_000));
      await refused(claimFor(roof, [[0, 601]]), by.hanbit, 'QuantityClaimed', t);
    });

    test('is confirmed or objected to line by line, but not by who decides', async (t) => {
      const object = call.objectLine(progress, LINE.daehan, paper('금액에 대한 이의'));
      await allRefused(
        t,
        [object, by.disputeBody, 'ResolverMayNotDispute'],
        [object, by.cement, 'NotThePayee'],
      );
      await Promise.all([
        does(call.choosePayout('Bank'), by.nuri, 'PayoutChosen'),
        does(call.confirmLine(progress, LINE.cement), by.cement, 'LineConfirmed'),
        does(object, by.daehan, 'LineObjected'),
      ]);
      await refused(object, by.daehan, 'AlreadyObjected', t);
      assert.equal((await api.call.escrowPaymentsApi.payout(firm('nuri'))).type, 'Bank');
    });

    test('is endorsed, inspected and approved, in this order and by those that the contract names', async (t) => {
      const pass = call.passInspection(progress, NOTHING_LESS);
      await allRefused(
        t,
        [pass, by.worksInspector, 'NotEndorsed'],
        [pass, by.supervisor, 'agencies.RoleNotHeld'],
        [call.approveClaim(progress), by.infrastructure, 'WrongClaimStatus'],
        [call.requestPayment(progress), by.hanbit, 'WrongClaimStatus'],
      );
      const { net, offset, damages } = await approve(progress);
      assert.deepEqual([net.toBigInt(), offset.toBigInt(), damages.toBigInt()], [won(122_000_000), 0n, 0n]);
      // What nobody is named for is the lead's.
      const share = await lineOf(progress, LINE.hanbit);
      assert.equal(share.amount.toBigInt(), won(48_000_000));
      // The annex claims more than is held for it, and its inspector goes on sleeping over the other claim.
      await does(claimFor(annex, [[0, 100]]), by.hanbit, 'ClaimSubmitted');
      await approve(unfunded);
    });

    test('is due on a business day of Korea, and a new holiday moves it', async (t) => {
      const first = await does(call.requestPayment(progress), by.hanbit, 'PaymentRequested');
      assert.equal(first.payOn.toNumber(), first.due.toNumber());
      const holiday = first.due.toNumber();
      await refused(call.amendHolidays([holiday], []), by.hanbit, 'NotAuthorized', t);
      await does(call.amendHolidays([holiday], []), by.financeBureau, 'HolidaysAmended');
      await waitForBlock(api, await head() + 1);
      const { status } = await claimOf(progress);
      payOn = status.asPaymentRequested.payOn.toNumber();
      assert.ok(payOn > holiday, `${payOn} is not after ${holiday}`);
      await does(call.requestPayment(unfunded), by.hanbit, 'PaymentRequested');
      quietFrom = await head();
      const page = await api.call.escrowPaymentsApi.due({ day: 0, index: 0 }, 100);
      // polkadot.js has a method of the field's name, and gives the field so.
      assert.ok(page.duties.some(([day, duty]) => day.toNumber() === payOn && duty.isPay && duty.asPay.toNumber() === progress));
    });
  });

  describe('on the legal day', () => {
    test('the chain pays by itself, and nobody sends a transaction', async (t) => {
      const names = ['nuri', 'daehan', 'cement', 'labourBank', 'hanbit'];
      const had = await freeOfAll(...names);
      await waitForClaim(api, progress, 'PartlyPaid');
      const last = await head();
      const { dayLength } = await api.call.escrowPaymentsApi.calendar();
      const dayAt = (moment) => dayOf(moment, dayLength.toNumber());
      let paid;
      for (let number = quietFrom + 1; number <= last; number += 1) {
        const block = await blockOfWorks(api, number);
        assert.equal(block.extrinsics, 1, 'a block has the time in it, and nothing else');
        const own = block.own.filter(({ data }) => data.claim?.toNumber() === progress);
        if (own.length > 0) {
          assert.equal(paid, undefined, 'one block pays it whole');
          paid = own;
          // What a block does at its start, it does at the time of the block before.
          assert.ok(dayAt((await blockOfWorks(api, number - 1)).now) >= payOn);
          assert.ok(dayAt((await blockOfWorks(api, number - 2)).now) < payOn, 'in the first block of the day');
          t.diagnostic(`paid in block ${number}, ${number - quietFrom} blocks after the last transaction`);
        }
      }
      assert.deepEqual(paid.map(({ method, data }) => [method, data.line.toNumber()]), [
        ['PayoutInstructed', LINE.nuri], ['LinePaid', LINE.cement], ['LineUnclaimed', LINE.plain], ['LineUnclaimed', LINE.wrapped],
        ['LinePaid', LINE.wages], ['LinePaid', LINE.hanbit],
      ]);
      const has = await freeOfAll(...names);
      assert.deepEqual(names.map((name) => (has[name] - had[name]) / KRW), [0n, 0n, 6_000_000n, 25_000_000n, 48_000_000n]);
      assert.equal(await statusOfLine(LINE.daehan), 'Objected', 'its dispute holds nobody else up');
      await reconcileWorks(api);
    });

    test('a claim without money is named late, and is paid in the block after money comes', async () => {
      await waitForClaim(api, unfunded, 'Unfunded');
      let late;
      for (let number = quietFrom; !late; number += 1) {
        await waitForBlock(api, number);
        late = (await blockOfWorks(api, number)).own.find((event) => api.events.escrowPayments.PaymentLate.is(event));
      }
      assert.equal(late.data.claim.toNumber(), unfunded);
      assert.ok(isFirm(late.data.lateParty, 'financeBureau'));
      const { blockHash } = await submit(api, call.fundContract(annex, won(100_000_000)), by.financeBureau);
      const funded = (await api.rpc.chain.getHeader(blockHash)).number.toNumber();
      await waitForBlock(api, funded + 1);
      const own = (await blockOfWorks(api, funded + 1)).own.filter(({ data }) => data.claim?.toNumber() === unfunded);
      assert.deepEqual(own.map(({ method }) => method), ['LinePaid', 'InterestOwed', 'ClaimPaid']);
      const [, { data: { days, amount, debtor, creditor } }] = own;
      assert.ok(isFirm(debtor, 'financeBureau') && isFirm(creditor, 'hanbit'));
      assert.ok(days.toNumber() > 0);
      const yearly = won(12_000_000) * 60_000n * BigInt(days.toNumber());
      const owed = yearly / (365n * 1_000_000n);
      assert.equal(amount.toBigInt(), owed - owed % KRW);
    });

    test('its interest is a debt of the late party, beside what is held', async (t) => {
      const debt = { Line: [unfunded, 0] };
      const before = await reconcileWorks(api);
      await refused(call.payInterest(debt), by.hanbit, 'NotTheDebtor', t);
      const [, , owed] = (await api.call.escrowPaymentsApi.interest(debt)).unwrap();
      const had = await freeOf(by.hanbit);
      await does(call.payInterest(debt), by.financeBureau, 'InterestPaid');
      assert.equal(await freeOf(by.hanbit), had + owed.toBigInt());
      assert.deepEqual(await reconcileWorks(api), before);
      await refused(call.payInterest(debt), by.financeBureau, 'NothingOwed', t);
    });
  });

  describe('lines that wait', () => {
    test("a pay-out is the bank's to refuse or confirm, and the won are locked until then", async (t) => {
      const { treasuryMaker, treasuryChecker, financeBureau } = by;
      const [treasury, officer] = [await freeOf(by.treasury), await freeOf(financeBureau)];
      const confirm = call.confirmPayout(progress, LINE.nuri);
      await allRefused(
        t,
        [confirm, by.labourBank, 'agencies.RoleNotHeld'],
        [call.confirmPayout(progress, LINE.cement), treasuryMaker, 'NotInstructed'],
      );
      const back = await does(call.refusePayout(progress, LINE.nuri, paper('계좌 없음 통지')), treasuryMaker, 'LineReturned');
      assert.equal(back.why.type, 'RefusedByBank');
      await allRefused(
        t,
        [call.depositLine(progress, LINE.nuri, AGENCY.guarantor), financeBureau, 'NotADepositOffice'],
        [call.retryLine(progress, LINE.nuri), by.tongin, 'NotThePayee'],
      );
      await does(call.retryLine(progress, LINE.nuri), by.nuri, 'PayoutInstructed');
      const paid = await does(confirm, treasuryChecker, 'PayoutConfirmed');
      assert.equal(paid.bank.toNumber(), AGENCY.treasury);
      assert.deepEqual([await freeOf(by.treasury), await freeOf(financeBureau)], [treasury + won(30_000_000), officer]);
      assert.ok((await lineOf(progress, LINE.nuri)).status.asPaid.via.isBank);
      await refused(call.retryLine(progress, LINE.nuri), by.nuri, 'NotReturned', t);
    });

    test('a merchant takes its line with a signature of its wallet, once it is admitted', async (t) => {
      const owners = ['철물', '목재'].map((name) => account(`//e2e//shop//${name}`));
      const admit = owners.map(({ address }, number) => (
        api.tx.agencies.admitCompany({ ko: `모퉁이 가게 ${number}`, en: `Corner Shop ${number}` }, ['Merchant'], address, address)
      ));
      const admitted = await submit(api, api.tx.utility.batchAll(admit), by.cityBureau);
      const shops = admitted.events.filter((event) => api.events.agencies.AgencyRegistered.is(event)).map(({ data }) => data.agency.toNumber());
      const until = await chainNow(api) + DAY;
      await Promise.all(owners.map((owner) => submit(api, api.tx.agencies.appointDelegate(owner.address, ['Representative'], until), owner)));
      const signed = async (line, wallet, shop, sign) => (
        sign(wallet, await redeemMessage(api, { contract: roof, claim: progress, line, party: { Agency: shop } }))
      );
      const plain = call.redeemLine(progress, LINE.plain, await signed(LINE.plain, wallets[0], shops[0], signPlain));
      // A signature names who may use it, and what for.
      await allRefused(
        t,
        [plain, owners[1], 'BadSignature'],
        [call.redeemLine(progress, LINE.plain, await signed(LINE.wrapped, wallets[0], shops[0], signPlain)), owners[0], 'BadSignature'],
      );
      const [one, other] = await Promise.all([
        submit(api, plain, owners[0]),
        signed(LINE.wrapped, wallets[1], shops[1], signAsWalletsDo)
          .then((signature) => submit(api, call.redeemLine(progress, LINE.wrapped, signature), owners[1])),
      ]);
      for (const [outcome, shop] of [[one, shops[0]], [other, shops[1]]]) {
        assert.equal(outcome.event('escrowPayments', 'LineRedeemed').party.asAgency.toNumber(), shop);
      }
      assert.deepEqual(await Promise.all(owners.map(freeOf)), [won(2_000_000), won(1_000_000)]);
      await refused(plain, owners[0], 'NotUnderKey', t);
    });

    test('a dispute is decided for one line, and then the claim is paid', async (t) => {
      const had = await freeOfAll('daehan', 'nuri', 'hanbit');
      const decide = (amount) => call.decideLine(progress, LINE.daehan, won(amount), paper('조정 결정서'));
      await allRefused(
        t,
        [decide(6_000_000), by.court, 'agencies.RoleNotHeld'],
        [decide(10_000_001), by.disputeBody, 'AmountTooHigh'],
      );
      await submit(api, call.choosePayout('Chain'), by.nuri);
      const decided = await submit(api, decide(6_000_000), by.disputeBody);
      assert.equal(decided.event('escrowPayments', 'LineDecided').oldAmount.toBigInt(), won(10_000_000));
      decided.event('escrowPayments', 'ClaimPaid');
      // The rest is of who owes the line: Nuri.
      const has = await freeOfAll('daehan', 'nuri', 'hanbit');
      assert.deepEqual(['daehan', 'nuri', 'hanbit'].map((name) => (has[name] - had[name]) / KRW), [6_000_000n, 4_000_000n, 0n]);
      assert.equal((await claimOf(progress)).status.type, 'Paid');
      const lines = await api.call.escrowPaymentsApi.lines(progress, 0, 200);
      assert.equal(lines.reduce((sum, [, { line }]) => sum + line.amount.toBigInt(), 0n), won(122_000_000));
      await reconcileWorks(api);
    });
  });

  describe('wages', () => {
    const slip = slips[7];
    const proof = wageProof(slips, 7);
    const wage = async (index = 7) => api.call.escrowPaymentsApi.wage(progress, LINE.wages, index, slip, proof);
    const confirm = (...places) => call.confirmWages(progress, LINE.wages, places);

    test('are confirmed by their place, and a worker checks a slip without a transaction', async (t) => {
      await allRefused(
        t,
        [confirm(10), by.labourBank, 'WageNotFound'],
        [call.confirmWages(progress, LINE.cement, [0]), by.labourBank, 'NotALabourLine'],
      );
      const event = await does(confirm(0, 1, 2, 3, 4, 5, 6, 8, 9), by.labourBank, 'WagesConfirmed');
      assert.deepEqual([event.confirmed.toNumber(), event.workers.toNumber()], [9, 10]);
      assert.ok((await wage()).unwrap().confirmed.isFalse);
      assert.ok((await wage(6)).isNone, 'the slip stands at its place only');
    });

    test('that did not come are disputed with the slip, by anyone for the worker', async (t) => {
      const dispute = call.disputeWage(progress, LINE.wages, 7, slip, proof);
      await refused(call.disputeWage(progress, LINE.wages, 7, slips[6], proof), by.ferdie, 'BadWageProof', t);
      await does(dispute, by.ferdie, 'WageDisputed');
      await refused(confirm(7), by.labourBank, 'WageDisputeOpen', t);
      await does(call.decideWage(progress, LINE.wages, 7, 'Upheld'), by.disputeBody, 'WageDecided');
      await does(confirm(7), by.labourBank, 'WagesConfirmed');
      const { confirmed, dispute: outcome } = (await wage()).unwrap();
      assert.ok(confirmed.isTrue && outcome.unwrap().isUpheld);
    });
  });

  describe('who sleeps', () => {
    /** The first event of this kind that the chain itself announced, and its block. */
    async function announced(name, matches, timeout = 150_000) {
      const deadline = Date.now() + timeout;
      for (let number = 1; Date.now() < deadline; number += 1) {
        await waitForBlock(api, number);
        const found = (await blockOfWorks(api, number)).own.find((event) => event.method === name && matches(event.data));
        if (found) {
          return { data: found.data, number };
        }
      }
      throw new Error(`The chain did not announce ${name}.`);
    }

    test('is named: the next level answers, and no money moves', async (t) => {
      const { data, number } = await announced('InspectionEscalated', ({ claim }) => claim.toNumber() === asleep);
      assert.ok(isFirm(data.lateParty, 'worksInspector'));
      assert.equal(data.level.type, 'Department');
      assert.ok(data.due.toNumber() > data.oldDue.toNumber());
      t.diagnostic(`escalated in block ${number}`);
      const { own } = await blockOfWorks(api, number);
      assert.ok(own.every(({ method }) => method !== 'LinePaid'));
      assert.equal((await claimOf(asleep)).status.type, 'Inspecting');
      await refused(call.passInspection(asleep, NOTHING_LESS), by.supervisor, 'agencies.RoleNotHeld', t);
    });

    test('passes the work of a subcontractor, which makes a debt of the payer', async () => {
      const { data } = await announced('WorkPassed', ({ subcontract }) => subcontract.toNumber() === silent);
      assert.equal(data.by.type, 'Silence');
      const report = (await api.query.escrowPayments.workReports(silent, 0)).unwrap();
      assert.ok(report.status.asPassed.line.isNone, 'and moves no money of the city');
    });
  });

  describe('an early end', () => {
    test('waits for claims that are not decided, and is settled', async (t) => {
      const terminate = call.terminateContract(annex, paper('해지 통지서'));
      await refused(terminate, by.infrastructure, 'ClaimsPending', t);
      await does(call.rejectClaim(asleep), by.infrastructure, 'ClaimWithdrawn');
      await does(terminate, by.infrastructure, 'ContractTerminated');
      await allRefused(
        t,
        [claimFor(annex, [[0, 1]]), by.hanbit, 'SettlementMissing'],
        [call.closeContract(annex), by.infrastructure, 'NotSettled'],
      );
      const lines = [work(silent, 'nuri', won(5_000_000), 0)];
      const settle = call.submitSettlement(annex, [{ item: 1, units: 100 }], lines, paper('타절 정산서'));
      const { claim } = await does(settle, by.infrastructure, 'ClaimSubmitted');
      await approve(claim);
      await submit(api, call.requestPayment(claim), by.infrastructure);
      await does(call.bringPaymentForward(claim), by.financeBureau, 'PaymentBroughtForward');
      await waitForClaim(api, claim, 'Paid');
      assert.equal((await lineOf(claim, 0)).status.type, 'Paid');
    });

    test('gives the city back what nobody can claim, and not a won more', async (t) => {
      const { money } = (await api.call.escrowPaymentsApi.contract(annex)).unwrap();
      assert.deepEqual([money.released, money.held, money.refundable].map((sum) => sum.toBigInt()), [won(20_000_000), 0n, won(90_000_000)]);
      await allRefused(
        t,
        [call.refund(annex, won(90_000_001)), by.financeBureau, 'NothingRefundable'],
        [call.closeContract(annex), by.infrastructure, 'FundsRemain'],
      );
      const free = await freeOf(by.financeBureau);
      await does(call.refund(annex, won(90_000_000)), by.financeBureau, 'FundsRefunded');
      assert.equal(await freeOf(by.financeBureau), free + won(90_000_000));
      await does(call.closeContract(annex), by.infrastructure, 'ContractClosed');
      await refused(call.fundContract(annex, won(1)), by.financeBureau, 'AlreadyEnded', t);
    });
  });

  test('the last payment needs the defect bond', async (t) => {
    await does(call.fundContract(roof, won(200_000_000)), by.financeBureau, 'ContractFunded');
    const { claim } = await does(claimFor(roof, [[0, 600], [1, 700], [2, 30]], [], 'Completion'), by.hanbit, 'ClaimSubmitted');
    await approve(claim);
    await refused(call.requestPayment(claim), by.hanbit, 'DefectBondMissing', t);
    const { today } = await api.call.escrowPaymentsApi.calendar();
    const bond = call.recordBond(roof, 'Defect', won(12_000_000), today.toNumber() + 1_000, paper('하자보수보증서'));
    await refused(bond, by.hanbit, 'agencies.RoleNotHeld', t);
    await does(bond, by.guarantor, 'BondRecorded');
    await does(call.requestPayment(claim), by.hanbit, 'PaymentRequested');
    await does(call.bringPaymentForward(claim), by.financeBureau, 'PaymentBroughtForward');
    await waitForClaim(api, claim, 'Paid');
    assert.equal((await contractOf(roof)).status.type, 'DefectPeriod');
    await refused(call.closeContract(roof), by.infrastructure, 'DefectPeriodRuns', t);
  });

  test('at every block every won was accounted for', async (t) => {
    const last = await head();
    for (let number = 1; number <= last; number += 1) {
      await reconcileWorks(api, await api.rpc.chain.getBlockHash(number));
    }
    assert.deepEqual(await reconcileWorks(api), {
      funded: won(510_000_000), released: won(420_000_000), refunded: won(90_000_000), held: 0n, refundable: 0n,
    });
    t.diagnostic(`${last} blocks`);
  });
});
