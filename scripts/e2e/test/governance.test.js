// SPDX-License-Identifier: Apache-2.0

// Council and technical committee on a running node: root only by both, safe mode, paused calls, and
// the keys and the register of validators.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';

import {
  account, AGENCY, CAST, CITIZEN, committeeDecides, councilDecides, KRW, startChain, submit, waitForBlock, waitForFinalized,
} from '../lib/chain.js';
import { assertRefused, refusal } from '../lib/expect.js';

describe('governance', () => {
  let chain;
  let api;
  const alice = () => account('//Alice');
  const dave = () => account(CAST.dave);
  const officer = () => account(CAST.cityBureau);

  before(async () => {
    chain = await startChain();
    api = chain.api;
  });
  after(() => chain?.stop());

  test('root takes the council and the committee', async () => {
    const codeHash = `0x${'07'.repeat(32)}`;
    const upgrade = api.tx.system.authorizeUpgrade(codeHash);
    const dispatch = api.tx.whitelist.dispatchWhitelistedCallWithPreimage(upgrade);
    assert.equal(await refusal(councilDecides(api, upgrade)), 'dispatch.BadOrigin');
    assert.equal(await refusal(committeeDecides(api, upgrade)), 'dispatch.BadOrigin');
    await councilDecides(api, api.tx.whitelist.whitelistCall(blake2AsHex(upgrade.method.toU8a())));
    assert.ok((await api.query.system.authorizedUpgrade()).isNone);
    const dispatched = await committeeDecides(api, dispatch);
    assert.equal(dispatched.event('system', 'UpgradeAuthorized').codeHash.toHex(), codeHash);
    assert.equal((await api.query.system.authorizedUpgrade()).unwrap().codeHash.toHex(), codeHash);
    // Code that was not authorized is refused.
    assert.equal(await refusal(submit(api, api.tx.system.applyAuthorizedUpgrade('0x010203'), dave())), 'system.Unauthorized');
  });

  test('in safe mode services stop, blocks and governance go on, and it is left again', async () => {
    await committeeDecides(api, api.tx.safeMode.forceEnter());
    assert.ok((await api.query.safeMode.enteredUntil()).isSome);
    const suspend = api.tx.citizenIdentity.suspendCard(CITIZEN.ferdie);
    assert.equal(await refusal(submit(api, suspend, officer())), 'system.CallFiltered');
    const transfer = api.tx.balances.transferKeepAlive(alice().address, KRW);
    assert.equal(await refusal(submit(api, api.tx.utility.batchAll([transfer]), dave())), 'system.CallFiltered');
    const head = (await api.rpc.chain.getHeader()).number.toNumber();
    await waitForFinalized(api, head + 2);
    await councilDecides(api, api.tx.safeMode.forceExit());
    await submit(api, suspend, officer());
  });

  test('a paused call is closed, and governance cannot be paused', async () => {
    const call = api.tx.citizenIdentity.resumeCard(CITIZEN.ferdie);
    await councilDecides(api, api.tx.txPause.pause(['CitizenIdentity', 'resume_card']));
    assert.equal(await refusal(submit(api, call, officer())), 'system.CallFiltered');
    await submit(api, api.tx.balances.transferKeepAlive(alice().address, KRW), dave());
    assert.equal(await refusal(councilDecides(api, api.tx.txPause.pause(['Council', 'vote']))), 'txPause.Unpausable');
    await committeeDecides(api, api.tx.txPause.unpause(['CitizenIdentity', 'resume_card']));
    await submit(api, call, officer());
  });

  test('nobody burns won, and no validator purges its keys', async () => {
    assert.equal(await refusal(submit(api, api.tx.balances.burn(KRW, true), dave())), 'system.CallFiltered');
    assert.equal(await refusal(submit(api, api.tx.session.purgeKeys(), alice())), 'system.CallFiltered');
  });

  test('only the council decides about validators', async () => {
    const fifth = account('//Fifth').address;
    const add = api.tx.validatorSet.addValidator(fifth, AGENCY.gangnam);
    await assertRefused(chain, add, alice(), 'validatorSet.NotTheCouncil');
    await councilDecides(api, add);
    assert.ok((await api.query.validatorSet.validators(fifth)).isSome);
    assert.equal(await refusal(councilDecides(api, add)), 'validatorSet.AlreadyValidator');
    // Without session keys it does not run, and can be removed.
    await councilDecides(api, api.tx.validatorSet.removeValidator(fifth));
    assert.ok((await api.query.validatorSet.validators(fifth)).isNone);
    // The only validator that runs cannot.
    assert.equal(await refusal(councilDecides(api, api.tx.validatorSet.removeValidator(alice().address))), 'validatorSet.BelowMinimum');
  });

  test('a validator changes its session keys, and makes blocks with the new ones', async (t) => {
    const { publicKey } = alice();
    const made = await chain.provider.send('author_rotateKeysWithOwner', [`0x${Buffer.from(publicKey).toString('hex')}`]);
    assert.equal(await refusal(submit(api, api.tx.session.setKeys(made.keys, made.proof), dave())), 'session.InvalidProof');
    assert.equal(await refusal(submit(api, api.tx.session.setKeys(made.keys, '0x'), alice())), 'session.InvalidProof');
    await submit(api, api.tx.session.setKeys(made.keys, made.proof), alice());
    const aura = made.keys.slice(0, 66);
    const started = Date.now();
    for (;;) {
      const [authority] = await api.query.aura.authorities();
      if (authority.toHex() === aura) {
        break;
      }
      assert.ok(Date.now() - started < 60_000, 'the keys are not in force after a minute');
      const head = (await api.rpc.chain.getHeader()).number.toNumber();
      await waitForBlock(api, head + 1);
    }
    t.diagnostic(`new keys in force after ${Math.round((Date.now() - started) / 1000)} s`);
    const head = (await api.rpc.chain.getHeader()).number.toNumber();
    await waitForFinalized(api, head + 2);
  });
});
