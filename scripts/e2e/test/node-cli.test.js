// SPDX-License-Identifier: Apache-2.0

// The node as an operator meets it: its presets, its subcommands, and what it says when it is started
// wrongly.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { u8aToHex } from '@polkadot/util';
import { cryptoWaitReady } from '@polkadot/util-crypto';

import { account, nodeBinary, runNode, startChain, waitForBlock, waitForFinalized } from '../lib/chain.js';

const TIMEOUT = 60_000;
const DEVELOPMENT_KEYS = [
  ...['//Alice', '//Bob', '//Charlie', '//Dave', '//Eve', '//Ferdie'].flatMap((name) => [name, `${name}//stash`]), '//One', '//Two',
];

let folder;
before(async () => {
  await cryptoWaitReady();
  folder = mkdtempSync(join(tmpdir(), 'seoul-chain-e2e-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Run the node until it ends by itself. */
async function run(...args) {
  const node = runNode(args);
  const timer = setTimeout(() => node.child.kill('SIGKILL'), TIMEOUT);
  const code = await node.ended;
  clearTimeout(timer);
  return { code, output: node.output(), stdout: node.stdout() };
}

async function succeeds(...args) {
  const result = await run(...args);
  assert.equal(result.code, 0, `${args.join(' ')} ended with ${result.code}:\n${result.output.slice(-3000)}`);
  return result;
}

/** The node must end with an error, and say what is wrong in one of its last lines, without a panic. */
async function fails(args, message, t) {
  const { code, output } = await run(...args);
  assert.equal(typeof code, 'number', `${args.join(' ')} did not end by itself:\n${output.slice(-3000)}`);
  assert.notEqual(code, 0, `${args.join(' ')} ended as if all were well:\n${output.slice(-3000)}`);
  assert.doesNotMatch(output, /panicked at|RUST_BACKTRACE/);
  assert.match(output, message);
  const line = output.split('\n').find((candidate) => message.test(candidate)) ?? output;
  t.diagnostic(line.trim().slice(0, 300));
}

function leaves(value) {
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves) : [value];
}

describe('presets', () => {
  test('the node tells its version and helps', async () => {
    assert.match((await succeeds('--version')).stdout, /^seoul-chain-node \d+\.\d+\.\d+/);
    const { stdout } = await succeeds('--help');
    for (const command of [
      'key', 'build-spec', 'export-chain-spec', 'check-block', 'export-blocks', 'import-blocks', 'export-state', 'purge-chain', 'revert', 'chain-info',
    ]) {
      assert.match(stdout, new RegExp(`^\\s+${command}\\b`, 'm'), `--help does not name ${command}`);
    }
  });

  const specs = {};
  for (const preset of ['dev', 'local', 'seoul']) {
    test(`build-spec and export-chain-spec show ${preset}`, async () => {
      const spec = JSON.parse((await succeeds('build-spec', '--chain', preset)).stdout);
      const exported = JSON.parse((await succeeds('export-chain-spec', '--chain', preset)).stdout);
      assert.deepEqual(exported.genesis, { ...spec.genesis });
      assert.equal(exported.id, spec.id);
      assert.equal(spec.properties.tokenSymbol, 'KRW');
      assert.equal(spec.properties.tokenDecimals, 6);
      assert.equal(spec.properties.ss58Format, 42);
      specs[preset] = spec;
    });
  }

  const patch = (preset) => specs[preset].genesis.runtimeGenesis.patch;
  const registrars = (preset) => patch(preset).agencies.agencies.filter(({ roles }) => roles.includes('Registrar'));

  test('ids and validators', () => {
    assert.equal(new Set(Object.values(specs).map(({ id }) => id)).size, 3);
    assert.equal(patch('dev').session.keys.length, 1);
    assert.equal(patch('local').session.keys.length, 4);
    assert.ok(patch('seoul').session.keys.length >= 4);
  });

  test('a legal day is five seconds in dev, and a day elsewhere', () => {
    assert.equal(patch('dev').carRegistry.terms.inspectionValidity, 120 * 5_000);
    for (const preset of ['local', 'seoul']) {
      assert.equal(patch(preset).carRegistry.terms.inspectionValidity, 120 * 24 * 3_600_000);
    }
  });

  test('seoul has the 25 districts as registrars, each with its own code', () => {
    const districts = registrars('seoul').map(({ district }) => district);
    assert.equal(districts.length, 25);
    assert.equal(new Set(districts).size, 25);
    assert.equal(Math.min(...districts), 11110);
    assert.equal(Math.max(...districts), 11740);
    const names = registrars('seoul').map(({ nameKo }) => nameKo);
    for (const name of ['종로구청', '성동구청', '동대문구청', '강동구청']) {
      assert.ok(names.includes(name), name);
    }
  });

  test('no development key occurs in seoul, plain or raw, and they all do occur in dev', async () => {
    const plain = JSON.stringify(specs.seoul.genesis.runtimeGenesis.patch);
    // The runtime itself holds all presets, and so the keys of dev: only what stands in the state counts.
    const stateOf = async (chain) => {
      const { top } = JSON.parse((await succeeds('build-spec', '--chain', chain, '--raw')).stdout).genesis.raw;
      assert.ok(delete top['0x3a636f6465']);
      return JSON.stringify(top);
    };
    const raw = await stateOf('seoul');
    const dev = JSON.stringify(patch('dev'));
    const rawDev = await stateOf('dev');
    for (const derivation of DEVELOPMENT_KEYS) {
      for (const type of ['sr25519', 'ed25519', 'ecdsa']) {
        const { address, addressRaw } = account(derivation, type);
        const hex = u8aToHex(addressRaw).slice(2);
        for (const text of [plain, raw]) {
          assert.ok(!text.includes(address) && !text.toLowerCase().includes(hex), `${derivation} (${type}) is in seoul`);
        }
      }
      const { address, publicKey } = account(derivation);
      assert.ok(dev.includes(address) && rawDev.includes(u8aToHex(publicKey).slice(2)), `the search does not even find ${derivation} in dev`);
    }
  });

  test('no account of seoul is there twice as administrator, councillor or validator', () => {
    const { agencies, council, session, technicalCommittee } = patch('seoul');
    const accounts = [...technicalCommittee.members, ...agencies.agencies.map(({ administrator }) => administrator), ...council.members, ...session.keys.map(([who]) => who)];
    assert.equal(new Set(accounts).size, accounts.length);
    assert.ok(leaves(agencies).length > 0);
  });

  test('a plain specification becomes a raw one from its file', async () => {
    const file = join(folder, 'seoul.json');
    writeFileSync(file, (await succeeds('build-spec', '--chain', 'seoul')).stdout);
    const raw = JSON.parse((await succeeds('build-spec', '--chain', file, '--raw')).stdout);
    const direct = JSON.parse((await succeeds('build-spec', '--chain', 'seoul', '--raw')).stdout);
    assert.deepEqual(raw.genesis, direct.genesis);
  });
});

describe('started wrongly', () => {
  test('an unknown chain', (t) => fails(['--chain', 'busan', '--tmp'], /busan/, t));

  test('a chain spec that is cut off', async (t) => {
    const file = join(folder, 'cut.json');
    const { stdout } = await succeeds('build-spec', '--chain', 'dev');
    writeFileSync(file, stdout.slice(0, stdout.length >> 1));
    await fails(['--chain', file, '--tmp'], /(chain ?spec|JSON|EOF|pars).*/i, t);
  });

  test('a chain spec with a wrong value in its genesis', async (t) => {
    const file = join(folder, 'wrong.json');
    const spec = JSON.parse((await succeeds('build-spec', '--chain', 'dev')).stdout);
    spec.genesis.runtimeGenesis.patch.carRegistry.terms.inspectionValidity = 'soon';
    writeFileSync(file, JSON.stringify(spec));
    await fails(['--chain', file, '--tmp'], /soon|invalid type|inspectionValidity/i, t);
  });

  test('a chain spec that is no text', async (t) => {
    const file = join(folder, 'bytes.json');
    writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00, 0x7b]));
    await fails(['--chain', file, '--tmp'], /(chain ?spec|JSON|pars|expected)/i, t);
  });

  test('a base path that is a file, which stays as it was', async (t) => {
    const file = join(folder, 'file');
    writeFileSync(file, 'mine');
    await fails(['--dev', '--base-path', file, '--port', '0', '--rpc-port', '0', '--no-prometheus'], /Not a directory|File exists|os error (17|20)/i, t);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
  });

  test('an unknown option', (t) => fails(['--dve'], /unexpected argument '--dve'/, t));

  test('an RPC port that is taken', async (t) => {
    const server = createServer((socket) => socket.end());
    await new Promise((ready) => {
      server.listen(0, '127.0.0.1', ready);
    });
    const { port } = server.address();
    try {
      await fails(
        ['--dev', '--tmp', '--rpc-port', `${port}`, '--port', '0', '--no-prometheus', '--no-telemetry', '--no-mdns'],
        new RegExp(`${port}|address already in use`, 'i'), t,
      );
    } finally {
      await new Promise((closed) => {
        server.close(closed);
      });
    }
  });
});

describe('operating a chain of a few blocks', () => {
  let base;
  const on = (...args) => [...args, '--dev', '--base-path', base];
  const info = async () => JSON.parse((await succeeds(...on('chain-info'))).stdout);

  before(async () => {
    base = join(folder, 'base');
    const chain = await startChain(['--dev', '--base-path', base]);
    await waitForBlock(chain.api, 6);
    await waitForFinalized(chain.api, 3);
    await chain.stop();
  });

  test('chain-info tells best and finalized block', async () => {
    const { best_number: best, finalized_number: finalized, genesis_hash: genesis } = await info();
    assert.ok(best >= 6 && finalized >= 3 && finalized <= best);
    assert.match(genesis, /^0x[0-9a-f]{64}$/);
  });

  test('the database is ParityDB', () => {
    const chains = join(base, 'chains');
    const [chain] = readdirSync(chains);
    assert.ok(existsSync(join(chains, chain, 'paritydb')), readdirSync(join(chains, chain)).join(', '));
  });

  test('a block checks', async () => {
    await succeeds(...on('check-block', '3'));
  });

  test('blocks are exported, and imported into another base path', async () => {
    const file = join(folder, 'blocks');
    await succeeds(...on('export-blocks', '--from', '1', '--to', '4', file));
    assert.ok(statSync(file).size > 0);
    const other = join(folder, 'other');
    await succeeds('import-blocks', file, '--dev', '--base-path', other);
    const imported = JSON.parse((await succeeds('chain-info', '--dev', '--base-path', other)).stdout);
    assert.equal(imported.best_number, 4);
    assert.equal(imported.genesis_hash, (await info()).genesis_hash);
  });

  test('the state is exported as a chain spec', async () => {
    const { stdout } = await succeeds(...on('export-state', '2'));
    assert.ok(Object.keys(JSON.parse(stdout).genesis.raw.top).length > 20);
  });

  test('a chain that was stopped goes on from where it was', async () => {
    const before = (await info()).best_number;
    const chain = await startChain(['--dev', '--base-path', base]);
    await waitForBlock(chain.api, before + 1);
    await chain.stop();
    assert.ok((await info()).best_number > before);
  });

  test('the last blocks that are not final are taken back', async () => {
    const before = await info();
    await succeeds(...on('revert', '1'));
    const { best_number: best, finalized_number: finalized } = await info();
    assert.ok(best >= before.finalized_number, 'never below what is final');
    assert.equal(finalized, before.finalized_number);
    assert.ok(best < before.best_number || before.best_number === before.finalized_number);
  });

  test('purge-chain leaves no block', async (t) => {
    await succeeds(...on('purge-chain', '-y'));
    const [chain] = readdirSync(join(base, 'chains'));
    assert.ok(!existsSync(join(base, 'chains', chain, 'paritydb')));
    await fails(on('chain-info'), /There is no database/, t);
  });
});

test('the node is where the tests look for it', () => assert.ok(existsSync(nodeBinary())));
