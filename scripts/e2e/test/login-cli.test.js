// SPDX-License-Identifier: Apache-2.0

// `seoul facility`, `login`, `consent`, `session` and `credential` against a real node: a facility is registered, changed and
// closed; citizens log in at its provider and to software of its own, with keys of every kind; consents are given and taken
// back, sessions opened and closed, credentials issued from a file, shown, revoked; and a whole ring logs in anonymously.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { account, AGENCY, CAST, CITIZEN, startChain } from '../lib/chain.js';
import { freePort, openPage, registerFacility, facilityDetails, startProvider, webSite } from '../lib/login.js';
import { EXIT, program, writeKeys } from '../lib/program.js';

/** How old the last final block may be for the provider, in seconds; the command's own bound is 60. */
const MAX_ROOT_AGE = 15;
/** Some blocks, in milliseconds. */
const REBUILDING = 10_000;
/** RFC 7636, appendix B. */
const CODE_CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('logins on the command line', () => {
  let chain;
  let api;
  let folder;
  const file = (name) => join(folder, name);
  const seoul = program(() => chain.url);
  const { start, run, done, refused: refusedBy, told } = seoul;
  const as = (who) => ['--key-file', file(`${who}.key`)];
  const soon = ['--wait', 'block'];
  const refused = (exit, code, words, how) => refusedBy(exit, code, exit === EXIT.REFUSED && words[0] !== 'login' ? [...words, ...soon] : words, how);
  const isPrivate = async (path) => assert.equal((await stat(path)).mode & 0o777, 0o600, path);

  /** Write what is said of a facility into a file. */
  async function details(name, changed = {}) {
    const said = {
      koreanName: '강동도서관',
      englishName: 'Gangdong Library',
      domain: 'gangdong.seoul.go.kr',
      purposes: [{ korean: '도서 대출', english: 'Lend books' }],
      passMinutes: 60,
      ...changed,
    };
    await writeFile(file(name), JSON.stringify(said));
    return file(name);
  }

  /** Register a facility; gives its number. */
  async function register(changed, how = soon) {
    return (await done(['facility', 'register', await details('new.json', changed), ...how, ...as('library')])).facility;
  }

  /** Start the program with this on its standard input, and say what came of it. */
  async function fed(words, input) {
    const { child, ended } = start(words);
    child.stdin.end(input);
    const { exit, stdout, stderr } = await ended;
    return { exit, json: stdout === '' ? undefined : JSON.parse(stdout), stderr };
  }

  let counter = 0;
  /** A challenge in a new file. */
  async function challenge(facility, ...words) {
    counter += 1;
    const out = file(`challenge-${counter}.json`);
    await done(['facility', 'challenge', facility, '--out', out, ...words]);
    await isPrivate(out);
    return out;
  }
  const login = (asked, ...words) => ['login', '--challenge', asked, '--yes', ...words];
  /** The citizen answers a challenge, and the facility looks at the answer. */
  async function answered(asked, verify = [], ...words) {
    const answer = await done(login(asked, ...words));
    return fed(['facility', 'verify', '--challenge', asked, ...verify], JSON.stringify(answer));
  }

  before(async () => {
    chain = await startChain();
    api = chain.api;
    folder = await mkdtemp(join(tmpdir(), 'seoul-login-'));
    await writeKeys(file);
  });
  after(async () => {
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a facility is registered, shown in both languages, changed and closed', async () => {
    const said = await details('library.json', {
      requirements: [{ schema: 2, accepted: { Between: [2, 3] } }, { schema: 1, accepted: { OneOf: [11_740] } }],
    });
    const prepared = await done(['facility', 'register', said, '--prepare']);
    const same = facilityDetails('gangdong.seoul.go.kr', {
      requirements: [
        { schema: 1, accepted: { OneOf: { values: [11_740] } } },
        { schema: 2, accepted: { Between: { lowest: 2, highest: 3 } } },
      ],
    });
    assert.equal(prepared.callData, api.tx.facilities.registerFacility(same).method.toHex());
    await refused(EXIT.REFUSED, 'agencies.RoleNotHeld', ['facility', 'register', said, ...as('residents')]);
    const { facility } = await done(['facility', 'register', said, ...as('library')]);
    const shown = await done(['facility', 'show', facility]);
    assert.deepEqual([shown.koreanName, shown.domain, shown.agency, shown.status, shown.passLifetime],
      ['강동도서관', 'gangdong.seoul.go.kr', AGENCY.library, 'Open', 3_600_000]);
    assert.deepEqual(shown.requirements, [{ schema: 1, accepted: { OneOf: [11_740] } }, { schema: 2, accepted: { Between: [2, 3] } }]);
    const korean = await told('ko', ['facility', 'show', facility]);
    for (const line of [/한국어 이름: 강동도서관/, /상태: 운영 중/, /이용 목적/, /기관 32: 서울도서관/]) {
      assert.match(korean, line);
    }
    const changed = await details('changed.json', { purposes: [{ korean: '열람', english: 'Read' }], passMinutes: 30 });
    await refused(EXIT.REFUSED, 'facilities.NotTheOperator', ['facility', 'change', facility, changed, ...as('museum')]);
    await done(['facility', 'change', facility, changed, ...as('library')]);
    assert.deepEqual((await done(['facility', 'show', facility])).purposes, [{ korean: '열람', english: 'Read' }]);
    await done(['facility', 'close', facility, ...as('library')]);
    const numbers = async (...words) => (await done(['facility', 'list', ...words])).facilities.map((entry) => entry.facility);
    assert.ok(!(await numbers()).includes(facility));
    assert.ok((await numbers('--all')).includes(facility));
    assert.match(await told('en', ['facility', 'show', facility]), /status: no more/);
    await refused(EXIT.REFUSED, 'facilities.FacilityClosed', ['facility', 'close', facility, ...as('library')]);
    await refused(EXIT.NO, 'FacilityNotFound', ['facility', 'show', 9_999]);
    await refused(EXIT.NO, 'FacilityClosed', ['facility', 'challenge', facility, '--account', account(CAST.dave).address, '--out', file('none.json')]);
    await refused(EXIT.INPUT, 'DraftUnreadable', ['facility', 'register', await details('odd.json', { colour: 'red' }), '--prepare']);
    assert.equal((await done(['facility', 'terms', 'show'])).terms.longestPass, 86_400_000);
  });

  test('secrets are made once, and never printed again', async () => {
    const secret = file('pairwise.secret');
    const { file: written } = await done(['facility', 'secret', secret]);
    assert.equal(written, secret);
    await isPrivate(secret);
    assert.match(await readFile(secret, 'utf8'), /^[0-9a-f]{64}\n$/);
    await refused(EXIT.FILE, 'FileAlreadyExists', ['facility', 'secret', secret]);
    const [one, two] = [await done(['facility', 'client-secret']), await done(['facility', 'client-secret'])];
    assert.notEqual(one.secret, two.secret);
    assert.equal(webSite('web', { secret: one.secret }).secretSha256, one.secretSha256);
  });

  test('a citizen answers a facility\'s own challenge, and the answer counts once', async () => {
    const facility = await register({ domain: 'own.seoul.go.kr' });
    const address = account(CAST.dave).address;
    const asked = await challenge(facility, '--account', address, '--consent');
    const { challenge: { text } } = JSON.parse(await readFile(asked, 'utf8'));
    assert.ok(text.startsWith(`own.seoul.go.kr wants you to sign in with your Seoul Chain account:\n${address}\n`));
    // Without a terminal nobody is asked, and nothing is signed.
    await refused(EXIT.FILE, 'NoTerminal', ['login', '--challenge', asked, ...as('dave')]);
    await refused(EXIT.REFUSED, 'NotSigned', login(asked, ...as('eve')));
    await refused(EXIT.REFUSED, 'NotSigned', login(asked, '--facility', facility + 1, ...as('dave')));
    await refused(EXIT.INPUT, 'OtherKindOfLogin', login(asked, '--anonymous'));
    const forged = file('forged.json');
    await writeFile(forged, (await readFile(asked, 'utf8')).replaceAll('own.seoul.go.kr', 'evil.kr'));
    await refused(EXIT.REFUSED, 'NotSigned', login(forged, ...as('dave')));

    const signed = await run(login(asked, '--keep', file('consents'), ...as('dave')));
    assert.equal(signed.exit, 0);
    assert.ok(signed.stderr.includes(text), 'what is signed was shown');
    assert.ok(signed.stderr.includes('도서 대출'));
    const answer = JSON.stringify(signed.json);
    const kept = file('kept-consent.json');
    const granted = await fed(['facility', 'verify', '--challenge', asked, '--consent', kept], answer);
    assert.equal(granted.exit, 0, granted.stderr);
    const { subject, expiresAt, consent } = granted.json;
    assert.match(subject, /^0x[0-9a-f]{64}$/);
    assert.ok(expiresAt > Date.now() + 3_000_000);
    await isPrivate(kept);
    // The challenge is spent: the same answer is worth nothing.
    await refused(EXIT.FILE, 'FileNotFound', ['facility', 'verify', '--challenge', asked, file('answer.json')]);
    // The next time the kept consent suffices, and the subject is the same.
    const second = await answered(await challenge(facility, '--account', address), ['--consent', kept], ...as('dave'));
    assert.deepEqual([second.json.subject, second.json.consent], [subject, consent]);
    // An answer to another challenge, one that is late, and one without a consent are refused and named.
    const [first, other] = [await challenge(facility, '--account', address), await challenge(facility, '--account', address)];
    const crossed = await fed(['facility', 'verify', '--challenge', other, '--consent', kept], JSON.stringify(await done(login(first, ...as('dave')))));
    assert.deepEqual([crossed.exit, crossed.json.error.code], [EXIT.NO, 'login.InvalidSignature']);
    const without = await answered(await challenge(facility, '--account', address), [], ...as('dave'));
    assert.deepEqual([without.exit, without.json.error.code], [EXIT.NO, 'login.ConsentMissing']);
    assert.match(without.json.error.ko, /동의가 없습니다/);
    const late = await challenge(facility, '--account', address, '--lifetime', 1);
    await sleep(1_100);
    await refused(EXIT.NO, 'login.ChallengeExpired', login(late, ...as('dave')));
  });

  test('a suspended card and a stranger are refused, with the chain\'s own words', async () => {
    const facility = await register({ domain: 'strict.seoul.go.kr' });
    const verify = async (who) => {
      const asked = await challenge(facility, '--account', account(CAST[who] ?? who).address, '--consent');
      return answered(asked, [], ...as(who));
    };
    assert.equal((await verify('ferdie')).exit, 0);
    await done(['card', 'suspend', CITIZEN.ferdie, ...soon, ...as('cityBureau')]);
    const { exit, json } = await verify('ferdie');
    assert.deepEqual([exit, json.error.code], [EXIT.NO, 'login.Card']);
    assert.match(json.error.en, /citizenIdentity\.CardSuspended/);
    assert.match(json.error.ko, /정지된 시민카드/);
    await done(['card', 'resume', CITIZEN.ferdie, ...soon, ...as('cityBureau')]);
    assert.equal((await verify('ferdie')).exit, 0);
    assert.equal((await verify('tongin')).json.error.code, 'login.UnknownSigner');
  });

  test('session keys of every kind log in until they are closed', async () => {
    const facility = await register({ domain: 'session.seoul.go.kr' });
    const kinds = ['sr25519', 'ed25519', 'ecdsa', 'ethereum'];
    const opened = {};
    for (const kind of kinds) {
      const key = file(`session-${kind}.key`);
      await refused(EXIT.FILE, 'FileNotFound', ['session', 'open', CITIZEN.eve, '--session-key-file', key, ...as('eve')]);
      const words = ['session', 'open', CITIZEN.eve, '--session-key-file', key, '--session-key-type', kind, '--new'];
      opened[kind] = (await done([...words, ...soon, ...as('eve')])).session;
      await isPrivate(key);
    }
    const logsIn = async (kind) => {
      const asked = await challenge(facility, '--account', opened[kind], '--consent');
      return answered(asked, [], '--key-file', file(`session-${kind}.key`), '--key-type', kind);
    };
    const subjects = new Set();
    for (const kind of kinds) {
      const { exit, json, stderr } = await logsIn(kind);
      assert.equal(exit, 0, `${kind}: ${stderr}`);
      subjects.add(json.subject);
    }
    assert.equal(subjects.size, 1, 'whichever key it is, it is the same citizen');
    const state = async () => (await done(['session', 'list', CITIZEN.eve])).sessions.map(({ key, status }) => [key, typeof status === 'string' ? status : Object.keys(status)[0]]);
    await done(['session', 'close', opened.ecdsa, ...as('eve')]);
    assert.deepEqual(new Map(await state()).get(opened.ecdsa), 'Closed');
    assert.equal((await logsIn('ecdsa')).json.error.code, 'login.SessionClosed');
    await refused(EXIT.REFUSED, 'facilities.SessionNotFound', ['session', 'close', opened.sr25519, ...as('dave')]);
    // Somebody else's key cannot be opened as one's own.
    const stolen = ['session', 'open', CITIZEN.dave, '--session-key-file', file('session-sr25519.key')];
    await refused(EXIT.REFUSED, 'facilities.KeyInUse', [...stolen, ...as('dave')]);
    await refused(EXIT.REFUSED, 'facilities.InvalidPossession', ['session', 'open', CITIZEN.dave, '--session-key-file', file('fresh.key'), '--new', ...as('eve')]);
    await done(['session', 'close', '--all', ...as('eve')]);
    assert.ok((await state()).every(([, status]) => status === 'Closed'));
    await refused(EXIT.REFUSED, 'facilities.NoOpenSession', ['session', 'close', '--all', ...as('eve')]);
    assert.match(await told('ko', ['session', 'list', CITIZEN.eve]), /상태: 종료/);
  });

  test('a consent is given beforehand, listed, and taken back', async () => {
    const facility = await register({ domain: 'consent.seoul.go.kr' }, []);
    const out = file('given/consent.json');
    const grant = (to, ...more) => ['consent', 'grant', facility, '--out', to, '--yes', ...more, ...as('eve')];
    await refused(EXIT.FILE, 'FileNotFound', grant(out));
    const given = file('given.json');
    const { consent } = await done(grant(given, '--until', String(Date.now() + 40 * 86_400_000)));
    await isPrivate(given);
    await refused(EXIT.INPUT, 'ConsentPeriod', grant(file('long.json'), '--until', String(Date.now() + 400 * 86_400_000)));
    const shown = await done(['consent', 'show', given]);
    assert.deepEqual([shown.consent, shown.status, shown.facility, shown.citizen], [consent, 'Valid', facility, String(CITIZEN.eve)]);
    const asked = () => challenge(facility, '--account', account(CAST.eve).address);
    assert.equal((await answered(await asked(), ['--consent', given], ...as('eve'))).exit, 0);
    const prepared = await done(['consent', 'revoke', given, '--prepare']);
    assert.equal(prepared.callData, api.tx.facilities.revokeConsent(consent).method.toHex());
    await done(['consent', 'revoke', '--id', consent.slice(2), ...as('eve')]);
    await refused(EXIT.REFUSED, 'facilities.ConsentAlreadyRevoked', ['consent', 'revoke', given, ...as('eve')]);
    assert.equal((await done(['consent', 'show', given])).status, 'Withdrawn');
    const after = await answered(await asked(), ['--consent', given], ...as('eve'));
    assert.deepEqual([after.exit, after.json.error.code], [EXIT.NO, 'login.ConsentRevoked']);
    // Those that were kept at logins are listed with what they are now.
    const { consents } = await done(['consent', 'list', file('consents')]);
    assert.deepEqual(consents.map(({ status, domain }) => [status, domain]), [['Valid', 'own.seoul.go.kr']]);
    assert.match(await told('ko', ['consent', 'list', file('consents')]), /상태: 유효/);
    await writeFile(file('damaged.json'), (await readFile(given, 'utf8')).replace('대출', '판매'));
    await refused(EXIT.INPUT, 'ConsentUnreadable', ['consent', 'show', file('damaged.json')]);
  });

  test('credentials are issued from a file, shown to who requires them, and revoked one by one', async () => {
    const schema = await done(['credential', 'schema', 'show', 1]);
    assert.deepEqual([schema.koreanName, schema.issuers], ['자치구 주민', [{ agency: AGENCY.residents }]]);
    await refused(EXIT.NO, 'SchemaNotFound', ['credential', 'schema', 'show', 99]);
    const set = await done(['credential', 'schema', 'set', 9, '--korean-name', '학생', '--english-name', 'Student', '--issuer', AGENCY.residents, '--prepare']);
    assert.equal(set.callData, api.tx.facilities.setSchema(9, { koreanName: '학생', englishName: 'Student', issuers: [AGENCY.residents] }).method.toHex());

    await writeFile(file('residents.csv'), `citizen,schema,value\n${CITIZEN.dave},1,11740\n${CITIZEN.dave},2,2\n${CITIZEN.eve},1,11110\n`);
    const out = file('batch');
    const issue = ['credential', 'batch', file('residents.csv'), '--out', out];
    // A prepared call and the one that is sent are of the same batch.
    const prepared = await done([...issue, '--prepare']);
    assert.deepEqual(await readdir(out), ['batch.json']);
    const issued = await done([...issue, ...as('residents')]);
    assert.equal(issued.root, prepared.root);
    assert.deepEqual([issued.credentials, issued.files.length], [3, 2]);
    for (const name of await readdir(out)) {
      await isPrivate(join(out, name));
    }
    assert.deepEqual((await readdir(out)).sort(), ['batch.json', `citizen-${CITIZEN.dave}.json`, `citizen-${CITIZEN.eve}.json`]);
    // The same command again sends nothing, and writes a file again that was lost.
    const mine = join(out, `citizen-${CITIZEN.dave}.json`);
    const content = await readFile(mine, 'utf8');
    await rm(mine);
    const again = await done([...issue, ...as('residents')]);
    assert.deepEqual([again.batch, again.transaction], [issued.batch, undefined]);
    assert.equal(await readFile(mine, 'utf8'), content);
    // Also if the program ended before it knew the number.
    const book = JSON.parse(await readFile(join(out, 'batch.json'), 'utf8'));
    await writeFile(join(out, 'batch.json'), JSON.stringify({ ...book, batch: null }), { mode: 0o600 });
    assert.equal((await done([...issue, ...as('residents')])).batch, issued.batch);

    const batch = await done(['credential', 'show', '--batch', issued.batch]);
    assert.deepEqual([batch.agency, batch.status, batch.expiresAt], [AGENCY.residents, 'Published', issued.expiresAt]);
    const { credentials } = await done(['credential', 'show', mine]);
    assert.deepEqual(credentials.map((entry) => [entry.schema.koreanName, entry.value]), [['자치구 주민', 11_740], ['연령대', 2]]);
    assert.match(await told('ko', ['credential', 'show', mine]), /값: 11740/);
    const verify = (path, citizen) => run(['credential', 'verify', path, '--citizen', citizen]);
    assert.equal((await verify(mine, CITIZEN.dave)).exit, 0);
    const others = await verify(mine, CITIZEN.eve);
    assert.equal(others.exit, EXIT.NO);
    assert.ok(others.json.credentials.every((entry) => entry.refusal.code === 'login.NotInBatch'));

    const facility = await register({ domain: 'district.seoul.go.kr', requirements: [{ schema: 1, accepted: { OneOf: [11_740] } }] });
    const enter = async (who, ...words) => answered(await challenge(facility, '--account', account(CAST[who]).address, '--consent'), [], ...as(who), ...words);
    const asked = await challenge(facility, '--account', account(CAST.dave).address, '--consent');
    await refused(EXIT.NO, 'CredentialMissing', login(asked, ...as('dave')));
    const entered = await enter('dave', '--disclose', mine);
    assert.equal(entered.exit, 0, entered.stderr);
    // The age band stayed shut: the facility does not require it.
    assert.deepEqual(entered.json.predicates, [{ schema: 1, value: 11_740 }]);
    assert.equal(entered.json.expiresAt <= issued.expiresAt, true);
    const eves = join(out, `citizen-${CITIZEN.eve}.json`);
    assert.equal((await enter('eve', '--disclose', eves)).json.error.code, 'login.ValueNotAccepted');
    assert.equal((await enter('eve', '--disclose', mine)).json.error.code, 'login.NotInBatch');

    const revoke = ['credential', 'revoke', issued.batch];
    await refused(EXIT.REFUSED, 'agencies.RoleNotHeld', [...revoke, '--all', ...as('library')]);
    await refused(EXIT.INPUT, 'CommandLineUnreadable', [...revoke, '--prepare']);
    const revoked = await done([...revoke, '--citizen', CITIZEN.dave, '--schema', 1, '--book', join(out, 'batch.json'), ...as('residents')]);
    assert.equal(revoked.commitments.length, 1);
    assert.equal((await enter('dave', '--disclose', mine)).json.error.code, 'login.CredentialRevoked');
    const [residence, age] = (await verify(mine, CITIZEN.dave)).json.credentials;
    assert.deepEqual([residence.refusal.code, age.counts], ['login.CredentialRevoked', true]);
    await done([...revoke, '--all', ...as('residents')]);
    assert.equal((await verify(eves, CITIZEN.eve)).json.credentials[0].refusal.code, 'login.BatchRevoked');
    await refused(EXIT.REFUSED, 'facilities.NotExpired', ['credential', 'forget', issued.batch, ...as('dave')]);
    await refused(EXIT.NO, 'CredentialNotFound', [...revoke, '--citizen', 77, '--book', join(out, 'batch.json'), '--prepare']);
  });

  describe('at a provider', () => {
    let issuer;
    let facility;
    let provider;

    const address = (changed = {}) => {
      const url = new URL('/authorize', issuer);
      const all = {
        client_id: 'kiosk', redirect_uri: 'http://localhost:3000/back', response_type: 'code', scope: 'openid', state: 'af0ifjsldkj',
        code_challenge: CODE_CHALLENGE, code_challenge_method: 'S256', ...changed,
      };
      url.search = new URLSearchParams(all).toString();
      return url.href;
    };

    before(async () => {
      const port = await freePort();
      issuer = `http://localhost:${port}`;
      facility = await registerFacility(api, account('//Library'), facilityDetails(`localhost:${port}`));
      provider = await startProvider(seoul, file('provider'), {
        facility, issuer, listen: `127.0.0.1:${port}`, clients: [webSite('kiosk')], anonymous: { collection: 'city', maxRootAgeSeconds: MAX_ROOT_AGE },
      });
    });
    after(() => provider?.stop('SIGKILL'));

    test('the terminal logs in as a browser does, and says where it is sent back', async () => {
      const at = (...words) => ['login', '--at', address(), '--yes', ...words];
      const { redirect, consent, consentFile } = await done(at('--facility', facility, '--keep', file('kept'), ...as('dave')));
      const back = new URL(redirect);
      assert.equal(`${back.origin}${back.pathname}`, 'http://localhost:3000/back');
      assert.deepEqual([back.searchParams.get('state'), back.searchParams.get('iss')], ['af0ifjsldkj', issuer]);
      assert.equal((await done(['consent', 'show', consentFile])).consent, consent);
      // The code is worth a token to the client that began.
      const body = new URLSearchParams({
        grant_type: 'authorization_code', code: back.searchParams.get('code'), redirect_uri: 'http://localhost:3000/back',
        client_id: 'kiosk', code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      });
      const tokens = await fetch(`${issuer}/token`, { method: 'POST', body });
      assert.equal(tokens.status, 200);
      assert.ok((await tokens.json()).id_token);
      const again = await done(at(...as('dave')));
      assert.equal(again.consent, undefined);
    });

    test('what is not in order is refused before anything is signed', async () => {
      const at = (url, ...words) => ['login', '--at', url, '--yes', ...words, ...as('dave')];
      await refused(EXIT.REFUSED, 'NotSigned', at(address(), '--facility', facility + 1));
      await refused(EXIT.INPUT, 'LoginUrlUnusable', at('http://library.seoul.go.kr/authorize'));
      await refused(EXIT.NETWORK, 'ProviderNotUnderstood', at(`${issuer}/.well-known/openid-configuration`));
      await refused(EXIT.NO, 'oidc.unsupported_response_type', at(address({ response_type: 'token' })));
      await refused(EXIT.NETWORK, 'ProviderUnreachable', at('http://127.0.0.1:1/authorize'));
      await refused(EXIT.NO, 'login.UnknownSigner', ['login', '--at', address(), '--yes', ...as('tongin')]);
    });

    test('a whole ring logs in anonymously: one alias each, the same each time, and another elsewhere', async () => {
      // As in docs/ring-keys.md: keys from wallets, a list for the card office, admitted, built by the chain.
      await writeFile(file('passphrase'), 'correct horse battery staple\n', { mode: 0o600 });
      const ring = (who) => ['--ring-file', file(`${who}.ring`), '--passphrase-file', file('passphrase')];
      const people = ['dave', 'eve', 'ferdie'];
      const rows = ['collection,key,possession'];
      for (const who of people) {
        await done(['card', 'key', 'new', ...as(who), ...ring(who), '--request', file(`${who}.csv`)]);
        rows.push(...(await readFile(file(`${who}.csv`), 'utf8')).trim().split('\n').filter((line) => !line.startsWith('collection')));
      }
      await writeFile(file('ring-keys.csv'), `${rows.join('\n')}\n`);
      const anonymous = (who, ...words) => ['login', '--anonymous', '--yes', ...ring(who), ...words];
      await done(['ring', 'admit', file('ring-keys.csv'), ...as('cityBureau')]);
      const deadline = Date.now() + 120_000;
      for (;;) {
        const status = await run(['card', 'key', 'status', ...ring('dave')]);
        if (status.exit === 0) {
          break;
        }
        assert.ok(Date.now() < deadline, status.stderr);
        await sleep(1_000);
      }
      const code = async (who) => new URL((await done(anonymous(who, '--at', address()))).redirect).searchParams.get('code');
      const subjectOf = async (who) => {
        const body = new URLSearchParams({
          grant_type: 'authorization_code', code: await code(who), redirect_uri: 'http://localhost:3000/back',
          client_id: 'kiosk', code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
        });
        const { id_token: token } = await (await fetch(`${issuer}/token`, { method: 'POST', body })).json();
        const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
        assert.equal(claims.acr, 'urn:seoul:login:anonymous');
        return claims.sub;
      };
      const first = await subjectOf('dave');
      assert.equal(await subjectOf('dave'), first);
      assert.notEqual(await subjectOf('eve'), first);

      // To software of a facility's own, at two facilities from one unlock.
      const other = await register({ domain: 'sports.seoul.go.kr' });
      const asked = [await challenge(facility, '--anonymous', 'city'), await challenge(other, '--anonymous', 'city')];
      const answers = await done(anonymous('dave', ...asked.flatMap((path) => ['--challenge', path])));
      assert.equal(answers.length, 2);
      const aliases = [];
      for (const [index, path] of asked.entries()) {
        const { exit, json, stderr } = await fed(['facility', 'verify', '--challenge', path], JSON.stringify(answers[index]));
        assert.equal(exit, 0, stderr);
        assert.equal(json.collection, 'city');
        aliases.push(json.alias);
      }
      assert.notEqual(aliases[0], aliases[1]);
      // A proof for one facility or challenge is none for another, and a changed one is none at all.
      const crossed = await fed(['facility', 'verify', '--challenge', await challenge(other, '--anonymous', 'city')], JSON.stringify(answers[0]));
      assert.deepEqual([crossed.exit, crossed.json.error.code], [EXIT.NO, 'login.InvalidProof']);
      const bent = { ...answers[1], alias: answers[0].alias };
      const wrong = await fed(['facility', 'verify', '--challenge', await challenge(other, '--anonymous', 'city')], JSON.stringify(bent));
      assert.equal(wrong.exit, EXIT.NO);
      // A key that the card office removes logs in for no longer than the documentation says (docs/login.md): until removals are
      // gathered, the ring is rebuilt and the grace of the revision before is over, as of a block that is not too old.
      const { terms } = (await api.call.citizenRingsApi.settings()).toJSON();
      const bound = terms.removalDelay + REBUILDING + terms.removalGrace + MAX_ROOT_AGE * 1_000;
      const [, key] = rows[2].split(','); // eve's
      await writeFile(file('gone.csv'), `key\n${key}\n`);
      await done(['ring', 'remove', file('gone.csv'), '--cause', 'suspended', ...as('cityBureau')]);
      const removed = Date.now();
      let last;
      do {
        assert.ok(Date.now() - removed <= bound, `still let in after ${bound} ms`);
        await sleep(500);
        last = await run(anonymous('eve', '--at', address()));
      } while (last.exit === 0);
      console.log(`a removed key logged in for ${((Date.now() - removed) / 1_000).toFixed(1)} s, at most ${bound / 1_000} s`);
      assert.ok([EXIT.NO, EXIT.REFUSED].includes(last.exit), last.stderr);
      assert.equal(await subjectOf('dave'), first);
      // Where credentials are required, nobody is let in by an alias.
      const strict = await register({ domain: 'strict-anonymous.seoul.go.kr', requirements: [{ schema: 1 }] });
      const path = await challenge(strict, '--anonymous', 'city');
      const answer = await done(anonymous('dave', '--challenge', path));
      assert.equal((await fed(['facility', 'verify', '--challenge', path], JSON.stringify(answer))).json.error.code, 'login.CredentialsRequired');
    });

    test('the page tells people and wallets what they log in to', async () => {
      const page = await openPage(address());
      assert.equal(page.status, 200);
      assert.match(page.html, /강동도서관/);
      assert.ok(page.html.includes(new URL(issuer).host));
    });
  });
});
