// SPDX-License-Identifier: Apache-2.0

// A small load by `scripts/load.sh`, from genesis to report: everything that was due is accounted for, comes through and becomes final. It is no
// measurement: that is for a machine that does nothing else.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { nodeBinary } from '../lib/chain.js';
import { programPath } from '../lib/program.js';
import { YEAR } from '../load/mix.js';

const SCRIPT = fileURLToPath(new URL('../../load.sh', import.meta.url));
const RATE = 20;
const SECONDS = 15;
const run = promisify(execFile);

describe('a load', () => {
  let folder;
  let environment;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seoul-load-test-'));
    environment = { ...process.env, SEOUL_NODE: nodeBinary(), SEOUL_CLI: programPath() };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('is prepared, sent, followed and told', async (t) => {
    const json = join(folder, 'load.json');
    const child = spawn('bash', [SCRIPT, '--mix', 'city', '--validators', 1, '--rate', RATE, '--seconds', SECONDS, '--json', json].map(String), {
      stdio: ['ignore', 'pipe', 'pipe'], env: environment,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
    const [exit] = await once(child, 'close');
    assert.equal(exit, 0, `${stdout}\n${stderr}`);
    const result = JSON.parse(await readFile(json, 'utf8'));
    t.diagnostic(`${result.finalPerSecond.toFixed(1)} final a second; in a block after ${result.inclusion.p50.toFixed(1)} s, final after ${result.finality.p50.toFixed(1)} s`);

    assert.ok(Math.abs(result.due / (RATE * SECONDS) - 1) < 0.25, `${result.due} were due`);
    assert.equal(result.due, result.succeeded + result.failed + result.refused + result.lost);
    assert.deepEqual(Object.keys(result.flows).sort(), Object.keys(YEAR).sort());
    // Of a load that is this light nothing is refused or lost, and a step is late only where blocks are.
    assert.deepEqual([result.refused, result.lost], [0, 0], JSON.stringify({ ...result.refusals, ...result.losses }));
    assert.ok(result.failed <= result.due / 50, JSON.stringify(result.failures));
    assert.ok(result.finalPerSecond > RATE / 2);
    for (const delays of [result.inclusion, result.finality]) {
      assert.ok(delays.p50 > 0 && delays.p50 <= delays.p95 && delays.p95 <= delays.p99 && delays.p99 <= delays.max);
    }
    assert.ok(result.finality.p50 >= result.inclusion.p50);
    assert.ok(result.blocks.count > 0 && result.blocks.fullness.max > 0 && result.blocks.fullness.max <= 1);
    const [{ cpus, memory }] = result.usage.processes;
    assert.ok(cpus > 0 && cpus < 64 && memory > 10_000_000);
    assert.match(stdout, /^final transactions/m);
  });

  test('that cannot be measured is refused in one line', async () => {
    for (const [words, about] of [
      [['--mix', 'village'], /there is no mix 'village'/], [['--seconds', '1'], /--seconds takes a whole number from 10/],
      [['--validators', '3'], /--validators takes 1 or 4/], [['--fast'], /--fast/],
    ]) {
      await assert.rejects(run('bash', [SCRIPT, ...words], { env: environment }), ({ stdout, stderr }) => {
        assert.equal(stdout, '');
        assert.match(stderr, /^error: [^\n]+\n$/);
        assert.match(stderr, about);
        return true;
      });
    }
  });
});
