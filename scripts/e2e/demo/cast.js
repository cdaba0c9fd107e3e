// SPDX-License-Identifier: Apache-2.0

/**
 * Who takes part in the demonstration, and how they act: citizens with keys of their own for each run, so that it can be
 * played again on the same chain, and the offices and firms of the `dev` preset.
 */

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { account, CAST, ChainError, DEV_PHRASE, settled, submit } from '../lib/chain.js';
import { program, writeKeys } from '../lib/program.js';
import { commit, newSalt } from '../lib/tags.js';
import { Difference, holds } from './stage.js';

/** The citizens, and the phone that one of them gets after the first is lost. */
export const CITIZENS = ['kim', 'lee', 'park'];
const KEYS = [...CITIZENS, 'leeNew'];
/** How often a command is run again that took too long on a busy machine. */
const RETRIES = 2;

/** The commitment to a paper of which only the commitment matters here. */
export const paper = (text) => commit(newSalt(), new TextEncoder().encode(text));

/**
 * Everybody's keys, and what they do on the chain at `url`.
 *
 * @param {{ api: object, provider: object, url: string, folder: string }} where
 */
export async function company({ api, provider, url, folder }) {
  const run = randomBytes(6).toString('hex');
  const file = (name) => join(folder, name);
  const seoul = program(() => url);
  const derivation = (name) => `//demo//${run}//${name}`;
  const by = Object.fromEntries([
    ...Object.entries(CAST).filter(([, path]) => typeof path === 'string').map(([name, path]) => [name, account(path)]),
    ...KEYS.map((name) => [name, account(derivation(name))]),
  ]);
  await writeKeys(file);
  await writeFile(file('passphrase'), `${randomBytes(12).toString('hex')}\n`, { mode: 0o600 });
  for (const name of KEYS) {
    await writeFile(file(`${name}.key`), `${DEV_PHRASE}${derivation(name)}\n`, { mode: 0o600 });
  }

  const counts = { sent: 0, refused: 0 };
  // Two transactions of one key that are signed at the same time would have the same nonce.
  const queues = new Map();
  const inTurn = (name, work) => {
    const done = (queues.get(name) ?? Promise.resolve()).then(work);
    queues.set(name, done.catch(() => {}));
    return done;
  };

  /** Someone submits a call; gives its events and its block. */
  const submits = (name, tx, how) => inTurn(name, async () => {
    const sent = await submit(api, tx, by[name], how);
    counts.sent += 1;
    const number = (await api.rpc.chain.getHeader(sent.blockHash)).number.toNumber();
    return { ...sent, number };
  });

  /** The same, of a call with one event; gives the event's data with the number of the block. */
  const does = async (name, tx, section, method) => {
    const { event, number, blockHash } = await submits(name, tx);
    return { data: event(section, method), number, blockHash };
  };

  /** Someone submits what the chain must refuse with this error; gives what the refusal says. */
  const isRefused = (name, tx, expected) => inTurn(name, async () => {
    const what = `${tx.method.section}.${tx.method.method} by ${name}`;
    const refusal = await submit(api, tx, by[name]).then(() => undefined, (error) => error);
    if (!(refusal instanceof ChainError)) {
      throw refusal ?? new Difference(`${what}: claimed to be refused with ${expected}, and was let through`);
    }
    holds(`${refusal.section}.${refusal.error}`, expected, what);
    counts.refused += 1;
    return refusal;
  });

  /** Someone sends what the pool must not even take. */
  const isTurnedAway = (name, tx) => inTurn(name, async () => {
    const what = `${tx.method.section}.${tx.method.method} by ${name}`;
    const signed = await tx.signAsync(by[name], { nonce: -1 });
    const refusal = await provider.send('author_submitExtrinsic', [signed.toHex()]).then(() => 'let through', (error) => error.message);
    holds(/^1010:.*inability to pay/i.test(refusal), true, `${what} is turned away by the pool (${refusal})`);
    counts.refused += 1;
  });

  /** Someone runs `seoul`, which must succeed; gives its JSON. `signs` says who signs, if a transaction is sent. */
  const runs = (words, { signs } = {}) => {
    const work = async () => {
      let { exit, json, stderr } = await seoul.run(words);
      // On a machine that is this slow a transaction is older than it may be before it is sent. The program asks to be run again.
      for (let again = 0; again < RETRIES && exit !== 0 && /signature has run out/.test(stderr); again += 1) {
        ({ exit, json, stderr } = await seoul.run(words));
      }
      holds(exit, 0, `seoul ${words.slice(0, 3).join(' ')} succeeds (${stderr.trim().split('\n').at(-1)})`);
      counts.sent += signs === undefined ? 0 : 1;
      return json;
    };
    return signs === undefined ? work() : inTurn(signs, work);
  };

  /** By how much an account's free won changed in a block. */
  async function moved(name, blockHash) {
    const { parentHash } = await api.rpc.chain.getHeader(blockHash);
    const [before, after] = await Promise.all([parentHash, blockHash].map(async (hash) => (
      (await (await api.at(hash)).query.system.account(by[name].address)).data.free.toBigInt()
    )));
    return after - before;
  }

  const freeOf = async (name) => (await api.query.system.account(by[name].address)).data.free.toBigInt();

  /** Ask until the answer is something, and give it. */
  async function eventually(ask, timeout, what) {
    const deadline = Date.now() + timeout;
    for (;;) {
      const answer = await ask();
      if (answer) {
        return answer;
      }
      if (Date.now() > deadline) {
        throw new Difference(`${what}: not so after ${timeout / 1_000} s`);
      }
      await sleep(300);
    }
  }

  return {
    api, url, folder, file, seoul, by, counts, submits, does, isRefused, isTurnedAway, runs, inTurn, moved, freeOf, eventually,
    settled: () => settled(api),
    key: (name) => ['--key-file', file(`${name}.key`)],
    ring: (name) => ['--ring-file', file(`${name}.ring`), '--passphrase-file', file('passphrase')],
    receipt: (name) => ['--receipt', file(`${name}.receipt.json`)],
  };
}
