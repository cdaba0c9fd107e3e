// SPDX-License-Identifier: Apache-2.0

// Four validators, of which some die: what goes on, what stops, and that nothing final is ever lost.
// How many are killed under load is SEOUL_KILLS, 20 unless told.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { account, connect } from '../lib/chain.js';
import {
  assertNoFork, assertOneFinalChain, bestOf, eventually, finalOf, hashAt, highestFinalOf, rpc, secondsSince, startNetwork, untilFinal,
} from '../lib/network.js';

const KILLS = Number(process.env.SEOUL_KILLS ?? 20);
/** As long may votes that were under way still make a block final. */
const VOTES_UNDER_WAY = 6_000;
const CATCH_UP_TIMEOUT = 120_000;

/** Where the load's transfers go. */
const receiver = () => account('//Eve//stash').address;

/** Transfers of the smallest amount without end, to whichever validator lives, until stopped. */
async function startLoad(network) {
  const { api } = await connect(network.nodes[0].url);
  const before = (await api.query.system.account(receiver())).data.free.toBigInt();
  const senders = ['//Eve', '//Ferdie', '//One', '//Two'].map((derivation) => ({ pair: account(derivation), nonce: undefined }));
  const transfer = api.tx.balances.transferKeepAlive(receiver(), 1);
  const fixed = {
    era: 0, genesisHash: api.genesisHash, blockHash: api.genesisHash,
    runtimeVersion: api.runtimeVersion, signedExtensions: api.registry.signedExtensions, version: api.extrinsicType,
  };
  // What signs needs the chain's metadata only; a connection would break with the first kill.
  await api.disconnect();

  const target = { dead: undefined };
  let stopped = false;
  const count = { taken: 0, refused: 0, reason: undefined };
  const sending = (async () => {
    while (!stopped) {
      const node = network.nodes.find(({ index }) => index !== target.dead);
      for (const sender of senders) {
        try {
          const nonce = sender.nonce ?? await rpc(node, 'system_accountNextIndex', [sender.pair.address]);
          sender.nonce = nonce;
          const signed = api.tx(transfer.method).sign(sender.pair, { ...fixed, nonce });
          await rpc(node, 'author_submitExtrinsic', [signed.toHex()]);
          count.taken += 1;
          if (sender.nonce === nonce) {
            sender.nonce = nonce + 1;
          }
        } catch (error) {
          count.reason = error;
          // The node died, or had not heard of an earlier one: ask again which number is next.
          sender.nonce = undefined;
          count.refused += 1;
        }
      }
      await sleep(50);
    }
  })();
  return {
    before,
    avoid: (node) => {
      target.dead = node?.index;
      // Another node may not have heard of the last transactions.
      senders.forEach((sender) => {
        sender.nonce = undefined;
      });
    },
    stop: async () => {
      stopped = true;
      await sending;
      return count;
    },
  };
}

describe('four validators', () => {
  let network;
  let nodes;
  before(async () => {
    network = await startNetwork(4);
    nodes = network.nodes;
  });
  after(() => network?.down());

  test('one is killed: blocks and finality go on', async (t) => {
    const [alice, bob, charlie, dave] = nodes;
    const first = await bestOf(alice);
    const killed = Date.now();
    await network.kill(dave);
    let longest = 0;
    let last = { number: (await finalOf(alice)).number, at: Date.now() };
    await eventually(async () => {
      const { number } = await finalOf(alice);
      longest = Math.max(longest, Date.now() - last.at);
      if (number > last.number) {
        last = { number, at: Date.now() };
      }
      return number >= first.number + 6;
    }, CATCH_UP_TIMEOUT, 'six blocks that were made after the kill to be final');
    t.diagnostic(`six more blocks were final ${secondsSince(killed)} s after the kill; the longest wait for a new final block was ${(longest / 1000).toFixed(1)} s`);
    await assertNoFork([alice, bob, charlie], first.number);

    const restarted = Date.now();
    await network.start(dave);
    await untilFinal(dave, (await finalOf(alice)).number, CATCH_UP_TIMEOUT);
    t.diagnostic(`it was back and had all final blocks ${secondsSince(restarted)} s after its restart`);
    await assertNoFork(nodes, first.number);
  });

  test('two are killed: finality stops, nothing forks; restarted, finality resumes by itself', async (t) => {
    const [alice, bob, charlie, dave] = nodes;
    const live = [alice, bob];
    const first = await finalOf(alice);
    await Promise.all([network.kill(charlie), network.kill(dave)]);
    await sleep(VOTES_UNDER_WAY);
    const stopped = await highestFinalOf(live);
    const best = await bestOf(alice);
    const watched = Date.now();
    await eventually(async () => (await bestOf(alice)).number >= best.number + 3, CATCH_UP_TIMEOUT, 'two of four validators to make blocks');
    assert.deepEqual(await highestFinalOf(live), stopped, 'two of four validators made a block final');
    t.diagnostic(`finality stood still at block ${stopped.number} while ${(await bestOf(alice)).number - best.number} blocks were made in ${secondsSince(watched)} s`);
    t.diagnostic(`both have the same blocks up to ${await assertNoFork(live, first.number)}`);

    const restarted = Date.now();
    await Promise.all([network.start(charlie), network.start(dave)]);
    t.diagnostic(`both were started again within ${secondsSince(restarted)} s`);
    await untilFinal(alice, stopped.number + 1);
    t.diagnostic(`the first new block was final ${secondsSince(restarted)} s after the restart`);
    const goal = (await bestOf(alice)).number;
    await Promise.all(nodes.map((node) => untilFinal(node, goal)));
    t.diagnostic(`all four had everything final, up to block ${goal}, ${secondsSince(restarted)} s after the restart`);
    assert.equal(await hashAt(charlie, stopped.number), stopped.hash);
    await assertNoFork(nodes, first.number);
  });

  test(`${KILLS} kills under load lose no final block, and the database opens each time`, async (t) => {
    const load = await startLoad(network);
    const finals = [];
    const slowest = { opened: 0, caughtUp: 0 };
    let behind = 0;
    const start = Date.now();
    try {
      for (let round = 0; round < KILLS; round += 1) {
        const victim = nodes[round % nodes.length];
        const others = nodes.filter((node) => node !== victim);
        load.avoid(victim);
        // At another moment of slot and vote each time.
        await sleep(300 + ((round * 637) % 1_500));
        const reported = await highestFinalOf(nodes);
        await network.kill(victim);
        const known = await highestFinalOf(others);
        const highest = known.number > reported.number ? known : reported;
        finals.push(reported, highest);

        const restarted = Date.now();
        // Fails with the node's last words if it does not come up.
        await network.start(victim);
        slowest.opened = Math.max(slowest.opened, Date.now() - restarted);
        behind = Math.max(behind, highest.number - (await finalOf(victim)).number);
        await untilFinal(victim, highest.number, CATCH_UP_TIMEOUT);
        slowest.caughtUp = Math.max(slowest.caughtUp, Date.now() - restarted);
        assert.equal(await hashAt(victim, highest.number), highest.hash, `round ${round + 1}: ${victim.name} has another final block ${highest.number}`);
      }
    } finally {
      load.avoid(undefined);
      const { taken, refused, reason } = await load.stop();
      t.diagnostic(`${KILLS} kills in ${secondsSince(start)} s, with ${taken} transfers taken by the pools (${refused} tries failed around kills)`);
      assert.ok(taken > KILLS, `there was no load: ${reason}`);
    }
    t.diagnostic(`slowest until the database was open and the node answered: ${(slowest.opened / 1000).toFixed(1)} s; `
      + `until it had the network's final block: ${(slowest.caughtUp / 1000).toFixed(1)} s; at most ${behind} final blocks were fetched from the others`);

    const resumed = Date.now();
    const goal = (await bestOf(nodes[0])).number + 1;
    await Promise.all(nodes.map((node) => untilFinal(node, goal)));
    t.diagnostic(`after the last restart all four went on to final block ${goal} within ${secondsSince(resumed)} s`);
    for (const { number, hash } of finals) {
      for (const node of nodes) {
        assert.equal(await hashAt(node, number), hash, `${node.name} lost final block ${number}`);
      }
    }
    await assertOneFinalChain(nodes);
    await assertNoFork(nodes, finals[0].number);

    // A kill may cost a validator the memory of its last votes. Whom that made vote twice is reported,
    // and it is for the council to reinstate it.
    const { api } = await connect(nodes[0].url);
    try {
      const registered = await api.query.validatorSet.validators.entries();
      assert.equal(registered.length, 4);
      const reported = registered.filter(([, info]) => info.unwrap().status.type !== 'Active');
      t.diagnostic(`validators reported for voting twice: ${reported.length}`);
      const moved = (await api.query.system.account(receiver())).data.free.toBigInt() - load.before;
      t.diagnostic(`transfers in blocks: ${moved}`);
      assert.ok(moved > BigInt(KILLS), 'the load was in no block');
    } finally {
      await api.disconnect();
    }
  });
});
