// SPDX-License-Identifier: Apache-2.0

// What scripts/parachain.sh writes for a relay chain and for collators: that the parts agree with each other, that an edited file takes
// the place of a preset, and what is said of wrong input. The program is the example `export` of runtime/parachain.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { hexToU8a, u8aToHex } from '@polkadot/util';
import { blake2AsHex, cryptoWaitReady, xxhashAsHex } from '@polkadot/util-crypto';

import { nodeBinary } from '../lib/chain.js';

const FILES = ['chain-spec.json', 'genesis-head', 'plain.json', 'validation-code.wasm'];
const PROGRAM = join(dirname(nodeBinary()), 'examples', 'export');
/** A state root in a header without number and parent: 32 bytes of parent, a compact zero, the root. */
const ROOT = [33, 65];

/** The number of the chain at its relay chain, as the state of a specification has it. */
function numberIn({ genesis }) {
  const key = xxhashAsHex('ParachainInfo', 128) + xxhashAsHex('ParachainId', 128).slice(2);
  return new DataView(hexToU8a(genesis.raw.top[key]).buffer).getUint32(0, true);
}

describe('a parachain\'s artifacts', () => {
  let folder;
  const of = (...path) => join(folder, ...path);
  const run = (...words) => {
    const { status, stdout, stderr } = spawnSync(PROGRAM, words, { encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const writes = (source, relay, to, ...number) => {
    const { status, stdout, stderr } = run(source, relay, of(to), ...number);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(readdirSync(of(to)).sort(), FILES);
    const text = (name) => readFileSync(of(to, name), 'utf8');
    return {
      said: stdout,
      plain: JSON.parse(text('plain.json')),
      spec: JSON.parse(text('chain-spec.json')),
      head: hexToU8a(text('genesis-head').trim()),
      code: readFileSync(of(to, 'validation-code.wasm')),
    };
  };

  before(async () => {
    await cryptoWaitReady();
    assert.ok(existsSync(PROGRAM), `There is no program at ${PROGRAM}. Build it: cargo build --release --workspace --example export`);
    folder = mkdtempSync(join(tmpdir(), 'seoul-parachain-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('of each preset agree with each other', () => {
    for (const preset of ['development', 'local', 'seoul']) {
      const { said, plain, spec, head, code } = writes(preset, 'paseo', preset);
      assert.deepEqual([spec.relay_chain, numberIn(spec)], ['paseo', 2000]);
      assert.equal(plain.id, spec.id);
      const state = spec.genesis.raw.top;
      assert.equal(state['0x3a636f6465'], u8aToHex(code), 'the code that is registered is the one in the state');
      assert.ok(said.includes(`code hash  ${blake2AsHex(code)}`));
      assert.equal(head.length, 98);
      assert.ok(head.subarray(0, 33).every((byte) => byte === 0), 'it is the first block, which has no parent');
      assert.ok(head.subarray(...ROOT).some((byte) => byte !== 0));
    }
  });

  test('carry the number and the relay chain that were named', () => {
    const { spec } = writes('development', 'westend', 'named', '4321');
    assert.deepEqual([spec.relay_chain, numberIn(spec)], ['westend', 4321]);
    const { head } = writes('development', 'paseo', 'unnamed');
    const { head: other } = writes('development', 'paseo', 'other', '4321');
    assert.notDeepEqual(head, other, 'the number is part of the state');
  });

  test('follow what was edited in plain.json', () => {
    const { plain, head } = writes('development', 'paseo', 'drawn');
    const patch = plain.genesis.runtimeGenesis.patch ?? plain.genesis.runtimeGenesis.config;
    const collators = patch.collatorSelection.invulnerables;
    assert.ok(collators.length >= 1);
    plain.name = 'Seoul, edited';
    patch.balances.balances[0][1] += 1_000_000;
    writeFileSync(of('edited.json'), JSON.stringify(plain));
    const edited = writes(of('edited.json'), 'paseo', 'again');
    assert.equal(edited.spec.name, 'Seoul, edited');
    assert.notDeepEqual(edited.head, head);
    assert.deepEqual(writes(of('again', 'plain.json'), 'paseo', 'twice').head, edited.head, 'what is written can be read again');
  });

  test('are not written from wrong input, which is named in one line', (t) => {
    writeFileSync(of('broken.json'), '{');
    for (const [words, reason] of [
      [['busan', 'paseo', of('none')], /busan/],
      [['development', 'paseo', of('none'), 'many'], /'many' is not the number of a parachain/],
      [[of('missing.json'), 'paseo', of('none')], /missing\.json/],
      [[of('broken.json'), 'paseo', of('none')], /broken\.json/],
      [['development', 'paseo'], /parachain\.sh --help/],
      [['development', 'paseo', of('broken.json')], /broken\.json cannot be made/],
    ]) {
      const { status, stderr } = run(...words);
      assert.equal(status, 1, words.join(' '));
      assert.match(stderr, reason);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
      assert.doesNotMatch(stderr, /panicked/);
      t.diagnostic(stderr.trim().slice(0, 200));
    }
  });
});
