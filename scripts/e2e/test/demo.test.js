// SPDX-License-Identifier: Apache-2.0

// `scripts/demo.sh --auto` as somebody runs it who has nothing but this repository: it starts a chain, plays the whole day, leaves the chain
// running, and is played again on it. A node that lies about one paper makes it fail. What it needs and does not find it says in one line.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { standBetween } from '../lib/between.js';
import { connect, nodeBinary, waitForBlock } from '../lib/chain.js';
import { freePort } from '../lib/login.js';
import { programPath } from '../lib/program.js';

const SCRIPT = fileURLToPath(new URL('../../demo.sh', import.meta.url));
/** What the demonstration promises, in seconds. */
const AT_MOST = 240;
const CHAPTERS = 10;
const STEPS = 35;
const STEP = /^\[\d\d:\d\d\] ✓ \S.* → \S.* ▸ \S.*$/;

describe('the demonstration', () => {
  let folder;
  let port;
  let environment;
  const url = () => `ws://127.0.0.1:${port}`;

  /** Run the script to its end. */
  async function demo(...words) {
    const child = spawn('bash', [SCRIPT, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
    // The chain that it leaves behind has no hold of its output: it ends when the script does.
    const [exit] = await once(child, 'close');
    return { exit, stdout, stderr };
  }

  /** Run it where it must say in one line what is wrong. */
  async function complains(about, ...words) {
    const { exit, stdout, stderr } = await demo(...words);
    assert.notEqual(exit, 0);
    assert.equal(stdout, '');
    assert.match(stderr, about);
    assert.match(stderr, /^error: [^\n]+\n$/);
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seoul-demo-test-'));
    port = await freePort();
    environment = { ...process.env, SEOUL_DEMO_DIR: join(folder, 'data'), SEOUL_NODE: nodeBinary(), SEOUL_CLI: programPath(), LANG: 'C.UTF-8', LC_ALL: '' };
  });
  after(async () => {
    await demo('--stop');
    await rm(folder, { recursive: true, force: true });
  });

  test('starts a chain and plays the whole day on it', async (t) => {
    const report = join(folder, 'report.json');
    const { exit, stdout, stderr } = await demo('--auto', '--port', port, '--report', report);
    assert.equal(exit, 0, `${stdout}\n${stderr}`);
    const told = JSON.parse(await readFile(report, 'utf8'));
    t.diagnostic(`${told.steps} steps, ${told.sent} transactions, ${told.refused} refused attempts, ${told.blocks} blocks, ${told.seconds} s`);
    assert.equal(told.held, true);
    assert.ok(told.seconds < AT_MOST, `it took ${told.seconds} s`);
    assert.equal(told.chapters.length, CHAPTERS);
    assert.ok(told.chapters.every(({ over, failed }) => over && !failed));
    const steps = told.chapters.flatMap((chapter) => chapter.steps);
    assert.ok(steps.length >= STEPS && steps.every(({ held }) => held), `${steps.length} steps`);

    // One line for each step, in the order of the chapters, and a table.
    const lines = stdout.split('\n');
    assert.equal(lines.filter((line) => STEP.test(line)).length, steps.length);
    const titles = told.chapters.map(({ title }, index) => lines.indexOf(`${index + 1}  ${title.en}`));
    assert.ok(titles.every((line, index) => line >= 0 && (index === 0 || line > titles[index - 1])), titles.join(', '));
    assert.equal(lines.filter((line) => /^✓ +\d+ /.test(line)).length, CHAPTERS);
    assert.doesNotMatch(stdout, /✗|undefined|\[object/);
    assert.equal(stderr, '');
  });

  test('leaves the chain running', async () => {
    const { api } = await connect(url());
    await waitForBlock(api, (await api.rpc.chain.getHeader()).number.toNumber() + 1);
    await api.disconnect();
  });

  test('plays again on the same chain, in Korean, and fails when a paper that nobody recorded is called genuine', async () => {
    let genuine;
    let lies = 0;
    const between = await standBetween(url(), {
      answer: (result, { method, params }) => {
        if (method !== 'state_call' || params[0] !== 'CarRegistryApi_verify_document') {
          return result;
        }
        genuine ??= result;
        lies += genuine === result ? 0 : 1;
        return genuine;
      },
    });
    try {
      const { exit, stdout } = await demo('--auto', '--lang', 'ko', '--url', between.url);
      assert.equal(exit, 1, stdout);
      assert.ok(lies > 0);
      assert.match(stdout, /✗ 고친 점검기록부는 거부된다/);
      assert.match(stdout, /^주장과 다릅니다: /m);
      assert.match(stdout, /^✗ +4 /m);
      assert.match(stdout, /^\[\d\d:\d\d\] ✓ .*시민카드|카드 발급 부서/m);
    } finally {
      between.stop();
    }
  });

  test('says in one line what it lacks', async () => {
    await complains(/no terminal to hand over at; give --auto/, '--port', port);
    await complains(/--lang takes ko or en/, '--auto', '--lang', 'fr', '--port', port);
    await complains(/does not know '--fast'/, '--fast');
    await complains(/--port is 'x'/, '--port', 'x');
    await complains(/no node answers at ws:\/\/127\.0\.0\.1:1;/, '--auto', '--url', 'ws://127.0.0.1:1');

    const server = createServer((_, answer) => answer.end('not a node'));
    await new Promise((settle) => { server.listen(0, '127.0.0.1', settle); });
    await complains(/no node answers at/, '--auto', '--port', server.address().port);
    server.close();

    // Of a chain with long days nobody would live to see the end.
    const [short, long] = ['8813000000000000', '404b4c0000000000'];
    const slow = await standBetween(url(), {
      answer: (result, { method, params }) => (method === 'state_call' && params[0] === 'EscrowPaymentsApi_calendar' ? result.replace(short, long) : result),
    });
    await complains(/days of 5000 s; the demonstration needs the development chain/, '--auto', '--url', slow.url);
    slow.stop();

    const absent = { ...environment };
    environment = { ...environment, SEOUL_CLI: join(folder, 'nothing') };
    await complains(/There is no program at/, '--auto', '--port', port);
    environment = absent;
  });

  test('stops the chain that it started, and no other', async () => {
    const { exit, stdout } = await demo('--stop');
    assert.equal(exit, 0);
    assert.match(stdout, /is stopped/);
    await complains(/no chain of scripts\/demo\.sh runs/, '--stop');
  });
});
