// SPDX-License-Identifier: Apache-2.0

/** What came of a load: rates, delays, how full blocks were, and everything that did not come through. */

/** The values below which so many percent of the values lie. */
export function percentiles(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (percent) => (sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.ceil(percent / 100 * sorted.length) - 1)]);
  return { p50: at(50), p95: at(95), p99: at(99), max: sorted.at(-1) ?? null };
}

function countBy(list, name) {
  const counts = {};
  for (const item of list) {
    const key = name(item);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/**
 * Put together what is measured. Of transactions those count that were due within the measurement, but for the rate at which they became final:
 * that counts what blocks of that time have in them.
 *
 * @param {{ entries: object[], blocks: object[], limits: { normal: number, bytes: number }, begin: number, seconds: number, machine: object }} of
 */
export function evaluate({ entries, blocks, limits, begin, seconds, machine }) {
  const due = entries.filter(({ at }) => at >= 0);
  const window = blocks.filter(({ at }) => at >= 0 && at < seconds * 1_000);
  const numbers = new Set(window.map(({ number }) => number));
  const inWindow = entries.filter(({ block }) => numbers.has(block));
  const succeeded = (list) => list.filter(({ block, failed }) => block !== undefined && failed === undefined);
  const included = due.filter(({ block }) => block !== undefined);
  const failed = included.filter(({ failed: why }) => why !== undefined);
  const refused = due.filter(({ refused: why }) => why !== undefined);
  const lost = due.filter(({ block, refused: why }) => block === undefined && why === undefined);
  // Of blocks that were made of one imported while another was, there may be no moment.
  const timed = included.filter(({ importedAt, finalAt }) => importedAt !== undefined && finalAt !== undefined);
  const inSeconds = (list) => percentiles(list.map((value) => value / 1_000));
  const gaps = window.slice(1).map(({ at }, index) => at - window[index].at);
  return {
    due: due.length,
    taken: due.filter(({ takenAt }) => takenAt !== undefined).length,
    included: included.length,
    succeeded: succeeded(due).length,
    failed: failed.length,
    failures: countBy(failed, ({ step, failed: why }) => `${step}: ${why}`),
    refused: refused.length,
    refusals: countBy(refused, ({ step, refused: why }) => `${step}: ${why}`),
    lost: lost.length,
    losses: countBy(lost, ({ step }) => step),
    finalPerSecond: inWindow.filter(({ finalAt }) => finalAt !== undefined).length / seconds,
    succeededPerSecond: succeeded(inWindow).length / seconds,
    flows: Object.fromEntries(Object.entries(groupBy(due, ({ flow }) => flow)).map(([flow, list]) => [
      flow, { due: list.length, succeeded: succeeded(list).length },
    ])),
    inclusion: inSeconds(timed.map(({ importedAt, sentAt }) => importedAt - sentAt)),
    finality: inSeconds(timed.map(({ finalAt, sentAt }) => finalAt - sentAt)),
    pool: inSeconds(due.filter(({ takenAt }) => takenAt !== undefined).map(({ takenAt, sentAt }) => takenAt - sentAt)),
    late: inSeconds(due.filter(({ sentAt }) => sentAt !== undefined).map(({ at, sentAt }) => sentAt - begin - at)),
    blocks: {
      count: window.length,
      fullness: percentiles(window.map(({ normal }) => normal / limits.normal)),
      meanFullness: mean(window.map(({ normal }) => normal / limits.normal)),
      bytes: percentiles(window.map(({ bytes }) => bytes / limits.bytes)),
      transactions: percentiles(window.map(({ transactions }) => transactions)),
      gap: inSeconds(gaps),
    },
    usage: machine,
  };
}

function groupBy(list, name) {
  const groups = {};
  for (const item of list) {
    (groups[name(item)] ??= []).push(item);
  }
  return groups;
}

const mean = (values) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);

/** A result as text. */
export function shown(result) {
  const { due, flows, usage, blocks } = result;
  const s = (value) => (value === null ? '–' : `${value.toFixed(2)} s`);
  const percent = (value) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`);
  const row = (name, { p50, p95, p99, max }, unit) => `${name.padEnd(22)} ${[p50, p95, p99, max].map((value) => unit(value).padStart(10)).join('')}`;
  const mib = (bytes) => `${Math.round(bytes / 1_048_576)} MiB`;
  const lines = [
    '',
    `mix ${result.mix}, ${result.rate}/s for ${result.seconds} s, ${result.validators === 1 ? 'one validator' : 'four validators'}, ${result.rows} rows in a batch of credits, runtime ${result.runtime}`,
    `${result.machine.model}, ${result.machine.processors} processors, ${mib(result.machine.memory)}`,
    '',
    `final transactions     ${result.finalPerSecond.toFixed(1)}/s, of which succeeded ${result.succeededPerSecond.toFixed(1)}/s`,
    `due                    ${due} = ${result.succeeded} succeeded + ${result.failed} failed in a block + ${result.refused} refused by the pool + ${result.lost} in no block`,
    '',
    `${''.padEnd(22)} ${['p50', 'p95', 'p99', 'most'].map((name) => name.padStart(10)).join('')}`,
    row('sent to in a block', result.inclusion, s),
    row('sent to final', result.finality, s),
    row('answer of the pool', result.pool, s),
    row('sent later than due', result.late, s),
    row('fullness of blocks', blocks.fullness, percent),
    row('length of blocks', blocks.bytes, percent),
    row('transactions a block', blocks.transactions, (value) => (value === null ? '–' : `${value}`)),
    row('between two blocks', blocks.gap, s),
    '',
    ...usage.processes.map(({ name, cpus, memory }) => `${name.padEnd(22)} ${cpus === null ? 'gone' : `${cpus.toFixed(2)} processors`}, ${mib(memory)} at most`),
    `${'generator'.padEnd(22)} ${usage.generator.toFixed(2)} processors`,
    `${'the machine'.padEnd(22)} ${usage.machine.cpus.toFixed(2)} processors busy, ${usage.machine.idle.toFixed(2)} idle, ${usage.machine.stolen.toFixed(2)} taken by other machines`,
    '',
    ...Object.entries(flows).map(([flow, { due: wanted, succeeded }]) => `${flow.padEnd(22)} ${String(succeeded).padStart(7)} of ${wanted}  (${percent(result.shares[flow])} of a year)`),
  ];
  for (const [title, counts] of [['failed in a block', result.failures], ['refused by the pool', result.refusals], ['in no block', result.losses]]) {
    const found = Object.entries(counts).sort(([, one], [, other]) => other - one);
    if (found.length > 0) {
      lines.push('', `${title}:`, ...found.map(([why, count]) => `${String(count).padStart(7)}  ${why}`));
    }
  }
  return lines.join('\n');
}
