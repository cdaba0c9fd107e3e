// SPDX-License-Identifier: Apache-2.0

/**
 * Signing many transactions fast: polkadot.js makes two of them here, and what they have in common is the template by which threads
 * make all others. They live for ever (no era), so that they can be signed long before they are sent.
 */

import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { compactToU8a } from '@polkadot/util';

/** So many go to a thread at a time. */
const BATCH = 64;

/** What all signed transactions of this chain have around account, nonce and call. */
function templateOf(api, signer) {
  const call = api.tx.balances.transferKeepAlive(signer.address, 1);
  const fixed = { era: 0, genesisHash: api.genesisHash, blockHash: api.genesisHash };
  // Two nonces whose encodings are one byte and differ in every bit that a nonce has.
  const made = [1, 2].map((nonce) => {
    const tx = api.tx(call.method);
    tx.signFake(signer.publicKey, {
      ...fixed, nonce, runtimeVersion: api.runtimeVersion, signedExtensions: api.registry.signedExtensions, version: api.extrinsicType,
    });
    const payload = api.registry.createType('ExtrinsicPayload', {
      ...fixed, era: tx.era.toHex(), nonce, method: call.method.toHex(), tip: 0, mode: 0, metadataHash: null,
      specVersion: api.runtimeVersion.specVersion, transactionVersion: api.runtimeVersion.transactionVersion,
    }, { version: api.extrinsicType });
    return { body: tx.toU8a(true), payload: payload.toU8a({ method: true }) };
  });
  const { body, payload } = made[0];
  const method = call.method.toU8a();

  const accountAt = Buffer.from(body).indexOf(signer.publicKey);
  const extensionsAt = accountAt + 32 + 65;
  const callAt = body.length - method.length;
  assert.ok(accountAt === 2 && extensionsAt < callAt, 'this is not how a signed transaction is laid out');
  assert.deepEqual(body.subarray(callAt), method, 'the call stands last');
  assert.deepEqual(payload.subarray(0, method.length), method, 'the payload begins with the call');
  const extensions = body.subarray(extensionsAt, callAt);
  const extras = payload.subarray(method.length);
  assert.deepEqual(extras.subarray(0, extensions.length), extensions, 'the payload goes on with the extensions');
  const differing = [...extensions.keys()].filter((index) => extensions[index] !== made[1].body[extensionsAt + index]);
  assert.equal(differing.length, 1, 'only the nonce may differ');
  const [nonceAt] = differing;
  assert.deepEqual(extensions.subarray(nonceAt, nonceAt + 1), compactToU8a(1), 'the nonce is compact');
  return {
    version: body.slice(0, 1),
    address: body.slice(1, 2),
    extensionsBefore: extensions.slice(0, nonceAt),
    extensionsAfter: extensions.slice(nonceAt + 1),
    additional: extras.slice(extensions.length),
  };
}

/**
 * Threads that sign, as many as there are processors.
 *
 * @param {object} api
 * @param {object} signer any key pair, for the template
 * @param {string} [browserPackage] URL of the package for browsers, which makes ballots
 */
export function signers(api, signer, browserPackage) {
  const workerData = { ...templateOf(api, signer), browserPackage };
  const threads = Array.from({ length: availableParallelism() }, () => new Worker(new URL('./sign-worker.js', import.meta.url), { workerData }));

  async function all(kind, items, done = () => {}) {
    const made = new Array(items.length);
    let next = 0;
    let finished = 0;
    await Promise.all(threads.map((thread) => new Promise((settle, fail) => {
      const give = () => {
        if (next >= items.length) {
          thread.removeAllListeners('message');
          thread.removeAllListeners('error');
          settle();
          return;
        }
        const from = next;
        next = Math.min(items.length, next + BATCH);
        thread.postMessage({ batch: from, kind, items: items.slice(from, next) });
      };
      thread.once('error', fail);
      thread.on('message', ({ batch, made: some, error }) => {
        if (error) {
          fail(new Error(`a thread that signs failed: ${error}`));
          return;
        }
        some.forEach((one, index) => { made[batch + index] = one; });
        finished += some.length;
        done(finished);
        give();
      });
      give();
    })));
    return made;
  }

  return {
    /** Sign calls; `items` are `{ seed, nonce, call }`. Gives `{ hex, hash, bytes }` of each, in order. */
    sign: (items, done) => all('sign', items, done),
    /** Make encrypted ballots; gives each in SCALE. */
    ballots: (items, done) => all('ballot', items, done),
    close: () => Promise.all(threads.map((thread) => thread.terminate())),
  };
}
