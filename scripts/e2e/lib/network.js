// SPDX-License-Identifier: Apache-2.0

/**
 * A network of validators on this machine, as `scripts/network.sh` starts it, and what tests ask of its
 * nodes: their heads, their peers, and whether they agree.
 */

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { nodeBinary, runNode } from './chain.js';

const SCRIPT = fileURLToPath(new URL('../../network.sh', import.meta.url));
const REQUEST_TIMEOUT = 10_000;
const START_TIMEOUT = 300_000;
const JOIN_TIMEOUT = 90_000;
/** Of the ports from a base on, the script uses 1 to 4, 11 to 14 and 21 to 24; nodes that join, the rest. */
const OFFSETS = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24];

const run = promisify(execFile);

const networks = new Set();
process.on('exit', () => {
  for (const { environment, folder } of networks) {
    spawnSync('bash', [SCRIPT, 'down'], { env: { ...environment, SEOUL_NETWORK_GRACE: '0' }, stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Seconds since `start` (of `Date.now()`), as text with one decimal. */
export function secondsSince(start) {
  return ((Date.now() - start) / 1000).toFixed(1);
}

/**
 * Ask until the answer is something else than `undefined`, `null` or `false`, and give it. A node that
 * does not answer counts as no answer yet.
 *
 * @template T
 * @param {() => Promise<T>} ask
 * @param {number} timeout in milliseconds
 * @param {string} what for the message when time is up
 * @returns {Promise<T>}
 */
export async function eventually(ask, timeout, what) {
  const deadline = Date.now() + timeout;
  let reason;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer;
      }
      reason = undefined;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeout} ms in vain for ${what}.`, { cause: reason });
    }
    await sleep(200);
  }
}

/**
 * Call a method of a node. Without a connection that is kept, as nodes come and go here.
 *
 * @param {{ http: string, name: string }} node
 */
export async function rpc(node, method, params = []) {
  const response = await fetch(node.http, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
  });
  const { result, error } = await response.json();
  if (error) {
    throw new Error(`${node.name}: ${method}: ${error.code}: ${error.message} ${error.data ?? ''}`);
  }
  return result;
}

async function head(node, hash) {
  const { number } = await rpc(node, 'chain_getHeader', [hash]);
  return { number: Number(number), hash };
}

/** The best block of a node: number and hash. */
export async function bestOf(node) {
  return head(node, await rpc(node, 'chain_getBlockHash'));
}

/** The last block that a node knows to be final: number and hash. */
export async function finalOf(node) {
  return head(node, await rpc(node, 'chain_getFinalizedHead'));
}

/** The hash of block `number` on a node's best chain, or null. */
export function hashAt(node, number) {
  return rpc(node, 'chain_getBlockHash', [number]);
}

/** The highest final block that any of the nodes reports. */
export async function highestFinalOf(nodes) {
  const finals = await Promise.all(nodes.map(finalOf));
  return finals.reduce((highest, final) => (final.number > highest.number ? final : highest));
}

/** Wait until a node has block `number` as final, and give the time in seconds. */
export async function untilFinal(node, number, timeout = 180_000) {
  const start = Date.now();
  await eventually(async () => (await finalOf(node)).number >= number, timeout, `${node.name} to have block ${number} as final`);
  return secondsSince(start);
}

/** The final blocks of the nodes are on one chain: each node that is further has the others' blocks. */
export async function assertOneFinalChain(nodes) {
  const finals = await Promise.all(nodes.map(finalOf));
  for (const node of nodes) {
    const own = await finalOf(node);
    for (const [index, final] of finals.entries()) {
      if (final.number <= own.number) {
        assert.equal(await hashAt(node, final.number), final.hash, `${node.name} and ${nodes[index].name} have different final blocks ${final.number}`);
      }
    }
  }
}

/**
 * The nodes agree on every block up to the lowest of their best ones. Two blocks for one height may
 * be about for a moment, until the next block decides; what lasts is a fork.
 *
 * @returns {Promise<number>} the height up to which they agree
 */
export async function assertNoFork(nodes, from = 0, timeout = 20_000) {
  await assertOneFinalChain(nodes);
  return eventually(async () => {
    const bests = await Promise.all(nodes.map(bestOf));
    const lowest = Math.min(...bests.map(({ number }) => number));
    for (let number = from; number <= lowest; number += 1) {
      const hashes = new Set(await Promise.all(nodes.map((node) => hashAt(node, number))));
      if (hashes.size !== 1) {
        throw new Error(`The nodes have different blocks ${number}: ${[...hashes].join(', ')}`);
      }
    }
    return lowest;
  }, timeout, 'all nodes to have the same blocks');
}

/** A port P such that all of {@link OFFSETS} from it are free now, below those that systems give away. */
async function freePorts() {
  const isFree = (port) => new Promise((settle) => {
    const server = createServer();
    server.once('error', () => settle(false));
    server.listen(port, '127.0.0.1', () => server.close(() => settle(true)));
  });
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const base = 20_000 + 40 * Math.floor(Math.random() * 300);
    const free = await Promise.all(OFFSETS.map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) {
      return base;
    }
  }
  throw new Error('There are no free ports between 20000 and 32000.');
}

/**
 * Start validators of the chain `local` on ports of their own, with a database that is thrown away.
 *
 * @param {number} [count] 1 to 4
 * @param {(genesis: object) => void} [change] changes the patch of the genesis before the chain begins
 */
export async function startNetwork(count = 4, change = undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'seoul-chain-network-'));
  const port = await freePorts();
  const environment = {
    ...process.env, SEOUL_NETWORK_DIR: folder, SEOUL_NETWORK_PORT: `${port}`, SEOUL_NODE: nodeBinary(),
  };
  const network = { environment, folder };
  networks.add(network);
  const guests = [];

  const script = async (...args) => {
    try {
      return (await run('bash', [SCRIPT, ...args], { env: environment, timeout: START_TIMEOUT })).stdout;
    } catch (error) {
      error.message = `network.sh ${args.join(' ')}: ${error.stderr || error.message}`;
      throw error;
    }
  };
  const makeChain = async () => {
    const plain = join(folder, 'plain.json');
    await run(nodeBinary(), ['export-chain-spec', '--chain', 'local', '--output', plain]);
    const spec = JSON.parse(readFileSync(plain, 'utf8'));
    change(spec.genesis.runtimeGenesis.patch);
    writeFileSync(plain, JSON.stringify(spec));
    await run(nodeBinary(), ['export-chain-spec', '--chain', plain, '--raw', '--output', join(folder, 'chain.json')]);
  };
  const down = async () => {
    await Promise.all(guests.map((guest) => guest.stop()));
    await script('down');
    networks.delete(network);
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    if (change) {
      await makeChain();
    }
    const printed = await script('up', `${count}`);
    const nodes = [...printed.matchAll(/^(\d) (\w+)\s+ws:\/\/(\S+)\s+(12D3\w+)\s+pid (\d+)$/gm)].map(([, index, name, at, peerId, pid]) => ({
      index: Number(index), name, url: `ws://${at}`, http: `http://${at}`, peerId, pid: Number(pid),
      address: `/ip4/127.0.0.1/tcp/${port + 10 + Number(index)}/p2p/${peerId}`,
    }));
    assert.equal(nodes.length, count, printed);

    /**
     * Start one more node of this chain, which knows the addresses of all validators.
     *
     * @param {string} name
     * @param {5 | 6} index for its ports
     * @param {string[]} args as `--validator`, and how to take the validators as peers
     */
    const startGuest = async (name, index, args) => {
      const home = join(folder, name);
      const key = join(home, 'node-key');
      mkdirSync(home);
      await run(nodeBinary(), ['key', 'generate-node-key', '--file', key]);
      const peerId = (await run(nodeBinary(), ['key', 'inspect-node-key', '--file', key])).stdout.trim();
      const rpcPort = port + index;
      const guest = runNode([
        '--chain', join(folder, 'chain.json'), '--base-path', join(home, 'data'), '--name', name, '--node-key-file', key,
        '--listen-addr', `/ip4/127.0.0.1/tcp/${port + 10 + index}`, '--rpc-port', `${rpcPort}`,
        '--no-prometheus', '--no-telemetry', '--no-mdns', ...args,
      ]);
      guests.push(guest);
      await guest.saw(/Running JSON-RPC server/, JOIN_TIMEOUT);
      return {
        index, name, url: `ws://127.0.0.1:${rpcPort}`, http: `http://127.0.0.1:${rpcPort}`, peerId,
        address: `/ip4/127.0.0.1/tcp/${port + 10 + index}/p2p/${peerId}`, output: guest.output, stop: guest.stop,
      };
    };

    return {
      nodes,
      kill: (node) => script('kill', `${node.index}`),
      /** Start a validator again, and wait until it answers. */
      start: (node) => script('start', `${node.index}`),
      startGuest,
      down,
    };
  } catch (error) {
    await down().catch(() => {});
    throw error;
  }
}
