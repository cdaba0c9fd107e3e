// SPDX-License-Identifier: Apache-2.0

/** What nodes do while they are under load: blocks as a node tells of them, and what each process takes of the machine. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { hexToU8a, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

/** Ticks of the clock in a second, in which the kernel counts processor time. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).trim());

/**
 * Follow the blocks that a node imports and those that become final, with the moment at which it told of each.
 *
 * @param {Awaited<ReturnType<import('./wire.js').wire>>} node
 */
export async function watchBlocks(node) {
  /** What was told of blocks, by height. */
  const numbers = new Map();
  /** Moments at which final heights were told of. */
  const finals = [];
  await node.subscribe('chain_subscribeAllHeads', (header) => {
    const at = performance.now();
    const number = Number(header.number);
    // The hash is not in the header; of blocks of one height the state root tells which is which.
    if (!numbers.has(number)) {
      numbers.set(number, []);
    }
    numbers.get(number).push({ at, state: header.stateRoot });
  });
  await node.subscribe('chain_subscribeFinalizedHeads', (header) => {
    finals.push({ number: Number(header.number), at: performance.now() });
  });

  return {
    /** The height that is final by now. */
    final: () => finals.at(-1)?.number ?? 0,
    /** The moment at which it was told that a block of this height is final, or a later one. */
    finalAt: (number) => finals.find((final) => final.number >= number)?.at,
    /** The moment at which a block was told of, by its number and its state root. */
    importedAt: (number, stateRoot) => numbers.get(number)?.find(({ state }) => state === stateRoot)?.at,
  };
}

/** The hashes and sizes of the transactions of a block, in order. */
export async function transactionsOf(node, hash) {
  const { block } = await node.call('chain_getBlock', [hash]);
  return {
    header: block.header,
    extrinsics: block.extrinsics.map((hex) => {
      const bytes = hexToU8a(hex);
      return { hash: u8aToHex(blake2AsU8a(bytes)), bytes: bytes.length };
    }),
  };
}

/** Processor seconds that a process has used, and its memory, or undefined if it is gone. */
function process(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program may have spaces and brackets in it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, resident: kib('VmRSS') * 1_024, peak: kib('VmHWM') * 1_024 };
  } catch {
    return undefined;
  }
}

/** Seconds that all processors together have been busy and idle. */
function machine() {
  const [, user, nice, system, idle, wait, irq, soft, steal] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).map(Number);
  return { busy: (user + nice + system + irq + soft) / TICKS, stolen: (steal ?? 0) / TICKS, idle: (idle + wait) / TICKS };
}

/**
 * What processes take of the machine from now on, looked at each second.
 *
 * @param {{ name: string, pid: number }[]} processes
 */
export function watchMachine(processes) {
  const begun = performance.now();
  const first = new Map(processes.map(({ pid }) => [pid, process(pid)]));
  const before = machine();
  const highest = new Map(processes.map(({ pid }) => [pid, 0]));
  const look = () => processes.forEach(({ pid }) => highest.set(pid, Math.max(highest.get(pid), process(pid)?.resident ?? 0)));
  look();
  const timer = setInterval(look, 1_000);
  return {
    /** The end of what is measured; gives processors that were busy on average, and bytes of memory at most. */
    stop: () => {
      clearInterval(timer);
      look();
      const seconds = (performance.now() - begun) / 1_000;
      const after = machine();
      return {
        processes: processes.map(({ name, pid }) => {
          const now = process(pid);
          return { name, pid, cpus: now ? (now.cpu - first.get(pid).cpu) / seconds : null, memory: highest.get(pid), peak: now?.peak ?? null };
        }),
        machine: { cpus: (after.busy - before.busy) / seconds, stolen: (after.stolen - before.stolen) / seconds, idle: (after.idle - before.idle) / seconds },
      };
    },
  };
}
