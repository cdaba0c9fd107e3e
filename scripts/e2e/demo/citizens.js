// SPDX-License-Identifier: Apache-2.0

/** Chapters about citizens: cards, logins, energy that was saved, a phone that is lost, a ticket for the museum. */

import { readFile } from 'node:fs/promises';

import { AGENCY, chainNow, KRW, waitForMoment } from '../lib/chain.js';
import { ownerOf } from '../lib/market.js';
import { EARLIEST, lotsOf, pointsIn, SCHEME, sharesOf, shownOn } from '../lib/mileage.js';
import { answerOf, challengeOf, consentTo, FACILITY, facilityOf } from '../lib/wallet-login.js';
import { CITIZENS, paper } from './cast.js';
import { holds, isSo } from './stage.js';

/** How long the chain may take to build a ring. */
const RING_WITHIN = 60_000;
/** Points for ten days of walking. */
const WALKING = 2_000;
/** What tickets for a family cost, in won: so much that it takes points of each scheme that Lee has. */
const TICKETS = 12_200;

/**
 * Three citizens get cards, and hand in ring keys.
 *
 * @returns {Promise<{ card: Record<string, bigint>, rings: Promise<void> }>} `rings` is over as soon as their keys can prove
 */
export async function playCards(chapter, c) {
  const { api, by } = c;
  const card = await chapter.step({
    ko: '시민 세 명이 시민카드를 받는다', en: 'Three citizens get a card each',
  }, async () => {
    const { events, number } = await c.submits('cityBureau', api.tx.citizenIdentity.issueCards(CITIZENS.map((name) => by[name].address)));
    const issued = events.filter((event) => api.events.citizenIdentity.CardIssued.is(event)).map(({ data }) => data);
    holds(issued.length, CITIZENS.length, 'cards issued');
    const cards = Object.fromEntries(CITIZENS.map((name) => [
      name, issued.find((one) => one.account.toString() === by[name].address).citizen.toBigInt(),
    ]));
    for (const name of CITIZENS) {
      const stored = (await api.query.citizenIdentity.cards(cards[name])).unwrap();
      holds([stored.account.toString(), stored.status.type], [by[name].address, 'Active'], `card of ${name}`);
      holds(await c.freeOf(name), 0n, `won of ${name}`);
    }
    return {
      did: {
        ko: `카드 발급 부서가 김·이·박 시민에게 카드를 발급했습니다(${CITIZENS.map((name) => cards[name]).join(', ')}).`,
        en: `The card office issued cards to Kim, Lee and Park (${CITIZENS.map((name) => cards[name]).join(', ')}).`,
      },
      proves: {
        ko: '카드는 임의의 번호와 계정일 뿐, 이름도 주민번호도 그 해시도 체인에 없고, 원화 없이도 거래한다.',
        en: 'a card is a random number and an account: no name, no resident number and no hash of one is on chain, and nobody needs won to act',
      },
      see: {
        ko: `블록 ${number} · Developer → Chain state → citizenIdentity.cards(${cards.kim})`,
        en: `block ${number} · Developer → Chain state → citizenIdentity.cards(${cards.kim})`,
      },
      value: cards,
    };
  });

  await chapter.step({
    ko: '같은 사람의 두 번째 카드는 거부된다', en: 'A second card for the same account is refused',
  }, async () => {
    await c.isRefused('cityBureau', api.tx.citizenIdentity.issueCard(by.kim.address), 'citizenIdentity.AlreadyExists');
    return {
      did: { ko: '같은 부서가 김 시민의 계정에 한 장 더 발급하려 했습니다.', en: 'The same office tried to issue a second one to Kim’s account.' },
      proves: { ko: '거부 이유가 한국어와 영어로 지갑에 보인다(AlreadyExists).', en: 'refused, with a reason that wallets show in Korean and English (AlreadyExists)' },
      see: 'Network → Explorer → system.ExtrinsicFailed',
    };
  });

  const rings = (async () => {
    await chapter.step({
      ko: '익명 열쇠가 링에 들어간다', en: 'Their ring keys join a ring',
    }, async () => {
      const entries = await Promise.all(CITIZENS.map(async (name) => {
        const { keys: [made] } = await c.runs(['card', 'key', 'new', ...c.key(name), ...c.ring(name)]);
        return { key: made.key, possession: made.possession };
      }));
      const { events, number } = await c.submits('cityBureau', api.tx.citizenRings.admitKeys('City', entries));
      holds(events.filter(({ section, method }) => section === 'citizenRings' && method === 'KeyRefused').length, 0, 'ring keys refused');
      for (const name of CITIZENS) {
        await c.eventually(async () => (await c.seoul.run(['card', 'key', 'status', ...c.ring(name)])).exit === 0, RING_WITHIN, `the ring key of ${name} can prove`);
      }
      return {
        did: { ko: '세 시민의 지갑이 익명 열쇠를 만들었고, 체인이 그것으로 링을 만들었습니다.', en: 'The three wallets made ring keys, and the chain built a ring of them.' },
        proves: { ko: '링의 한 사람임을 누구인지 밝히지 않고 증명할 수 있다.', en: 'each can prove to be one of the ring without saying which' },
        see: { ko: `블록 ${number} · Runtime calls → citizenRingsApi.roots(City, 0, 10)`, en: `block ${number} · Developer → Runtime calls → citizenRingsApi.roots(City, 0, 10)` },
      };
    });
    chapter.end();
  })();
  // Whoever needs it waits for it; until then a failure is nobody's.
  rings.catch(() => {});
  return { card, rings };
}

/** One login opens two facilities. */
export async function playLogin(chapter, c, { rings }) {
  const { api } = c;
  await rings;
  const doors = ['library', 'sportsHall'];
  const asked = (door) => c.file(`${door}.challenge.json`);
  const verify = async (door, answer, challenge = asked(door)) => {
    const { child, ended } = c.seoul.start(['facility', 'verify', '--challenge', challenge]);
    child.stdin.end(JSON.stringify(answer));
    const { exit, stdout } = await ended;
    return { exit, json: JSON.parse(stdout) };
  };
  let answers;

  await chapter.step({
    ko: '한 번의 로그인으로 도서관과 체육센터가 열린다', en: 'One login opens library and sports hall',
  }, async () => {
    const before = (await api.rpc.chain.getHeader()).number.toNumber();
    for (const door of doors) {
      await c.runs(['facility', 'challenge', FACILITY[door], '--anonymous', 'city', '--out', asked(door)]);
    }
    // The same question twice, for what follows.
    const copies = await Promise.all(doors.map((door) => readFile(asked(door), 'utf8')));
    answers = await c.runs(['login', '--anonymous', '--yes', ...c.ring('kim'), ...doors.flatMap((door) => ['--challenge', asked(door)])]);
    holds(answers.length, doors.length, 'answers of one login');
    const aliases = [];
    for (const [at, door] of doors.entries()) {
      const { exit, json } = await verify(door, answers[at]);
      holds(exit, 0, `${door} lets Kim in`);
      aliases.push(json.alias);
    }
    isSo(aliases[0] !== aliases[1], 'the two facilities know Kim by different aliases');
    holds(await transactionsAbout(api, before, ['facilities', 'citizenRings']), [], 'transactions about logins and rings meanwhile');
    isSo(copies[0] !== copies[1], 'each facility asks its own question');
    return {
      did: { ko: '김 시민이 지갑을 한 번 열어 도서관과 체육센터에 들어갔습니다.', en: 'Kim opened the wallet once and was let in at the library and at the sports hall.' },
      proves: {
        ko: `두 시설은 서로 다른 가명(${short(aliases[0])}, ${short(aliases[1])})만 알고, 체인에는 거래가 없다.`,
        en: `each knows another alias (${short(aliases[0])}, ${short(aliases[1])}), nobody can join the two, and no transaction was made`,
      },
      see: { ko: 'Chain state → facilities.facilities(0), (1); 로그인은 체인 어디에도 없음', en: 'Chain state → facilities.facilities(0) and (1); the login itself is nowhere' },
    };
  });

  await chapter.step({
    ko: '다른 시설의 답과 쓴 답은 거부된다', en: 'An answer for another facility is refused, and one that was used',
  }, async () => {
    await c.runs(['facility', 'challenge', FACILITY.library, '--anonymous', 'city', '--out', c.file('again.json')]);
    const crossed = await verify('library', answers[1], c.file('again.json'));
    isSo(crossed.exit !== 0 && crossed.json.error.code.startsWith('login.'), 'the sports hall’s answer is worth nothing at the library');
    const again = await verify('library', answers[0]);
    holds(again.json.error?.code, 'FileNotFound', 'an answer is used a second time');
    c.counts.refused += 2;
    return {
      did: { ko: '체육센터의 답을 도서관에, 쓴 답을 다시 냈습니다.', en: 'The sports hall’s answer was shown to the library, and a used one again.' },
      proves: { ko: `둘 다 거부된다(${crossed.json.error.code}; 질문은 한 번뿐).`, en: `both are refused (${crossed.json.error.code}; a question counts once)` },
      see: 'docs/login.md',
    };
  });
  chapter.end();
}

const short = (hex) => `${hex.slice(0, 8)}…`;

/** The calls of some pallets in the blocks after `from`. */
async function transactionsAbout(api, from, pallets) {
  const found = [];
  const last = (await api.rpc.chain.getHeader()).number.toNumber();
  for (let number = from + 1; number <= last; number += 1) {
    const { block } = await api.rpc.chain.getBlock(await api.rpc.chain.getBlockHash(number));
    found.push(...block.extrinsics.filter(({ method }) => pallets.includes(method.section)).map(({ method }) => `${method.section}.${method.method}`));
  }
  return found;
}

/** Energy was saved, and that is worth something once. */
export async function playMileage(chapter, c, { card }) {
  const { api } = c;
  const party = { Citizen: card.lee };
  const row = (points, period = 20_262) => ({ member: party, period, points, evidence: paper('전기·수도·가스 고지서') });
  const eco = await chapter.step({
    ko: '에너지를 줄여 에코마일리지를 받는다', en: 'An energy saving earns Eco mileage',
  }, async () => {
    const { points } = await c.runs(['mileage', 'compute', 'eco', '--before', 3_120, '--now', 2_950, '--season', 'ordinary']);
    holds(points, 10_000, 'points for 5 % less');
    const claim = row(points);
    await c.submits('climate', api.tx.mileage.fundBudget(SCHEME.eco, BigInt(points) * KRW));
    const { data, number } = await c.does('climate', api.tx.mileage.credit(SCHEME.eco, claim), 'mileage', 'Credited');
    holds(data.points.toNumber(), points, 'points credited');
    holds(await shownOn(api, c.by.lee.address, SCHEME.eco), points, 'points in Lee’s wallet');
    return {
      did: { ko: `이 시민이 에너지를 5 % 아껴 기후환경본부가 ${points.toLocaleString('en')}점을 적립했습니다.`, en: `Lee used 5 % less energy; the climate office credited ${points.toLocaleString('en')} points.` },
      proves: { ko: '규칙대로 계산되고, 그만큼의 원화가 먼저 묶인다: 뒷받침 없는 점수는 없다.', en: 'computed by the published rule, and as many won are held before: no point without backing' },
      see: { ko: `블록 ${number} · Chain state → mileage.members, assets.account(1, 이 시민)`, en: `block ${number} · Chain state → mileage.members, assets.account(1, Lee)` },
      value: claim,
    };
  });

  await chapter.step({
    ko: '같은 절약은 두 번 적립되지 않는다', en: 'The same saving is not credited twice',
  }, async () => {
    await c.isRefused('climate', api.tx.mileage.credit(SCHEME.eco, eco), 'mileage.AlreadyCredited');
    return {
      did: { ko: '같은 기간을 한 번 더 적립하려 했습니다.', en: 'The same half-year was credited once more.' },
      proves: { ko: '거부된다(AlreadyCredited).', en: 'refused (AlreadyCredited)' },
      see: 'Chain state → mileage.ledgers',
    };
  });

  await chapter.step({
    ko: '걷기로 건강마일리지를 받는다', en: 'Steps earn health mileage',
  }, async () => {
    await c.submits('health', api.tx.mileage.fundBudget(SCHEME.health, BigInt(WALKING) * KRW));
    const { number } = await c.does('health', api.tx.mileage.credit(SCHEME.health, row(WALKING)), 'mileage', 'Credited');
    await c.isRefused('health', api.tx.mileage.credit(SCHEME.eco, row(1, 20_263)), 'mileage.NotTheIssuer');
    return {
      did: { ko: `시민건강국이 이 시민의 열흘 걷기에 ${WALKING.toLocaleString('en')}점을 적립했습니다.`, en: `The health office credited Lee ${WALKING.toLocaleString('en')} points for ten days of walking.` },
      proves: { ko: '기관은 자기 마일리지만 준다: 에코 적립은 거부된다(NotTheIssuer).', en: 'an office gives its own points only: Eco points by it are refused (NotTheIssuer)' },
      see: { ko: `블록 ${number} · Runtime calls → mileageApi.wallet`, en: `block ${number} · Runtime calls → mileageApi.wallet(Citizen ${card.lee}, 0)` },
    };
  });
  chapter.end();
}

/**
 * A phone is lost, and the citizen loses nothing.
 *
 * @param {{ card: Record<string, bigint>, car: object, poll: number, firstVote: Promise<void> }} story what Lee has; the ballot that was
 *   cast with the first phone
 */
export async function playPhone(chapter, c, { card, car, votes }) {
  const { api, by } = c;
  const call = api.tx.citizenIdentity;
  await votes.cast;
  const had = { won: await c.freeOf('lee'), eco: await shownOn(api, by.lee.address, SCHEME.eco), poll: await shownOn(api, by.lee.address, SCHEME.poll) };

  await chapter.step({
    ko: '잃어버린 전화기는 곧바로 쓸모없다', en: 'The lost phone is of no use from the next block on',
  }, async () => {
    const id = (await api.call.citizenIdentityApi.chainId()).toHex();
    const library = await facilityOf(api, FACILITY.library);
    const login = async () => {
      const now = await chainNow(api);
      return api.call.citizenIdentityApi.authenticate(answerOf(by.lee, challengeOf(id, library, by.lee.address, now), consentTo(id, library, by.lee, now), []));
    };
    isSo((await login()).isOk, 'Lee logs in before the loss');
    const { number } = await c.does('cityBureau', call.startRecovery(card.lee, by.leeNew.address, paper('본인 확인 자료')), 'citizenIdentity', 'RecoveryStarted');
    const refused = await login();
    holds(refused.isErr && refused.asErr.type, 'Card', 'a login with the lost phone');
    await c.isTurnedAway('lee', api.tx.balances.transferKeepAlive(by.kim.address, KRW));
    return {
      did: { ko: '이 시민이 전화기를 잃었고, 카드 발급 부서가 복구를 시작했습니다.', en: 'Lee lost the phone; the card office started the recovery.' },
      proves: { ko: '주운 사람은 로그인도 송금도 못 한다: 모든 시설에서 같은 블록부터.', en: 'who finds it can neither log in nor pay, at every facility from the same block on' },
      see: { ko: `블록 ${number} · Chain state → citizenIdentity.cards(${card.lee})`, en: `block ${number} · Chain state → citizenIdentity.cards(${card.lee})` },
    };
  });

  await chapter.step({
    ko: '새 전화기로 카드, 차, 원화, 마일리지가 모두 돌아온다', en: 'Card, car, won and mileage are on the new phone',
  }, async () => {
    const { data } = await c.does('leeNew', call.acceptRecovery(card.lee), 'citizenIdentity', 'RecoveryAccepted');
    await c.isRefused('park', call.completeRecovery(card.lee), 'citizenIdentity.TooEarly');
    await waitForMoment(api, data.completesAt.toNumber());
    const { data: changed, number } = await c.does('park', call.completeRecovery(card.lee), 'citizenIdentity', 'AccountChanged');
    holds(changed.reason.type, 'Recovery', 'why the account changed');
    holds(await ownerOf(api, car), { Citizen: card.lee }, 'owner of the car');
    holds(await c.freeOf('leeNew'), had.won, 'won on the new phone');
    holds([await shownOn(api, by.leeNew.address, SCHEME.eco), await shownOn(api, by.leeNew.address, SCHEME.poll)], [had.eco, had.poll], 'points on the new phone');
    holds([await c.freeOf('lee'), await shownOn(api, by.lee.address, SCHEME.eco)], [0n, 0], 'what is left on the lost phone');
    await c.isTurnedAway('lee', call.suspendOwnCard());
    return {
      did: { ko: '새 전화기가 수락하고, 이의 기간이 지나 누구나 완료할 수 있었습니다(박 시민이 했습니다).', en: 'The new phone accepted; after the time for objections anyone could complete it (Park did).' },
      proves: {
        ko: `같은 카드 번호에 차, ${(had.won / KRW).toLocaleString('en')}원, ${(had.eco + had.poll).toLocaleString('en')}점이 그대로 있고, 옛 전화기는 영영 아무것도 못 한다.`,
        en: `under the same card the car, ${(had.won / KRW).toLocaleString('en')} won and ${(had.eco + had.poll).toLocaleString('en')} points are there, and the old phone never acts again`,
      },
      see: { ko: `블록 ${number} · citizenIdentity.AccountChanged`, en: `block ${number} · event citizenIdentity.AccountChanged` },
    };
  });

  await chapter.step({
    ko: '복구한 시민도 두 번 투표하지 못한다', en: 'A recovered citizen cannot vote twice',
  }, async () => {
    const before = await votes.turnout();
    const again = await votes.of('leeNew', 3);
    holds(again.replaces, true, 'the second ballot replaces the first');
    holds(await votes.turnout(), before, 'turnout after the second ballot');
    return {
      did: { ko: '이 시민이 새 전화기로 마음을 바꿔 다시 투표했습니다.', en: 'Lee changed her mind and voted again, from the new phone.' },
      proves: { ko: `표가 바뀌었을 뿐, 참여자는 그대로 ${before}명이다: 표는 카드에 매인다.`, en: `the ballot was replaced and the turnout is still ${before}: a vote belongs to the card, not to the phone` },
      see: { ko: `Runtime calls → mVotingApi.ballot(${votes.secret}, Citizen ${card.lee})`, en: `Runtime calls → mVotingApi.ballot(${votes.secret}, Citizen ${card.lee})` },
    };
  });
  chapter.end();
}

/** The wallet pays a museum with three schemes at once. */
export async function playMuseum(chapter, c, { card }) {
  const { api } = c;
  const party = { Citizen: card.lee };
  await chapter.step({
    ko: '지갑이 세 가지 마일리지로 박물관에 낸다', en: 'The wallet pays the museum with three schemes in one payment',
  }, async () => {
    const lots = await lotsOf(api, party);
    const claimed = sharesOf(lots, TICKETS);
    holds(claimed.map(([scheme]) => scheme).sort(), [SCHEME.eco, SCHEME.health, SCHEME.poll], 'schemes that the ticket takes');
    const { data, number } = await c.does(
      'leeNew', api.tx.mileage.pay(AGENCY.museum, 'Purchase', BigInt(TICKETS) * KRW, EARLIEST, paper('관람권')), 'mileage', 'Paid',
    );
    holds(pointsIn(data.shares), claimed, 'points of each scheme');
    const told = claimed.map(([scheme, points]) => `${Object.keys(SCHEME).find((name) => SCHEME[name] === scheme)} ${points.toLocaleString('en')}`).join(' + ');
    return {
      did: { ko: `이 시민이 새 전화기로 가족 관람권 ${TICKETS.toLocaleString('en')}원을 점수로 냈습니다: ${told}.`, en: `Lee paid tickets of ${TICKETS.toLocaleString('en')} won from the new phone: ${told}.` },
      proves: { ko: '다섯 마일리지가 한 지갑에 있고, 먼저 소멸하는 점수부터, 점까지 맞게 쓴다.', en: 'one wallet for all schemes, what is due first is used first, exact to the point' },
      see: { ko: `블록 ${number} · 이벤트 mileage.Paid`, en: `block ${number} · event mileage.Paid` },
    };
  });

  await chapter.step({
    ko: '박물관이 원화로 정산받는다', en: 'The museum is settled in won',
  }, async () => {
    const { events, number, blockHash } = await c.submits('museum', api.tx.mileage.settle([AGENCY.museum]));
    const { data } = events.find((event) => api.events.mileage.ClaimsPaid.is(event));
    isSo(data.amount.toBigInt() >= BigInt(TICKETS) * KRW, 'the museum is paid at least this ticket');
    holds(await c.moved('museum', blockHash), data.amount.toBigInt(), 'won that came to the museum');
    return {
      did: { ko: `박물관이 ${(data.amount.toBigInt() / KRW).toLocaleString('en')}원을 정산받았습니다.`, en: `The museum was paid ${(data.amount.toBigInt() / KRW).toLocaleString('en')} won.` },
      proves: { ko: '점수 뒤에 묶여 있던 원화가 상인에게 간다.', en: 'the won that were held behind the points go to the merchant' },
      see: { ko: `블록 ${number} · 이벤트 mileage.ClaimsPaid`, en: `block ${number} · event mileage.ClaimsPaid` },
    };
  });
  chapter.end();
}
