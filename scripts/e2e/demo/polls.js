// SPDX-License-Identifier: Apache-2.0

/** Chapters about polls: three trustees make a key, citizens vote in secret and anonymously, and anyone audits the count. */

import { readFile, writeFile } from 'node:fs/promises';

import { AGENCY, ChainError, chainNow, councilDecides, KRW, waitForMoment } from '../lib/chain.js';
import { SCHEME } from '../lib/mileage.js';
import { asTrustee, encrypted, makeElectionKey, question, settings, TRUSTEES } from '../lib/polls.js';
import { EXIT } from '../lib/program.js';
import { CITIZENS } from './cast.js';
import { holds, isSo } from './stage.js';

const REWARD = 300;
const PLAZA = {
  title: ['서울광장을 무엇으로 쓸까요?', 'What shall Seoul Plaza be used for?'],
  labels: [['숲', 'Forest'], ['시장', 'Market'], ['공연장', 'Stage']],
  form: { SingleChoice: { options: 3 } },
};
const BUS = { title: ['심야버스를 늘릴까요?', 'Shall there be more night buses?'] };
/** What citizens choose in the anonymous poll, options from 1. */
const BUS_VOTES = { kim: 1, lee: 1, park: 2 };
/** How long a ring may hold an opening up because a key leaves it, and how long a board's trustees are believed to need. */
const OPENING_WITHIN = 60_000;
const TERM = 3_600_000;
/** So long before the end of a poll the program votes for who has not. */
const HURRY = 25_000;
const soon = ['--wait', 'block'];

/**
 * Trustees make a key that none of them has.
 *
 * @returns {Promise<number>} the board's number
 */
export async function makeBoard(chapter, c) {
  const { api } = c;
  return chapter.step({
    ko: '수탁자 셋이 아무도 갖지 않는 열쇠를 만든다', en: 'Three trustees make a key that none of them has',
  }, async () => {
    const now = await chainNow(api);
    const seats = TRUSTEES.map((name) => AGENCY[name]);
    const convened = await councilDecides(api, api.tx.mVoting.conveneStandingBoard(seats, 2, now, now + TERM));
    c.counts.sent += 4;
    const board = convened.event('mVoting', 'BoardConvened').board.toNumber();
    await c.settled();
    await makeElectionKey(c.runs, c.file, board, 'publicRelations');
    const { board: stored, key } = (await api.call.mVotingApi.board(board)).unwrap();
    isSo(stored.status.isReady && key.isSome, 'the board is ready');
    return {
      did: { ko: '협의회가 변호사회·대학·소비자단체를 수탁자로 정했고, 셋이 투표 암호화 열쇠를 함께 만들었습니다(셋 중 둘이 개표).', en: 'The council named bar association, university and consumers’ union, who made the election key together (two of three decrypt).' },
      proves: { ko: '비밀 열쇠는 조각으로만 있다: 시도, 수탁자 한 곳도 표를 읽지 못한다.', en: 'its secret exists in shares only: neither the city nor any one trustee can read a ballot' },
      see: { ko: `Runtime calls → mVotingApi.board(${board})`, en: `Runtime calls → mVotingApi.board(${board})` },
      value: board,
    };
  });
}

/**
 * A secret and an anonymous poll are opened and voted in.
 *
 * @param {object} chapter
 * @param {object} c
 * @param {{ card: Record<string, bigint>, rings: Promise<void>, board: Promise<number>, gate: Promise<unknown>, hands: object, open: number }} story
 *   `gate` is over when the polls may open, and they are open for `open` milliseconds
 * @returns {Promise<object>} as soon as the polls are open: their numbers, `cast`, which is over when Lee has voted, `done`, which is over
 *   when the chapter is, and what others need to vote and to count
 */
export async function playVotes(chapter, c, { card, rings, board: making, gate, hands, open }) {
  const { api, by } = c;
  const call = api.tx.mVoting;
  const ask = api.call.mVotingApi;
  const info = async (poll) => (await ask.poll(poll)).unwrap();
  const [board] = await Promise.all([making, rings, gate]);

  const [secret, anonymous] = await chapter.step({
    ko: '두 공무원이 투표 두 건을 열고, 누가 투표할 수 있는지 고정된다', en: 'Two officials open two polls, and it is fixed who may vote',
  }, async () => {
    const now = await chainNow(api);
    const held = (secrecy, changed = {}) => settings(now, { ...encrypted(secrecy, board), quorum: 3, ...changed }, open);
    await c.submits('publicRelations', api.tx.mileage.fundBudget(SCHEME.poll, BigInt(REWARD * CITIZENS.length) * KRW));
    const { events } = await c.submits('publicRelations', api.tx.utility.batchAll([
      call.draftPoll(question(PLAZA), held('Secret', { reward: REWARD })), call.draftPoll(question(BUS), held('Anonymous')),
    ]));
    const polls = events.filter((event) => api.events.mVoting.PollDrafted.is(event)).map(({ data }) => data.poll.toNumber());
    const all = (make) => api.tx.utility.batchAll(polls.map(make));
    await c.submits('publicRelations', all((poll) => call.submitPoll(poll)));
    await c.isRefused('publicRelations', call.approvePoll(polls[0]), 'mVoting.SameOfficial');
    await c.submits('pollReviewer', all((poll) => call.approvePoll(poll)));
    const number = await opened(c, polls);
    isSo((await ask.eligible(polls[1])).unwrap().roll.asRings.keyCount.toNumber() >= CITIZENS.length, 'the rings of the anonymous poll');
    return {
      did: { ko: `홍보기획관의 두 공무원이 비밀투표 ${polls[0]}번과 익명투표 ${polls[1]}번을 열었습니다.`, en: `Two officials opened a secret poll (${polls[0]}) and an anonymous one (${polls[1]}).` },
      proves: { ko: '한 사람은 열지 못하고(SameOfficial), 질문과 명부는 이제 아무도 못 바꾼다.', en: 'one alone cannot (SameOfficial), and nobody can change question or roll any more' },
      see: { ko: `블록 ${number} · Runtime calls → mVotingApi.poll(${polls[0]})`, en: `block ${number} · Runtime calls → mVotingApi.poll(${polls[0]})` },
      value: polls,
    };
  });

  const endsAt = (await info(secret)).poll.settings.closesAt.toNumber();
  const turnout = async () => (await info(secret)).turnout.unwrap().toNumber();
  const casts = {};
  /** Someone casts a ballot in the secret poll, options from 1. */
  const of = async (name, option) => {
    const words = ['vote', 'cast', secret, '--option', option, '--yes', ...soon, ...c.key(name), ...c.receipt(name)];
    const cast = await c.runs(words, { signs: name });
    casts[name.replace('New', '')] = { ...cast, option };
    return cast;
  };
  await c.settled();
  const lee = of('lee', 2);
  const enrolling = Promise.all(CITIZENS.map((name) => c.runs(['vote', 'enrol', anonymous, ...soon, ...c.ring(name)])));
  const kim = of('kim', 1);
  [lee, enrolling, kim].forEach((one) => one.catch(() => {}));

  const done = (async () => {
    await chapter.step({
      ko: '기기가 표를 암호화하고, 참여 보상은 선택을 모른다', en: 'Devices encrypt the ballots, and the reward does not know the choice',
    }, async () => {
      const [one, other] = await Promise.all([kim, lee]);
      holds(await turnout(), 2, 'turnout');
      const ballot = (await ask.ballot(secret, { Citizen: card.kim })).unwrap().asEncrypted;
      holds([ballot.tracker.toHex(), ballot.reward.type], [one.tracker, 'Paid'], 'what the chain has of Kim’s ballot');
      holds((await info(secret)).votes.isNone, true, 'nobody knows an interim result');
      return {
        did: { ko: `김·이 시민이 투표하고 ${REWARD}점씩 받았습니다(추적 번호 ${short(one.tracker)}, ${short(other.tracker)}).`, en: `Kim and Lee voted and got ${REWARD} points each (trackers ${short(one.tracker)}, ${short(other.tracker)}).` },
        proves: { ko: '표마다 올바르다는 증명을 모든 노드가 확인하지만, 무엇을 골랐는지는 아무도 모른다.', en: 'every node verified a proof that each ballot is a valid one, and nobody sees what was chosen' },
        see: { ko: `Runtime calls → mVotingApi.ballot(${secret}, Citizen ${card.kim}), tally(${secret})`, en: `Runtime calls → mVotingApi.ballot(${secret}, Citizen ${card.kim}), tally(${secret})` },
      };
    });

    await chapter.step({
      ko: '남의 표를 베낄 수 없다', en: 'Nobody can cast a copy of another’s ballot',
    }, async () => {
      const { block } = await api.rpc.chain.getBlock((await kim).block.hash);
      const { method } = block.extrinsics.find((one) => one.isSigned && one.method.method === 'castSecret' && one.signer.toString() === by.kim.address);
      await c.isRefused('park', call.castSecret(secret, method.args[1], null), 'mVoting.InvalidBallotProof');
      return {
        did: { ko: '박 시민이 김 시민의 암호문을 그대로 냈습니다.', en: 'Park cast a copy of Kim’s encrypted ballot.' },
        proves: { ko: '거부된다: 증명은 투표와 사람에 매인다(InvalidBallotProof).', en: 'refused: the proof is bound to poll and voter (InvalidBallotProof)' },
        see: 'Network → Explorer → system.ExtrinsicFailed',
      };
    });

    await chapter.step({
      ko: '익명투표에는 서명도 이름도 없이 등록한다', en: 'Citizens enrol in the anonymous poll without a signature',
    }, async () => {
      const enrolled = await enrolling;
      const block = (await api.rpc.chain.getBlock(enrolled[0].block.hash)).block;
      const enrolments = block.extrinsics.filter(({ method }) => method.method === 'enrol');
      isSo(enrolments.length > 0 && enrolments.every(({ isSigned }) => !isSigned), 'an enrolment has no signer');
      holds(new Set(enrolled.map(({ alias }) => alias)).size, CITIZENS.length, 'aliases');
      await Promise.all(CITIZENS.map((name) => c.runs([
        'vote', 'cast', anonymous, '--option', BUS_VOTES[name], '--yes', ...soon, ...c.ring(name), '--receipt', c.file(`${name}-bus.receipt.json`),
      ])));
      c.counts.sent += 2 * CITIZENS.length;
      const { enrolled: count, turnout: voted } = await info(anonymous);
      holds([count.unwrap().toNumber(), voted.unwrap().toNumber()], [CITIZENS.length, CITIZENS.length], 'enrolled, and voted');
      return {
        did: { ko: '세 시민이 링 증명으로 등록하고 새 열쇠로 투표했습니다.', en: 'The three enrolled with ring proofs and voted with fresh keys.' },
        proves: { ko: '한 사람이 한 번이라는 것은 증명되고, 누구인지는 카드 발급 부서도 모른다.', en: 'one person counts once, and not even the card office can say who it was' },
        see: { ko: `블록 ${block.header.number}, 서명자 없는 거래 mVoting.enrol`, en: `block ${block.header.number}, extrinsic mVoting.enrol without signer` },
      };
    });

    await handVote(chapter, c, { secret, hands, of, casts, endsAt });
    chapter.end();
  })();
  done.catch(() => {});
  return {
    secret, anonymous, of, turnout, done, cast: lee, card, casts, endsAt,
  };
}

const short = (hex) => `${hex.slice(0, 8)}…`;

/** Open polls, as anyone may; wait where a key that leaves a ring holds that up. */
async function opened(c, polls) {
  const call = c.api.tx.mVoting;
  const deadline = Date.now() + OPENING_WITHIN;
  for (;;) {
    try {
      const { number } = await c.submits('park', c.api.tx.utility.batchAll(polls.map((poll) => call.openPoll(poll))));
      return number;
    } catch (error) {
      const waits = error instanceof ChainError && error.section === 'citizenRings';
      if (!waits || Date.now() > deadline) {
        throw error;
      }
      await c.submits('publicRelations', call.hastenOpening(polls.at(-1))).catch(() => {});
    }
  }
}

/** The second hand-over: somebody votes. */
async function handVote(chapter, c, { secret, hands, of, casts, endsAt }) {
  const words = ['vote', 'cast', secret, '--option', 1, ...c.key('park'), ...c.receipt('park')];
  const given = await hands.over(chapter, {
    ko: [
      `직접 해 보십시오: 박 시민으로 투표하십시오. ${PLAZA.title[0]}`,
      ...PLAZA.labels.map(([ko], at) => `  ${at + 1}  ${ko}`),
      '번호를 치고 Enter. 또는 다른 터미널에서 다음을 실행하고 Enter:',
      `  ${hands.command(words)}`,
    ],
    en: [
      `Your turn: vote as Park. ${PLAZA.title[1]}`,
      ...PLAZA.labels.map(([, en], at) => `  ${at + 1}  ${en}`),
      'Type a number and Enter. Or run this in another terminal, and then Enter:',
      `  ${hands.command(words)}`,
    ],
  }, {
    automatic: async () => '1',
    accepts: async (typed) => {
      if (/^[1-3]$/.test(typed)) {
        return true;
      }
      return typed === '' && (await c.api.call.mVotingApi.ballot(secret, { Citizen: await cardOf(c, 'park') })).isSome ? true : {
        ko: '1, 2, 3 가운데 하나를 치십시오.', en: 'Type 1, 2 or 3.',
      };
    },
    until: endsAt - HURRY,
  });

  await chapter.step({
    ko: '박 시민의 표가 반영되었음을 본인이 확인한다', en: 'Park checks that the ballot which counts is Park’s own',
  }, async () => {
    if (given === '') {
      c.counts.sent += 1;
      casts.park = { tracker: JSON.parse(await readFile(c.file('park.receipt.json'), 'utf8')).tracker };
    } else {
      await of('park', Number(given));
    }
    await c.settled();
    const checked = await c.runs(['vote', 'check', secret, ...c.receipt('park')]);
    holds(checked.counts, true, 'the ballot counts');
    return {
      did: { ko: `박 시민이 투표하고 접수증으로 확인했습니다(추적 번호 ${short(casts.park.tracker)}).`, en: `Park voted, and checked the receipt (tracker ${short(casts.park.tracker)}).` },
      proves: { ko: '표가 들어갔음을 상태 증명으로 확인하며, 접수증은 무엇을 골랐는지 말하지 않는다.', en: 'a proof from the state shows that it is in; the receipt does not say what was chosen' },
      see: { ko: `Runtime calls → mVotingApi.ballot(${secret}, …)`, en: `Runtime calls → mVotingApi.ballot(${secret}, …)` },
    };
  });
}

const cardOf = async (c, name) => (await c.api.query.citizenIdentity.citizenByAccount(c.by[name].address)).unwrap();

/** After the end: decrypted, counted, certified, audited, and a changed byte found. */
export async function playCount(chapter, c, { votes, phone, hands }) {
  const { api } = c;
  const call = api.tx.mVoting;
  const { secret, anonymous, casts, card } = votes;
  await Promise.all([votes.done, phone]);
  const claimed = { [anonymous]: [2, 1] };

  await chapter.step({
    ko: '끝나기 전에는 아무도 닫거나 열어 보지 못한다', en: 'Before the end nobody can close or decrypt',
  }, async () => {
    if (await chainNow(api) < votes.endsAt - 4_000) {
      await c.isRefused('park', call.closePoll(secret), 'mVoting.TooEarly');
    }
    const left = Math.ceil((votes.endsAt - await chainNow(api)) / 1_000);
    if (!hands.auto && left > 0) {
      chapter.print(`  ${chapter.stage.text({ ko: `투표가 끝나기까지 ${left}초 기다립니다.`, en: `The polls end in ${left} s.` })}`);
    }
    await waitForMoment(api, votes.endsAt, 600_000);
    const { number } = await c.submits('park', api.tx.utility.batchAll([secret, anonymous].map((poll) => call.closePoll(poll))));
    return {
      did: { ko: '시각이 되어 누구나 닫을 수 있게 되자 박 시민이 두 투표를 닫았습니다.', en: 'At its time, when anyone may, Park closed both polls.' },
      proves: { ko: '시가 투표를 일찍 닫거나 늦게까지 열어 둘 수 없다.', en: 'the city can neither close early nor keep open' },
      see: { ko: `블록 ${number} · 이벤트 mVoting.PollStageChanged`, en: `block ${number} · event mVoting.PollStageChanged` },
    };
  });

  await chapter.step({
    ko: '수탁자 둘이 합계만 개표하고, 결과는 증명과 맞는다', en: 'Two trustees decrypt the sums only, and the counts match the proofs',
  }, async () => {
    await c.settled();
    const [one, , three] = TRUSTEES;
    // Each trustee sends one transaction after the other.
    await Promise.all([one, three].map(async (name) => {
      for (const poll of [secret, anonymous]) {
        await c.runs(['trustee', 'decrypt', poll, ...soon, ...asTrustee(c.file, name)], { signs: name });
      }
    }));
    await c.settled();
    const counted = {};
    for (const [poll, name] of [[secret, 'kim'], [anonymous, 'park']]) {
      counted[poll] = (await c.runs(['poll', 'counts', poll, ...soon, ...c.key(name)], { signs: name })).votes;
    }
    const known = [0, 0, 0];
    Object.values(casts).filter(({ option }) => option).forEach(({ option }) => { known[option - 1] += 1; });
    const others = counted[secret].map((count, at) => count - known[at]);
    const unknown = Object.values(casts).filter(({ option }) => !option).length;
    isSo(others.every((count) => count >= 0), 'the counts have every vote that is known');
    holds(others.reduce((sum, count) => sum + count, 0), unknown, 'votes beside those that are known');
    claimed[secret] = counted[secret];
    holds(counted[anonymous], claimed[anonymous], 'counts of the anonymous poll');
    await c.submits('publicRelations', api.tx.utility.batchAll([secret, anonymous].map((poll) => call.certifyPoll(poll))));
    const told = PLAZA.labels.map(([ko, en], at) => [`${ko} ${counted[secret][at]}`, `${en} ${counted[secret][at]}`]);
    return {
      did: {
        ko: `수탁자 둘이 개표했습니다: ${told.map(([ko]) => ko).join(', ')}; 심야버스 찬성 ${counted[anonymous][0]}, 반대 ${counted[anonymous][1]}. 시가 확정했습니다.`,
        en: `Two trustees decrypted: ${told.map(([, en]) => en).join(', ')}; night buses yes ${counted[anonymous][0]}, no ${counted[anonymous][1]}. The city certified.`,
      },
      proves: { ko: '표 한 장도 따로 풀리지 않고, 누구도 결과를 지어낼 수 없다.', en: 'no single ballot is ever opened, and nobody can make a result up' },
      see: { ko: `Runtime calls → mVotingApi.poll(${secret}), decryption(${secret})`, en: `Runtime calls → mVotingApi.poll(${secret}), decryption(${secret})` },
    };
  });

  await c.settled();
  const exported = c.file('poll.json');
  await chapter.step({
    ko: '누구나 블록에서 모두 다시 계산한다', en: 'Anyone computes it all again from the blocks',
  }, async () => {
    const [first, second] = await Promise.all([
      c.runs(['poll', 'audit', secret, '--export', exported]), c.runs(['poll', 'audit', anonymous]),
    ]);
    for (const [audit, poll] of [[first, secret], [second, anonymous]]) {
      holds([audit.agrees, audit.votes, audit.turnout, audit.certified], [true, claimed[poll], CITIZENS.length, true], `audit of poll ${poll}`);
    }
    return {
      did: { ko: `감사인이 두 투표를 다시 계산했습니다: 표 ${first.casts + second.casts}장, 증명과 개표 몫 전부.`, en: `An auditor recomputed both polls: ${first.casts + second.casts} ballots, every proof, every share.` },
      proves: { ko: '열쇠, 명부, 표, 합계, 결과가 맞는다. 아무도 믿을 필요가 없다.', en: 'key, roll, ballots, sums and counts agree; nobody has to be believed' },
      see: `seoul poll audit ${secret}`,
    };
  });

  const original = await readFile(exported, 'utf8');
  const ballot = await ballotOf(c, casts.kim.block.hash, 'kim');
  const digits = ballot.slice(2);
  const middle = digits.length >> 1;
  await hands.over(chapter, {
    ko: [
      '직접 해 보십시오: 내보낸 투표 파일에서 숫자 하나를 바꾸고 저장하십시오. 예를 들어 김 시민의 암호문은 다음으로 시작합니다.',
      `  ${exported}`, `  ${ballot.slice(0, 66)}…`,
      '그 뒤 다음이 확인합니다:', `  ${hands.command(['poll', 'audit', '--from-file', exported])}`,
    ],
    en: [
      'Your turn: change one digit in the exported poll, and save it. Kim’s encrypted ballot, for example, begins with',
      `  ${ballot.slice(0, 66)}…`, 'in', `  ${exported}`,
      'What then audits it:', `  ${hands.command(['poll', 'audit', '--from-file', exported])}`,
    ],
  }, {
    automatic: async () => {
      holds(original.split(digits).length, 2, 'Kim’s ballot stands in the export once');
      const flipped = digits[middle] === '0' ? '1' : '0';
      await writeFile(exported, original.replace(digits, digits.slice(0, middle) + flipped + digits.slice(middle + 1)));
    },
    accepts: async () => {
      if (await readFile(exported, 'utf8').catch(() => '') === original) {
        return { ko: '파일이 아직 그대로입니다.', en: 'The file is still as it was exported.' };
      }
      const { exit, json } = await c.seoul.run(['poll', 'audit', '--from-file', exported]);
      if (exit === 0) {
        return { ko: '감사 결과가 같습니다: 계산에 들어가지 않는 글자를 바꾸셨습니다. 암호문이나 증명의 숫자를 바꾸십시오.', en: 'It still agrees: what you changed is none of what is computed. Change a digit of a ballot, a proof or a share.' };
      }
      if (!json?.fault) {
        await writeFile(exported, original);
        return { ko: `읽을 수 없는 파일이 되어(${json?.error?.code}) 되돌렸습니다. 숫자 하나만 바꾸십시오.`, en: `That is no export any more (${json?.error?.code}); it was put back. Change one digit only.` };
      }
      return true;
    },
  });

  await chapter.step({
    ko: '감사가 바뀐 바이트를 짚어 낸다', en: 'The audit names what was changed',
  }, async () => {
    const { exit, json } = await c.seoul.run(['poll', 'audit', '--from-file', exported]);
    holds([exit, json.agrees], [EXIT.NO, false], 'the audit of the changed file');
    if (hands.auto) {
      holds([String(json.fault.citizen), json.fault.block], [String(card.kim), casts.kim.block.number], 'whose ballot it is, and in which block');
    }
    c.counts.refused += 1;
    return {
      did: { ko: '내보낸 투표 파일의 숫자 하나를 바꾸고 다시 감사했습니다.', en: 'One digit of the exported poll was changed, and it was audited again.' },
      proves: json.fault,
      see: `seoul poll audit --from-file ${exported}`,
    };
  });
  chapter.end();
}

/** The ballot of someone in a block, as it stands in an export. */
async function ballotOf(c, blockHash, name) {
  const { block } = await c.api.rpc.chain.getBlock(blockHash);
  const found = block.extrinsics.find((one) => one.isSigned && one.method.method === 'castSecret' && one.signer.toString() === c.by[name].address);
  return found.method.args[1].toHex();
}
