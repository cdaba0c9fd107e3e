// SPDX-License-Identifier: Apache-2.0

/**
 * The program `seoul`, run as a clerk or a script runs it: what it says is taken from its exit code and its JSON.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CAST, DEV_PHRASE } from './chain.js';

/** Exit codes of the program. */
export const EXIT = { NO: 1, INPUT: 2, REFUSED: 3, NETWORK: 4, FILE: 5, UNKNOWN: 6, PARTLY: 7 };

/**
 * Where the built program is: `SEOUL_CLI`, else the release build in cargo's target directory.
 *
 * @returns {string}
 */
export function programPath() {
  const named = process.env.SEOUL_CLI;
  const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../../target', import.meta.url));
  const path = named ? resolve(named) : resolve(target, 'release', 'seoul');
  if (!existsSync(path)) {
    throw new Error(`There is no program at ${path}. Build it (cargo build --release --workspace --bin seoul), or name one in SEOUL_CLI.`);
  }
  return path;
}

/** Write a key file for everybody of {@link CAST}, named `dave.key` and so on. */
export async function writeKeys(file) {
  for (const [name, derivation] of Object.entries(CAST)) {
    if (typeof derivation === 'string') {
      await writeFile(file(`${name}.key`), `${DEV_PHRASE}${derivation}\n`, { mode: 0o600 });
    }
  }
}

/**
 * The program against the node at `url`.
 *
 * @param {() => string} url
 */
export function program(url) {
  const words = (args, at = url()) => ['--url', at, '--json', '--lang', 'en', ...args.map(String)];

  /**
   * Start it; `ended` gives its exit code, what it printed, and what it told people. `whole` stands for all words after the
   * program, and `by` for another program that starts it.
   */
  function start(args, { url: at, env = {}, by = programPath(), whole = words(args, at) } = {}) {
    const child = spawn(by, whole, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
    const ended = new Promise((settle, fail) => {
      child.once('error', fail);
      child.once('close', (exit) => settle({ exit, stdout, stderr }));
    });
    return { child, ended, stdout: () => stdout };
  }

  async function run(args, how) {
    const { child, ended } = start(args, how);
    child.stdin.end();
    const { exit, stdout, stderr } = await ended;
    try {
      return { exit, stderr, stdout, json: stdout === '' ? undefined : JSON.parse(stdout) };
    } catch (error) {
      throw new Error(`${args.join(' ')}: ${error.message}\n${stdout}\n${stderr}`);
    }
  }

  /** What it answers; it must have succeeded. */
  async function done(args, how) {
    const { exit, json, stderr } = await run(args, how);
    assert.equal(exit, 0, `${args.join(' ')}\n${stderr}`);
    return json;
  }

  /** Why it refused; it must have refused for that reason, in both languages. */
  async function refused(exit, code, args, how) {
    const result = await run(args, how);
    assert.equal(result.json?.error?.code, code, `${args.join(' ')}\n${result.stdout}\n${result.stderr}`);
    assert.equal(result.exit, exit);
    assert.equal(result.json.error.exitCode, exit);
    assert.match(result.json.error.ko, /[가-힣]/);
    assert.equal(result.stderr.trimEnd().split('\n').at(-1).startsWith('error: '), true);
    return result.json.error;
  }

  /** What it tells people in a language. */
  async function told(language, args) {
    const { child, ended } = start([], { whole: ['--url', url(), '--quiet', '--lang', language, ...args.map(String)] });
    child.stdin.end();
    const { exit, stdout, stderr } = await ended;
    assert.equal(exit, 0, `${args.join(' ')}\n${stderr}`);
    return stdout;
  }

  return { words, start, run, done, refused, told };
}
