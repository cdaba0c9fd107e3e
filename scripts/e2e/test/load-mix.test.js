// SPDX-License-Identifier: Apache-2.0

// The mix of `scripts/load.sh` and its sums, without a node: the proportions of a year, stories in their order, the same times for the same seed,
// and a report in which nothing disappears.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { demand, share, STEP, STORIES, timetable, WARM_UP, YEAR } from '../load/mix.js';
import { evaluate, percentiles, shown } from '../load/report.js';

const RATE = 200;
const SECONDS = 60;

describe('the mix of a city', () => {
  const entries = timetable({ rate: RATE, seconds: SECONDS, seed: 1 });
  const measured = entries.filter(({ at }) => at >= 0);

  test('has the proportions of a year', () => {
    const sum = Object.keys(YEAR).reduce((all, flow) => all + share(flow), 0);
    assert.ok(Math.abs(sum - 1) < 1e-9);
    for (const flow of Object.keys(YEAR)) {
      const part = measured.filter((entry) => entry.flow === flow).length / measured.length;
      assert.ok(Math.abs(part - share(flow)) < 0.01, `${flow}: ${part} instead of ${share(flow)}`);
    }
    assert.ok(Math.abs(measured.length / SECONDS / RATE - 1) < 0.03, `${measured.length} in ${SECONDS} s`);
  });

  test('is as busy at the beginning of the measurement as at its end', () => {
    const thirds = [0, 1, 2].map((third) => measured.filter(({ at }) => Math.floor(at / (SECONDS * 1_000 / 3)) === third).length);
    thirds.forEach((count) => assert.ok(Math.abs(count * 3 / measured.length - 1) < 0.06, thirds.join(', ')));
  });

  test('is sorted by time, and stories have begun early enough', () => {
    entries.forEach(({ at }, index) => assert.ok(at >= -WARM_UP && at < SECONDS * 1_000 && (index === 0 || at >= entries[index - 1].at)));
    for (const [flow, steps] of Object.entries(STORIES)) {
      assert.ok(Math.max(...steps.map(([, after]) => after)) * STEP <= WARM_UP, `${flow} takes longer than the warm-up`);
    }
  });

  test('plays each story in its order, and misses none of its steps but at the end', () => {
    for (const [flow, steps] of Object.entries(STORIES)) {
      const stories = new Map();
      entries.filter((entry) => entry.flow === flow).forEach((entry) => stories.set(entry.story, [...(stories.get(entry.story) ?? []), entry]));
      assert.equal(stories.size, demand(entries)[flow]);
      for (const story of stories.values()) {
        const begin = Math.min(...story.map(({ at, place }) => at - steps[place][1] * STEP));
        const due = steps.map(([step, after], place) => ({ step, place, at: begin + after * STEP })).filter(({ at }) => at < SECONDS * 1_000 - 1e-6);
        assert.deepEqual(story.map(({ place }) => place).sort((one, other) => one - other), due.map(({ place }) => place));
      }
    }
  });

  test('is the same for the same seed, and another for another', () => {
    assert.deepEqual(timetable({ rate: RATE, seconds: SECONDS, seed: 1 }), entries);
    assert.notDeepEqual(timetable({ rate: RATE, seconds: SECONDS, seed: 2 }), entries);
  });
});

describe('the report of a load', () => {
  const entry = (at, changed) => ({ flow: 'votes', step: 'votes', at, sentAt: 1_000 + at + 5, ...changed });
  const inBlock = { takenAt: 1, block: 7, importedAt: 4_000, finalAt: 5_000 };
  const machine = { processes: [{ name: 'alice', pid: 1, cpus: 0.5, memory: 1_048_576, peak: 1_048_576 }], generator: 0.1, machine: { cpus: 1, stolen: 0, idle: 1 } };
  const entries = [
    entry(-10, inBlock), entry(0, inBlock), entry(100, { ...inBlock, failed: 'carRegistry.NotPaid' }), entry(200, { refused: '1010: no' }),
    entry(300, { takenAt: 1 }), entry(400, { ...inBlock, block: 9 }),
  ];
  const blocks = [{ number: 7, at: 500, normal: 50, bytes: 10, transactions: 3 }, { number: 8, at: 900, normal: 10, bytes: 10, transactions: 0 },
    { number: 9, at: 2_000, normal: 90, bytes: 90, transactions: 1 }];
  const result = evaluate({ entries, blocks, limits: { normal: 100, bytes: 100 }, begin: 1_000, seconds: 1, machine });

  test('says of each transaction that was due what became of it', () => {
    assert.deepEqual([result.due, result.succeeded, result.failed, result.refused, result.lost], [5, 2, 1, 1, 1]);
    assert.equal(result.succeeded + result.failed + result.refused + result.lost, result.due);
    assert.deepEqual(result.failures, { 'votes: carRegistry.NotPaid': 1 });
    assert.deepEqual(result.refusals, { 'votes: 1010: no': 1 });
  });

  test('counts for the rate what blocks of the time have in them', () => {
    assert.deepEqual([result.finalPerSecond, result.succeededPerSecond], [3, 2]);
    assert.equal(result.blocks.count, 2);
    assert.equal(result.blocks.fullness.max, 0.5);
    assert.equal(result.late.max, 0.005);
  });

  test('has percentiles of what was measured, and none of nothing', () => {
    assert.deepEqual(percentiles(Array.from({ length: 100 }, (_, index) => 100 - index)), { p50: 50, p95: 95, p99: 99, max: 100 });
    assert.deepEqual(percentiles([]), { p50: null, p95: null, p99: null, max: null });
  });

  test('is told as text', () => {
    const text = shown({
      ...result, mix: 'city', rate: 1, seconds: 1, validators: 1, rows: 71, runtime: 1, shares: { votes: 1 },
      machine: { model: 'a processor', processors: 2, memory: 1_048_576 },
    });
    assert.match(text, /5 = 2 succeeded \+ 1 failed in a block \+ 1 refused by the pool \+ 1 in no block/);
    assert.match(text, /carRegistry\.NotPaid/);
  });
});
