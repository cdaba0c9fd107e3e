// SPDX-License-Identifier: Apache-2.0

/**
 * A facility with a provider in front of the node, and a citizen with a browser and a wallet.
 */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { stringToU8a, u8aToHex, u8aWrapBytes } from '@polkadot/util';

import { submit } from './chain.js';

const READY_TIMEOUT = 30_000;

/** A port of this machine that nobody uses now. */
export async function freePort() {
  const server = createServer();
  await new Promise((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address();
  await new Promise((settle) => server.close(settle));
  return port;
}

/**
 * What an agency says of a facility at this host, as the chain takes it.
 *
 * @param {string} domain
 * @param {object} [changed] fields that are not the usual ones
 */
export function facilityDetails(domain, changed = {}) {
  return {
    koreanName: '강동도서관',
    englishName: 'Gangdong Library',
    domain,
    purposes: [{ korean: '도서 대출', english: 'Lend books' }],
    requirements: [],
    passLifetime: 3_600_000,
    ...changed,
  };
}

/** Register a facility; gives its number. */
export async function registerFacility(api, operator, details) {
  const { event } = await submit(api, api.tx.facilities.registerFacility(details), operator);
  return event('facilities', 'FacilityRegistered').facility.toNumber();
}

/**
 * Start `seoul facility serve` and wait until it listens.
 *
 * @param {ReturnType<import('./program.js').program>} seoul
 * @param {string} folder of the configuration, the secret and what the provider keeps
 * @param {object} config as it stands in the file, without the folder
 * @param {string} [url] the node
 */
export async function startProvider(seoul, folder, config, url) {
  await mkdir(folder, { recursive: true });
  const kept = join(folder, 'kept');
  await mkdir(kept, { recursive: true, mode: 0o700 });
  const file = join(folder, 'provider.json');
  await writeFile(file, JSON.stringify({ folder: kept, ...config }), { mode: 0o600 });
  const secret = join(kept, 'pairwise.secret');
  const made = await seoul.run(['facility', 'secret', secret]);
  assert.ok(made.exit === 0 || made.json.error.code === 'FileAlreadyExists', made.stderr);

  const { child, ended } = seoul.start(['facility', 'serve', '--config', file], { url });
  let said = '';
  child.stderr.on('data', (text) => { said += text; });
  const deadline = Date.now() + READY_TIMEOUT;
  while (!said.includes('listening on')) {
    if (child.exitCode !== null || Date.now() > deadline) {
      const { exit, stdout, stderr } = await ended;
      throw new Error(`The provider ended (${exit}) before it listened.\n${stdout}\n${stderr}`);
    }
    await sleep(20);
  }
  const stop = async (signal = 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  return { child, stop, file, kept, said: () => said };
}

/** A web site of the facility, as it stands in the configuration of its provider. */
export function webSite(id, { secret, port = 3_000, sector = 'localhost' } = {}) {
  return {
    id,
    name: '도서관 홈페이지',
    redirectUris: [`http://localhost:${port}/back`],
    sector,
    ...(secret ? { secretSha256: createHash('sha256').update(secret).digest('hex') } : {}),
  };
}

/**
 * A browser on the login page of a provider: it keeps the page's cookie, and follows no redirect by itself.
 *
 * @param {URL | string} address of the authorisation request
 */
export async function openPage(address) {
  const begun = await fetch(address, { redirect: 'manual' });
  const location = begun.headers.get('location');
  if (begun.status !== 303 || !location.includes('/login/')) {
    return { status: begun.status, location, text: await begun.text() };
  }
  const [cookie] = begun.headers.get('set-cookie').split(';');
  const page = await fetch(location, { headers: { cookie } });
  const post = async (path, body) => {
    const answer = await fetch(location + path, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, told: await answer.json() };
  };
  return { status: page.status, page: location, html: await page.text(), cookie, post };
}

/** A text signed as wallets sign it: wrapped, and with a first byte that says of which kind the key is. */
export function signText(pair, text) {
  return u8aToHex(pair.sign(u8aWrapBytes(stringToU8a(text)), { withType: true }));
}

/**
 * Log in on a page.
 *
 * @param {Awaited<ReturnType<typeof openPage>>} page
 * @param {object} pair of the card's account or of a session key
 * @param {object[]} [disclosures] credentials
 */
export async function answerPage(page, pair, disclosures = []) {
  const { status, told: asked } = await page.post('/challenge', { account: pair.address });
  assert.equal(status, 200, JSON.stringify(asked));
  const answer = { signature: signText(pair, asked.challenge.text), disclosures };
  if (asked.consent) {
    answer.consentSignature = signText(pair, asked.consent.text);
  }
  return { asked, ...await page.post('/answer', answer) };
}
