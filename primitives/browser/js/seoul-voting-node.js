// SPDX-License-Identifier: Apache-2.0

// The same in Node.js 18 and newer: the module is read from the file beside this one.

import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { load as loadFrom } from './seoul-voting.js';

export * from './seoul-voting.js';

/** Node.js has it under this name from version 20 on. */
globalThis.crypto ??= webcrypto;

export const load = (source = readFile(new URL('./seoul-voting-module_bg.wasm', import.meta.url))) => loadFrom(source);
