// SPDX-License-Identifier: Apache-2.0

/** The chapter of the school roof: a claim is inspected, and the chain pays every payee on the day that the law sets. */

import { randomBytes } from 'node:crypto';

import { AGENCY } from '../lib/chain.js';
import {
  blockOfWorks, dayOf, firm, purchase, reconcileWorks, schoolRoof, wageProof, wages, waitForClaim, won, work,
} from '../lib/works.js';
import { commit, newSalt } from '../lib/tags.js';
import { paper } from './cast.js';
import { holds, isSo } from './stage.js';

const FUNDED = 200_000_000;
/** What the claim is worth: 400 of sealing, 300 of insulation, 10 of steel. */
const DONE = [[0, 400], [1, 300], [2, 10]];
const GROSS = 122_000_000;
/** Who gets how much of it, in the order of the lines; what nobody is named for is the lead's. */
const LINES = { nuri: 30_000_000, daehan: 10_000_000, tongin: 2_000_000, labourBank: 25_000_000, hanbit: 55_000_000 };
const WORKERS = 10;
const shown = (amount) => amount.toLocaleString('en');
/** What people call them. */
const NAMES = {
  nuri: { ko: '누리방수', en: 'Nuri' }, daehan: { ko: '대한지붕', en: 'Daehan' }, tongin: { ko: '통인상회', en: 'Tongin Store' },
  labourBank: { ko: '노무비 은행', en: 'the wages’ bank' }, hanbit: { ko: '한빛', en: 'Hanbit' },
};

/** Eleven offices and firms, one claim, and nobody who presses a button on the day. */
export async function playWorks(chapter, c) {
  const { api } = c;
  const call = api.tx.escrowPayments;
  const slips = Array.from({ length: WORKERS }, () => commit(newSalt(), randomBytes(64)));
  // Somebody who played with this chain may have sent a firm's money to the bank.
  for (const name of Object.keys(LINES)) {
    if ((await api.call.escrowPaymentsApi.payout(firm(name))).type !== 'Chain') {
      await c.submits(name, call.choosePayout('Chain'));
    }
  }

  const contract = await chapter.step({
    ko: '계약은 모두가 서명하고 돈이 묶여야 시작된다', en: 'The contract begins when all have signed and the money is held',
  }, async () => {
    const draft = await schoolRoof(api, paper('학교 지붕 계약서'));
    await c.isRefused('infrastructure', call.draftContract({ ...draft, inspector: AGENCY.supervisor }), 'escrowPayments.SupervisorIsInspector');
    const { data } = await c.does('infrastructure', call.draftContract(draft), 'escrowPayments', 'ContractDrafted');
    const id = data.contract.toNumber();
    await Promise.all(['hanbit', 'supervisor', 'worksInspector', 'financeBureau'].map((name) => c.submits(name, call.signContract(id))));
    const { data: funded, number } = await c.does('financeBureau', call.fundContract(id, won(FUNDED)), 'escrowPayments', 'ContractFunded');
    holds(funded.funded.toBigInt(), won(FUNDED), 'won held for the contract');
    await c.submits('infrastructure', call.startContract(id));
    return {
      did: { ko: `시가 학교 지붕 공사를 한빛종합건설에 맡기고 ${shown(FUNDED)}원을 묶었습니다.`, en: `The city gave a school roof to Hanbit, and ${shown(FUNDED)} won were set aside for it.` },
      proves: { ko: '돈은 시공사의 계좌를 지나지 않고, 감독과 검사는 같은 기관일 수 없다(SupervisorIsInspector).', en: 'no money passes through the contractor’s account, and who supervises may not inspect (SupervisorIsInspector)' },
      see: { ko: `블록 ${number} · Runtime calls → escrowPaymentsApi.contract(${id})`, en: `block ${number} · Runtime calls → escrowPaymentsApi.contract(${id})` },
      value: id,
    };
  });

  const subcontracts = await chapter.step({
    ko: '하도급 두 건이 원도급 안에 들어간다', en: 'Two subcontracts stand under the prime contract',
  }, async () => {
    const ids = {};
    for (const [name, amount] of [['nuri', 90_000_000], ['daehan', 60_000_000]]) {
      const draft = {
        parent: null, contractor: firm(name), kind: 'Works', amount: won(amount), paymentDays: 30, lateRate: 155_000, document: paper('하도급계약서'),
      };
      const { data } = await c.does('hanbit', call.draftSubcontract(contract, draft), 'escrowPayments', 'SubcontractDrafted');
      ids[name] = data.subcontract.toNumber();
    }
    const [{ number }] = await Promise.all(Object.entries(ids).map(([name, id]) => c.does(name, call.signSubcontract(id), 'escrowPayments', 'SubcontractSigned')));
    return {
      did: { ko: '한빛이 누리방수와 대한지붕에 하도급을 주고, 두 회사가 서명했습니다.', en: 'Hanbit gave work to Nuri and Daehan, who signed.' },
      proves: { ko: '누가 누구 밑에서 얼마를 받는지 시와 시민이 본다.', en: 'the city and everyone see who works under whom, and for how much' },
      see: { ko: `블록 ${number} · Runtime calls → escrowPaymentsApi.tree(${contract}, 0, 10)`, en: `block ${number} · Runtime calls → escrowPaymentsApi.tree(${contract}, 0, 10)` },
      value: ids,
    };
  });

  const claim = await chapter.step({
    ko: '기성 청구는 감독, 검사, 승인을 차례로 거친다', en: 'The claim is endorsed, inspected and approved, in this order',
  }, async () => {
    const lines = [
      work(subcontracts.nuri, 'nuri', won(LINES.nuri)), work(subcontracts.daehan, 'daehan', won(LINES.daehan)),
      purchase({ Party: firm('tongin') }, won(LINES.tongin)), wages(slips, won(LINES.labourBank)),
    ];
    const submit = call.submitClaim(contract, 'Progress', DONE.map(([item, units]) => ({ item, units })), lines, paper('기성 내역서'));
    const { data: submitted } = await c.does('hanbit', submit, 'escrowPayments', 'ClaimSubmitted');
    holds(submitted.gross.toBigInt(), won(GROSS), 'what the work is worth');
    const id = submitted.claim.toNumber();
    const pass = call.passInspection(id, { quantities: [], lines: [] });
    await c.isRefused('worksInspector', pass, 'escrowPayments.NotEndorsed');
    await c.does('supervisor', call.endorseClaim(id), 'escrowPayments', 'ClaimEndorsed');
    await c.isRefused('supervisor', pass, 'agencies.RoleNotHeld');
    await c.does('worksInspector', pass, 'escrowPayments', 'InspectionPassed');
    const { data: approved, number } = await c.does('infrastructure', call.approveClaim(id), 'escrowPayments', 'ClaimApproved');
    holds(approved.net.toBigInt(), won(GROSS), 'what is to be paid');
    return {
      did: { ko: `한빛이 ${shown(GROSS)}원을 청구하고, 감독·검사·발주부서가 확인했습니다.`, en: `Hanbit claimed ${shown(GROSS)} won; supervisor, inspector and department agreed.` },
      proves: { ko: '물량은 한 번만 청구되고, 차례를 건너뛰면 거부된다(NotEndorsed, RoleNotHeld).', en: 'a quantity is claimed once, and nobody skips a step (NotEndorsed, RoleNotHeld)' },
      see: { ko: `블록 ${number} · Runtime calls → escrowPaymentsApi.claim(${id})`, en: `block ${number} · Runtime calls → escrowPaymentsApi.claim(${id})` },
      value: id,
    };
  });

  await chapter.step({
    ko: '법정 기일에 체인이 스스로 모두에게 지급한다', en: 'On the legal day the chain pays all payees by itself',
  }, async () => {
    const { data: requested, number: from } = await c.does('hanbit', call.requestPayment(claim), 'escrowPayments', 'PaymentRequested');
    const payOn = requested.payOn.toNumber();
    await waitForClaim(api, claim, 'Paid');
    const { number, blockHash, dayBefore, events } = await paymentOf(api, claim, from);
    const { dayLength } = await api.call.escrowPaymentsApi.calendar();
    isSo(dayOf(dayBefore, dayLength.toNumber()) >= payOn, 'it is paid on its day, not before');
    holds(events.filter(({ method }) => method === 'LinePaid').length, Object.keys(LINES).length, 'lines that the chain paid by itself in that block');
    const got = await Promise.all(Object.keys(LINES).map((name) => c.moved(name, blockHash)));
    holds(got, Object.values(LINES).map(won), 'won that each payee got in that block');
    await reconcileWorks(api, blockHash);
    const told = (lang) => Object.entries(LINES).map(([name, amount]) => `${NAMES[name][lang]} ${shown(amount)}`).join(', ');
    return {
      did: { ko: `닷새 영업일 뒤 체인이 다섯 수취인에게 지급했습니다: ${told('ko')}.`, en: `Five business days later the chain paid five payees: ${told('en')}.` },
      proves: { ko: '아무도 거래를 보내지 않았다: 원도급도 시도 하도급 대금을 늦추거나 가로챌 수 없다.', en: 'nobody sent a transaction for it: neither prime nor city can delay a subcontractor’s, a merchant’s or a worker’s money' },
      see: { ko: `블록 ${number}, 초기화 단계의 이벤트 escrowPayments.LinePaid`, en: `block ${number}, events escrowPayments.LinePaid in the phase Initialization` },
    };
  });

  await chapter.step({
    ko: '근로자는 자기 임금 명세서가 들어 있음을 확인한다', en: 'A worker proves that the own wage slip is in what was paid',
  }, async () => {
    const line = 3;
    const ask = async (slip, index) => api.call.escrowPaymentsApi.wage(claim, line, index, slip, wageProof(slips, index));
    isSo((await ask(slips[4], 4)).isSome, 'the slip of the worker stands in the list');
    isSo((await ask(commit(newSalt(), randomBytes(64)), 4)).isNone, 'a slip that somebody made up does not');
    return {
      did: { ko: '근로자 5가 명세서와 증명으로 물었습니다.', en: 'Worker 5 asked with the slip and its proof.' },
      proves: { ko: '노무비는 따로 지급되고, 명세서 한 장을 보이는 데 다른 사람의 임금은 필요 없다.', en: 'wages are ring-fenced, and one slip is proven without showing anybody else’s' },
      see: { ko: `Runtime calls → escrowPaymentsApi.wage(${claim}, ${line}, …)`, en: `Runtime calls → escrowPaymentsApi.wage(${claim}, ${line}, …)` },
    };
  });
  chapter.end();
}

/** The block in which the chain paid a claim. */
async function paymentOf(api, claim, from) {
  const last = (await api.rpc.chain.getHeader()).number.toNumber();
  for (let number = from; number <= last; number += 1) {
    const { own } = await blockOfWorks(api, number);
    const events = own.filter(({ data }) => data.claim?.toNumber() === claim);
    if (events.some(({ method }) => method === 'ClaimPaid')) {
      const { now } = await blockOfWorks(api, number - 1);
      return { number, blockHash: (await api.rpc.chain.getBlockHash(number)).toHex(), dayBefore: now, events };
    }
  }
  throw new Error(`no block after ${from} paid claim ${claim}`);
}

