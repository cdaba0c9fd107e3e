// SPDX-License-Identifier: Apache-2.0

// An anonymous poll by the command line: ring keys enrol fresh voting keys without a signer, by themselves and through a relayer; a voting
// key votes and votes again for nothing, so often and not more, and can do nothing else; nothing of the state joins an alias with a card;
// and anyone computes rings, enrolments, sums and counts again.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { u8aToHex } from '@polkadot/util';
import { randomAsU8a } from '@polkadot/util-crypto';

import { standBetween } from '../lib/between.js';
import { account, CAST, chainNow, DEV_PHRASE, settled, startChain, submit, wholeState } from '../lib/chain.js';
import { assertRefused } from '../lib/expect.js';
import { ADMITTED_CASTS, asTrustee, ENROL_REFUSAL, encrypted, issueCards, pollOffice, question, standingBoard, TRUSTEES } from '../lib/polls.js';
import { EXIT, program, writeKeys } from '../lib/program.js';
import { assertTurnedAway, poolRefusal, ringWith } from '../lib/rings.js';

const NAMES = ['kim', 'lee', 'park', 'choi'];
/** How long the poll is open. */
const OPEN = 90_000;

describe('anonymous polls', () => {
  let chain;
  let api;
  let call;
  let ask;
  let folder;
  let office;
  let board;
  let poll;
  const card = {};
  const enrolled = {};
  const file = (name) => join(folder, name);
  const seoul = program(() => chain.url);
  const { done, refused, run } = seoul;
  const phone = (name) => account(`//e2e//anonymous//${name}`);
  const ring = (name) => ['--ring-file', file(`${name}.ring.json`), '--passphrase-file', file('passphrase')];
  const votes = (name, option) => ['vote', 'cast', poll, '--option', option, '--wait', 'block', '--receipt', file(`${name}.receipt.json`), ...ring(name)];
  const info = () => office.info(poll);
  const turnedAway = (of, enrolment, refusal) => assertTurnedAway(chain.provider, call.enrol(of, enrolment), ENROL_REFUSAL, refusal);

  /** What the command line would send to enrol somebody, kept from the node. */
  async function enrolmentOf(name) {
    let kept;
    const between = await standBetween(chain.url, {
      request: ({ method, params }) => {
        if (method !== 'author_submitAndWatchExtrinsic') {
          return true;
        }
        [kept] = params;
        return false;
      },
    });
    try {
      assert.notEqual((await run(['vote', 'enrol', poll, ...ring(name)], { url: between.url })).exit, 0);
    } finally {
      between.stop();
    }
    const decoded = api.registry.createType('Extrinsic', kept).method;
    assert.equal(`${decoded.section}.${decoded.method}`, 'mVoting.enrol');
    return decoded.args[1].toJSON();
  }

  before(async () => {
    chain = await startChain();
    api = chain.api;
    call = api.tx.mVoting;
    ask = api.call.mVotingApi;
    office = pollOffice(api);
    folder = await mkdtemp(join(tmpdir(), 'seoul-anonymous-'));
    await writeKeys(file);
    await writeFile(file('passphrase'), 'a passphrase of this test\n', { mode: 0o600 });
    const indices = await issueCards(api, NAMES.map(phone));
    const entries = await Promise.all(NAMES.map(async (name, at) => {
      card[name] = indices[at];
      await writeFile(file(`${name}.key`), `${DEV_PHRASE}//e2e//anonymous//${name}\n`, { mode: 0o600 });
      const { keys: [made] } = await done(['card', 'key', 'new', '--key-file', file(`${name}.key`), ...ring(name)]);
      return { key: made.key, possession: made.possession };
    }));
    await submit(api, api.tx.citizenRings.admitKeys('City', entries), account(CAST.cityBureau));
    board = await standingBoard(api, seoul, file);
    await ringWith(api, NAMES.length);
  });
  after(async () => {
    await chain?.stop();
    if (folder) {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('a poll is frozen upon the rings as they are at its opening', async () => {
    [poll] = await office.scheduled([question(), await office.fromNow(encrypted('Anonymous', board), OPEN)]);
    const nobody = { at: { ring: 0, revision: 0 }, alias: u8aToHex(randomAsU8a(32)), votingKey: phone('nobody').address, proof: u8aToHex(randomAsU8a(785)) };
    await turnedAway(poll, nobody, 'NotOpen');
    await settled(api);
    await refused(EXIT.NO, 'NotOpen', ['vote', 'enrol', poll, ...ring('kim')]);
    await done(['poll', 'open', poll, '--key-file', file('eve.key')]);
    const { roll } = (await ask.eligible(poll)).unwrap();
    assert.equal(roll.asRings.keyCount.toNumber(), NAMES.length);
    await turnedAway(poll, nobody, 'Proof');
    await turnedAway(poll, { ...nobody, proof: u8aToHex(randomAsU8a(784)) }, 'WrongProofLength');
    await turnedAway(poll, { ...nobody, votingKey: account(CAST.dave).address }, 'KeyInUse');
    await turnedAway(poll, { ...nobody, at: { ring: 7, revision: 0 } }, 'Proof');
  });

  test('a citizen enrols a key without a signature, and nobody sees who it was', async () => {
    enrolled.kim = await done(['vote', 'enrol', poll, ...ring('kim')]);
    assert.equal(enrolled.kim.members, NAMES.length);
    const { block } = await api.rpc.chain.getBlock(enrolled.kim.block.hash);
    assert.equal(block.extrinsics.some(({ isSigned }) => isSigned), false);
    const { votingKey, alias } = enrolled.kim;
    const { data, providers } = await api.query.system.account(votingKey);
    assert.deepEqual([data.free.toBigInt(), providers.toNumber()], [0n, 1]);
    assert.equal((await ask.voter(poll, votingKey)).asOk.asAlias.toHex(), alias);
    assert.equal((await stat(file('kim.ring.voting.json'))).mode & 0o777, 0o600);
    assert.equal((await info()).enrolled.unwrap().toNumber(), 1);
    // Enrolled once, for good.
    await refused(EXIT.REFUSED, 'AliasEnrolled', ['vote', 'enrol', poll, ...ring('kim')]);
    await refused(EXIT.NO, 'NotEnrolled', votes('lee', 1));
    await refused(EXIT.INPUT, 'PollIsAnonymous', [...votes('kim', 1), '--key-file', file('kim.key')]);

    const state = await wholeState(chain.provider, (await api.rpc.chain.getBlockHash()).toHex());
    const index = Buffer.alloc(8);
    index.writeBigUInt64LE(card.kim);
    const traces = [Buffer.from(phone('kim').publicKey).toString('hex'), index.toString('hex')];
    const places = Object.entries(state).map(([item, value]) => item + (value ?? '').slice(2)).filter((place) => place.includes(alias.slice(2)));
    assert.ok(places.length >= 2);
    assert.equal(places.some((place) => traces.some((trace) => place.includes(trace))), false);
  });

  test('a proof is worth nothing for another key, poll or alias, and a relayer brings what is good', async (t) => {
    const lee = await enrolmentOf('lee');
    await turnedAway(poll, { ...lee, votingKey: phone('thief').address }, 'Proof');
    await turnedAway(poll, { ...lee, alias: u8aToHex(randomAsU8a(32)) }, 'Proof');
    await turnedAway(poll, { ...lee, alias: enrolled.kim.alias }, 'AliasEnrolled');
    await turnedAway(poll, { ...lee, votingKey: enrolled.kim.votingKey }, 'KeyInUse');
    await turnedAway(999, lee, 'PollNotFound');
    const flipped = (digits) => digits.slice(0, -1) + (digits.endsWith('0') ? '1' : '0');
    const forged = { ...lee, alias: u8aToHex(randomAsU8a(32)), votingKey: phone('forger').address, proof: flipped(lee.proof) };
    await assertRefused(chain, call.enrolBatch(poll, [lee, forged]), account(CAST.dave), 'mVoting.FalseProof', t);
    // A node says beforehand which one is false, and takes nothing by that.
    const asked = await Promise.all([lee, forged, { ...lee, alias: enrolled.kim.alias }].map((enrolment) => poolRefusal(api, call.enrol(poll, enrolment))));
    assert.deepEqual(asked, [undefined, ENROL_REFUSAL.Proof, ENROL_REFUSAL.AliasEnrolled]);
    await assertRefused(chain, call.enrolBatch(poll, [{ ...lee, votingKey: enrolled.kim.votingKey }]), account(CAST.dave), 'mVoting.NothingEnrolled', t);
    const { events, event } = await submit(api, call.enrolBatch(poll, [lee, lee]), account(CAST.dave));
    assert.equal(event('mVoting', 'Enrolled').alias.toHex(), lee.alias);
    const skipped = events.filter(({ method }) => method === 'EnrolmentSkipped').map(({ data }) => data);
    assert.deepEqual(skipped.map(({ position }) => position.toNumber()), [1]);
    assert.equal(api.registry.findMetaError(skipped[0].reason.asModule).name, 'AliasEnrolled');
    enrolled.park = await done(['vote', 'enrol', poll, ...ring('park')]);
    assert.equal((await info()).enrolled.unwrap().toNumber(), 3);
  });

  test('a voting key votes for nothing, and is free for nothing else', async (t) => {
    const first = await done(votes('kim', 1));
    const { signer, method } = (await api.rpc.chain.getBlock(first.block.hash)).block.extrinsics.find(({ isSigned }) => isSigned);
    assert.deepEqual([signer.toString(), `${method.section}.${method.method}`], [enrolled.kim.votingKey, 'mVoting.castAnonymous']);
    const feeOf = async (tx) => (await tx.paymentInfo(enrolled.kim.votingKey, { nonce: -1 })).partialFee.toBigInt();
    assert.equal(await feeOf(api.tx(method)), 0n);
    for (const tx of [
      api.tx.balances.transferKeepAlive(phone('kim').address, 1n), call.castPublic(poll, [0], null), call.propose(question()), call.openPoll(poll),
      call.enrolBatch(poll, []), api.tx.citizenRings.resumeBuilding(), api.tx.system.remark('0x00'),
      api.tx.proxy.addProxy(phone('kim').address, 'Any', 0),
    ]) {
      assert.ok(await feeOf(tx) > 0n, `${tx.method.section}.${tx.method.method} is free`);
    }
    // A ballot is bound to its alias: nobody casts a copy of it.
    await assertRefused(chain, call.castAnonymous(poll, method.args[1]), account(CAST.dave), 'mVoting.NotEnrolled', t);
    await assertRefused(chain, call.castSecret(poll, method.args[1], null), phone('choi'), 'mVoting.WrongSecrecy', t);
  });

  test('it votes again, so often and not more, and the last ballot counts', async () => {
    await Promise.all([done(votes('lee', 2)), done(votes('park', 1))]);
    let last;
    for (let casts = 2; casts <= ADMITTED_CASTS; casts += 1) {
      last = await done(votes('kim', 2));
    }
    await refused(EXIT.NO, 'NoCastsLeft', votes('kim', 1));
    const ballot = (await ask.ballot(poll, { Alias: enrolled.kim.alias })).unwrap().asEncrypted;
    assert.deepEqual([ballot.casts.toNumber(), ballot.tracker.toHex()], [ADMITTED_CASTS, last.tracker]);
    const tx = call.castAnonymous(poll, { entries: [], sum: null });
    assert.ok((await tx.paymentInfo(enrolled.kim.votingKey, { nonce: -1 })).partialFee.toBigInt() > 0n);
    await settled(api);
    assert.equal((await done(['vote', 'check', poll, '--receipt', file('kim.receipt.json')])).counts, true);
    assert.equal((await info()).turnout.unwrap().toNumber(), 3);
  });

  test('after the end it is counted, and the rings are let go', async () => {
    const { closesAt } = (await info()).poll.settings;
    const nobody = { at: { ring: 0, revision: 0 }, alias: u8aToHex(randomAsU8a(32)), votingKey: phone('late').address, proof: u8aToHex(randomAsU8a(785)) };
    assert.ok(await chainNow(api) < closesAt.toNumber(), 'the steps before took too long for this test');
    await office.closed(poll, account(CAST.ferdie));
    await turnedAway(poll, nobody, 'NotOpen');
    await settled(api);
    await refused(EXIT.NO, 'VotingEnded', votes('park', 2));
    await Promise.all(TRUSTEES.slice(1).map((name) => done(['trustee', 'decrypt', poll, ...asTrustee(file, name)])));
    assert.deepEqual((await done(['poll', 'counts', poll, '--key-file', file('dave.key')])).votes, [1, 2]);
    await done(['poll', 'certify', poll, '--key-file', file('publicRelations.key')]);
  });

  test('anyone computes rings, enrolments and counts again, and finds the proof that was changed', async () => {
    const audited = await done(['poll', 'audit', poll, '--export', file('export.json')]);
    assert.deepEqual(
      [audited.agrees, audited.eligible.atMost, audited.enrolled, audited.turnout, audited.casts, audited.votes],
      [true, NAMES.length, 3, 3, ADMITTED_CASTS + 2, [1, 2]],
    );
    const content = await readFile(file('export.json'), 'utf8');
    const alias = enrolled.park.alias.slice(2);
    const { block } = await api.rpc.chain.getBlock(enrolled.park.block.hash);
    const proof = block.extrinsics.find(({ method }) => method.method === 'enrol').method.args[1].proof.toHex().slice(2);
    assert.ok(content.includes(alias) && content.includes(proof));
    await writeFile(file('changed.json'), content.replace(proof, proof.slice(0, -1) + (proof.endsWith('0') ? '1' : '0')));
    const { exit, json } = await run(['poll', 'audit', '--from-file', file('changed.json')]);
    assert.deepEqual([exit, json.agrees, json.fault.alias, json.fault.block], [EXIT.NO, false, enrolled.park.alias, enrolled.park.block.number]);
  });
});
