// SPDX-License-Identifier: Apache-2.0

/** The built runtime, as council and committee authorise it and as hardware wallets know it. */

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { u8aToHex } from '@polkadot/util';

/** `:code`, the key under which a chain keeps its runtime. */
export const CODE_KEY = '0x3a636f6465';

/** What the runtime is built with: part of the metadata hash. */
const TOKEN = { tokenSymbol: 'KRW', decimals: 6 };

/**
 * The bytes of the runtime: of the file that `SEOUL_RUNTIME` names, else of the release build in cargo's target directory.
 *
 * @returns {Buffer}
 */
export function builtRuntime() {
  const named = process.env.SEOUL_RUNTIME;
  const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../../target', import.meta.url));
  const built = ['release', 'wbuild', 'seoul-chain-runtime', 'seoul_chain_runtime.compact.compressed.wasm'];
  const path = named ? resolve(named) : resolve(target, ...built);
  if (!existsSync(path)) {
    throw new Error(`There is no runtime at ${path}. Build it (cargo build --release -p seoul-chain-node), or name one in SEOUL_RUNTIME.`);
  }
  return readFileSync(path);
}

/**
 * The hash of the metadata of a running chain, computed from what it says of itself (RFC 78).
 *
 * @param {import('@polkadot/api').ApiPromise} api
 * @param {{ tokenSymbol: string, decimals: number }} [token]
 * @returns {Promise<string>}
 */
export async function metadataHash(api, token = TOKEN) {
  const metadata = (await api.call.metadata.metadataAtVersion(15)).unwrap();
  return u8aToHex(merkleizeMetadata(metadata.toHex(), token).digest());
}
