// SPDX-License-Identifier: Apache-2.0

/**
 * The load of a city on one or four validators of the chain `local`: transactions of all services in the proportions of a year of Seoul,
 * signed beforehand, sent at random moments at a rate, and followed until they are final. What is done and how to read what it says
 * stands in `docs/load.md`. `scripts/load.sh` starts this.
 */

import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { account, connect, nodeBinary, waitForBlock } from '../lib/chain.js';
import { startNetwork } from '../lib/network.js';
import { programPath } from '../lib/program.js';
import { demand, ROWS, share, timetable, WARM_UP, YEAR } from './mix.js';
import { evaluate, shown } from './report.js';
import { signers } from './sign.js';
import { build } from './town.js';
import { transactionsOf, watchBlocks, watchMachine } from './watch.js';
import { wire } from './wire.js';

const PACKAGE = fileURLToPath(new URL('../../../primitives/browser/dist/seoul-voting-node.js', import.meta.url));
/** A node keeps the states of 256 blocks unless told, and the events are read after the run. */
const LONGEST = 300;
const HIGHEST = 1_000;
/** How often what is due is sent, in milliseconds. */
const TICK = 4;
/** How long what was sent is waited for after the end. */
const PATIENCE = 60_000;
/** How long a poll is open: longer than any run and its preparation. */
const OPEN = 6 * 3_600_000;

/** This cannot be measured so. */
class Unfit extends Error {}

function options() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        mix: { type: 'string', default: 'city' },
        seconds: { type: 'string', default: '60' },
        rate: { type: 'string', default: '200' },
        validators: { type: 'string', default: '4' },
        rows: { type: 'string', default: `${ROWS}` },
        seed: { type: 'string', default: '1' },
        json: { type: 'string' },
      },
    }));
  } catch (error) {
    throw new Unfit(`${error.message.split('\n')[0]} (see scripts/load.sh --help)`);
  }
  const whole = (name, lowest, highest) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < lowest || value > highest) {
      throw new Unfit(`--${name} takes a whole number from ${lowest} to ${highest}, not '${values[name]}'`);
    }
    return value;
  };
  if (values.mix !== 'city') {
    throw new Unfit(`there is no mix '${values.mix}'; the mix is: city`);
  }
  if (!['1', '4'].includes(values.validators)) {
    throw new Unfit(`--validators takes 1 or 4, not '${values.validators}'`);
  }
  return {
    mix: values.mix, seconds: whole('seconds', 10, LONGEST), rate: whole('rate', 1, HIGHEST), validators: Number(values.validators),
    rows: whole('rows', 1, 200), seed: whole('seed', 0, 4_294_967_295), json: values.json,
  };
}

/** The genesis of `local` with its first validator only, so that one alone makes blocks final. */
function alone(genesis) {
  genesis.validatorSet.validators = genesis.validatorSet.validators.slice(0, 1);
  genesis.validatorSet.minValidators = 1;
  genesis.session.keys = genesis.session.keys.slice(0, 1);
}

/** Send what is due, when it is due, and note when that was and what the node said. */
async function send(entries, nodes, begin) {
  const answers = [];
  let next = 0;
  while (next < entries.length) {
    const now = performance.now() - begin;
    while (next < entries.length && entries[next].at <= now) {
      const entry = entries[next];
      const node = nodes[entry.node];
      entry.sentAt = performance.now();
      answers.push(node.send(entry.text, entry.id).then(
        () => { entry.takenAt = performance.now(); },
        (error) => { entry.refused = error.message; },
      ));
      // What was sent is not needed any more.
      entry.text = undefined;
      next += 1;
    }
    await sleep(TICK);
  }
  return answers;
}

async function main() {
  const { seconds, rate, validators, rows, seed, json, mix } = options();
  try {
    nodeBinary();
    programPath();
  } catch (error) {
    throw new Unfit(error.message);
  }
  const started = Date.now();
  const log = (text) => console.error(`[${String(Math.round((Date.now() - started) / 1_000)).padStart(4)} s] ${text}`);
  const inProcess = existsSync(PACKAGE);

  log(`starting ${validators === 1 ? 'one validator' : 'four validators'} of the chain local`);
  const network = await startNetwork(validators, validators === 1 ? alone : undefined).catch((error) => {
    throw new Unfit(/error: (.*)/.exec(error.message)?.[1] ?? error.message.split('\n')[0]);
  });
  const { api } = await connect(network.nodes[0].url);
  const threads = signers(api, account('//Alice'), inProcess ? pathToFileURL(PACKAGE).href : undefined);
  try {
    const entries = timetable({ rate, seconds, seed });
    const need = demand(entries);
    const town = await build({ api, url: network.nodes[0].url, need, rows, log, threads, inProcess, open: OPEN });

    log(`writing ${entries.length} transactions`);
    const items = entries.map((entry) => town.call(entry));
    const signing = performance.now();
    const signed = await threads.sign(items);
    const took = (performance.now() - signing) / 1_000;
    log(`signed in ${took.toFixed(1)} s (${Math.round(entries.length / took)}/s)`);
    const homes = new Map();
    entries.forEach((entry, id) => {
      const { hex, hash, bytes } = signed[id];
      // One signer sends to one node, so that nonces come in order.
      const signer = Buffer.from(items[id].seed).toString('hex');
      if (!homes.has(signer)) {
        homes.set(signer, homes.size % network.nodes.length);
      }
      Object.assign(entry, {
        id, hash, bytes, node: homes.get(signer), text: JSON.stringify({ jsonrpc: '2.0', id, method: 'author_submitExtrinsic', params: [hex] }),
      });
    });
    await threads.close();

    const wires = await Promise.all(network.nodes.map(({ url }) => wire(url)));
    const watcher = await wire(network.nodes[0].url);
    const blocks = await watchBlocks(watcher);
    await waitForBlock(api, (await api.rpc.chain.getHeader()).number.toNumber() + 2);
    const from = (await api.rpc.chain.getHeader()).number.toNumber();

    log(`sending for ${seconds} s at ${rate}/s, after ${WARM_UP / 1_000} s to warm up`);
    const begin = performance.now() + WARM_UP;
    const clock = Date.now() + WARM_UP;
    let watched;
    let own;
    const measured = sleep(WARM_UP).then(() => {
      watched = watchMachine(network.nodes.map(({ name, pid }) => ({ name, pid })));
      own = process.cpuUsage();
    });
    const answers = await send(entries, wires, begin);
    await measured;
    await sleep(Math.max(0, begin + seconds * 1_000 - performance.now()));
    const machine = watched.stop();
    const { user, system } = process.cpuUsage(own);
    machine.generator = (user + system) / 1_000_000 / seconds;

    log('waiting until it is final');
    await Promise.race([Promise.all(answers), sleep(PATIENCE)]);
    const end = Date.now() + PATIENCE;
    let last;
    while (Date.now() < end && (last === undefined || blocks.final() < last)) {
      const waiting = await Promise.all(wires.map((node) => node.call('author_pendingExtrinsics')));
      if (last === undefined && waiting.every((pending) => pending.length === 0)) {
        last = (await api.rpc.chain.getHeader()).number.toNumber();
      }
      await sleep(500);
    }

    log('reading blocks and events');
    const known = new Map(entries.map((entry) => [entry.hash, entry]));
    const final = blocks.final();
    const seen = [];
    for (let number = from; number <= final; number += 1) {
      const hash = (await api.rpc.chain.getBlockHash(number)).toHex();
      const [{ header, extrinsics }, at] = await Promise.all([transactionsOf(watcher, hash), api.at(hash)]);
      const [events, weight, now] = await Promise.all([at.query.system.events(), at.query.system.blockWeight(), at.query.timestamp.now()]);
      const importedAt = blocks.importedAt(number, header.stateRoot);
      const finalAt = blocks.finalAt(number);
      const failures = new Map();
      for (const { phase, event } of events) {
        if (phase.isApplyExtrinsic && api.events.system.ExtrinsicFailed.is(event)) {
          const { dispatchError } = event.data;
          failures.set(phase.asApplyExtrinsic.toNumber(), dispatchError.isModule
            ? (({ section, name }) => `${section}.${name}`)(api.registry.findMetaError(dispatchError.asModule))
            : dispatchError.type);
        }
      }
      extrinsics.forEach((extrinsic, index) => {
        const entry = known.get(extrinsic.hash);
        if (entry) {
          Object.assign(entry, { block: number, importedAt, finalAt, failed: failures.get(index) });
        }
      });
      seen.push({
        number,
        // From the beginning of the measurement, by the clock of its author.
        at: now.toNumber() - clock,
        normal: weight.normal.refTime.toNumber(),
        bytes: extrinsics.reduce((sum, extrinsic) => sum + extrinsic.bytes, 0),
        transactions: extrinsics.filter((extrinsic) => known.has(extrinsic.hash)).length,
      });
    }
    const limits = {
      normal: api.consts.system.blockWeights.perClass.normal.maxTotal.unwrap().refTime.toNumber(),
      bytes: api.consts.system.blockLength.max.normal.toNumber(),
    };
    wires.forEach((node) => node.close());
    watcher.close();

    const result = {
      mix, rate, seconds, validators, rows, seed,
      shares: Object.fromEntries(Object.keys(YEAR).map((flow) => [flow, share(flow)])),
      runtime: api.runtimeVersion.specVersion.toNumber(),
      machine: { model: /^model name\s*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown', processors: cpus().length, memory: totalmem() },
      ...evaluate({ entries, blocks: seen, limits, begin, seconds, machine }),
    };
    console.log(shown(result));
    if (json !== undefined) {
      await writeFile(resolve(process.env.SEOUL_START_CWD ?? process.cwd(), json), `${JSON.stringify(result, null, 2)}\n`);
    }
    return 0;
  } finally {
    await threads.close();
    await api.disconnect();
    await network.down();
  }
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Unfit ? `error: ${error.message}` : error);
  process.exit(error instanceof Unfit ? 2 : 1);
}
