// SPDX-License-Identifier: Apache-2.0

// A web site that speaks OpenID Connect through a library that nobody here wrote (openid-client) logs citizens in with their
// cards, at `seoul facility serve` in front of a real node.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect as connectTo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import * as oidc from 'openid-client';

import { account, CAST, CITIZEN, DEV_PHRASE, startChain, submit } from '../lib/chain.js';
import { answerPage, facilityDetails, freePort, openPage, registerFacility, signText, startProvider, webSite } from '../lib/login.js';
import { EXIT, program, writeKeys } from '../lib/program.js';

/** The longest that a login may take at a warm node. */
const LONGEST_LOGIN = 50;
const BACK = 'http://localhost:3000/back';
const OTHER_BACK = 'http://localhost:3001/back';

describe('OpenID Connect with a citizen card', () => {
  let chain;
  let api;
  let folder;
  let seoul;
  let library;
  let museum;
  let office;
  const secret = randomBytes(32).toString('base64url');
  const dave = () => account(CAST.dave);
  const eve = () => account(CAST.eve);
  const ferdie = () => account(CAST.ferdie);
  const file = (name) => join(folder, name);

  /** A facility at a port of this machine with its provider. */
  async function facility(operator, name, { details = {}, config = {}, url } = {}) {
    const port = await freePort();
    const number = await registerFacility(api, account(operator), facilityDetails(`localhost:${port}`, details));
    const settings = {
      facility: number,
      issuer: `http://localhost:${port}`,
      listen: `127.0.0.1:${port}`,
      clients: [webSite('web', { secret }), webSite('kiosk'), webSite('reading', { port: 3_001, sector: 'reading.kr' })],
      ...config,
    };
    const start = (changed = {}) => startProvider(seoul, file(name), { ...settings, ...changed }, url);
    return { number, port, issuer: settings.issuer, settings, start, provider: await start() };
  }

  /** A web site that found the provider by its address. */
  async function discover({ issuer }, id = 'web') {
    const how = id === 'web' ? [{ client_secret: secret }, oidc.ClientSecretBasic(secret)] : [undefined, oidc.None()];
    const client = await oidc.discovery(new URL(issuer), id, ...how, { execute: [oidc.allowInsecureRequests] });
    // Verify the signatures of ID tokens too: without TLS nothing else says whose they are.
    oidc.enableNonRepudiationChecks(client);
    return client;
  }

  async function begin(client, { scope = 'openid', redirect = BACK } = {}) {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const expected = { pkceCodeVerifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce(), idTokenExpected: true };
    const address = oidc.buildAuthorizationUrl(client, {
      redirect_uri: redirect,
      scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expected.expectedState,
      nonce: expected.expectedNonce,
    });
    return { address, expected };
  }

  /** The browser comes back with this address: what the site is told. */
  const finish = (client, { expected }, redirect) => oidc.authorizationCodeGrant(client, new URL(redirect), expected);

  /** A whole login. */
  async function login(client, pair, how) {
    const begun = await begin(client, how);
    const { asked, status, told } = await answerPage(await openPage(begun.address), pair);
    assert.equal(status, 200, JSON.stringify(told));
    const tokens = await finish(client, begun, told.redirect);
    return { asked, tokens, claims: tokens.claims() };
  }

  /** A login that is refused: why. */
  async function refused(client, pair) {
    const { address } = await begin(client);
    const { status, told, asked } = await answerPage(await openPage(address), pair);
    assert.equal(status, 403, JSON.stringify(told));
    return { ...told, asked };
  }

  const userInfo = (client, { tokens, claims }) => oidc.fetchUserInfo(client, tokens.access_token, claims.sub);
  // What the provider answers to an access token that is no more, and to a client that does not show who it is.
  const ended = (error) => error instanceof oidc.WWWAuthenticateChallengeError && error.status === 401;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    folder = await mkdtemp(join(tmpdir(), 'seoul-oidc-'));
    seoul = program(() => chain.url);
    await writeKeys(file);
    office = account(CAST.cityBureau);
    library = await facility('//Library', 'library');
    museum = await facility('//Museum', 'museum', { details: { koreanName: '박물관', englishName: 'Museum' } });
  });
  after(async () => {
    await library?.provider.stop('SIGKILL');
    await museum?.provider.stop('SIGKILL');
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a citizen logs in, and the site learns nothing but a subject of its own', async () => {
    const client = await discover(library);
    const before = Math.floor(Date.now() / 1_000);
    const { asked, tokens, claims } = await login(client, dave());
    assert.ok(asked.challenge.text.startsWith(`localhost:${library.port} wants you to sign in with your Seoul Chain account:\n${dave().address}\n`));
    assert.deepEqual(asked.consent.purposes, [{ korean: '도서 대출', english: 'Lend books' }]);
    assert.deepEqual([claims.iss, claims.aud, claims.acr], [library.issuer, 'web', 'urn:seoul:login:wallet']);
    assert.ok(claims.iat >= before - 1 && claims.exp > before + 3_500 && claims.exp < before + 3_700);
    assert.equal(claims.predicates, undefined);
    const told = JSON.stringify([claims, tokens]);
    assert.ok(!told.includes(dave().address) && !told.includes(String(CITIZEN.dave)));
    const info = await userInfo(client, { tokens, claims });
    assert.deepEqual(info, { sub: claims.sub });
    // The second time no consent is asked for, and the subject is the same.
    const again = await login(client, dave(), { scope: 'openid predicates' });
    assert.equal(again.asked.consent, null);
    assert.equal(again.claims.sub, claims.sub);
    assert.notEqual(again.claims.jti, claims.jti);
    assert.deepEqual(again.claims.predicates, []);
  });

  test('sites of one sector know a citizen by one subject, other sectors, facilities and citizens by others', async () => {
    const subject = async (where, id, pair, redirect) => (await login(await discover(where, id), pair, { redirect })).claims.sub;
    const web = await subject(library, 'web', dave());
    assert.equal(await subject(library, 'kiosk', dave()), web);
    const others = [
      await subject(library, 'reading', dave(), OTHER_BACK),
      await subject(library, 'web', eve()),
      await subject(museum, 'web', dave()),
    ];
    assert.equal(new Set([web, ...others]).size, 4);
  });

  test('a code is worth nothing twice, with another verifier, at another address, or to another client', async () => {
    const client = await discover(library);
    const kiosk = await discover(library, 'kiosk');
    const isRefused = (error) => error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant';
    const code = async () => {
      const begun = await begin(client);
      const { told } = await answerPage(await openPage(begun.address), dave());
      return { begun, redirect: told.redirect };
    };
    const spent = await code();
    const tokens = await finish(client, spent.begun, spent.redirect);
    const claims = tokens.claims();
    await userInfo(client, { tokens, claims });
    await assert.rejects(finish(client, spent.begun, spent.redirect), isRefused);
    // Whoever came again may have stolen it: what came of the code is void.
    await assert.rejects(userInfo(client, { tokens, claims }), ended);

    const other = await code();
    const wrong = { expected: { ...other.begun.expected, pkceCodeVerifier: oidc.randomPKCECodeVerifier() } };
    await assert.rejects(finish(client, wrong, other.redirect), isRefused);
    await assert.rejects(finish(client, other.begun, other.redirect.replace('/back?', '/other?')), isRefused);
    await assert.rejects(finish(kiosk, other.begun, other.redirect), isRefused);
    // None of them spent it.
    assert.equal((await finish(client, other.begun, other.redirect)).claims().sub, claims.sub);
    const guess = await oidc.discovery(new URL(library.issuer), 'web', {}, oidc.ClientSecretBasic('guess'), { execute: [oidc.allowInsecureRequests] });
    const third = await code();
    await assert.rejects(finish(guess, third.begun, third.redirect), ended);
  });

  test('nobody is sent to an address that is not the client\'s, and a request out of order goes back', async () => {
    const client = await discover(library);
    for (const redirect of ['http://localhost:3000/back/', 'https://evil.kr/back', OTHER_BACK]) {
      const { address } = await begin(client, { redirect });
      const { status, location, text } = await openPage(address);
      assert.deepEqual([status, location], [400, null]);
      assert.match(text, /redirect_uri/);
    }
    const { address } = await begin(client);
    address.searchParams.delete('code_challenge');
    const { location } = await openPage(address);
    assert.ok(location.startsWith(`${BACK}?error=invalid_request`));
    const cancelled = await begin(client);
    const { told } = await (await openPage(cancelled.address)).post('/cancel', {});
    await assert.rejects(finish(client, cancelled, told.redirect), (error) => error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied');
  });

  test('a challenge is answered once, in the browser that asked, by the account that it names', async () => {
    const client = await discover(library);
    const { address } = await begin(client);
    const page = await openPage(address);
    const { told: asked } = await page.post('/challenge', { account: dave().address });
    const forged = await page.post('/answer', { signature: signText(eve(), asked.challenge.text) });
    assert.deepEqual([forged.status, forged.told.refusal], [403, 'InvalidSignature']);
    const right = { signature: signText(dave(), asked.challenge.text) };
    assert.deepEqual((await page.post('/answer', right)).told.error, 'no_challenge');
    const elsewhere = await openPage((await begin(client)).address);
    await elsewhere.post('/challenge', { account: dave().address });
    assert.equal((await elsewhere.post('/answer', right)).told.refusal, 'InvalidSignature');
    const stranger = account('//Nobody');
    assert.equal((await refused(client, stranger)).refusal, 'UnknownSigner');
  });

  test('a suspended card is refused from the next block on, everywhere, with the chain\'s own reason', async () => {
    const client = await discover(library);
    const session = await login(client, ferdie());
    await submit(api, api.tx.citizenIdentity.suspendCard(CITIZEN.ferdie), office);
    const told = await refused(client, ferdie());
    assert.deepEqual([told.refusal, told.reason], ['Card', 'citizenIdentity.CardSuspended']);
    assert.match(told.error_description, /정지된/);
    assert.equal((await refused(await discover(museum), ferdie())).refusal, 'Card');
    await assert.rejects(userInfo(client, session), ended);
    await submit(api, api.tx.citizenIdentity.resumeCard(CITIZEN.ferdie), office);
    // The access token stays void; the card logs in again.
    await assert.rejects(userInfo(client, session), ended);
    assert.equal((await login(client, ferdie())).claims.sub, session.claims.sub);
  });

  test('a session key logs in until it is closed, and what rests on it ends with it', async () => {
    const client = await discover(library);
    const key = account('//e2e//oidc//session', 'ed25519');
    await writeFile(file('session.key'), `${DEV_PHRASE}//e2e//oidc//session\n`, { mode: 0o600 });
    assert.equal((await refused(client, key)).refusal, 'UnknownSigner');
    const open = ['session', 'open', CITIZEN.dave, '--session-key-file', file('session.key'), '--session-key-type', 'ed25519'];
    const opened = await seoul.done([...open, '--wait', 'block', '--key-file', file('dave.key')]);
    assert.equal(opened.session, key.address);
    const session = await login(client, key);
    assert.equal(session.claims.sub, (await login(client, dave())).claims.sub);
    await userInfo(client, session);
    await submit(api, api.tx.facilities.closeSession(key.address), dave());
    assert.equal((await refused(client, key)).refusal, 'SessionClosed');
    await assert.rejects(userInfo(client, session), ended);
  });

  test('a consent that was taken back counts no more, and is asked for anew', async () => {
    const client = await discover(museum);
    const first = await login(client, eve());
    await submit(api, api.tx.facilities.revokeConsent(first.asked.consent.id), eve());
    await assert.rejects(userInfo(client, first), ended);
    // The provider shows the consent that it keeps, learns that it was taken back, and forgets it.
    const told = await refused(client, eve());
    assert.equal(told.refusal, 'ConsentRevoked');
    assert.equal(told.asked.consent, null);
    const second = await login(client, eve());
    assert.notEqual(second.asked.consent.id, first.asked.consent.id);
    assert.equal(second.claims.sub, first.claims.sub);
    const kept = await readFile(join(museum.provider.kept, 'consents.jsonl'), 'utf8');
    assert.ok(kept.includes(second.asked.consent.id));
  });

  test('a purpose that is new needs another consent', async () => {
    const client = await discover(museum);
    await login(client, dave());
    const more = [{ korean: '관람', english: 'Visit' }, { korean: '도서 대출', english: 'Lend books' }];
    const details = facilityDetails(`localhost:${museum.port}`, { purposes: more });
    await submit(api, api.tx.facilities.changeFacility(museum.number, details), account('//Museum'));
    const { asked } = await login(client, dave());
    assert.deepEqual(asked.consent.purposes, more);
  });

  test('subjects, consents and keys survive a restart; logins in progress do not', async () => {
    const client = await discover(library);
    const { claims } = await login(client, dave());
    const open = await openPage((await begin(client)).address);
    const { exit, stdout } = await library.provider.stop();
    assert.equal(exit, 0);
    assert.deepEqual(JSON.parse(stdout), { facility: library.number, ended: true });
    for (const name of ['keys.json', 'consents.jsonl', 'pairwise.secret', 'lock']) {
      assert.equal((await stat(join(library.provider.kept, name))).mode & 0o777, 0o600, name);
    }
    library.provider = await library.start();
    assert.match(library.provider.said(), /[1-9]\d* consents kept/);
    assert.equal((await open.post('/challenge', { account: dave().address })).status, 404);
    const again = await login(client, dave());
    assert.equal(again.asked.consent, null);
    assert.equal(again.claims.sub, claims.sub);
  });

  test('keys rotate: the next one is published before it signs, and old tokens stay valid', async () => {
    const sports = await facility('//Library', 'sports', {
      details: { passLifetime: 60_000 },
      config: { keys: { periodSeconds: 6, publishAheadSeconds: 4, keepAfterSeconds: 60 } },
    });
    try {
      const keys = async () => {
        const answer = await fetch(`${sports.issuer}/jwks`);
        assert.equal(answer.headers.get('cache-control'), 'public, max-age=2');
        return (await answer.json()).keys.map(({ kid }) => kid);
      };
      const signer = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).kid;
      const first = await login(await discover(sports), dave());
      const before = signer(first.tokens.id_token);
      assert.ok((await keys()).includes(before));
      let last;
      const published = new Set();
      const deadline = Date.now() + 30_000;
      do {
        assert.ok(Date.now() < deadline, 'no key followed');
        for (const kid of await keys()) {
          published.add(kid);
        }
        // A client that fetched the list before the login knows the key of the token.
        const known = new Set(published);
        last = await login(await discover(sports), dave());
        assert.ok(known.has(signer(last.tokens.id_token)));
        await sleep(1_000);
      } while (signer(last.tokens.id_token) === before);
      assert.ok((await keys()).includes(before), 'tokens of the key before are still valid');
    } finally {
      await sports.provider.stop('SIGKILL');
    }
  });

  test('while the node is away nobody is let in, and the provider finds it again by itself', async () => {
    // A wire to the node that can be cut.
    const target = new URL(chain.url);
    const wires = new Set();
    let connected = true;
    const relay = createServer((near) => {
      const far = connectTo(Number(target.port), target.hostname);
      for (const [one, other] of [[near, far], [far, near]]) {
        wires.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => { wires.delete(one); other.destroy(); });
        one.pipe(other);
      }
      if (!connected) {
        near.destroy();
      }
    });
    await new Promise((settle) => relay.listen(0, '127.0.0.1', settle));
    const url = `ws://127.0.0.1:${relay.address().port}`;
    const away = await facility('//Library', 'away', { url });
    try {
      const client = await discover(away);
      await login(client, dave());
      connected = false;
      for (const wire of wires) {
        wire.destroy();
      }
      const page = await openPage((await begin(client)).address);
      assert.equal(page.status, 503);
      // What needs no node goes on.
      assert.equal((await fetch(`${away.issuer}/jwks`)).status, 200);
      connected = true;
      await login(client, dave());
    } finally {
      await away.provider.stop('SIGKILL');
      relay.close();
      for (const wire of wires) {
        wire.destroy();
      }
    }
  });

  test('the provider does not start on what it cannot stand on, and says so in one line', async () => {
    const serve = (config, url) => startProvider(seoul, file('refused'), { ...library.settings, listen: `127.0.0.1:${library.port + 1}`, ...config }, url);
    const said = async (code, exit, promise) => {
      await assert.rejects(promise, (error) => {
        assert.match(error.message, new RegExp(`ended \\(${exit}\\)`));
        const { error: told } = JSON.parse(error.message.slice(error.message.indexOf('{'), error.message.lastIndexOf('}') + 1));
        assert.equal(told.code, code);
        assert.ok(!told.en.includes('\n') && /[가-힣]/.test(told.ko));
        return true;
      });
    };
    await said('FacilityNotFound', EXIT.NO, serve({ facility: 99 }));
    await said('NodeUnreachable', EXIT.NETWORK, serve({}, 'ws://127.0.0.1:1'));
    await said('ConfigUnusable', EXIT.INPUT, serve({ issuer: 'http://localhost:9' }));
    await said('ListenNotLocal', EXIT.INPUT, serve({ listen: '0.0.0.0:8080' }));
    await said('KeysKeptTooShort', EXIT.INPUT, serve({ keys: { periodSeconds: 60, publishAheadSeconds: 5, keepAfterSeconds: 60 } }));
    await said('PairwiseSecretMissing', EXIT.FILE, serve({ pairwiseSecretFile: file('nothing') }));
    await said('FolderInUse', EXIT.FILE, serve({ folder: library.provider.kept }));
    const closed = await registerFacility(api, account('//Library'), facilityDetails('closed.seoul.go.kr'));
    await submit(api, api.tx.facilities.closeFacility(closed), account('//Library'));
    await said('FacilityClosed', EXIT.NO, serve({ facility: closed, issuer: 'https://closed.seoul.go.kr' }));
    for (const [name, content] of [['consents.jsonl', '{"put":1}\n'], ['keys.json', '[{}]'], ['pairwise.secret', '00\n']]) {
      const folder = file(`damaged-${name}`);
      const { kept, stop } = await startProvider(seoul, folder, { ...library.settings, listen: `127.0.0.1:${await freePort()}` });
      await stop();
      await writeFile(join(kept, name), content, { mode: 0o600 });
      await said('KeptFileUnusable', EXIT.FILE, startProvider(seoul, folder, { ...library.settings, listen: `127.0.0.1:${await freePort()}` }));
      assert.equal(await readFile(join(kept, name), 'utf8'), content);
    }
  });

  test(`a login takes at most ${LONGEST_LOGIN} ms at a warm node`, async (context) => {
    const client = await discover(library);
    /** So many logins, from the browser's first request to the verified ID token: the median and the longest. */
    async function measure(rounds) {
      const times = [];
      for (let round = 0; round < rounds; round += 1) {
        const begun = await begin(client);
        const from = performance.now();
        const { told } = await answerPage(await openPage(begun.address), dave());
        await finish(client, begun, told.redirect);
        times.push(performance.now() - from);
      }
      times.sort((one, other) => one - other);
      return { median: times[Math.floor(rounds / 2)], longest: times.at(-1) };
    }
    await measure(10);
    // Other programs of this machine may spoil one measurement, hardly three.
    const measured = [await measure(20), await measure(20), await measure(20)];
    const best = measured.reduce((one, other) => (one.median <= other.median ? one : other));
    const told = `login end to end: median ${best.median.toFixed(1)} ms, longest ${best.longest.toFixed(1)} ms of 20 (medians ${measured.map(({ median }) => median.toFixed(1)).join(', ')})`;
    context.diagnostic(told);
    console.log(told);
    assert.ok(best.median <= LONGEST_LOGIN, told);
  });
});
