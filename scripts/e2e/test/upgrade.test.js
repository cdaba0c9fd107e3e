// SPDX-License-Identifier: Apache-2.0

// A real upgrade of a running chain: who can authorize it, which code passes, and that blocks, finality
// and the registers go on under the new version.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { blake2AsHex } from '@polkadot/util-crypto';

import {
  account, CAST, CITIZEN, committeeDecides, councilDecides, KRW, snapshot, startChain, submit, waitForFinalized,
} from '../lib/chain.js';
import { refusal } from '../lib/expect.js';
import { ownerOf, registerCar, reportOdometer } from '../lib/market.js';
import { CODE_KEY } from '../lib/runtime.js';

/** What an upgrade that changes nothing but the version must leave entry by entry as it was. */
const KEPT = ['Agencies', 'Balances', 'CarRegistry', 'CitizenIdentity', 'Council', 'TechnicalCommittee'];

/**
 * The code of the next runtime in hexadecimal: from the file that `SEOUL_NEXT_RUNTIME` names, else from
 * the release build in cargo's target directory.
 */
function nextRuntime() {
  const named = process.env.SEOUL_NEXT_RUNTIME;
  const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../../target', import.meta.url));
  const built = ['release', 'wbuild', 'seoul-chain-runtime', 'seoul_chain_runtime_next.compact.compressed.wasm'];
  const path = named ? resolve(named) : resolve(target, ...built);
  if (!existsSync(path)) {
    throw new Error(`There is no next runtime at ${path}. Build it (cargo build --release -p seoul-chain-runtime-next), or name one in SEOUL_NEXT_RUNTIME.`);
  }
  return `0x${readFileSync(path).toString('hex')}`;
}

describe('upgrade', () => {
  let chain;
  let api;
  let car;
  let next;
  const alice = () => account('//Alice');
  const dave = () => account(CAST.dave);
  const eve = () => account(CAST.eve);
  const authorize = (codeHash) => api.tx.system.authorizeUpgrade(codeHash);
  const whitelist = (tx) => api.tx.whitelist.whitelistCall(blake2AsHex(tx.method.toU8a()));
  const dispatch = (tx) => api.tx.whitelist.dispatchWhitelistedCallWithPreimage(tx);
  const apply = (code) => api.tx.system.applyAuthorizedUpgrade(code);
  const authorized = () => api.query.system.authorizedUpgrade();
  const freeOf = async (pair) => (await api.query.system.account(pair.address)).data.free.toBigInt();
  /** Asked of the node, and not what the client remembers. */
  const specVersion = async () => (await chain.provider.send('state_getRuntimeVersion', [])).specVersion;

  before(async () => {
    next = nextRuntime();
    chain = await startChain();
    api = chain.api;
    car = await registerCar(api, account(CAST.dongdaemun), { vin: 'KMHSE0UL0PA000040', plate: '40가4000', owner: { Citizen: CITIZEN.dave } });
  });
  after(() => chain?.stop());

  test('no councillor, no operator and neither body alone authorizes an upgrade', async () => {
    // Not the hash of the real upgrade: what the committee defers here stays open.
    const upgrade = authorize(`0x${'07'.repeat(32)}`);
    const alone = (body, tx) => api.tx[body].propose(1, tx, tx.method.encodedLength);

    assert.equal(await refusal(submit(api, upgrade, alice())), 'dispatch.BadOrigin');
    assert.equal(await refusal(submit(api, whitelist(upgrade), alice())), 'dispatch.BadOrigin');
    assert.equal(await refusal(submit(api, alone('council', upgrade), alice())), 'dispatch.BadOrigin');
    assert.equal(await refusal(submit(api, alone('council', whitelist(upgrade)), alice())), 'dispatch.BadOrigin');
    assert.equal(await refusal(submit(api, alone('technicalCommittee', dispatch(upgrade)), alice())), 'dispatch.BadOrigin');
    // The council only admits, the committee only dispatches.
    assert.equal(await refusal(councilDecides(api, dispatch(upgrade))), 'dispatch.BadOrigin');
    assert.equal(await refusal(committeeDecides(api, whitelist(upgrade))), 'dispatch.BadOrigin');
    assert.equal(await refusal(submit(api, dispatch(upgrade), dave())), 'whitelist.DeferredDispatchNotFound');

    // What the council has not admitted waits, and runs for nobody.
    const deferred = await committeeDecides(api, dispatch(upgrade));
    assert.equal(deferred.event('whitelist', 'DispatchDeferred').callHash.toHex(), blake2AsHex(upgrade.method.toU8a()));
    assert.equal(await refusal(submit(api, dispatch(upgrade), dave())), 'whitelist.CallIsNotWhitelisted');

    assert.ok((await authorized()).isNone);
    assert.equal(await refusal(submit(api, apply(next), alice())), 'system.NothingAuthorized');
  });

  test('code whose version is not higher is refused, also when it is authorized', async () => {
    const version = await specVersion();
    const current = await chain.provider.send('state_getStorage', [CODE_KEY]);
    const codeHash = blake2AsHex(current);
    const upgrade = authorize(codeHash);
    // The committee first, the council second: then anybody may have it run.
    await committeeDecides(api, dispatch(upgrade));
    await councilDecides(api, whitelist(upgrade));
    const relayed = await submit(api, dispatch(upgrade), dave());
    assert.equal(relayed.event('whitelist', 'DeferredDispatchExecuted').who.toString(), dave().address);
    assert.equal(relayed.event('system', 'UpgradeAuthorized').codeHash.toHex(), codeHash);

    const applied = await submit(api, apply(current), alice());
    const rejected = applied.event('system', 'RejectedInvalidAuthorizedUpgrade');
    assert.equal(rejected.codeHash.toHex(), codeHash);
    assert.equal(api.registry.findMetaError(rejected.error.asModule).name, 'SpecVersionNeedsToIncrease');
    assert.ok((await authorized()).isNone, 'the authorization is used up');
    assert.equal(await specVersion(), version);
  });

  test('council and committee authorize, anybody applies, and everything goes on', async (t) => {
    const version = await specVersion();
    const codeHash = blake2AsHex(next);
    const upgrade = authorize(codeHash);
    await councilDecides(api, whitelist(upgrade));
    assert.ok((await authorized()).isNone, 'the council alone authorized it');
    const dispatched = await committeeDecides(api, dispatch(upgrade));
    assert.equal(dispatched.event('system', 'UpgradeAuthorized').checkVersion.isTrue, true);

    // One bit is different.
    const forged = next.slice(0, -1) + (Number.parseInt(next.at(-1), 16) ^ 1).toString(16);
    assert.equal(await refusal(submit(api, apply(forged), alice())), 'system.Unauthorized');
    assert.equal((await authorized()).unwrap().codeHash.toHex(), codeHash);

    // A citizen brings the code, and pays nothing for it.
    const before = await snapshot(chain.provider, KEPT, (await api.rpc.chain.getBlockHash()).toHex());
    assert.ok(Object.keys(before).length > 0);
    const had = await freeOf(eve());
    const applied = await submit(api, apply(next), eve());
    const [updated] = applied.event('system', 'CodeUpdated');
    assert.equal(updated.toHex(), codeHash);
    assert.equal(await freeOf(eve()), had);
    assert.ok((await authorized()).isNone);

    // The client that was connected all along learns of it by itself.
    const started = Date.now();
    while (await specVersion() !== version + 1 || api.runtimeVersion.specVersion.toNumber() !== version + 1) {
      assert.ok(Date.now() - started < 60_000, `after a minute the node says ${await specVersion()}, the client ${api.runtimeVersion.specVersion}`);
      await sleep(200);
    }
    t.diagnostic(`version ${version + 1} in force after ${Math.round((Date.now() - started) / 1000)} s`);
    assert.equal(await chain.provider.send('state_getStorage', [CODE_KEY]), next);

    const head = (await api.rpc.chain.getHeader()).number.toNumber();
    await waitForFinalized(api, head + 3);
    assert.equal((await api.query.system.lastRuntimeUpgrade()).unwrap().specVersion.toNumber(), version + 1);

    assert.deepEqual(await snapshot(chain.provider, KEPT, (await api.rpc.chain.getBlockHash()).toHex()), before);
    assert.deepEqual(await ownerOf(api, car), { Citizen: BigInt(CITIZEN.dave) });

    // Services, money and governance work under the new version.
    await reportOdometer(api, account(CAST.repairShop), car, 20, 'Repair');
    await submit(api, api.tx.balances.transferKeepAlive(alice().address, KRW), dave());
    await councilDecides(api, whitelist(upgrade));
  });
});
