// SPDX-License-Identifier: Apache-2.0

/**
 * A development chain to test against, and what a client of it does again and again: sign a call,
 * wait for its block, and read why it was refused.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { cryptoWaitReady, xxhashAsHex } from '@polkadot/util-crypto';

/** Well-known phrase of development accounts. Whoever uses it for anything else loses it. */
export const DEV_PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk';

/** Derivations of {@link DEV_PHRASE} that the `dev` preset gives something to do. */
export const CAST = {
  council: ['//Alice', '//Bob', '//Charlie'],
  cityBureau: '//Charlie//stash', // 서울시 디지털도시국: card office, admission office
  cardOfficeChecker: '//CardOffice//checker', // its second delegate of the card office, who owns no won
  dongdaemun: '//Alice//stash', // 동대문구청: registrar, 11230
  gangnam: '//Ferdie//stash', // 강남구청: registrar, 11680
  periodicInspection: '//One', // 한국교통안전공단
  insurer: '//Two', // 보험개발원
  workshop: '//Bob//stash', // 장안평 성능점검장
  dealer: '//Dave//stash', // 장안평 모터스
  repairShop: '//Eve//stash', // 답십리 정비
  // From here on nobody has a won unless a budget is named: they act by quota.
  treasury: '//Treasury', // 서울시금고: administrator
  treasuryMaker: '//Treasury//maker',
  treasuryChecker: '//Treasury//checker',
  court: '//Court', // 서울중앙지방법원
  police: '//Police', // 서울특별시경찰청
  taxOffice: '//TaxOffice', // 동대문세무서
  lienor: '//Lienor', // 장안평 캐피탈
  dismantler: '//Dismantler', // 장안평 해체재활용
  climate: '//Climate', // 서울시 기후환경본부: gives Eco and Car mileage, with a budget
  health: '//Health', // 서울시 시민건강국: gives health mileage, with a budget
  financeBureau: '//FinanceBureau', // 서울시 재무국: gives ETAX mileage, pays for works, with a budget
  publicRelations: '//PublicRelations', // 서울시 홍보기획관: holds polls, gives poll mileage, with a budget
  pollReviewer: '//PublicRelations//reviewer', // its second official for polls, who owns no won
  museum: '//Museum', // 서울역사박물관: merchant, operator of a facility
  transit: '//Transit', // 교통카드 정산소: redemption channel
  infrastructure: '//Infrastructure', // 서울시 도시기반시설본부: ordering department
  supervisor: '//Supervisor', // 서울시 공사감독실
  worksInspector: '//WorksInspector', // 서울시 품질시험소
  hanbit: '//Hanbit', // 한빛종합건설: contractor
  nuri: '//Nuri', // 누리방수: contractor
  daehan: '//Daehan', // 대한지붕: contractor
  cement: '//Cement', // 성동시멘트: supplier
  labourBank: '//LabourBank', // 노무비 지급 은행
  disputeBody: '//DisputeBody', // 건설분쟁조정위원회
  guarantor: '//Guarantor', // 건설공제조합
  tongin: '//Tongin', // 통인상회: merchant
  counter: '//Counter', // 구민 창구: counter service
  library: '//Library', // 서울도서관: operator of facilities
  residents: '//Residents', // 주민자격 증명 부서: credential issuer
  barAssociation: '//BarAssociation', // 서울지방변호사회: trustee of polls, as the four that follow
  university: '//University', // 서울시립대학교
  consumers: '//Consumers', // 소비자단체협의회
  ombudsman: '//Ombudsman', // 시민감사옴부즈만위원회
  gyeonggi: '//Gyeonggi', // 경기도
  dave: '//Dave', // citizen 1001
  eve: '//Eve', // citizen 1002
  ferdie: '//Ferdie', // citizen 1003
};

/** Numbers of the agencies and cards of the `dev` preset. */
export const AGENCY = {
  cityBureau: 0, dongdaemun: 1, gangnam: 2, periodicInspection: 3, insurer: 4, workshop: 5, dealer: 6, repairShop: 7,
  treasury: 8, court: 9, police: 10, taxOffice: 11, lienor: 12, dismantler: 13,
  climate: 14, health: 15, financeBureau: 16, publicRelations: 17, museum: 18, transit: 19, infrastructure: 20,
  supervisor: 21, worksInspector: 22, hanbit: 23, nuri: 24, daehan: 25, cement: 26, labourBank: 27, disputeBody: 28,
  guarantor: 29, tongin: 30, counter: 31, library: 32, residents: 33,
  barAssociation: 34, university: 35, consumers: 36, ombudsman: 37, gyeonggi: 38,
};
export const CITIZEN = { dave: 1001, eve: 1002, ferdie: 1003 };

/** One won in the chain's smallest unit. */
export const KRW = 1_000_000n;

const READY_TIMEOUT = 180_000;
const INCLUSION_TIMEOUT = 60_000;
const STOP_TIMEOUT = 20_000;

/**
 * Where the built node is: `SEOUL_NODE`, else the release build in cargo's target directory.
 *
 * @returns {string}
 */
export function nodeBinary() {
  const named = process.env.SEOUL_NODE;
  const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../../target', import.meta.url));
  const path = named ? resolve(named) : resolve(target, 'release', 'seoul-chain-node');
  if (!existsSync(path)) {
    throw new Error(`There is no node at ${path}. Build it (cargo build --release -p seoul-chain-node), or name one in SEOUL_NODE.`);
  }
  return path;
}

const running = new Set();
function killAll() {
  for (const child of running) {
    child.kill('SIGKILL');
  }
}
process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    killAll();
    process.exit(1);
  });
}

/**
 * Run the node with `args` until it ends by itself, or is stopped.
 *
 * @param {string[]} args
 * @returns {{ child: import('node:child_process').ChildProcess, output: () => string, stdout: () => string,
 *   ended: Promise<number | string>, saw: (pattern: RegExp, timeout: number) => Promise<RegExpExecArray>, stop: () => Promise<void> }}
 */
export function runNode(args) {
  const child = spawn(nodeBinary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  let stdout = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output += text;
      stdout += stream === child.stdout ? text : '';
    });
  }
  let over = false;
  const ended = new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => {
      over = true;
      running.delete(child);
      settle(code ?? signal);
    });
  });
  ended.catch(() => running.delete(child));

  const saw = async (pattern, timeout) => {
    const deadline = Date.now() + timeout;
    for (;;) {
      const match = pattern.exec(output);
      if (match) {
        return match;
      }
      if (over) {
        throw new Error(`The node ended (${await ended}) before it said ${pattern}:\n${output.slice(-4000)}`);
      }
      if (Date.now() > deadline) {
        throw new Error(`The node did not say ${pattern} within ${timeout} ms:\n${output.slice(-4000)}`);
      }
      await sleep(50);
    }
  };

  const stop = async () => {
    if (!over) {
      child.kill('SIGINT');
      const killer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT);
      await ended;
      clearTimeout(killer);
    }
  };
  return { child, output: () => output, stdout: () => stdout, ended, saw, stop };
}

/**
 * Start a development chain on ports that the system chooses, wait until it makes blocks, and connect.
 *
 * @param {string[]} [args]
 * @returns {Promise<{ api: ApiPromise, provider: WsProvider, url: string, output: () => string, stop: () => Promise<void> }>}
 */
export async function startChain(args = ['--dev', '--tmp', '--state-pruning', 'archive']) {
  await cryptoWaitReady();
  const node = runNode([...args, '--rpc-port', '0', '--port', '0', '--no-prometheus', '--no-telemetry', '--no-mdns']);
  let connection;
  try {
    const [, port] = await node.saw(/Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/, READY_TIMEOUT);
    const url = `ws://127.0.0.1:${port}`;
    connection = await connect(url);
    await waitForBlock(connection.api, 1);
    const stop = async () => {
      await connection.api.disconnect();
      await node.stop();
    };
    return { ...connection, url, output: node.output, stop };
  } catch (error) {
    await connection?.api.disconnect();
    await node.stop();
    error.message += `\n--- the node's last words ---\n${node.output().slice(-3000)}`;
    throw error;
  }
}

/**
 * @param {string} url
 * @returns {Promise<{ api: ApiPromise, provider: WsProvider }>}
 */
export async function connect(url) {
  const provider = new WsProvider(url, 200);
  const api = await ApiPromise.create({ provider, noInitWarn: true });
  return { api, provider };
}

/** Wait until the best block has at least this number. */
export async function waitForBlock(api, number, timeout = READY_TIMEOUT) {
  await waitUntil(async () => (await api.rpc.chain.getHeader()).number.toNumber() >= number, timeout, `block ${number}`);
}

/** Wait until block `number` is final. */
export async function waitForFinalized(api, number, timeout = READY_TIMEOUT) {
  await waitUntil(async () => {
    const hash = await api.rpc.chain.getFinalizedHead();
    return (await api.rpc.chain.getHeader(hash)).number.toNumber() >= number;
  }, timeout, `finality of block ${number}`);
}

/** Wait until everything that is in a block now is final. */
export async function settled(api) {
  await waitForFinalized(api, (await api.rpc.chain.getHeader()).number.toNumber());
}

/** The chain's clock at its best block: Unix time in milliseconds. */
export async function chainNow(api) {
  return (await api.query.timestamp.now()).toNumber();
}

/** Wait until the chain's clock has passed `moment`. */
export async function waitForMoment(api, moment, timeout = 180_000) {
  await waitUntil(async () => (await chainNow(api)) > moment, timeout, `moment ${moment}`);
}

async function waitUntil(holds, timeout, what) {
  const deadline = Date.now() + timeout;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeout} ms in vain for ${what}.`);
    }
    await sleep(200);
  }
}

/** A key pair derived from {@link DEV_PHRASE}. */
export function account(derivation, type = 'sr25519') {
  return new Keyring({ type, ss58Format: 42 }).addFromUri(`${DEV_PHRASE}${derivation}`, { name: derivation });
}

/** The chain refused a call: which pallet, which error, and what its documentation tells the clerk. */
export class ChainError extends Error {
  constructor({ section, name, docs, blockHash }) {
    super(`${section}.${name}: ${docs.join(' ')}`);
    this.name = 'ChainError';
    this.section = section;
    this.error = name;
    this.docs = docs;
    this.blockHash = blockHash;
  }
}

/** The pool refused a transaction before any block saw it. */
export class PoolError extends Error {
  constructor(message) {
    super(message);
    this.name = 'PoolError';
  }
}

function chainError(api, dispatchError, blockHash) {
  if (dispatchError.isModule) {
    const { section, name, docs } = api.registry.findMetaError(dispatchError.asModule);
    return new ChainError({ section, name, docs: docs.map((line) => line.trim()).filter(Boolean), blockHash });
  }
  const detail = dispatchError.value?.type;
  return new ChainError({ section: 'dispatch', name: detail ? `${dispatchError.type}.${detail}` : dispatchError.type, docs: [], blockHash });
}

/**
 * Sign `tx`, send it, and wait until a block has it.
 *
 * @param {ApiPromise} api
 * @param {object} tx as `api.tx.…` makes it
 * @param {object} signer key pair
 * @param {{ finalized?: boolean, options?: object }} [how] wait for finality too; options for signing
 * @returns {Promise<{ blockHash: string, events: object[], event: (section: string, method: string) => object }>}
 *   `event` gives the data of the one event of that name
 * @throws {ChainError | PoolError}
 */
export async function submit(api, tx, signer, { finalized = false, options = {} } = {}) {
  const result = await new Promise((settle, fail) => {
    let unsubscribe;
    const timer = setTimeout(
      () => done(fail, new Error(`${tx.method.section}.${tx.method.method} was in no block after ${INCLUSION_TIMEOUT} ms.`)),
      INCLUSION_TIMEOUT,
    );
    const done = (how, value) => {
      clearTimeout(timer);
      unsubscribe?.();
      how(value);
    };
    tx.signAndSend(signer, { nonce: -1, ...options }, (update) => {
      const { status } = update;
      if (status.isInvalid || status.isDropped || status.isUsurped || status.isFinalityTimeout) {
        done(fail, new PoolError(`The pool gave the transaction up: ${status.type}.`));
      } else if (update.internalError) {
        done(fail, update.internalError);
      } else if (finalized ? status.isFinalized : status.isInBlock) {
        done(settle, { update, blockHash: (finalized ? status.asFinalized : status.asInBlock).toHex() });
      }
    }).then(
      (stop) => {
        unsubscribe = stop;
      },
      // 1010 to 1019 are the pool's own refusals.
      (error) => done(fail, error.code >= 1010 && error.code <= 1019 ? new PoolError(error.message) : error),
    );
  });

  const { update, blockHash } = result;
  if (update.dispatchError) {
    throw chainError(api, update.dispatchError, blockHash);
  }
  const events = update.events.map(({ event }) => event);
  for (const event of events) {
    // A batch, a motion or a proxy succeeds as a transaction even if what it carries failed.
    const carried = api.events.utility.ItemFailed.is(event) ? event.data.error : carriedResult(api, event);
    if (carried) {
      throw chainError(api, carried, blockHash);
    }
  }
  return {
    blockHash,
    events,
    event: (section, method) => {
      const found = events.filter((event) => event.section === section && event.method === method);
      if (found.length !== 1) {
        throw new Error(`Expected one ${section}.${method}, saw ${events.map((event) => `${event.section}.${event.method}`).join(', ')}`);
      }
      return found[0].data;
    },
  };
}

function carriedResult(api, event) {
  const executed = [
    api.events.council.Executed, api.events.technicalCommittee.Executed, api.events.proxy.ProxyExecuted, api.events.multisig.MultisigExecuted,
  ].some((kind) => kind.is(event));
  if (executed && event.data.result.isErr) {
    return event.data.result.asErr;
  }
  return undefined;
}

/**
 * Let the council decide: propose with a threshold of 2 (of 3), vote twice, and close.
 *
 * @param {ApiPromise} api
 * @param {object} tx the call to carry out, as `api.tx.…` makes it
 * @returns {Promise<Awaited<ReturnType<typeof submit>>>} of the closing, whose events are those of the call
 */
export function councilDecides(api, tx) {
  return bodyDecides(api, 'council', tx);
}

/** As {@link councilDecides}, by the technical committee, which has the same members on `dev`. */
export function committeeDecides(api, tx) {
  return bodyDecides(api, 'technicalCommittee', tx);
}

async function bodyDecides(api, body, tx) {
  const [proposer, second] = CAST.council.map((derivation) => account(derivation));
  const length = tx.method.encodedLength;
  const proposed = await submit(api, api.tx[body].propose(2, tx, length), proposer);
  const { proposalHash, proposalIndex } = proposed.event(body, 'Proposed');
  await submit(api, api.tx[body].vote(proposalHash, proposalIndex, true), proposer);
  await submit(api, api.tx[body].vote(proposalHash, proposalIndex, true), second);
  const { weight } = await tx.paymentInfo(proposer.address);
  return submit(api, api.tx[body].close(proposalHash, proposalIndex, weight, length), proposer);
}

/** Give accounts KRW from `//Alice`, all in one transaction. */
export async function fund(api, pairs, amount = 1_000n * KRW) {
  const transfers = pairs.map((pair) => api.tx.balances.transferKeepAlive(pair.address, amount));
  await submit(api, api.tx.utility.batchAll(transfers), account('//Alice'));
}

/**
 * Every storage entry of some pallets at a block.
 *
 * @param {WsProvider} provider
 * @param {string[]} pallets as they are called in the runtime, such as `CarRegistry`
 * @param {string} blockHash
 * @returns {Promise<Record<string, string>>} values by key, as the database has them
 */
export async function snapshot(provider, pallets, blockHash) {
  const entries = {};
  for (const pallet of pallets) {
    Object.assign(entries, await entriesUnder(provider, xxhashAsHex(pallet, 128), blockHash));
  }
  return entries;
}

/** Every storage entry that there is at a block, the runtime's code included, as {@link snapshot} gives them. */
export function wholeState(provider, blockHash) {
  return entriesUnder(provider, '0x', blockHash);
}

async function entriesUnder(provider, prefix, blockHash) {
  const entries = {};
  let last = null;
  for (;;) {
    const keys = await provider.send('state_getKeysPaged', [prefix, 500, last, blockHash]);
    if (keys.length === 0) {
      return entries;
    }
    const [{ changes }] = await provider.send('state_queryStorageAt', [keys, blockHash]);
    for (const [key, value] of changes) {
      entries[key] = value;
    }
    last = keys[keys.length - 1];
  }
}
