// SPDX-License-Identifier: Apache-2.0

// The page of `seoul facility serve` in a real browser (Debian's package chromium, or `SEOUL_CHROMIUM`): it finds a wallet extension,
// shows what is asked, has it signed, and sends the browser back to the web site.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { hexToU8a, u8aToHex, u8aToString, u8aWrapBytes } from '@polkadot/util';

import { startChromium } from '../../../primitives/browser/test/chromium.js';
import { account, CAST, startChain } from '../lib/chain.js';
import { facilityDetails, freePort, registerFacility, startProvider, webSite } from '../lib/login.js';
import { program, writeKeys } from '../lib/program.js';

const CHROMIUM = process.env.SEOUL_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
/** RFC 7636, appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CODE_CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('the login page in a browser', { skip: CHROMIUM ? false : 'there is no Chromium on this machine' }, () => {
  let chain;
  let folder;
  let provider;
  let issuer;
  let site;
  let back;
  let browser;
  let seoul;
  const file = (name) => join(folder, name);
  const dave = () => account(CAST.dave);

  /** Wait until an expression in the page is true. */
  async function until(expression) {
    const deadline = Date.now() + 20_000;
    // While the browser goes from page to page there is nothing to ask.
    while (!(await browser.run(`Boolean(${expression})`).catch(() => false))) {
      if (Date.now() > deadline) {
        throw new Error(`In vain: ${expression}\n${await browser.run('location.href + document.body.innerText')}`);
      }
      await sleep(50);
    }
  }

  before(async () => {
    chain = await startChain();
    folder = await mkdtemp(join(tmpdir(), 'seoul-page-'));
    site = createServer((request, response) => response.end('welcome back'));
    await new Promise((settle) => site.listen(0, '127.0.0.1', settle));
    back = `http://localhost:${site.address().port}/back`;
    const port = await freePort();
    issuer = `http://localhost:${port}`;
    const details = facilityDetails(`localhost:${port}`, { koreanName: '도서관 <b>', englishName: 'Library <b>' });
    const facility = await registerFacility(chain.api, account('//Library'), details);
    const kiosk = { ...webSite('kiosk'), redirectUris: [back] };
    seoul = program(() => chain.url);
    provider = await startProvider(seoul, join(folder, 'provider'), { facility, issuer, listen: `127.0.0.1:${port}`, clients: [kiosk], anonymous: { collection: 'city' } });
    browser = await startChromium(CHROMIUM, 'about:blank');
  });
  after(async () => {
    await browser?.close();
    await provider?.stop('SIGKILL');
    site?.close();
    site?.closeAllConnections();
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Go to the page of a new login. */
  async function open() {
    const query = new URLSearchParams({
      client_id: 'kiosk', redirect_uri: back, response_type: 'code', scope: 'openid', state: 'xyz',
      code_challenge: CODE_CHALLENGE, code_challenge_method: 'S256',
    });
    await browser.run(`location.href = ${JSON.stringify(`${issuer}/authorize?${query}`)}`);
    await until(`location.pathname.startsWith('/login/') && document.readyState === 'complete' && document.getElementById('accounts')`);
  }

  /** An extension that has one account, and leaves what it is to sign where the test finds it. */
  const extension = () => `
    window.toSign = [];
    window.injectedWeb3 = { seoul: { version: '1', enable: async () => ({
      accounts: { get: async () => [{ address: ${JSON.stringify(dave().address)}, name: 'Dave' }] },
      signer: { signRaw: (raw) => new Promise((settle) => window.toSign.push({ raw, settle })) },
    }) } };
    true`;

  /** Sign what the extension is asked, as wallets do; gives the text. */
  async function sign() {
    await until('window.toSign.length > 0');
    const raw = await browser.run('window.toSign[0].raw');
    assert.deepEqual([raw.address, raw.type], [dave().address, 'bytes']);
    const signature = u8aToHex(dave().sign(u8aWrapBytes(hexToU8a(raw.data)), { withType: true }));
    await browser.run(`window.toSign.shift().settle({ signature: ${JSON.stringify(signature)} }), true`);
    return u8aToString(hexToU8a(raw.data));
  }

  const click = (selector) => browser.run(`document.querySelector(${JSON.stringify(selector)}).click(), true`);

  test('a citizen sees what is asked, signs consent and login, and comes back with a code', async () => {
    await open();
    const heading = await browser.run(`document.querySelector('h1').textContent`);
    assert.match(heading, /도서관 <b>.*Library <b>/, 'names are text, not markup');
    await browser.run(extension());
    await until(`document.querySelector('#accounts button')`);
    assert.match(await browser.run(`document.querySelector('#accounts button').textContent`), /^Dave · 5/);
    await click('#accounts button');
    await until(`!document.getElementById('ask').hidden`);
    assert.equal(await browser.run(`document.querySelector('#purposes li').textContent`), '도서 대출 · Lend books');
    assert.equal(await browser.run(`document.getElementById('credentials').hidden`), true);
    const shown = await browser.run(`document.getElementById('text').textContent`);
    await click('#sign');
    assert.match(await sign(), /asks for your consent/);
    assert.equal(await sign(), shown);
    await until(`location.href.startsWith(${JSON.stringify(back)})`);
    const came = new URL(await browser.run('location.href'));
    assert.deepEqual([came.searchParams.get('state'), came.searchParams.get('iss')], ['xyz', issuer]);
    const body = new URLSearchParams({
      grant_type: 'authorization_code', code: came.searchParams.get('code'), redirect_uri: back, client_id: 'kiosk', code_verifier: VERIFIER,
    });
    assert.equal((await fetch(`${issuer}/token`, { method: 'POST', body })).status, 200);
  });

  test('a refusal is told on the page, and the citizen can try again or cancel', async () => {
    await open();
    await browser.run(extension());
    await until(`document.querySelector('#accounts button')`);
    await click('#accounts button');
    await until(`!document.getElementById('ask').hidden`);
    // The second time no consent is asked for.
    assert.equal(await browser.run(`document.getElementById('consent').hidden`), true);
    await click('#sign');
    await until('window.toSign.length > 0');
    await browser.run(`window.toSign.shift().settle({ signature: '0x00' }), true`);
    await until(`document.getElementById('message').textContent !== ''`);
    assert.equal(await browser.run(`document.getElementById('message').textContent`), 'the challenge is not signed by its account');
    assert.equal(await browser.run(`document.getElementById('accounts').hidden`), false);
    await click('#cancel');
    await until(`location.href.startsWith(${JSON.stringify(back)})`);
    assert.equal(new URL(await browser.run('location.href')).searchParams.get('error'), 'access_denied');
  });

  test('a wallet with ring keys logs in anonymously, with the command line in the place of the extension', async () => {
    await writeFile(file('passphrase'), 'correct horse battery staple\n', { mode: 0o600 });
    await writeKeys(file);
    const ring = (who) => ['--ring-file', file(`${who}.ring`), '--passphrase-file', file('passphrase')];
    const rows = ['collection,key,possession'];
    for (const who of ['dave', 'eve', 'ferdie']) {
      await seoul.done(['card', 'key', 'new', '--key-file', file(`${who}.key`), ...ring(who), '--request', file(`${who}.csv`)]);
      rows.push(...(await readFile(file(`${who}.csv`), 'utf8')).trim().split('\n').filter((line) => !line.startsWith('collection')));
    }
    await writeFile(file('keys.csv'), `${rows.join('\n')}\n`);
    await seoul.done(['ring', 'admit', file('keys.csv'), '--key-file', file('cityBureau.key')]);
    const deadline = Date.now() + 120_000;
    while ((await seoul.run(['card', 'key', 'status', ...ring('dave')])).exit !== 0) {
      assert.ok(Date.now() < deadline, 'no ring was built');
      await sleep(1_000);
    }
    await open();
    await browser.run(`window.toProve = [];
      window.injectedSeoulRings = { seoul: { proveLogin: (challenge) => new Promise((settle) => window.toProve.push({ challenge, settle })) } };
      true`);
    await until(`document.querySelector('#anonymous button')`);
    assert.equal(await browser.run(`document.getElementById('anonymous').hidden`), false);
    await click('#anonymous button');
    await until('window.toProve.length > 0');
    const challenge = await browser.run('window.toProve[0].challenge');
    await writeFile(file('asked.json'), JSON.stringify({ kind: 'anonymous', challenge }));
    const answer = await seoul.done(['login', '--anonymous', '--yes', ...ring('dave'), '--challenge', file('asked.json')]);
    await browser.run(`window.toProve.shift().settle(${JSON.stringify(answer)}), true`);
    await until(`location.href.startsWith(${JSON.stringify(back)})`);
    assert.ok(new URL(await browser.run('location.href')).searchParams.get('code'));
  });

  test('who has no wallet is told so', async () => {
    await open();
    await until(`document.getElementById('message').textContent.includes('No wallet extension')`);
  });
});
