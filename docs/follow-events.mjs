// SPDX-License-Identifier: Apache-2.0
//
// Usage: node docs/follow-events.mjs FILE [--until BLOCK] [--pallet NAME]... [ws://127.0.0.1:9944]
//
//   --until BLOCK    stop after this block; without it, go on with each block that becomes final
//   --pallet NAME    only events of this pallet, as carRegistry; without it, of all
//
// A small indexer: writes the events of final blocks into FILE, one JSON value a line, and goes on where FILE ends. Each block is
// read with the metadata that it was made with, so an upgrade of the runtime in between does no harm. The node must keep the
// states of the blocks that are read (--state-pruning archive).
//
// Every block has a line, also one without events, so that a gap can be told from silence. Who stores this in a database writes
// the events of a block and its number in one transaction, for the same reason.

import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { exit } from 'node:process';
import { parseArgs } from 'node:util';

import { connect } from '../scripts/e2e/lib/chain.js';

const { values: { until, pallet: pallets }, positionals: [file, url] } = parseArgs({
  options: { until: { type: 'string' }, pallet: { type: 'string', multiple: true, default: [] } }, allowPositionals: true,
});
if (!file) {
  console.error('Usage: node docs/follow-events.mjs FILE [--until BLOCK] [--pallet NAME]... [URL]');
  exit(2);
}

/** The block after the last whole line. A line that was cut off when the program was killed is taken away. */
function next() {
  if (!existsSync(file)) {
    return { number: 1, parent: undefined };
  }
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) {
    truncateSync(file, Buffer.byteLength(text.slice(0, end)));
  }
  const last = text.slice(0, end).trimEnd().split('\n').at(-1);
  return last ? { number: JSON.parse(last).block + 1, parent: JSON.parse(last).hash } : { number: 1, parent: undefined };
}

const { api } = await connect(url ?? 'ws://127.0.0.1:9944');

async function write(number, parent) {
  const hash = await api.rpc.chain.getBlockHash(number);
  const { parentHash } = await api.rpc.chain.getHeader(hash);
  if (parent && parentHash.toHex() !== parent) {
    throw new Error(`Block ${number} does not follow the last block of ${file}: this is another chain.`);
  }
  const state = await api.at(hash);
  const [records, moment] = await Promise.all([state.query.system.events(), state.query.timestamp.now()]);
  const events = records
    .filter(({ event }) => pallets.length === 0 || pallets.includes(event.section))
    .map(({ phase, event }) => ({
      event: `${event.section}.${event.method}`,
      extrinsic: phase.isApplyExtrinsic ? phase.asApplyExtrinsic.toNumber() : null,
      data: event.data.toJSON(),
    }));
  appendFileSync(file, `${JSON.stringify({ block: number, hash: hash.toHex(), time: moment.toNumber(), events })}\n`);
  return hash.toHex();
}

try {
  const last = until === undefined ? Infinity : Number(until);
  let { number, parent } = next();
  while (number <= last) {
    const final = (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
    for (; number <= Math.min(final, last); number += 1) {
      parent = await write(number, parent);
    }
    if (number <= last) {
      await new Promise((resolve) => { setTimeout(resolve, 1_000); });
    }
  }
} finally {
  await api.disconnect();
}
