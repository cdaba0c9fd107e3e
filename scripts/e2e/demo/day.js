// SPDX-License-Identifier: Apache-2.0

/**
 * A day in Seoul, on a running development chain: three citizens, a dealer, an inspector, a contractor with two subs, a merchant and the
 * city go through all five services. `scripts/demo.sh` finds or starts the chain and runs this.
 *
 *   node demo/day.js --url ws://127.0.0.1:9944 [--auto] [--lang ko|en] [--report FILE] [--folder FOLDER]
 */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { ApiPromise, WsProvider } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import WebSocket from 'ws';

import { waitForBlock } from '../lib/chain.js';
import { reconcile } from '../lib/mileage.js';
import { programPath } from '../lib/program.js';
import { reconcileWorks } from '../lib/works.js';
import { company } from './cast.js';
import { playCards, playLogin, playMileage, playMuseum, playPhone } from './citizens.js';
import { handOvers } from './hands.js';
import { playCar } from './market.js';
import { makeBoard, playCount, playVotes } from './polls.js';
import { Stage } from './stage.js';
import { playWorks } from './works.js';

/** How long polls are open: long enough for a lost phone to be recovered within. With somebody who votes by hand it is longer. */
const OPEN = { auto: 95_000, byHand: 180_000 };
const CONNECT_TIMEOUT = 30_000;
/** A legal day of the development chain, in milliseconds. */
const SHORT_DAY = 5_000;

/** This environment cannot play the demonstration. */
class Unfit extends Error {}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        url: { type: 'string', default: 'ws://127.0.0.1:9944' },
        auto: { type: 'boolean', default: false },
        lang: { type: 'string', default: /^ko/.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '') ? 'ko' : 'en' },
        report: { type: 'string' },
        folder: { type: 'string' },
      },
    });
    if (!['ko', 'en'].includes(values.lang)) {
      throw new Unfit(`--lang takes ko or en, not '${values.lang}'`);
    }
    if (!values.auto && !(process.stdin.isTTY && process.stdout.isTTY)) {
      throw new Unfit('there is no terminal to hand over at; give --auto');
    }
    return values;
  } catch (error) {
    throw error instanceof Unfit ? error : new Unfit(`${error.message.split('\n')[0]} (see scripts/demo.sh --help)`);
  }
}

/** Whether something at this address opens a connection. Asked before the client is, which complains at length. */
function answers(url) {
  return new Promise((settle) => {
    let socket;
    try {
      socket = new WebSocket(url, { handshakeTimeout: CONNECT_TIMEOUT });
    } catch {
      settle(false);
      return;
    }
    socket.once('open', () => { socket.terminate(); settle(true); });
    socket.once('error', () => settle(false));
  });
}

/** Connect to a chain that can play all of it. */
async function chainAt(url) {
  if (!await answers(url)) {
    throw new Unfit(`no node answers at ${url}; start one with scripts/run.sh, or name another with --url`);
  }
  const provider = new WsProvider(url, false);
  provider.on('error', () => {});
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Unfit(`what listens at ${url} does not answer as a node; stop it, or name a node with --url`)), CONNECT_TIMEOUT);
  });
  try {
    await provider.connect();
    const api = await Promise.race([ApiPromise.create({ provider, noInitWarn: true, throwOnConnect: true }), late]);
    const name = (await Promise.race([api.rpc.system.chain(), late])).toString();
    for (const pallet of ['citizenIdentity', 'carRegistry', 'mileage', 'escrowPayments', 'mVoting', 'facilities', 'citizenRings']) {
      if (!api.tx[pallet]) {
        throw new Unfit(`the chain at ${url} (${name}) has no ${pallet}; start one of this repository with scripts/run.sh`);
      }
    }
    const { dayLength } = await api.call.escrowPaymentsApi.calendar();
    if (dayLength.toNumber() !== SHORT_DAY) {
      throw new Unfit(`the chain at ${url} (${name}) has days of ${dayLength.toNumber() / 1_000} s; the demonstration needs the development chain, whose days last 5 s`);
    }
    const before = (await api.rpc.chain.getHeader()).number.toNumber();
    await waitForBlock(api, before + 1, 15_000).catch(() => {
      throw new Unfit(`the chain at ${url} makes no blocks; look at its node`);
    });
    try {
      await api.at(await api.rpc.chain.getBlockHash(1)).then((at) => at.query.timestamp.now());
    } catch {
      throw new Unfit(`the node at ${url} has forgotten the states of early blocks, which the audit needs; start it with --state-pruning archive`);
    }
    return { api, provider };
  } catch (error) {
    await provider.disconnect().catch(() => {});
    throw error instanceof Unfit ? error : new Unfit(`what listens at ${url} does not answer as a node of this chain does (${error.message}); name another with --url`);
  } finally {
    clearTimeout(timer);
  }
}

const TITLES = [
  ['시민카드', 'Citizen card', '한 사람, 한 카드, 개인정보 없음', 'one person, one card, no personal data'],
  ['통합 로그인', 'One login', '한 번 열어 여러 시설에, 시설마다 다른 가명으로', 'opened once, in everywhere, known by another name at each'],
  ['마일리지', 'Mileage', '규칙대로, 한 번만, 원화로 뒷받침되어', 'by the rule, once, backed by won'],
  ['중고차', 'Used car', '위조는 드러나고, 대금과 소유권은 함께 움직인다', 'forgeries show; money and ownership move together'],
  ['투표', 'Votes', '아무도 못 읽고, 한 사람이 한 표', 'nobody reads a ballot, one person counts once'],
  ['잃어버린 전화기', 'The lost phone', '아무것도 잃지 않고, 두 번 투표하지 못한다', 'nothing is lost, and nobody votes twice'],
  ['학교 지붕', 'The school roof', '법정 기일에 체인이 모두에게 직접 지급', 'the chain pays everyone on the legal day'],
  ['박물관', 'The museum', '세 마일리지로 한 번에, 점까지 맞게', 'three schemes in one payment, exact to the point'],
  ['개표와 감사', 'The count and its audit', '누구나 다시 계산하고, 바뀐 바이트가 드러난다', 'anyone recomputes it; a changed byte is named'],
  ['장부', 'The books', '모든 점수와 원화가 맞는다', 'every point and every won adds up'],
];

async function play({ url, auto, lang, folder, api, provider }) {
  const stage = new Stage({ lang, colour: process.stdout.isTTY && !process.env.NO_COLOR });
  const say = (ko, en) => stage.write(`${lang === 'ko' ? ko : en}\n`);
  const hands = handOvers({ auto, url });
  const c = await company({ api, provider, url, folder });
  const [cards, login, mileage, market, votes, phone, works, museum, count, books] = TITLES.map(
    ([ko, en, koreanProof, englishProof]) => stage.chapter({ ko, en }, { ko: koreanProof, en: englishProof }),
  );
  const at = (await api.rpc.chain.getHeader()).number.toNumber();
  say(
    `체인 ${url}, 블록 ${at}. 보기: https://polkadot.js.org/apps/?rpc=${encodeURIComponent(url)}\n✓ 한 일  → 보이는 것  ▸ polkadot.js apps에서 볼 곳`,
    `chain ${url}, block ${at}. Watch it: https://polkadot.js.org/apps/?rpc=${encodeURIComponent(url)}\n✓ who did what  → what it proves  ▸ where to see it in polkadot.js apps`,
  );
  stage.flush();

  let difference;
  try {
    const issued = playCards(cards, c);
    const board = makeBoard(votes, c);
    const roof = playWorks(works, c);
    const story = issued.then(async ({ card, rings }) => {
      const opened = playLogin(login, c, { rings });
      const saved = playMileage(mileage, c, { card });
      const car = playCar(market, c, { card, hands });
      const poll = playVotes(votes, c, { card, rings, board, gate: car, hands, open: auto ? OPEN.auto : OPEN.byHand });
      const phoned = Promise.all([poll, car, saved]).then(([voting, bought]) => playPhone(phone, c, { card, car: bought, votes: voting }));
      const visited = phoned.then(() => playMuseum(museum, c, { card }));
      const counted = poll.then((voting) => playCount(count, c, { votes: voting, phone: phoned, hands }));
      await Promise.all([rings, opened, saved, car, poll, poll.then(({ done }) => done), phoned, visited, counted]);
    });
    await Promise.all([issued, board, roof, story]);
    await books.step({ ko: '장부가 맞는다', en: 'The books add up' }, async () => {
      const schemes = await reconcile(api);
      const contracts = await reconcileWorks(api);
      return {
        did: { ko: '끝으로 체인 전체의 장부를 대조했습니다.', en: 'Last, the books of the whole chain were compared.' },
        proves: {
          ko: `마일리지 ${schemes.size}종: 점수 = 지갑 = 묶인 원화; 계약: 지급 + 보유 + 반환 = 예산 ${(contracts.funded / 1_000_000n).toLocaleString('en')}원.`,
          en: `${schemes.size} schemes: points = wallets = won held; contracts: released + held + refunded = ${(contracts.funded / 1_000_000n).toLocaleString('en')} won funded`,
        },
        see: { ko: 'Runtime calls → mileageApi.reconcileAll, escrowPaymentsApi.totals', en: 'Runtime calls → mileageApi.reconcileAll, escrowPaymentsApi.totals' },
      };
    });
    books.end();
  } catch (error) {
    difference = error;
  }
  hands.close();
  stage.flushAll();

  const { steps, held } = stage.counts();
  const seconds = Math.round((Date.now() - stage.started) / 1_000);
  stage.write(`\n${stage.table()}\n\n`);
  const blocks = (await api.rpc.chain.getHeader().catch(() => ({ number: { toNumber: () => at } }))).number.toNumber() - at;
  say(
    `${held}/${steps}단계, 거래 ${c.counts.sent}건, 거부된 시도 ${c.counts.refused}건, 블록 ${blocks}개, ${seconds}초.`,
    `${held} of ${steps} steps, ${c.counts.sent} transactions, ${c.counts.refused} attempts refused, ${blocks} blocks, ${seconds} s.`,
  );
  if (difference) {
    say(`주장과 다릅니다: ${difference.message}`, `Something differs from what is claimed: ${difference.message}`);
    if (process.env.SEOUL_DEMO_TRACE) {
      console.error(difference);
    }
  } else {
    say('모두 주장한 대로입니다. 체인은 계속 돕니다.', 'Everything is as claimed. The chain goes on running.');
  }
  return {
    held: difference === undefined, seconds, steps, blocks, ...c.counts, difference: difference?.message,
    chapters: stage.chapters.map((chapter) => ({
      title: chapter.title, over: chapter.over, failed: chapter.failed,
      steps: chapter.steps.map(({ claim, held: so, did, proves, see, at: when, error }) => ({ claim, held: so, did, proves, see, at: when, error })),
    })),
  };
}

async function main() {
  const { url, auto, lang, report, folder: chosen } = options();
  try {
    programPath();
  } catch (error) {
    throw new Unfit(error.message);
  }
  await cryptoWaitReady();
  const { api, provider } = await chainAt(url);
  const start = process.env.SEOUL_START_CWD ?? process.cwd();
  const folder = chosen === undefined ? await mkdtemp(join(tmpdir(), 'seoul-demo-')) : resolve(start, chosen);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const outcome = await play({ url, auto, lang, folder, api, provider });
  if (report !== undefined) {
    await writeFile(resolve(start, report), `${JSON.stringify(outcome, null, 2)}\n`);
  }
  // Keys of an hour, and papers that were played with.
  if (chosen === undefined && auto) {
    await rm(folder, { recursive: true, force: true });
  } else {
    console.log(lang === 'ko' ? `파일은 ${folder}에 있습니다.` : `The files are in ${folder}.`);
  }
  return outcome.held ? 0 : 1;
}

try {
  // What still waits for its end, when something differed, has nothing to tell any more.
  process.exit(await main());
} catch (error) {
  if (!(error instanceof Unfit)) {
    throw error;
  }
  console.error(`error: ${error.message}`);
  process.exit(2);
}
