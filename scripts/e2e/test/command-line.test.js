// SPDX-License-Identifier: Apache-2.0

// The command line against a real node: a dealer's sale from registration to transfer, certificates, and
// institutions that ask the registrar. What the program says is taken as a clerk or a script takes it:
// from its exit code and its JSON.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Keyring } from '@polkadot/api';

import { AGENCY, CAST, CITIZEN, DEV_PHRASE, KRW, startChain, submit } from '../lib/chain.js';
import { SAMPLE } from '../lib/documents.js';
import { REGISTRAR_KEY } from '../lib/market.js';
import { EXIT, program, programPath, writeKeys } from '../lib/program.js';
import { plateTag, vinTag } from '../lib/tags.js';
import { selfSigned, tlsProxy } from '../lib/tls.js';

const DOCUMENTS = fileURLToPath(new URL('../documents/', import.meta.url));
const { car: PAPERS, form: FORM } = SAMPLE.dealerSale;
const { NO, PARTLY, REFUSED } = EXIT;

describe('command line', () => {
  let chain;
  let folder;
  let vehicle;
  let code;
  const servers = [];
  const proxies = [];
  const file = (name) => join(folder, name);
  const { words, start, run, done, refused } = program(() => chain.url);

  before(async () => {
    chain = await startChain();
    folder = await mkdtemp(join(tmpdir(), 'seoul-cli-'));
    await writeKeys(file);
    await writeFile(file('registrars'), `0 ${Buffer.from(REGISTRAR_KEY).toString('hex')}\n`, { mode: 0o600 });
    for (const paper of ['inspection-record', 'contract-dealer', 'contract-private', 'receipt-dealer', 'receipt-private']) {
      await copyFile(join(DOCUMENTS, `${paper}.pdf`), file(`${paper}.pdf`));
      await copyFile(join(DOCUMENTS, `${paper}.salt`), file(`${paper}.salt`));
    }
    await writeFile(file('form.json'), JSON.stringify({ ...FORM, odometerKm: PAPERS.km }));
  });
  after(async () => {
    servers.forEach((server) => server.kill('SIGINT'));
    proxies.forEach((proxy) => proxy.close());
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Run the program on a terminal of its own, and type `answer` when it asks `question`. */
  async function typed(args, question, answer) {
    const line = [programPath(), ...words(args)].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    let asked = false;
    const { child, ended, stdout } = start([], { by: 'script', whole: ['-q', '-e', '-c', line, '/dev/null'] });
    child.stdout.on('data', () => {
      if (stdout().includes(question) && !asked) {
        asked = true;
        // As a person does, later than the question is shown: the terminal stops showing what is typed just after it.
        setTimeout(() => child.stdin.end(`${answer}\n`), 300);
      }
    });
    return ended;
  }

  /** Open a registrar's office; gives the address at which it listens. */
  function serve(...more) {
    const server = spawn(programPath(), ['--url', chain.url, '--lang', 'en', 'registrar', 'serve', '--listen', '127.0.0.1:0',
      '--registrar-key-file', file('registrars'), '--clients-file', file('clients.json'), ...more]);
    servers.push(server);
    return new Promise((settle, fail) => {
      let told = '';
      server.stderr.setEncoding('utf8').on('data', (text) => {
        told += text;
        const match = /listening on (127\.0\.0\.1:\d+)/.exec(told);
        if (match) {
          settle(match[1]);
        }
      });
      server.once('close', () => fail(new Error(told)));
    });
  }

  // Where the next step does not read what this one wrote, a block is enough.
  const soon = ['--wait', 'block'];
  const as = (who) => ['--key-file', file(`${who}.key`)];
  const register = (...more) => ['car', 'register', '--vin', PAPERS.vin, '--plate', PAPERS.plate, '--owner', `citizen:${CITIZEN.dave}`,
    '--fuel', 'gasoline', '--first-registered', '2021-03-15', '--km', 11, '--registrar-key-file', file('registrars'), ...more];

  test('a prepared call is the one that polkadot.js makes, and nothing is sent', async () => {
    const prepared = await done(['car', 'sell', 'list', `0x${'ab'.repeat(16)}`, '--dealer', AGENCY.dealer, '--prepare']);
    const call = chain.api.tx.carRegistry.listVehicle(`0x${'ab'.repeat(16)}`, AGENCY.dealer).method;
    assert.equal(prepared.callData, call.toHex());
    assert.equal(prepared.callHash, call.hash.toHex());
    assert.equal(prepared.link, `https://polkadot.js.org/apps/?rpc=${encodeURIComponent(chain.url)}#/extrinsics/decode/${call.toHex()}`);
  });

  test('a registration prepared here has the tags of the client library', async () => {
    const { callData, certificateCode } = await done(register('--prepare'));
    const { registration } = chain.api.registry.createType('Call', callData).toHuman().args;
    assert.equal(registration.vinTag, vinTag(REGISTRAR_KEY, PAPERS.vin));
    assert.equal(registration.plateTag, plateTag(REGISTRAR_KEY, PAPERS.plate));
    assert.match(certificateCode, /^([A-Z2-7]{4}-){12}[A-Z2-7]{4}$/);
  });

  test('a registrar registers a car and is told its number and its code', async () => {
    const report = await done(register('--new-code-file', file('first.code'), ...as('dongdaemun')));
    ({ vehicle, certificateCode: code } = report);
    assert.match(vehicle, /^0x[0-9a-f]{32}$/);
    assert.equal((await readFile(file('first.code'), 'utf8')).trim(), code);
    assert.equal(report.block.final, true);
    assert.equal((await chain.api.call.carRegistryApi.vehicle(vehicle)).isSome, true);
  });

  test('a refusal has the name and the words of the chain', async () => {
    const error = await refused(REFUSED, 'carRegistry.VinAlreadyExists', register(...as('dongdaemun')));
    assert.match(error.ko, /이미 등록된 차대번호/);
    assert.match(error.en, /registered already/);
    await refused(REFUSED, 'agencies.NotADelegate', register(...as('eve')));
  });

  test('what is typed wrong is refused before anything is asked of a node', async () => {
    const nowhere = { url: 'ws://127.0.0.1:1' };
    await refused(4, 'NodeUnreachable', ['car', 'show', vehicle], nowhere);
    await refused(2, 'VinForbiddenLetter', ['car', 'show', '--vin', 'KMHSEOUL0PA000001', '--code', code]);
    await refused(2, 'UrlUnusable', ['car', 'show', vehicle], { url: 'http://127.0.0.1:9944' });
    await writeFile(file('open.key'), '//Alice\n', { mode: 0o644 });
    await refused(5, 'KeyFileReadableByOthers', ['car', 'sell', 'cancel', 0, '--key-file', file('open.key')]);
    // For programs a mistake in the command itself is a failure like any other.
    await refused(2, 'CommandLineUnreadable', ['car', 'sel', 'cancel', 0]);
    await refused(2, 'CommandLineUnreadable', ['car', 'sell', 'cancel', 'first', '--prepare']);
  });

  test('a result that cannot be written whole does not pass for one', { skip: !existsSync('/dev/full') }, async () => {
    const { exit, stderr } = await start([], { by: 'sh', whole: ['-c', '"$@" > /dev/full', 'sh', programPath(), ...words(['car', 'show', vehicle])] }).ended;
    assert.equal(exit, 5);
    assert.match(stderr, /\[OutputIncomplete\]/);
  });

  test('the version is told without a node', async () => {
    const { exit, stdout } = await start([], { whole: ['--version'] }).ended;
    assert.equal(exit, 0);
    assert.match(stdout, /^seoul \d+\.\d+\.\d+\n$/);
  });

  test('on a terminal a key and a code are asked for, and not shown', async () => {
    const phrase = `${DEV_PHRASE}${CAST.dave}`;
    // Listing is refused, and so changes nothing: there is no such car.
    const list = ['car', 'sell', 'list', `0x${'00'.repeat(16)}`, '--dealer', AGENCY.dealer, ...soon];
    const asked = await typed(list, 'Secret phrase or seed (not shown): ', phrase);
    assert.equal(asked.exit, REFUSED, asked.stdout);
    assert.match(asked.stdout, /carRegistry\.VehicleNotFound/);
    assert.ok(!asked.stdout.includes('bottom drive'), asked.stdout);
    const shown = await typed(['car', 'show', '--vin', PAPERS.vin], 'Code of the registration certificate (not shown): ', code);
    assert.equal(shown.exit, 0, shown.stdout);
    assert.ok(shown.stdout.includes(vehicle) && !shown.stdout.includes(code), shown.stdout);
    const wrong = await typed(list, 'Secret phrase or seed (not shown): ', 'nonsense words');
    assert.equal(wrong.exit, 5);
    assert.ok(!wrong.stdout.includes('nonsense'), wrong.stdout);
  });

  test('keys of each kind sign', async () => {
    for (const type of ['ed25519', 'ecdsa']) {
      const { address } = new Keyring({ type, ss58Format: 42 }).addFromUri(`${DEV_PHRASE}//seoul//${type}`);
      const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
      await submit(chain.api, chain.api.tx.balances.transferKeepAlive(address, 1_000n * KRW), alice);
      await writeFile(file(`${type}.key`), `${DEV_PHRASE}//seoul//${type}\n`, { mode: 0o600 });
      const transfer = ['call', 'Balances', 'transfer_keep_alive', JSON.stringify({ dest: alice.address, value: String(5n * KRW) })];
      const sent = await done([...transfer, '--key-type', type, ...as(type)]);
      assert.equal(sent.account, address);
      const moved = sent.events.find(({ event }) => event === 'Balances.Transfer');
      assert.deepEqual(moved.data, { from: address, to: alice.address, amount: Number(5n * KRW) });
    }
    // The same phrase is another account under another scheme, and that one has no won.
    const other = new Keyring({ type: 'sr25519', ss58Format: 42 }).addFromUri(`${DEV_PHRASE}//seoul//ecdsa`).address;
    await refused(REFUSED, 'pool.Refused', ['call', 'Balances', 'transfer_keep_alive', JSON.stringify({ dest: other, value: '1' }), ...as('ecdsa')]);
  });

  test('who holds the certificate finds the car; who has only the VIN or the plate does not', async () => {
    const found = await done(['car', 'show', '--vin', PAPERS.vin, '--code-file', file('first.code')]);
    assert.equal(found.vehicle, vehicle);
    assert.deepEqual(found.entry.owner, { Citizen: CITIZEN.dave });
    const other = code.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
    await refused(NO, 'VehicleNotFound', ['car', 'show', '--vin', PAPERS.vin, '--code', other]);
    assert.equal((await run(['car', 'show', '--plate', PAPERS.plate])).exit, 2);
    for (const by of [['--vin', PAPERS.vin], ['--plate', PAPERS.plate]]) {
      assert.equal((await done(['car', 'show', ...by, '--registrar-key-file', file('registrars')])).vehicle, vehicle);
    }
  });

  test('a dealer sells the car', async () => {
    await done(['car', 'sell', 'list', vehicle, '--dealer', AGENCY.dealer, ...soon, ...as('dave')]);
    const now = String((await chain.api.query.timestamp.now()).toNumber());
    const filed = await done(['car', 'inspect', vehicle, '--document', file('inspection-record.pdf'), '--form', file('form.json'),
      '--inspected-at', now, ...as('workshop')]);
    assert.match(filed.documentCommitment, /^0x[0-9a-f]{64}$/);
    const contract = ['--contract', file('contract-dealer.pdf')];
    const { sale } = await done(['car', 'sell', 'draft', vehicle, '--buyer', `citizen:${CITIZEN.eve}`, '--kind', 'dealer', ...contract, ...as('dealer')]);
    await refused(REFUSED, 'carRegistry.InspectionNotAcknowledged', ['car', 'sell', 'sign', sale, ...contract, ...as('eve')]);
    assert.equal((await done(['car', 'sell', 'acknowledge', sale, ...as('eve')])).inspection, filed.record);
    await done(['car', 'sell', 'sign', sale, ...contract, ...soon, ...as('dave')]);
    await done(['car', 'sell', 'sign', sale, ...contract, ...soon, ...as('eve')]);
    await done(['car', 'sell', 'paid', sale, ...soon, ...as('dave')]);
    await done(['car', 'sell', 'paid', sale, ...soon, ...as('eve')]);
    await done(['car', 'sell', 'delivered', sale, ...as('eve')]);
    assert.ok('Delivered' in (await done(['car', 'sell', 'show', sale])).sale.stage);
    await done(['car', 'accept', sale, '--receipt', file('receipt-dealer.pdf'), '--vin', PAPERS.vin, '--new-code-file', file('second.code'), ...as('dongdaemun')]);
    const shown = await done(['car', 'show', vehicle]);
    assert.deepEqual(shown.entry.owner, { Citizen: CITIZEN.eve });
    assert.equal(shown.verdict, 'Logical');
    await refused(NO, 'VehicleNotFound', ['car', 'show', '--vin', PAPERS.vin, '--code-file', file('first.code')]);
    assert.equal((await done(['car', 'show', '--vin', PAPERS.vin, '--code-file', file('second.code')])).vehicle, vehicle);
  });

  test('a paper is checked, and a forged one exposed', async () => {
    const verify = (paper) => ['car', 'verify', vehicle, '--kind', 'contract-dealer', '--document', file(paper), '--salt', file('contract-dealer.salt')];
    assert.equal((await done(verify('contract-dealer.pdf'))).verdict.Recorded.standing, 'InForce');
    const forged = await readFile(file('contract-dealer.pdf'));
    forged[1000] ^= 1;
    await writeFile(file('forged.pdf'), forged);
    await refused(NO, 'NotRecorded', verify('forged.pdf'));
  });

  test('a history is read in pages', async () => {
    const whole = await done(['car', 'history', vehicle, '--all']);
    assert.equal(whole.next, null);
    const first = await done(['car', 'history', vehicle, '--limit', 2]);
    assert.equal(first.records.length, 2);
    const second = await done(['car', 'history', vehicle, '--from', first.next, '--limit', 100]);
    assert.deepEqual([...first.records, ...second.records], whole.records);
    assert.ok('Registered' in whole.records[0][1].entry);
    assert.equal(whole.agencies[AGENCY.dongdaemun].ko, '동대문구청');
  });

  test('readings from a file are stored, and one that cannot be is named', async () => {
    const now = (await chain.api.query.timestamp.now()).toNumber();
    await writeFile(file('readings.csv'), `car,km,time\n${vehicle},${PAPERS.km + 10},${now}\n0x${'00'.repeat(16)},5,${now}\n`);
    const batch = ['car', 'odometer', 'batch', file('readings.csv'), '--source', 'insurance', ...as('insurer')];
    const { exit, json, stderr } = await run(batch);
    assert.equal(exit, PARTLY, stderr);
    assert.deepEqual(json.refused.map(({ line, code: why }) => [line, why]), [[3, 'carRegistry.VehicleNotFound']]);
    assert.equal(json.stored, 1);
    const refusals = json.transactions[0].events.map((event) => event.refusal?.code).filter(Boolean);
    assert.deepEqual(refusals, ['carRegistry.VehicleNotFound']);
    assert.match(await readFile(json.refusedFile, 'utf8'), /^\ufeffcar,km,time,line,code,reason\r\n0x00+,5,\d+,3,carRegistry\.VehicleNotFound,/);
    assert.equal((await done(['car', 'show', vehicle])).odometerKm, PAPERS.km + 10);

    // The same command again says the same, and sends nothing.
    const again = await run(batch);
    assert.equal(again.exit, PARTLY);
    assert.equal(again.json.transactions[0].earlier, true);
    assert.equal(again.json.transactions[0].transaction, json.transactions[0].transaction);
    assert.deepEqual(again.json.refused, json.refused);
    await writeFile(file('readings.csv'), `${vehicle},${PAPERS.km + 11},${now}\n`);
    await refused(5, 'BatchChanged', batch);
    await refused(2, 'BatchWaitsForFinality', [...batch, ...soon]);
  });

  test('a long file that is interrupted goes on where it stopped, and nothing is sent twice', async () => {
    const ROWS = 450;
    const nonce = async () => (await chain.api.rpc.system.accountNextIndex(insurer)).toNumber();
    const insurer = new Keyring({ type: 'sr25519' }).addFromUri(`${DEV_PHRASE}${CAST.insurer}`).address;
    const [before, recorded] = [await nonce(), (await done(['car', 'show', vehicle])).entry.records];
    const now = (await chain.api.query.timestamp.now()).toNumber();
    const row = (number) => `${vehicle},${PAPERS.km + 20 + number},${now - ROWS + number}`;
    await writeFile(file('many.csv'), `${Array.from({ length: ROWS }, (_, number) => row(number)).join('\n')}\n`);
    const batch = ['car', 'odometer', 'batch', file('many.csv'), '--source', 'insurance', ...as('insurer')];

    // Killed twice: as soon as a transaction was sent, and when the next one was.
    for (const sent of [1, 2]) {
      const { child, ended } = start(batch);
      for (;;) {
        const journal = existsSync(file('many.csv.progress.jsonl')) ? await readFile(file('many.csv.progress.jsonl'), 'utf8') : '';
        if (journal.split('"sent"').length > sent || child.exitCode !== null) {
          break;
        }
        await sleep(20);
      }
      // Time for the node to take it.
      await sleep(sent === 1 ? 300 : 0);
      child.kill('SIGKILL');
      await ended;
    }
    const finished = await done([...batch, '--timeout', 300]);
    assert.equal(finished.stored, ROWS);
    assert.equal(finished.transactions.length, 3);
    assert.equal(await nonce() - before, 3);
    const shown = await done(['car', 'show', vehicle]);
    assert.equal(shown.entry.records - recorded, ROWS);
    assert.equal(shown.odometerKm, PAPERS.km + 20 + ROWS - 1);
  });

  test('a transaction that was written down and reached no block is sent anew', async () => {
    const now = (await chain.api.query.timestamp.now()).toNumber();
    await writeFile(file('lost.csv'), `${vehicle},${PAPERS.km + 500},${now}\n`);
    const batch = ['car', 'odometer', 'batch', file('lost.csv'), '--source', 'insurance', ...as('insurer')];
    await done(batch);
    const journal = file('lost.csv.progress.jsonl');
    const [begun, sent] = (await readFile(journal, 'utf8')).split('\n');
    const lost = JSON.parse(sent);
    Object.assign(lost.sent[1], { transaction: `0x${'ab'.repeat(32)}`, born: 0 });
    await writeFile(journal, `${begun}\n${JSON.stringify(lost)}\n`);
    const { json, stderr } = await run(batch);
    assert.equal(json.transactions?.[0]?.earlier, undefined, stderr);
    assert.notEqual(json.transactions[0].transaction, lost.sent[1].transaction);
    assert.match(await readFile(journal, 'utf8'), /\{"void":0\}\n\{"sent":.*\n\{"done":/);
  });

  test('a price is held on chain and moves with the car', async () => {
    const contract = ['--contract', file('contract-private.pdf')];
    const free = async (who) => {
      const { address } = new Keyring({ type: 'sr25519' }).addFromUri(`${DEV_PHRASE}${CAST[who]}`);
      return (await chain.api.query.system.account(address)).data.free.toBigInt();
    };
    const { sale } = await done(['car', 'sell', 'draft', vehicle, '--buyer', `citizen:${CITIZEN.dave}`, '--kind', 'between-parties',
      '--price', '1,380,000', ...contract, ...as('eve')]);
    await done(['car', 'sell', 'waive', sale, ...soon, ...as('dave')]);
    await done(['car', 'sell', 'sign', sale, ...contract, ...soon, ...as('eve')]);
    await done(['car', 'sell', 'sign', sale, ...contract, ...as('dave')]);
    await refused(REFUSED, 'carRegistry.PriceMismatch', ['car', 'sell', 'pay', sale, '--amount', '1,379,999', ...as('dave')]);
    const before = await free('eve');
    assert.equal((await done(['car', 'sell', 'pay', sale, ...as('dave')])).amount, String(1_380_000n * KRW));
    assert.equal(await free('eve'), before);
    await done(['car', 'sell', 'delivered', sale, ...as('dave')]);
    await done(['car', 'accept', sale, '--receipt', file('receipt-private.pdf'), '--vin', PAPERS.vin, '--new-code-file', file('third.code'), ...as('dongdaemun')]);
    assert.equal(await free('eve') - before, 1_380_000n * KRW);
    assert.deepEqual((await done(['car', 'show', '--vin', PAPERS.vin, '--code-file', file('third.code')])).entry.owner, { Citizen: CITIZEN.dave });
  });

  test('every example of the documentation that writes is a call of this runtime', async () => {
    const guide = await readFile(new URL('../../../docs/command-line.md', import.meta.url), 'utf8');
    const blocks = [...guide.replaceAll('\\\n', ' ').matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block);
    await writeFile(file('credits.csv'), `citizen:1001,20261,30000,0x${'ab'.repeat(32)}\n`);
    await writeFile(file('savings.csv'), 'citizen:1001,20261,1000,875,ordinary\n');
    const files = { $CAR: vehicle, '~/keys/registrars': file('registrars') };
    for (const name of ['form.json', 'readings.csv', 'credits.csv', 'savings.csv']) {
      files[name] = file(name);
    }
    const given = (word) => files[word] ?? (/\.(pdf|zip)$/.test(word) ? file('receipt-dealer.pdf') : word);
    const examples = blocks.flatMap((block) => block.split('\n'))
      .map((line) => (line.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2')))
      .filter(([name, area, ...rest]) => name === 'seoul' && ['car', 'mileage', 'call'].includes(area)
        && !['show', 'history', 'verify', 'certificate', 'schemes', 'wallet', 'statement', 'reconcile', 'claims', 'compute'].includes(rest[0])
        && rest[1] !== 'show')
      .map(([, ...words]) => words.filter((word, index) => word !== '--key-file' && words[index - 1] !== '--key-file' && word !== '--prepare'
        && word !== '--new-code-file' && words[index - 1] !== '--new-code-file'));
    assert.ok(examples.length > 40);
    for (const example of examples) {
      const { exit, json, stderr } = await run([...example.map(given), '--prepare']);
      // The sale of this test is paid outside the chain.
      if (example.join(' ') === 'car sell pay 0') {
        assert.equal(json.error.code, 'PaymentOffChain');
        continue;
      }
      assert.equal(exit, 0, `${example.join(' ')}\n${stderr}`);
      for (const { callData } of json.transactions ?? [json]) {
        assert.equal(chain.api.registry.createType('Call', callData).toHex(), callData);
      }
    }
  });

  test('an encumbrance of an unknown kind is refused with the kinds that there are', async () => {
    const error = await refused(2, 'ValueUnsuitable', ['car', 'encumbrance', 'place', vehicle, '--kind', 'lease',
      '--document', file('receipt-dealer.pdf'), '--prepare']);
    assert.match(error.en, /Seizure, Mortgage/);
  });

  test('any call of any pallet is reached by its name', async () => {
    const prepared = await done(['call', 'Agencies', 'dismiss_delegate', '{"delegate":"5GNJqTPyNqANBkUVMN1LPPrxXnFouWXoe2wNSmmEoLctxiZY"}', '--prepare']);
    assert.equal(prepared.callData, chain.api.tx.agencies.dismissDelegate('5GNJqTPyNqANBkUVMN1LPPrxXnFouWXoe2wNSmmEoLctxiZY').method.toHex());
    await refused(2, 'FieldMissing', ['call', 'Agencies', 'dismiss_delegate', '{}', '--prepare']);
    await refused(4, 'ChainLacks', ['call', 'Agencies', 'no_such_call', '--prepare']);
  });

  test('a certificate is checked without a node, and every change is noticed', async () => {
    const offline = { url: 'ws://127.0.0.1:1' };
    const issued = await done(['car', 'certificate', 'issue', vehicle, '--out', file('car.json'), ...as('dongdaemun')]);
    const verify = (name, ...more) => ['car', 'certificate', 'verify', file(name), ...more];
    const checked = await done(verify('car.json', '--block-hash', issued.block.hash, '--vin', PAPERS.vin, '--code-file', file('third.code')), offline);
    assert.equal(checked.genuine, true);
    assert.equal(checked.carOfThisCertificateCode, true);
    assert.deepEqual(checked.facts.entry.owner, { Citizen: CITIZEN.dave });
    assert.equal(checked.genesis, chain.api.genesisHash.toHex());
    assert.deepEqual(checked.facts.records, (await done(['car', 'history', vehicle, '--all'])).records);
    assert.equal(checked.issuer, issued.issuer);

    // Standard output has the very file, also with --json.
    const { stdout } = await run(['car', 'certificate', 'issue', vehicle]);
    await writeFile(file('piped.json'), stdout);
    await done(verify('piped.json'));

    // By the node that is asked, where no hash is given.
    await done(verify('car.json', '--issuer', issued.issuer));
    await refused(4, 'NodeUnreachable', verify('car.json'), offline);
    await refused(NO, 'OtherBlock', verify('car.json', '--block-hash', `0x${'00'.repeat(32)}`), offline);
    await refused(NO, 'OtherCar', verify('car.json', '--vin', PAPERS.vin, '--code-file', file('first.code')));
    await refused(NO, 'OtherIssuer', verify('car.json', '--issuer', '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'));

    const text = await readFile(file('car.json'), 'utf8');
    await writeFile(file('altered.json'), text.replace(`"Citizen": ${CITIZEN.dave}`, `"Citizen": ${CITIZEN.ferdie}`));
    await refused(NO, 'CertificateAltered', verify('altered.json', '--block-hash', issued.block.hash), offline);
  });

  test('an institution asks the registrar, who answers, refuses others, and writes both down', async () => {
    await writeFile(file('clients.json'), JSON.stringify({ clients: [
      { agency: AGENCY.insurer, name: '보험개발원', perHour: 10 },
      { agency: AGENCY.repairShop, name: '답십리 정비', perHour: 10 },
    ] }), { mode: 0o600 });
    const address = `http://${await serve('--journal', file('lookups.jsonl'))}`;
    const lookup = (...more) => ['registrar', 'lookup', '--server', address, '--reason', '2026가단1234 사고 조사', ...more];
    const answer = await done(lookup('--vin', PAPERS.vin, ...as('insurer')));
    assert.equal(answer.vehicle, vehicle);
    assert.equal((await done(lookup('--plate', PAPERS.plate, ...as('insurer')))).vehicle, vehicle);
    await refused(NO, 'VehicleNotFound', lookup('--plate', '99배0001', ...as('insurer')));
    await refused(REFUSED, 'RoleNotHeld', lookup('--vin', PAPERS.vin, ...as('repairShop')));
    await refused(REFUSED, 'NotADelegate', lookup('--vin', PAPERS.vin, ...as('eve')));
    await refused(REFUSED, 'NotAClient', lookup('--vin', PAPERS.vin, ...as('gangnam')));
    assert.equal((await fetch(`${address}/v1/lookup`, { method: 'POST', body: 'x'.repeat(20_000) })).status, 413);
    assert.equal((await fetch(`${address}/v1/lookup`)).status, 405);

    const journal = await readFile(file('lookups.jsonl'), 'utf8');
    assert.ok(!journal.includes(PAPERS.vin) && !journal.includes(PAPERS.plate));
    const checked = await done(['registrar', 'verify-log', file('lookups.jsonl'), '--contains', answer.journal]);
    assert.deepEqual(checked.entries.map(({ agency }) => agency), [AGENCY.insurer, AGENCY.insurer, AGENCY.insurer, AGENCY.repairShop, null, AGENCY.gangnam]);
    await writeFile(file('altered.jsonl'), journal.replace('사고 조사', '호기심'));
    await refused(NO, 'JournalBroken', ['registrar', 'verify-log', file('altered.jsonl')]);
    await writeFile(file('shorter.jsonl'), journal.split('\n').slice(1).join('\n'));
    await refused(NO, 'JournalBroken', ['registrar', 'verify-log', file('shorter.jsonl')]);
  });

  test('through TLS proxies the node and the office are reached, by who trusts their certificate', async () => {
    const identity = selfSigned('localhost');
    await writeFile(file('office-ca.pem'), identity.cert);
    const trusting = { env: { SSL_CERT_FILE: file('office-ca.pem') } };
    const node = await tlsProxy(identity, () => Number(new URL(chain.url).port));
    proxies.push(node);
    const url = `wss://localhost:${node.port}`;
    assert.equal((await done(['car', 'show', vehicle], { url, ...trusting })).vehicle, vehicle);
    await refused(4, 'NodeUnreachable', ['car', 'show', vehicle], { url });

    let officePort;
    const proxy = await tlsProxy(identity, () => officePort);
    proxies.push(proxy);
    const office = await serve('--journal', file('lookups-tls.jsonl'), '--name', `localhost:${proxy.port}`);
    officePort = Number(office.split(':')[1]);
    const lookup = (name) => ['registrar', 'lookup', '--server', `https://${name}:${proxy.port}`, '--reason', '2026가단1234', '--vin', PAPERS.vin, ...as('insurer')];
    assert.equal((await done(lookup('localhost'), trusting)).vehicle, vehicle);
    await refused(4, 'OfficeUnreachable', lookup('localhost'));
    // Another name than the certificate's.
    await refused(4, 'OfficeUnreachable', lookup('127.0.0.1'), trusting);
    // Without encryption a VIN does not leave this machine.
    await refused(2, 'ServerUnusable', ['registrar', 'lookup', '--server', 'http://lookup.example', '--reason', 'x', '--vin', PAPERS.vin, ...as('insurer')]);
  });
});
