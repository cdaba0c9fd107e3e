// SPDX-License-Identifier: Apache-2.0

// `seoul card key`, `seoul ring` and `seoul alias` against a real node: citizens make ring keys and hand them in, the office admits them,
// a ring is built and audited, an alias is bound, acts and is renewed, a lost key comes back from the phrase, and a removed one proves
// nothing any more.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { u8aToHex } from '@polkadot/util';
import { mnemonicToMiniSecret, randomAsHex } from '@polkadot/util-crypto';

import { standBetween } from '../lib/between.js';
import { account, chainNow, councilDecides, DEV_PHRASE, runNode, settled, startChain, submit } from '../lib/chain.js';
import { EXIT, program, writeKeys } from '../lib/program.js';

const CITIZENS = ['kim', 'lee', 'park', 'choi'];
/** Longer than the delay, the rebuild and the grace of the development chain together: 4 s, some blocks, 10 s. */
const REMOVAL_WITHIN = 60_000;
const PROVABLE_WITHIN = 60_000;

/** A node that lies about the keys of rings. */
const startLiar = (target, change) => standBetween(target, {
  answer: (result, { method, params }) => (method === 'state_call' && params[0] === 'CitizenRingsApi_keys' ? change(result) : result),
});

/** The keys of an answer of fewer than 64, as parts of its hexadecimal digits: present, how many, keys. */
function listed(answer) {
  return { head: answer.slice(0, 6), keys: answer.slice(6).match(/.{64}/g) };
}

describe('ring keys on the command line', () => {
  let chain;
  let api;
  let folder;
  const file = (name) => join(folder, name);
  const { run, done, refused, told } = program(() => chain.url);

  const office = ['--key-file', '/dev/null'];
  const phrase = (who) => `${DEV_PHRASE}//e2e//ring-cli//${who}`;
  const person = (who, derivation = '') => account(`//e2e//ring-cli//${who}${derivation}`);
  const passphrase = (name = 'passphrase') => ['--passphrase-file', file(name)];
  const ring = (who) => ['--ring-file', file(`${who}.ring.json`), ...passphrase()];
  const wallet = (who) => ['--key-file', file(`${who}.key`)];
  const newKey = (who, ...words) => ['card', 'key', 'new', ...wallet(who), ...ring(who), ...words];
  const statusOf = async (who, how = ring(who)) => {
    const { exit, json, stderr } = await run(['card', 'key', 'status', ...how]);
    assert.ok(json?.keys, stderr);
    assert.equal(exit, json.provable ? 0 : EXIT.NO);
    return json;
  };
  /** The status of the newest key of a citizen, once `holds` of it. */
  async function awaited(who, holds, within, what) {
    const deadline = Date.now() + within;
    for (;;) {
      const key = (await statusOf(who)).keys.at(-1);
      if (holds(key)) {
        return key;
      }
      assert.ok(Date.now() < deadline, `waited ${within} ms in vain until ${what}: ${JSON.stringify(key)}`);
      await sleep(500);
    }
  }
  const provable = (who) => awaited(who, (key) => key.state === 'Member' && key.provable, PROVABLE_WITHIN, `${who} can prove`);
  async function csv(name, lines) {
    await writeFile(file(name), `${lines.join('\n')}\n`);
    return file(name);
  }
  const keyOf = async (who) => (await statusOf(who)).keys.at(-1).key;
  const requestOf = async (who) => (await done(['card', 'key', 'request', ...ring(who)])).entries.at(-1);
  const line = ({ collection, key, possession }) => `${collection},${key},${possession}`;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    folder = await mkdtemp(join(tmpdir(), 'seoul-ring-'));
    await writeKeys(file);
    office[1] = file('cityBureau.key');
    for (const who of [...CITIZENS, 'stranger']) {
      await writeFile(file(`${who}.key`), `${phrase(who)}\n`, { mode: 0o600 });
    }
    await writeFile(file('passphrase'), '나의 긴 암호 하나\n', { mode: 0o600 });
    await writeFile(file('other'), 'another passphrase\n', { mode: 0o600 });
    await writeFile(file('short'), 'short\n', { mode: 0o600 });
    await csv('cards.csv', CITIZENS.map((who) => person(who).address));
    await done(['card', 'issue', '--csv', file('cards.csv'), ...office]);
  });
  after(async () => {
    await chain?.stop();
    if (folder) {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('a key is made from the phrase, in an encrypted file of its owner alone, and nothing secret is printed', async () => {
    const result = await run(newKey('kim', '--request', file('kim.csv')));
    assert.equal(result.exit, 0, result.stderr);
    const { keys: [key], file: path } = result.json;
    assert.deepEqual([path, key.collection, key.generation], [file('kim.ring.json'), 'city', 0]);
    assert.match(key.key, /^0x[0-9a-f]{64}$/);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await readFile(file('kim.csv'), 'utf8')).trim(), line(key));
    const content = await readFile(path, 'utf8');
    const seed = u8aToHex(mnemonicToMiniSecret(DEV_PHRASE)).slice(2);
    for (const secret of [seed, 'bottom drive', '암호', key.key.slice(2)]) {
      assert.ok(!content.includes(secret));
    }
    for (const secret of [seed, 'bottom drive', '암호']) {
      assert.ok(!(result.stdout + result.stderr).includes(secret));
    }
    const { kdf, cipher } = JSON.parse(content);
    assert.deepEqual([kdf.name, kdf.memoryKib, kdf.passes, kdf.lanes, cipher], ['argon2id', 65_536, 3, 4, 'aes-256-gcm']);
    await refused(EXIT.INPUT, 'RingKeyExists', newKey('kim'));
    await refused(EXIT.NO, 'CollectionNotFound', newKey('kim', '--collection', '99999'));
    await refused(EXIT.INPUT, 'CollectionUnreadable', newKey('kim', '--collection', 'town'));
  });

  test('another passphrase, a short one and a file that others can read are refused', async () => {
    const with_ = (...how) => ['card', 'key', 'status', '--ring-file', file('kim.ring.json'), ...how];
    await refused(EXIT.FILE, 'PassphraseWrong', with_(...passphrase('other')));
    await refused(EXIT.FILE, 'RingFileNotFound', ['card', 'key', 'status', ...ring('nobody')]);
    await refused(EXIT.INPUT, 'PassphraseTooShort', ['card', 'key', 'new', ...wallet('lee'), '--ring-file', file('lee.ring.json'), ...passphrase('short')]);
    await chmod(file('kim.ring.json'), 0o644);
    await refused(EXIT.FILE, 'KeyFileReadableByOthers', with_(...passphrase()));
    await chmod(file('kim.ring.json'), 0o600);
    await chmod(file('passphrase'), 0o640);
    await refused(EXIT.FILE, 'KeyFileReadableByOthers', with_(...passphrase()));
    await chmod(file('passphrase'), 0o600);
    const damaged = JSON.parse(await readFile(file('kim.ring.json'), 'utf8'));
    damaged.secrets = damaged.secrets.replace(/^../, damaged.secrets.startsWith('00') ? '01' : '00');
    await writeFile(file('damaged.json'), JSON.stringify(damaged), { mode: 0o600 });
    await refused(EXIT.FILE, 'PassphraseWrong', ['card', 'key', 'status', '--ring-file', file('damaged.json'), ...passphrase()]);
  });

  test('a key that is not admitted proves nothing, and says so', async () => {
    const { provable: can, keys: [key] } = await statusOf('kim');
    assert.deepEqual([can, key.state, key.provable, key.members], [false, 'NotAdmitted', false, null]);
    await refused(EXIT.NO, 'KeyNotAdmitted', ['alias', 'bind', 'cars', ...ring('kim')]);
    await refused(EXIT.NO, 'NothingToRestore', ['card', 'key', 'restore', ...wallet('stranger'), ...ring('stranger')]);
  });

  test('the office admits a file of entries, sorted by key; the one that is not its holder\'s is named', async () => {
    for (const who of CITIZENS.slice(1)) {
      await done(newKey(who));
    }
    const entries = await Promise.all(CITIZENS.slice(0, 3).map(requestOf));
    const forged = { ...(await requestOf('choi')), possession: entries[0].possession };
    const path = await csv('entries.csv', ['collection,key,possession', ...[forged, ...entries].map(line)]);
    const prepared = await done(['ring', 'admit', path, '--prepare']);
    assert.equal(prepared.transactions.length, 1);
    const call = api.registry.createType('Call', prepared.transactions[0].callData);
    assert.equal(`${call.section}.${call.method}`, 'citizenRings.admitKeys');
    const sent = call.args[1].map(({ key }) => key.toHex());
    assert.deepEqual(sent, [forged, ...entries].map(({ key }) => key).sort());

    const { exit, json, stderr } = await run(['ring', 'admit', path, ...office]);
    assert.equal(exit, EXIT.PARTLY, stderr);
    assert.deepEqual([json.rows, json.stored], [4, 3]);
    assert.deepEqual(json.refused.map(({ line: at, code }) => [at, code]), [[2, 'citizenRings.NotPossessed']]);
    assert.ok((await readFile(json.refusedFile, 'utf8')).includes(forged.key));
    // The same command again sends nothing.
    assert.equal((await run(['ring', 'admit', path, ...office])).json.transactions[0].earlier, true);
    // A file of one entry, and that refused: the row is named, as in any other file.
    const twice = await run(['ring', 'admit', await csv('twice.csv', [line(entries[0])]), ...office]);
    assert.equal(twice.exit, EXIT.PARTLY, twice.stderr);
    assert.deepEqual(twice.json.refused.map(({ code }) => code), ['citizenRings.KeyAlreadyAdmitted']);
    await refused(EXIT.INPUT, 'BatchLineUnreadable', ['ring', 'admit', await csv('broken.csv', ['city,0x01,0x02']), ...office]);
    await refused(EXIT.REFUSED, 'agencies.RoleNotHeld', ['ring', 'remove', await csv('one.csv', [entries[0].key]), '--cause', 'final', '--key-file', file('dealer.key')]);
  });

  test('when a cohort is there the ring is built, and a key says among how many it proves', async () => {
    for (const who of CITIZENS.slice(0, 3)) {
      const key = await provable(who);
      assert.deepEqual([key.ring, key.members, key.out, key.cause], [0, 3, false, null]);
    }
    const { collections, terms, chunksLoaded } = await done(['ring', 'status']);
    const city = collections.find(({ name }) => name === 'city');
    assert.deepEqual([city.live, city.provable, city.queued, city.rings], [3, 3, 0, 1]);
    assert.equal(Number(city.activeCards), 3 + CITIZENS.length);
    assert.deepEqual([terms.minCohort, chunksLoaded], [3, true]);
    assert.deepEqual(collections.map(({ name }) => name), ['city', '11230', '11680']);
    assert.match(await told('ko', ['ring', 'status']), /모음 city: 유효 3 \/ 사용 중인 카드 7/);
  });

  test('an audit computes every root anew, and finds a node that lies about the keys', async () => {
    const { agrees, collections } = await done(['ring', 'audit']);
    assert.equal(agrees, true);
    assert.deepEqual(collections.find(({ collection }) => collection === 'city'), {
      collection: 'city', rings: 1, keys: 3, live: 3, activeCards: 7,
    });
    const lies = {
      RingRootDiffers: ({ head, keys: [one, two, ...rest] }) => head + [two, one, ...rest].join(''),
      RingKeyTwice: ({ head, keys: [one, , ...rest] }) => head + [one, one, ...rest].join(''),
      RingCountDiffers: ({ keys: [one, two] }) => `0x0108${one}${two}`,
      RingNotBuilt: ({ head, keys: [, ...rest] }) => head + ['ff'.repeat(32), ...rest].join(''),
      RingListMissing: () => '0x00',
    };
    for (const [code, change] of Object.entries(lies)) {
      const liar = await startLiar(chain.url, (answer) => change(listed(answer)));
      try {
        const { en } = await refused(EXIT.NO, code, ['ring', 'audit', '--collection', 'city'], { url: liar.url });
        assert.match(en, /city/);
        if (code === 'RingRootDiffers') {
          // A wallet does not prove with such a list either.
          await refused(EXIT.NETWORK, 'RingListOther', ['alias', 'bind', 'cars', ...ring('kim')], { url: liar.url });
        }
      } finally {
        liar.stop();
      }
    }
  });

  test('an alias is bound without a signature to the account that the wallet derives, and acts', async () => {
    const before_ = (await done(['alias', 'show', 'cars', ...ring('kim')]));
    assert.deepEqual([before_.bound, before_.path, before_.account], [false, '//seoul//cars//0', person('kim', '//seoul//cars//0').address]);
    await refused(EXIT.NO, 'AliasNotBound', ['alias', 'renew', 'cars', ...ring('kim')]);
    const bound = await done(['alias', 'bind', 'cars', ...ring('kim')]);
    const { address } = person('kim', '//seoul//cars//0');
    assert.deepEqual([bound.account, bound.aliasAccount, bound.service, bound.members, bound.path], [null, address, 'cars', 3, '//seoul//cars//0']);
    assert.equal(bound.alias, before_.alias);
    assert.ok(BigInt(bound.index) > 0n);
    assert.ok(!JSON.stringify(bound).includes(person('kim').address));
    const now = await chainNow(api);
    assert.ok(bound.validUntil > now + 500_000 && bound.validUntil <= now + 600_000);

    const shown = await done(['alias', 'show', 'cars', ...ring('kim')]);
    assert.deepEqual([shown.bound, shown.valid, String(shown.index), shown.renewals], [true, true, String(bound.index), 0]);
    const { aliases } = await done(['alias', 'list', ...ring('kim')]);
    assert.deepEqual(aliases.map(({ service, bound: is }) => [service, is]), [['cars', true], ['mileage', false], ['payments', false]]);
    assert.equal(new Set(aliases.map(({ alias }) => alias)).size, 3);
    assert.equal(new Set(aliases.map(({ account: of }) => of)).size, 3);

    // The account has a quota and is a party: the refusal is about the car, and not about who asks.
    await writeFile(file('kim-cars.key'), `${phrase('kim')}//seoul//cars//0\n`, { mode: 0o600 });
    const list = ['call', 'CarRegistry', 'list_vehicle', JSON.stringify({ vehicle: `0x${'00'.repeat(16)}`, dealer: 6 }), '--key-file'];
    await refused(EXIT.REFUSED, 'carRegistry.VehicleNotFound', [...list, file('kim-cars.key')]);
    assert.equal((await api.query.system.account(address)).data.free.toBigInt(), 0n);
    // An account that is nobody's gets no further than the pool.
    await refused(EXIT.REFUSED, 'pool.Refused', [...list, file('stranger.key')]);

    await refused(EXIT.REFUSED, 'AliasBound', ['alias', 'bind', 'cars', ...ring('kim')]);
    await refused(EXIT.REFUSED, 'citizenRings.NotYetRenewable', ['alias', 'renew', 'cars', ...ring('kim')]);
    await refused(EXIT.REFUSED, 'citizenRings.AccountInUse', ['alias', 'bind', 'mileage', '--account', address, ...ring('kim')]);
    await refused(EXIT.REFUSED, 'citizenRings.AccountInUse', ['alias', 'bind', 'mileage', '--account', account('//Dave').address, ...ring('kim')]);
  });

  test('an alias is renewed in the second half of its period', async () => {
    const terms = (await api.query.citizenRings.terms()).toJSON();
    const [aliasValidity, half] = [60_000, 30_000];
    await councilDecides(api, api.tx.citizenRings.setTerms({ ...terms, aliasValidity }));
    const bound = await done(['alias', 'bind', 'mileage', ...ring('lee')]);
    await refused(EXIT.REFUSED, 'citizenRings.NotYetRenewable', ['alias', 'renew', 'mileage', ...ring('lee')]);
    while (await chainNow(api) < bound.validUntil - half) {
      await sleep(500);
    }
    const renewed = await done(['alias', 'renew', 'mileage', ...ring('lee')]);
    assert.equal(String(renewed.index), String(bound.index));
    assert.ok(renewed.validUntil > bound.validUntil);
    const shown = await done(['alias', 'show', 'mileage', ...ring('lee')]);
    assert.deepEqual([shown.renewals, shown.validUntil, shown.valid], [1, renewed.validUntil, true]);
    await councilDecides(api, api.tx.citizenRings.setTerms(terms));
  });

  test('a lost key comes back from the phrase, and from a copy with its own passphrase', async () => {
    const key = await keyOf('kim');
    const copy = file('kim.backup.json');
    const { keys } = await done(['card', 'key', 'backup', copy, '--backup-passphrase-file', file('other'), ...ring('kim')]);
    assert.equal(keys, 1);
    assert.equal((await stat(copy)).mode & 0o777, 0o600);
    await refused(EXIT.FILE, 'FileAlreadyExists', ['card', 'key', 'backup', copy, ...ring('kim')]);

    await rm(file('kim.ring.json'));
    await refused(EXIT.FILE, 'RingFileNotFound', ['card', 'key', 'status', ...ring('kim')]);
    const { restored } = await done(['card', 'key', 'restore', ...wallet('kim'), ...ring('kim')]);
    assert.deepEqual(restored, [{ collection: 'city', generation: 0, key }]);
    assert.equal((await stat(file('kim.ring.json'))).mode & 0o777, 0o600);
    assert.equal((await statusOf('kim')).provable, true);
    assert.deepEqual((await done(['card', 'key', 'restore', ...wallet('kim'), ...ring('kim')])).restored, []);
    // Another wallet's key does not take its place.
    await refused(EXIT.FILE, 'RingKeyOther', ['card', 'key', 'restore', ...wallet('lee'), ...ring('kim')]);

    const other = ['--ring-file', file('kim-2.ring.json'), ...passphrase()];
    const from = ['card', 'key', 'restore', '--backup', copy, '--backup-passphrase-file'];
    await refused(EXIT.FILE, 'PassphraseWrong', [...from, file('passphrase'), ...other]);
    assert.deepEqual((await done([...from, file('other'), ...other])).restored.map(({ key: back }) => back), [key]);
    const shown = await done(['alias', 'show', 'cars', ...other]);
    assert.deepEqual([shown.bound, shown.path], [true, '//seoul//cars//0']);
  });

  test('a suspended key proves nothing after the delay and the grace, and is put back with its alias', async () => {
    const key = await keyOf('lee');
    const begun = Date.now();
    await done(['ring', 'remove', await csv('suspended.csv', [key]), '--cause', 'suspended', ...office]);
    const leaving = (await statusOf('lee')).keys[0];
    assert.equal(leaving.cause, 'Suspended');
    const out = await awaited('lee', ({ state }) => state === 'Out', REMOVAL_WITHIN, 'the removed key is out');
    assert.ok(Date.now() - begun < REMOVAL_WITHIN);
    assert.deepEqual([out.provable, out.out, out.members], [false, true, null]);
    await refused(EXIT.NO, 'KeyRemoved', ['alias', 'bind', 'cars', ...ring('lee')]);
    assert.equal((await statusOf('kim')).keys[0].members, 2);
    // An audit is of a final block.
    await settled(api);
    const audited = await done(['ring', 'audit', '--collection', 'city', '--jobs', '1']);
    assert.deepEqual([audited.collections[0].keys, audited.collections[0].live], [2, 2]);
    const back = await run(['ring', 'restore', await csv('back.csv', [key, randomAsHex(32)]), ...office]);
    assert.equal(back.exit, EXIT.PARTLY, back.stderr);
    assert.deepEqual(back.json.refused.map(({ code }) => code), ['citizenRings.UnknownKey']);
    const waiting = (await statusOf('lee')).keys[0];
    assert.deepEqual([waiting.state, waiting.provable], ['Queued', false]);
    await refused(EXIT.NO, 'KeyWaits', ['alias', 'bind', 'cars', ...ring('lee')]);
  });

  test('who lost a key for ever makes one of the next generation, and a cohort joins together', async () => {
    const old = await keyOf('park');
    await done(['ring', 'remove', await csv('final.csv', [old]), '--cause', 'final', ...office]);
    await awaited('park', ({ state }) => state === 'Out', REMOVAL_WITHIN, 'the removed key is out');
    const { keys: [next] } = await done(newKey('park', '--next'));
    assert.equal(next.generation, 1);
    assert.notEqual(next.key, old);
    const entries = [await requestOf('park'), await requestOf('choi')];
    assert.equal(entries[0].key, next.key);
    // With that of the one that was suspended they are three.
    await done(['ring', 'admit', await csv('cohort.csv', entries.map(line)), ...office]);
    for (const who of ['lee', 'park', 'choi']) {
      const key = await provable(who);
      assert.equal(key.members, 4);
    }
    const shown = await done(['alias', 'show', 'mileage', ...ring('lee')]);
    assert.deepEqual([shown.bound, shown.renewals], [true, 1]);
    const own = await done(['alias', 'show', 'cars', ...ring('park')]);
    assert.deepEqual([own.generation, own.path], [1, '//seoul//cars//1']);
    await rm(file('park.ring.json'));
    const { restored } = await done(['card', 'key', 'restore', ...wallet('park'), ...ring('park')]);
    assert.deepEqual(restored.map(({ generation, key }) => [generation, key]), [[0, old], [1, next.key]]);
    assert.equal((await done(['ring', 'audit'])).agrees, true);
  });

  test('who lost a key for ever gets the party back through the office, in the open, and the owner can object', async () => {
    await writeFile(file('choi-cars.key'), `${phrase('choi')}//seoul//cars//0\n`, { mode: 0o600 });
    await writeFile(file('evidence.txt'), 'evidence\n');
    const party = String((await done(['alias', 'show', 'cars', ...ring('kim')])).index);
    // The alias of another key: on the chain nothing says whose either is.
    const { alias } = await done(['alias', 'show', 'cars', ...ring('choi')]);
    const registrar = ['--key-file', file('dongdaemun.key')];
    const start = ['alias', 'rebind', 'start', 'cars', party, '--new-alias', alias, '--document', file('evidence.txt')];
    await refused(EXIT.INPUT, 'AliasUnreadable', [...start.slice(0, 6), '0x01', ...start.slice(7), ...registrar]);
    await refused(EXIT.REFUSED, 'agencies.RoleNotHeld', [...start, '--key-file', file('museum.key')]);
    await done([...start, ...registrar]);
    assert.equal((await done(['alias', 'show', 'cars', ...ring('kim')])).rebinding.newAlias, alias);
    await refused(EXIT.REFUSED, 'citizenRings.RebindingWaiting', ['alias', 'bind', 'cars', ...ring('choi')]);
    const list = ['call', 'CarRegistry', 'list_vehicle', JSON.stringify({ vehicle: `0x${'00'.repeat(16)}`, dealer: 6 }), '--key-file', file('kim-cars.key')];
    await refused(EXIT.REFUSED, 'citizenRings.AliasSuspended', list);
    await done(['alias', 'rebind', 'cancel', 'cars', party, ...registrar]);
    await refused(EXIT.REFUSED, 'citizenRings.NoRebinding', ['alias', 'rebind', 'cancel', 'cars', party, ...registrar]);
    // Within ten seconds, and so not after finality.
    await done([...start, '--wait', 'block', ...registrar]);
    await done(['alias', 'object', '--wait', 'block', '--key-file', file('kim-cars.key')]);
    await settled(api);
    assert.equal((await done(['alias', 'show', 'cars', ...ring('kim')])).rebinding, null);
    await refused(EXIT.REFUSED, 'carRegistry.VehicleNotFound', list);

    await done([...start, ...registrar]);
    const { rebinding } = await done(['alias', 'show', 'cars', ...ring('kim')]);
    while (await chainNow(api) < rebinding.completesAt) {
      await sleep(500);
    }
    const bound = await done(['alias', 'bind', 'cars', ...ring('choi')]);
    assert.equal(String(bound.index), party);
    assert.equal(bound.aliasAccount, person('choi', '//seoul//cars//0').address);
    await refused(EXIT.REFUSED, 'citizenRings.AliasReplaced', ['alias', 'bind', 'cars', ...ring('kim')]);
    await refused(EXIT.REFUSED, 'citizenRings.NoRebinding', ['alias', 'object', '--key-file', file('choi-cars.key')]);
    await refused(EXIT.REFUSED, 'citizenRings.NothingToMove', ['alias', 'sweep', person('kim', '//seoul//cars//0').address, '--key-file', file('dave.key')]);
  });

  test('a collection of a district has a key of its own', async () => {
    const { keys: [key] } = await done(newKey('kim', '--collection', '11230'));
    assert.equal(key.collection, '11230');
    assert.notEqual(key.key, await keyOf('lee'));
    const { keys } = await statusOf('kim');
    assert.deepEqual(keys.map(({ collection, state }) => [collection, state]), [['city', 'Member'], ['11230', 'NotAdmitted']]);
    const { entries } = await done(['card', 'key', 'request', '--collection', '11230', ...ring('kim')]);
    await done(['ring', 'admit', await csv('district.csv', entries.map(line)), ...office]);
    assert.equal((await statusOf('kim')).keys[1].state, 'Queued');
    // A key is admitted once, in whatever collection; the proof of possession names the collection.
    const moved = await run(['ring', 'admit', await csv('moved.csv', [line({ ...entries[0], collection: '11680' })]), ...office]);
    assert.deepEqual(moved.json.refused.map(({ code }) => code), ['citizenRings.KeyAlreadyAdmitted']);
  });

  test('the static data is loaded into a chain that lacks it, once', async () => {
    const plain = file('bare.json');
    const exporting = runNode(['export-chain-spec', '--chain', 'dev', '--output', plain]);
    assert.equal(await exporting.ended, 0, exporting.output());
    const spec = JSON.parse(await readFile(plain, 'utf8'));
    delete spec.genesis.runtimeGenesis.patch.citizenRings.chunkPages;
    await writeFile(plain, JSON.stringify(spec));
    const bare = await startChain(['--chain', plain, '--alice', '--force-authoring', '--tmp', '--state-pruning', 'archive', '--unsafe-force-node-key-generation']);
    try {
      const at = { url: bare.url };
      assert.equal((await done(['ring', 'status'], at)).chunksLoaded, false);
      assert.equal((await done(['ring', 'load-pages', '--prepare'], at)).missing, 12);
      const loaded = await done(['ring', 'load-pages', '--wait', 'block', ...office], at);
      assert.deepEqual([loaded.pages, loaded.missing, loaded.transactions.length], [12, 12, 12]);
      const tx = bare.api.tx.citizenRings.loadChunkPage(0, `0x${'00'.repeat(6144)}`);
      await assert.rejects(submit(bare.api, tx, account('//Alice')), /PageAlreadyLoaded/);
      let state = await done(['ring', 'status'], at);
      while (!state.chunksLoaded) {
        await sleep(500);
        state = await done(['ring', 'status'], at);
      }
      assert.equal((await done(['ring', 'load-pages', ...office], at)).missing, 0);
    } finally {
      await bare.stop();
    }
  });
});
