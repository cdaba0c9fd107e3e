// SPDX-License-Identifier: Apache-2.0

/** A thread that signs transactions and makes ballots, of those that it is given. */

import { parentPort, workerData } from 'node:worker_threads';

import { compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a, cryptoWaitReady, sr25519PairFromSeed, sr25519Sign } from '@polkadot/util-crypto';

const SR25519 = new Uint8Array([1]);
/** A payload longer than this is signed by its hash. */
const LONGEST_PAYLOAD = 256;

await cryptoWaitReady();
const { version, address, extensionsBefore, extensionsAfter, additional, browserPackage } = workerData;
const pairs = new Map();
const pairOf = (seed) => {
  const name = Buffer.from(seed).toString('hex');
  if (!pairs.has(name)) {
    pairs.set(name, sr25519PairFromSeed(seed));
  }
  return pairs.get(name);
};

/** A whole transaction: version, address, signature, extensions, call. */
function signed({ seed, nonce, call }) {
  const pair = pairOf(seed);
  const extensions = u8aConcat(extensionsBefore, compactToU8a(nonce), extensionsAfter);
  const payload = u8aConcat(call, extensions, additional);
  const signature = sr25519Sign(payload.length > LONGEST_PAYLOAD ? blake2AsU8a(payload) : payload, pair);
  const body = u8aConcat(version, address, pair.publicKey, SR25519, signature, extensions, call);
  const whole = u8aConcat(compactToU8a(body.length), body);
  return { hex: u8aToHex(whole), hash: u8aToHex(blake2AsU8a(whole)), bytes: whole.length };
}

let ballots;
/** An encrypted ballot with its proofs, made by the package for browsers. */
async function ballot(of) {
  ballots ??= (await (await import(browserPackage)).load()).ballots;
  return u8aToHex(ballots.prepare(of).cast());
}

parentPort.on('message', async ({ batch, kind, items }) => {
  try {
    const made = kind === 'sign' ? items.map(signed) : await Promise.all(items.map(ballot));
    parentPort.postMessage({ batch, made });
  } catch (error) {
    parentPort.postMessage({ batch, error: error.message ?? String(error) });
  }
});
