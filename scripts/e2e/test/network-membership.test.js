// SPDX-License-Identifier: Apache-2.0

// Who belongs to the network: a stranger finds no peers; a validator that the council admits runs from
// the next session on, without owning anything, and leaves as it came.
//
// The chain is `local` with sessions of 10 blocks instead of 30: 20 seconds, so that two boundaries fit
// into a test.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { u8aToHex } from '@polkadot/util';

import { account, AGENCY, connect, councilDecides, fund, submit } from '../lib/chain.js';
import { refusal } from '../lib/expect.js';
import { assertNoFork, bestOf, eventually, rpc, secondsSince, startNetwork, untilFinal } from '../lib/network.js';

const SESSION = 10;
/** A session of 2-second slots, and as much again for a machine that is slow. */
const BOUNDARY_TIMEOUT = 2 * SESSION * 2_000 + 30_000;
const CONNECT_TIMEOUT = 60_000;
const STRANGER_WATCHED = 15_000;

describe('membership', () => {
  let network;
  let nodes;
  let api;
  let fifth;
  const owner = () => account('//Fifth');

  before(async () => {
    network = await startNetwork(4, (genesis) => {
      genesis.validatorSet.sessionLength = SESSION;
    });
    nodes = network.nodes;
    ({ api } = await connect(nodes[0].url));
  });
  after(async () => {
    await api?.disconnect();
    await network?.down();
  });

  const validators = async () => (await api.query.session.validators()).map(String);
  const sessionAt = async (hash) => (await (await api.at(hash)).query.session.currentIndex()).toNumber();
  const peersOf = async (node) => (await rpc(node, 'system_peers')).map(({ peerId }) => peerId);

  /** Wait until the running session has the fifth validator, or has it no more; give that session. */
  async function boundaryWhere(runs) {
    return eventually(async () => {
      const hash = await api.rpc.chain.getBlockHash();
      const at = await api.at(hash);
      const running = (await at.query.session.validators()).map(String);
      return running.includes(owner().address) === runs ? { session: (await at.query.session.currentIndex()).toNumber() } : undefined;
    }, BOUNDARY_TIMEOUT, runs ? 'the fifth validator to run' : 'the fifth validator to leave');
  }

  test('a stranger with the right chain specification becomes nobody\'s peer', async (t) => {
    const stranger = await network.startGuest('stranger', 6, ['--bootnodes', ...nodes.map(({ address }) => address)]);
    const start = Date.now();
    let looked = 0;
    while (Date.now() - start < STRANGER_WATCHED) {
      assert.equal((await rpc(stranger, 'system_health')).peers, 0, 'the stranger has a peer');
      for (const node of nodes) {
        assert.ok(!(await peersOf(node)).includes(stranger.peerId), `${node.name} took the stranger as a peer`);
      }
      looked += 1;
      await sleep(1_000);
    }
    assert.equal((await bestOf(stranger)).number, 0, 'the stranger got blocks');
    for (const node of nodes) {
      assert.equal((await peersOf(node)).length, 3, `${node.name} has not its three peers`);
    }
    await stranger.stop();
    t.diagnostic(`in ${secondsSince(start)} s the stranger, which knew all four addresses, was never seen as a peer (${looked} looks)`);
  });

  test('a fifth validator that the council admits runs from the next session on, and owns nothing', async (t) => {
    // What operators do: each takes the other's node as a reserved peer.
    const start = Date.now();
    fifth = await network.startGuest('fifth', 5, ['--validator', '--reserved-only', '--reserved-nodes', ...nodes.map(({ address }) => address)]);
    await Promise.all(nodes.map((node) => rpc(node, 'system_addReservedPeer', [fifth.address])));
    await eventually(async () => (await peersOf(fifth)).length === 4, CONNECT_TIMEOUT, 'the fifth node to have four peers');
    const { number } = await bestOf(nodes[0]);
    await eventually(async () => (await bestOf(fifth)).number >= number, CONNECT_TIMEOUT, 'the fifth node to have all blocks');
    t.diagnostic(`connected and in step after ${secondsSince(start)} s`);

    await councilDecides(api, api.tx.validatorSet.addValidator(owner().address, AGENCY.gangnam));
    if (api.tx.transactionQuota === undefined) {
      // Without a quota whoever signs pays.
      await fund(api, [owner()]);
      t.diagnostic('this runtime has no quota: the fifth validator was given won for its fee');
    } else {
      assert.equal((await api.query.system.account(owner().address)).data.free.toBigInt(), 0n);
    }
    assert.ok(!(await validators()).includes(owner().address), 'it has no session keys yet');

    const made = await rpc(fifth, 'author_rotateKeysWithOwner', [u8aToHex(owner().publicKey)]);
    const { blockHash } = await submit(api, api.tx.session.setKeys(made.keys, made.proof), owner());
    const keysSet = Date.now();
    const before = await sessionAt(blockHash);
    const { session } = await boundaryWhere(true);
    t.diagnostic(`keys set in session ${before}; it ran from session ${session} on, ${secondsSince(keysSet)} s later`);
    assert.equal(session, before + 1);
    assert.equal((await validators()).length, 5);

    await eventually(async () => (await api.query.validatorSet.blocksMade(owner().address)).isSome, BOUNDARY_TIMEOUT, 'the fifth validator to make a block');
    t.diagnostic(`it made its first block at most ${secondsSince(keysSet)} s after its keys were set`);
    await untilFinal(nodes[0], (await bestOf(nodes[0])).number + 1);
    await assertNoFork([...nodes, fifth]);
  });

  test('below the minimum nobody is removed', async () => {
    await councilDecides(api, api.tx.validatorSet.setMinValidators(5));
    const remove = api.tx.validatorSet.removeValidator(owner().address);
    assert.equal(await refusal(councilDecides(api, remove)), 'validatorSet.BelowMinimum');
    assert.ok((await api.query.validatorSet.validators(owner().address)).isSome);
    await councilDecides(api, api.tx.validatorSet.setMinValidators(3));
  });

  test('the council removes it, and it leaves at the next boundary', async (t) => {
    const { blockHash } = await councilDecides(api, api.tx.validatorSet.removeValidator(owner().address));
    const removed = Date.now();
    const before = await sessionAt(blockHash);
    const { session } = await boundaryWhere(false);
    t.diagnostic(`removed in session ${before}; it ran no more from session ${session} on, ${secondsSince(removed)} s later`);
    assert.equal(session, before + 1);
    assert.equal((await validators()).length, 4);
    await eventually(async () => (await api.query.session.nextKeys(owner().address)).isNone, BOUNDARY_TIMEOUT, 'its session keys to be purged');

    // Operators take its node from their reserved peers. The connection that is there stays until it
    // breaks, as it does when the node stops; then it is a stranger like any other.
    await Promise.all(nodes.map((node) => rpc(node, 'system_removeReservedPeer', [fifth.peerId])));
    await fifth.stop();
    await eventually(async () => (await Promise.all(nodes.map(peersOf))).every((peers) => !peers.includes(fifth.peerId)), CONNECT_TIMEOUT, 'the fifth node to be nobody\'s peer');
    for (const node of nodes) {
      assert.ok(!(await rpc(node, 'system_reservedPeers')).includes(fifth.peerId), `${node.name} still reserves a place for the fifth node`);
    }
    await untilFinal(nodes[0], (await bestOf(nodes[0])).number + 1);
    await assertNoFork(nodes);
  });
});
