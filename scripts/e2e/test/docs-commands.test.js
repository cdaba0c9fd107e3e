// SPDX-License-Identifier: Apache-2.0

// The documents, as their readers use them: every link leads somewhere, the tables of calls, errors and events are those of the chain, and every
// command that is marked for it does what the page says, in the page's order, on a new development chain for each page that changes something.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { faults, ONLY_ASKING, play, PLAYED, script } from '../../docs-commands.mjs';
import { collect } from '../../docs-tables.mjs';
import { nodeBinary, startChain, waitForFinalized } from '../lib/chain.js';
import { programPath } from '../lib/program.js';

/** Only these documents, for who works on one: `SEOUL_DOCS=citizens,operators`. */
const chosen = process.env.SEOUL_DOCS?.split(',');
const documents = PLAYED.filter((path) => script(path).length > 0 && (!chosen || chosen.some((name) => path.endsWith(`/${name}.md`))));

/** What the tables are compared with, and what pages ask that change nothing. */
let chain;
before(async () => {
  chain = await startChain();
  await waitForFinalized(chain.api, 2);
});
after(() => chain?.stop());

test('every command is marked, and every link and anchor leads somewhere', () => {
  assert.deepEqual(faults(), []);
});

describe('tables of calls, errors and events', () => {
  const pallets = collect();

  const docsOf = ({ docs }) => docs.map((line) => line.toString().trim()).filter(Boolean);

  /** What the metadata of the running chain says of a pallet. */
  function described(name, part) {
    const metadata = chain.api.runtimeMetadata.asLatest.pallets.find((pallet) => pallet.name.eq(name));
    if (metadata[part].isNone) {
      return [];
    }
    return [...chain.api.registry.lookup.getSiType(metadata[part].unwrap().type).def.asVariant.variants];
  }

  test('have the numbers, names and arguments of the running chain', () => {
    for (const { name, index, calls, errors, events } of pallets) {
      const metadata = chain.api.runtimeMetadata.asLatest.pallets.find((pallet) => pallet.name.eq(name));
      assert.equal(metadata.index.toNumber(), index, name);
      const chainCalls = described(name, 'calls').map((call) => ({
        name: call.name.toString(), index: call.index.toNumber(), parameters: call.fields.map((field) => field.name.unwrap().toString()),
      })).sort((one, other) => one.index - other.index);
      assert.deepEqual(calls.map((call) => ({ name: call.name, index: call.index, parameters: call.parameters })), chainCalls, name);
      assert.deepEqual(errors.map((error) => error.name), described(name, 'errors').map((error) => error.name.toString()), name);
      assert.deepEqual(events.map((event) => ({ name: event.name, fields: event.fields })), described(name, 'events').map((event) => ({
        name: event.name.toString(), fields: event.fields.map((field) => field.name.unwrap().toString()),
      })), name);
    }
  });

  test('have the texts that wallets show', () => {
    for (const { name, calls, errors, events } of pallets) {
      for (const [part, list] of [['calls', calls], ['errors', errors], ['events', events]]) {
        const texts = new Map(described(name, part).map((variant) => [variant.name.toString(), docsOf(variant)]));
        for (const entry of list) {
          const [first] = texts.get(entry.name);
          assert.equal(first.replace(/\.$/, ''), entry.korean, `${name}.${entry.name}`);
          assert.notEqual(entry.english, '', `${name}.${entry.name}`);
        }
      }
    }
  });

  test('of the city\'s pallets are complete', () => {
    const named = new Set(pallets.map(({ name }) => name));
    const ours = chain.api.runtimeMetadata.asLatest.pallets
      .filter((pallet) => docsOf({ docs: described(pallet.name, 'errors')[0]?.docs ?? [] }).some((line) => /[가-힣]/.test(line)))
      .map((pallet) => pallet.name.toString());
    assert.ok(ours.length > 9);
    assert.deepEqual(ours.filter((name) => !named.has(name)), []);
  });
});

// They mostly wait for blocks.
describe('commands', { concurrency: 4 }, () => {
  for (const path of documents) {
    test(`of ${path} do what it says`, async (t) => {
      const own = ONLY_ASKING.includes(path) ? undefined : await startChain();
      try {
        if (own) {
          await waitForFinalized(own.api, 2);
        }
        const played = await play(path, { url: (own ?? chain).url, node: nodeBinary(), cli: programPath(), say: (line) => t.diagnostic(line) });
        assert.equal(played, script(path).length);
      } finally {
        await own?.stop();
      }
    });
  }
});

test('the runner notices a command that fails, one that ends otherwise, and words that were not said', async () => {
  const { mkdtempSync, mkdirSync, rmSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const { spawnSync } = await import('node:child_process');
  const root = mkdtempSync(join(tmpdir(), 'seoul-docs-self-'));
  const runner = fileURLToPath(new URL('../../docs-commands.mjs', import.meta.url));
  const tried = (text) => {
    writeFileSync(join(root, 'docs/tried.md'), text);
    const code = `
      import { play } from ${JSON.stringify(runner)};
      await play('docs/tried.md', { url: 'ws://127.0.0.1:9944', node: '/bin/true', cli: '/bin/true' });
    `;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      env: { ...process.env, SEOUL_DOCS_ROOT: root }, encoding: 'utf8',
    });
    return { status, stderr };
  };
  try {
    mkdirSync(join(root, 'docs'));
    const fence = (info, text) => `\`\`\`${info}\n${text}\n\`\`\`\n`;
    assert.equal(tried(fence('sh run', 'kept=1; echo one; echo two') + fence('text output', 'o…e\ntwo') + fence('sh run', 'test $kept = 1')).status, 0);
    assert.equal(tried(fence('sh run=3', 'exit 3') + fence('sh until="here"', 'echo here; sleep 5')).status, 0);
    // What goes on is not waited for, and is over when a later block says so.
    const goesOn = fence('sh until="here"', 'echo $BASHPID > docs/pid; echo here; exec sleep 1000');
    const isThere = 'grep -q "^State:.[RSD]" /proc/$(cat docs/pid)/status';
    assert.equal(tried(goesOn + fence('sh run', `wait\n${isThere}`) + fence('sh run stops', `if ${isThere}; then false; fi`)).status, 0);
    assert.equal(tried(fence('sh tested="docs/tried.md true"', 'true')).status, 0);
    writeFileSync(join(root, 'docs/empty.md'), '');
    for (const [text, why] of [
      [fence('sh run', 'true\nfalse\ntrue'), /ended with 1 instead of 0/],
      [fence('sh run', 'false | cat; test -e /nowhere'), /instead of 0/],
      [fence('sh run=1', 'true'), /ended with 0 instead of 1/],
      [fence('sh run=1', 'exit 3'), /ended with 3 instead of 1/],
      [fence('sh run', 'echo two; echo one') + fence('text output', 'one\ntwo'), /'two' is not in what it printed/],
      [fence('sh until="here"', 'echo elsewhere | tr h H') + fence('sh run', 'true'), /it ended before it said 'here'/],
      [fence('sh', 'true'), /mark the command/],
      [fence('sh shown="lazy"', 'true'), /is no reason/],
      [fence('sh tested="docs/none.md"', 'true'), /there is no test 'docs\/none.md'/],
      [fence('sh tested="docs/tried.md false"', 'true'), /the command has no 'false'/],
      [fence('sh tested="docs/empty.md true"', 'true'), /'true' does not occur in docs\/empty.md/],
      [fence('text output', 'one'), /no command stands before/],
    ]) {
      const { status, stderr } = tried(text);
      assert.notEqual(status, 0, text);
      assert.match(stderr, why);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
