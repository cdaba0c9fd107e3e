// SPDX-License-Identifier: Apache-2.0

// Rings as a client of any node sees them: keys that name nobody are admitted, join, leave and come back; an account is bound to an
// alias without a signer and sells a car; whatever is wrong with a binding has its number. Keys and proofs are the command line's, all
// else is polkadot.js.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { u8aToHex } from '@polkadot/util';
import { randomAsU8a } from '@polkadot/util-crypto';

import {
  account, AGENCY, CAST, chainNow, councilDecides, DEV_PHRASE, settled, startChain, submit, waitForBlock, waitForMoment, wholeState,
} from '../lib/chain.js';
import { assertRefused } from '../lib/expect.js';
import { registerCar } from '../lib/market.js';
import { program } from '../lib/program.js';
import { assertTurnedAway, PROOF_BYTES, REFUSAL, ringWith, SERVICE, withoutSigner } from '../lib/rings.js';

/** Pages of the static data. */
const PAGES = 12;
const PAGE_BYTES = 6_144;
/** Citizens whose keys make the ring. */
const NAMES = ['kim', 'lee', 'park', 'choi', 'jung'];

describe('rings', () => {
  let chain;
  let api;
  let folder;
  let call;
  let ask;
  let ring;
  const citizens = {};
  const file = (name) => join(folder, name);
  const { done } = program(() => chain.url);
  const office = () => account(CAST.cityBureau);
  const dave = () => account(CAST.dave);
  const phone = (name) => account(`//e2e//rings//${name}`);
  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, error.includes('.') ? error : `citizenRings.${error}`, t);
  const does = async (tx, signer, event) => (await submit(api, tx, signer)).event('citizenRings', event);
  const of = (events, method) => events.filter((event) => event.section === 'citizenRings' && event.method === method).map(({ data }) => data);
  const nextBlock = async () => waitForBlock(api, (await api.rpc.chain.getHeader()).number.toNumber() + 1);
  const statusOf = async (key) => (await ask.key(key)).unwrap().record.status;

  const turnedAway = (tx, refusal) => assertTurnedAway(chain.provider, tx, REFUSAL, refusal);

  /** Words by which the command line finds the ring key of somebody. */
  const ringOf = (name) => ['--ring-file', file(`${name}.ring.json`), '--passphrase-file', file('passphrase')];

  /** A citizen with a card and, in a file, a ring key: what the card office gets of it. */
  async function newCitizen(name) {
    await writeFile(file(`${name}.key`), `${DEV_PHRASE}//e2e//rings//${name}\n`, { mode: 0o600 });
    const { citizen } = (await submit(api, api.tx.citizenIdentity.issueCard(phone(name).address), office())).event('citizenIdentity', 'CardIssued');
    const { keys: [made] } = await done(['card', 'key', 'new', '--key-file', file(`${name}.key`), ...ringOf(name)]);
    return { citizen: citizen.toBigInt(), entry: { key: made.key, possession: made.possession } };
  }

  before(async () => {
    chain = await startChain();
    api = chain.api;
    call = api.tx.citizenRings;
    ask = api.call.citizenRingsApi;
    folder = await mkdtemp(join(tmpdir(), 'seoul-rings-'));
    await writeFile(file('passphrase'), 'a passphrase of this test\n', { mode: 0o600 });
    for (const name of NAMES) {
      citizens[name] = await newCitizen(name);
    }
  });
  after(async () => {
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('the questions are there, and a new chain can build rings', async () => {
    assert.deepEqual(Object.keys(ask).sort(), ['alias', 'collections', 'key', 'keys', 'root', 'roots', 'settings']);
    const settings = await ask.settings();
    assert.equal(settings.chain.toHex(), (await api.query.chainIdentity.chainId()).toHex());
    assert.deepEqual([[...settings.values()][1].type, settings.chunksLoaded.isTrue, settings.halted.isFalse], ['Large', true, true]);
    const [city] = await ask.collections();
    assert.ok(city.collection.isCity);
    assert.equal(city.activeCards.toNumber(), (await api.query.citizenIdentity.activeCards()).toNumber());
    assert.equal((await ask.roots('City', 0, 100)).length, 0);
    assert.ok((await ask.key(u8aToHex(randomAsU8a(32)))).isNone);
  });

  test('the static data is what the ceremony made, and nobody can put anything in its place', async (t) => {
    assert.equal((await api.query.citizenRings.loadedPages()).toNumber(), PAGES);
    const page = (await api.query.citizenRings.chunkPages(0)).unwrap().toHex();
    await refused(call.loadChunkPage(0, page), dave(), 'PageAlreadyLoaded', t);
    await refused(call.loadChunkPage(PAGES, `0x${'00'.repeat(PAGE_BYTES)}`), dave(), 'UnknownPage', t);
  });

  test('whatever is no key of somebody is not admitted, and named with its reason', async (t) => {
    const { entry: kim } = citizens.kim;
    const { entry: lee } = citizens.lee;
    const random = { key: u8aToHex(randomAsU8a(32)), possession: lee.possession };
    await refused(call.admitKeys('City', [kim]), dave(), 'agencies.NotADelegate', t);
    await refused(call.admitKeys('City', [{ ...kim, possession: lee.possession }]), office(), 'NotPossessed', t);
    // Signed for the city, not for a district.
    await refused(call.admitKeys({ District: 11_230 }, [kim]), office(), 'NotPossessed', t);
    await refused(call.admitKeys({ District: 11_999 }, [kim]), office(), 'UnknownCollection', t);
    await refused(call.removeKeys([kim.key], 'Final'), office(), 'UnknownKey', t);

    const batch = await submit(api, call.admitKeys('City', [{ ...lee, possession: kim.possession }, random, kim, kim]), office());
    const reasons = of(batch.events, 'KeyRefused').map(({ position, reason }) => (
      [position.toNumber(), api.registry.findMetaError(reason.asModule).name]
    ));
    assert.equal(reasons[0][1], 'NotPossessed');
    assert.ok(['InvalidKey', 'NotPossessed'].includes(reasons[1][1]));
    assert.deepEqual(reasons[2], [3, 'KeyAlreadyAdmitted']);
    assert.equal(batch.event('citizenRings', 'KeysAdmitted')[1].toNumber(), 1);
  });

  test('keys join a ring together, and no item of the state names a card beside one', async () => {
    const others = NAMES.slice(1).map((name) => citizens[name].entry);
    await does(call.admitKeys('City', others), office(), 'KeysAdmitted');
    ring = await ringWith(api, NAMES.length);
    const keys = (await ask.keys('City', ring.ring, ring.revision)).unwrap();
    assert.deepEqual([...keys].map((key) => key.toHex()).sort(), NAMES.map((name) => citizens[name].entry.key).sort());
    assert.equal((await ask.root('City', ring.ring, ring.revision)).unwrap().root.toHex(), ring.root.toHex());
    const [city] = await ask.collections();
    assert.deepEqual([city.live, city.provable, city.queued].map((count) => count.toNumber()), [NAMES.length, NAMES.length, 0]);

    const state = await wholeState(chain.provider, (await api.rpc.chain.getBlockHash()).toHex());
    for (const name of NAMES) {
      const { entry, citizen } = citizens[name];
      const index = Buffer.alloc(8);
      index.writeBigUInt64LE(citizen);
      const card = [Buffer.from(phone(name).publicKey).toString('hex'), index.toString('hex')];
      const places = Object.entries(state).map(([item, value]) => item + (value ?? '').slice(2)).filter((place) => place.includes(entry.key.slice(2)));
      assert.ok(places.length >= 2);
      for (const place of places) {
        assert.equal(card.some((trace) => place.includes(trace)), false);
      }
    }
  });

  describe('an alias', () => {
    let alias;
    let seller;
    let index;

    test('is bound without a signer, costs nothing, and its account is admitted', async () => {
      // Who proves reads the final state.
      await settled(api);
      const bound = await done(['alias', 'bind', 'cars', ...ringOf('kim')]);
      alias = bound.alias;
      seller = account('//e2e//rings//kim//seoul//cars//0');
      const view = (await ask.alias(SERVICE.cars, alias)).unwrap();
      assert.deepEqual([view.account.toString(), view.renewals.toNumber()], [seller.address, 0]);
      index = view.index.toBigInt();
      assert.ok((await api.query.citizenIdentity.cards(index)).isNone, 'no card has the index of an alias');
      const { providers, data } = await api.query.system.account(seller.address);
      assert.deepEqual([providers.toNumber(), data.free.toBigInt()], [1, 0n]);
      // The transaction in the block has no signer.
      const { block } = await api.rpc.chain.getBlock(bound.block.hash);
      assert.equal(block.extrinsics.some(({ isSigned }) => isSigned), false);
    });

    test('is a party of its own, in its service only', async (t) => {
      const car = await registerCar(api, account(CAST.dongdaemun), { vin: 'KMHSE0UL0PA000061', plate: '61가6161', owner: { Citizen: index } });
      const list = api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer);
      await refused(list, phone('kim'), 'carRegistry.NotTheOwner', t);
      await submit(api, list, seller);
      await refused(api.tx.mileage.pay(AGENCY.museum, 'Purchase', 1, { Earliest: { atMost: 5 } }, `0x${'01'.repeat(32)}`), seller, 'agencies.NotADelegate', t);
      await refused(api.tx.citizenIdentity.issueCard(seller.address), office(), 'citizenIdentity.ReservedAccount', t);
    });

    test('whatever is wrong with a binding has its number, and is in no block', async () => {
      const bind = (change = {}) => {
        const good = {
          service: SERVICE.cars, ring: ring.ring, revision: ring.revision, alias: u8aToHex(randomAsU8a(32)), account: phone('nobody').address,
          proof: u8aToHex(randomAsU8a(PROOF_BYTES)), ...change,
        };
        return call.bindAlias(good.service, good.ring, good.revision, good.alias, good.account, good.proof);
      };
      await turnedAway(bind({ proof: u8aToHex(randomAsU8a(PROOF_BYTES - 1)) }), 'WrongProofLength');
      await turnedAway(bind({ proof: '0x' }), 'WrongProofLength');
      await turnedAway(bind({ service: 77 }), 'UnknownService');
      await turnedAway(bind({ account: dave().address }), 'AccountInUse');
      await turnedAway(bind({ alias }), 'AliasInUse');
      await turnedAway(bind({ alias, account: seller.address }), 'NotYetRenewable');
      await turnedAway(bind({ ring: 9 }), 'UnknownRevision');
      await turnedAway(bind({ revision: 99 }), 'UnknownRevision');
      await turnedAway(bind(), 'MalformedProof');
      // A signer makes it another transaction, which the call itself refuses.
      const signed = await submit(api, bind(), dave()).catch((error) => error);
      assert.equal(`${signed.section}.${signed.error}`, 'dispatch.BadOrigin');
      // What needs a signer is not taken without one.
      await assert.rejects(chain.provider.send('author_submitExtrinsic', [withoutSigner(call.resumeBuilding())]), /1010:.*did not authorize any origin/);
    });
  });

  describe('a key', () => {
    test('that is removed leaves its ring after a while, and with it every valid root', async (t) => {
      const { key } = citizens.lee.entry;
      const { removalGrace } = (await ask.settings()).terms;
      await refused(call.removeKeys([key], 'Suspended'), dave(), 'agencies.NotADelegate', t);
      const removed = await does(call.removeKeys([key], 'Suspended'), office(), 'KeysRemoved');
      assert.deepEqual([removed[0].toNumber(), removed.cause.type], [1, 'Suspended']);
      assert.ok((await statusOf(key)).isLeaving);
      await refused(call.restoreKeys([key]), office(), 'StillProvable', t);
      await refused(call.removeKeys([key], 'Suspended'), office(), 'AlreadyRemoved', t);
      const rebuilt = await ringWith(api, NAMES.length - 1);
      assert.equal(rebuilt.revision.toNumber(), ring.revision.toNumber() + 1);
      assert.ok((await statusOf(key)).isRemoved);
      assert.equal((await ask.keys('City', rebuilt.ring, rebuilt.revision)).unwrap().some((other) => other.toHex() === key), false);
      await waitForMoment(api, await chainNow(api) + removalGrace.toNumber());
      await nextBlock();
      assert.equal((await ask.key(key)).unwrap().out.isTrue, true);
      assert.deepEqual([...await ask.roots('City', 0, 100)].map((view) => view.revision.toNumber()), [rebuilt.revision.toNumber()]);
    });

    test('that was suspended comes back, and one that was removed for ever does not', async (t) => {
      const { key } = citizens.lee.entry;
      await does(call.restoreKeys([key]), office(), 'KeysRestored');
      assert.ok((await statusOf(key)).isQueued);
      await does(call.removeKeys([key], 'Final'), office(), 'KeysRemoved');
      await refused(call.restoreKeys([key]), office(), 'NotSuspended', t);
      await refused(call.admitKeys('City', [citizens.lee.entry]), office(), 'KeyAlreadyAdmitted', t);
      await refused(call.restoreKeys([key, citizens.kim.entry.key]), office(), 'NothingDone', t);
    });
  });

  test('periods and collections are for governance', async (t) => {
    const terms = (await ask.settings()).terms.toJSON();
    await refused(call.setTerms(terms), office(), 'NotAuthorized', t);
    await refused(call.openCollection({ District: 11_110 }), office(), 'NotAuthorized', t);
    await refused(call.resumeBuilding(), office(), 'NotAuthorized', t);
    const opened = await councilDecides(api, call.openCollection({ District: 11_110 }));
    assert.equal(opened.event('citizenRings', 'CollectionOpened').collection.asDistrict.toNumber(), 11_110);
    const changed = await councilDecides(api, call.setTerms({ ...terms, minCohort: 4 }));
    assert.equal(changed.event('citizenRings', 'TermsChanged')[1].minCohort.toNumber(), 4);
    await assert.rejects(councilDecides(api, call.setTerms({ ...terms, minCohort: 0 })), /InvalidTerms/);
  });
});
