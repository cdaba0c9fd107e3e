// SPDX-License-Identifier: Apache-2.0

// Writes what a release is into the file that is named, as JSON. What it says of the runtime, a chain is asked that the released
// node, `SEOUL_NODE`, starts. `scripts/release.sh` calls it.

import { statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import { startChain } from '../lib/chain.js';
import { CODE_KEY, metadataHash } from '../lib/runtime.js';

const { values: given, positionals: [path] } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string' },
    commit: { type: 'string' },
    uncommitted: { type: 'boolean', default: false },
    compiler: { type: 'string' },
    'wasm-target': { type: 'string' },
    runtime: { type: 'string' },
    'code-hash': { type: 'string' },
  },
});

const chain = await startChain(['--dev', '--tmp']);
try {
  const codeHash = await chain.provider.send('state_getStorageHash', [CODE_KEY]);
  if (codeHash !== given['code-hash']) {
    throw new Error(`The node's chains run the runtime ${codeHash}, and the released one is ${given['code-hash']}.`);
  }
  const { specName, specVersion, transactionVersion } = await chain.provider.send('state_getRuntimeVersion', []);
  const manifest = {
    version: given.version,
    commit: given.commit,
    uncommittedChanges: given.uncommitted,
    compiler: given.compiler.split('\n'),
    wasmTarget: given['wasm-target'],
    runtime: {
      file: basename(given.runtime),
      bytes: statSync(given.runtime).size,
      codeHash,
      metadataHash: await metadataHash(chain.api),
      specName,
      specVersion,
      transactionVersion,
    },
  };
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
} finally {
  await chain.stop();
}
