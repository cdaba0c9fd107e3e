// SPDX-License-Identifier: Apache-2.0

// A pool flooded with transactions that nobody pays for still takes an agency's: 20,000 from one citizen
// without money, and one each from 20,000 strangers. All are properly signed, so that it is not their
// signature for which they are refused.

import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { WsProvider } from '@polkadot/api';
import { compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { account, CAST, chainNow, CITIZEN, startChain, submit } from '../lib/chain.js';
import { registration } from '../lib/market.js';
import { secondsSince } from '../lib/network.js';
import { newCertificateCode } from '../lib/tags.js';

const FLOOD = 20_000;
const BLOCKS = 3;
/** So many wait for the node's answer at a time, for each of the two floods. */
const IN_FLIGHT = 500;
/** Code 1010, and the text of `InvalidTransaction::Payment`. */
const CANNOT_PAY = /^1010:.*inability to pay/i;

/** An ed25519 account, as Node.js signs ten times as fast as a wallet does. */
function newAccount() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)), privateKey };
}

/**
 * Signs one call for any account and nonce. Making each transaction with polkadot.js would take
 * minutes: it makes two here, and what they have in common is the template.
 */
function bulkSigner(api, call) {
  const fixed = { era: 0, genesisHash: api.genesisHash, blockHash: api.genesisHash };
  const sample = newAccount();
  const made = [0, 1].map((nonce) => {
    const tx = api.tx(call.method);
    // Whoever signs is replaced below; here only the bytes around the signature count.
    tx.signFake(sample.publicKey, {
      ...fixed, nonce, runtimeVersion: api.runtimeVersion, signedExtensions: api.registry.signedExtensions, version: api.extrinsicType,
    });
    const payload = api.registry.createType('ExtrinsicPayload', {
      ...fixed, era: tx.era.toHex(), nonce, method: call.method.toHex(), tip: 0, mode: 0, metadataHash: null,
      specVersion: api.runtimeVersion.specVersion, transactionVersion: api.runtimeVersion.transactionVersion,
    }, { version: api.extrinsicType });
    return { body: tx.toU8a(true), payload: payload.toU8a(true) };
  });

  const nonceAt = (left, right) => {
    assert.equal(left.length, right.length);
    const differing = [...left.keys()].filter((index) => left[index] !== right[index]);
    assert.equal(differing.length, 1, 'only the nonce may differ');
    return differing[0];
  };
  const payloadNonce = nonceAt(made[0].payload, made[1].payload);
  const bodyNonce = nonceAt(made[0].body, made[1].body);
  // Version, account (a variant and 32 bytes), signature (a variant and 64 bytes), extensions, call.
  const accountAt = Buffer.from(made[0].body).indexOf(sample.publicKey);
  const signatureAt = accountAt + 32;
  assert.ok(accountAt > 0 && signatureAt + 65 <= bodyNonce, 'this is not how a signed transaction is laid out');
  assert.ok(made[0].payload.length < 240, 'a long payload would be signed by its hash');

  const { body, payload } = made[0];
  const ED25519 = new Uint8Array([0]);
  return ({ publicKey, privateKey }, nonce) => {
    const encoded = compactToU8a(nonce);
    const signature = sign(null, u8aConcat(payload.subarray(0, payloadNonce), encoded, payload.subarray(payloadNonce + 1)), privateKey);
    const bare = u8aConcat(
      body.subarray(0, accountAt), publicKey, ED25519, signature, body.subarray(signatureAt + 65, bodyNonce), encoded, body.subarray(bodyNonce + 1),
    );
    return u8aToHex(u8aConcat(compactToU8a(bare.length), bare));
  };
}

/** Send transactions on a connection of their own, as fast as the node answers, and count the answers. */
function startFlood(url, transactions) {
  const answers = new Map();
  let answered = 0;
  let reached;
  const half = new Promise((settle) => {
    reached = settle;
  });
  const over = (async () => {
    const provider = new WsProvider(url, 200);
    await provider.isReady;
    let next = 0;
    const send = async () => {
      while (next < transactions.length) {
        const transaction = transactions[next];
        next += 1;
        const answer = await provider.send('author_submitExtrinsic', [transaction]).then(() => 'taken', (error) => error.message);
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        answered += 1;
        if (answered >= transactions.length / 2) {
          reached();
        }
      }
    };
    try {
      await Promise.all(Array.from({ length: IN_FLIGHT }, send));
    } finally {
      reached();
      await provider.disconnect();
    }
    return answers;
  })();
  return { half, over };
}

describe('a flooded pool', () => {
  let chain;
  let api;
  before(async () => {
    chain = await startChain();
    api = chain.api;
  });
  after(() => chain?.stop());

  const height = async () => (await api.rpc.chain.getHeader()).number.toNumber();

  /** A registrar registers a car; gives in how many blocks' time it was in one. */
  async function agencyActs(number) {
    const car = registration({
      vin: `KMHSE0UL0PA0004${number}`, plate: `40가40${number}`, code: newCertificateCode().bytes, owner: { Citizen: CITIZEN.dave },
      firstRegisteredAt: await chainNow(api) - 1_000,
    });
    const sent = await height();
    const { blockHash } = await submit(api, api.tx.carRegistry.registerVehicle(car), account(CAST.dongdaemun));
    return (await api.rpc.chain.getHeader(blockHash)).number.toNumber() - sent;
  }

  test(`2 x ${FLOOD} transactions that nobody pays for hold up no agency`, async (t) => {
    const citizen = newAccount();
    await submit(api, api.tx.citizenIdentity.issueCard(citizen.publicKey), account(CAST.cityBureau));

    const prepared = Date.now();
    const signOne = bulkSigner(api, api.tx.balances.transferKeepAlive(account(CAST.dave).address, 1));
    const fromCitizen = Array.from({ length: FLOOD }, (_, nonce) => signOne(citizen, nonce));
    const fromStrangers = Array.from({ length: FLOOD }, () => signOne(newAccount(), 0));
    t.diagnostic(`signed ${2 * FLOOD} transactions in ${secondsSince(prepared)} s`);

    const started = Date.now();
    const first = await height();
    const floods = [startFlood(chain.url, fromCitizen), startFlood(chain.url, fromStrangers)];
    await Promise.all(floods.map(({ half }) => half));
    const during = await agencyActs(10);
    const inTheMiddle = secondsSince(started);
    const [citizens, strangers] = await Promise.all(floods.map(({ over }) => over));
    const flooded = secondsSince(started);
    const afterwards = await agencyActs(11);

    t.diagnostic(`the node answered ${2 * FLOOD} transactions in ${flooded} s, in which it made ${await height() - first} blocks`);
    t.diagnostic(`the agency's transaction in the middle of the flood (done at ${inTheMiddle} s) was in block +${during}, the one after it in block +${afterwards}`);
    t.diagnostic(`the citizen: ${JSON.stringify(Object.fromEntries(citizens))}`);
    t.diagnostic(`the strangers: ${JSON.stringify(Object.fromEntries(strangers))}`);
    assert.ok(during <= BLOCKS, `the agency waited ${during} blocks in the flood`);
    assert.ok(afterwards <= BLOCKS, `the agency waited ${afterwards} blocks after the flood`);

    // Everything was refused because nobody pays for it, and but for the citizen's quota nothing was taken.
    for (const answers of [citizens, strangers]) {
      for (const answer of answers.keys()) {
        assert.ok(answer === 'taken' || CANNOT_PAY.test(answer), `not refused for the right reason: ${answer}`);
      }
    }
    assert.equal(strangers.get('taken') ?? 0, 0);
    const taken = citizens.get('taken') ?? 0;
    assert.ok(taken < FLOOD / 2, `the pool took ${taken} of one citizen's transactions`);
    if (api.tx.transactionQuota === undefined) {
      assert.equal(taken, 0, 'there is no quota, and the citizen has nothing');
    }
    const waiting = (await api.rpc.author.pendingExtrinsics()).length;
    assert.ok(waiting <= taken, `${waiting} transactions wait in the pool`);
  });
});
