// SPDX-License-Identifier: Apache-2.0

// How many must agree. Among three members half and two thirds are both two, so council and committee
// have four here: half are two, two thirds are three. Each decision is tried with one vote too few, and
// then with enough. After that: what safe mode and a paused call leave open.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';

import {
  account, AGENCY, CAST, ChainError, chainNow, CITIZEN, councilDecides, fund, KRW, startChain, submit, waitForFinalized,
} from '../lib/chain.js';
import { refusal } from '../lib/expect.js';
import { registerCar } from '../lib/market.js';
import { commit, newSalt } from '../lib/tags.js';

const DAY_IN_BLOCKS = 43_200;
const HOUR = 3_600_000;
const COUNCIL = 'council';
const COMMITTEE = 'technicalCommittee';
const PASSED = 'passed';

/** Calls of consensus and governance, by their names in the metadata. */
const UNPAUSABLE = [
  ['Council', 'vote'], ['TechnicalCommittee', 'vote'], ['Whitelist', 'whitelist_call'], ['SafeMode', 'force_exit'], ['TxPause', 'unpause'],
  ['ValidatorSet', 'remove_validator'], ['Session', 'set_keys'], ['Grandpa', 'report_equivocation_unsigned'], ['Timestamp', 'set'],
  ['System', 'apply_authorized_upgrade'],
];

describe('thresholds', () => {
  let chain;
  let api;
  let members;
  let car;
  const citizen = () => account(CAST.dave);
  const dealer = () => account(CAST.dealer);
  const addresses = () => members.map(({ address }) => address);
  const reason = (text) => commit(newSalt(), new TextEncoder().encode(text));
  const list = () => api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer);
  const giveBack = () => api.tx.carRegistry.returnVehicle(car.id);
  const draft = () => api.tx.carRegistry.draftSale(car.id, { Citizen: CITIZEN.eve }, 'BetweenParties', reason('매매계약서'), 'OffChain');
  const suspend = (agency) => api.tx.agencies.suspend(agency, reason('업무 정지 처분서'));
  const rooted = () => api.tx.system.authorizeUpgrade(`0x${'07'.repeat(32)}`);
  const whitelistIt = () => api.tx.whitelist.whitelistCall(blake2AsHex(rooted().method.toU8a()));
  const dispatchIt = () => api.tx.whitelist.dispatchWhitelistedCallWithPreimage(rooted());
  const pause = (...name) => api.tx.txPause.pause(name);
  const unpause = (...name) => api.tx.txPause.unpause(name);
  const pausedCalls = async () => (await api.query.txPause.pausedCalls.keys()).map(({ args: [name] }) => name.toHuman().join('.')).sort();
  const height = async () => (await api.rpc.chain.getHeader()).number.toNumber();

  before(async () => {
    chain = await startChain();
    api = chain.api;
    members = [...CAST.council, '//e2e//governance//fourth'].map((derivation) => account(derivation));
    await fund(api, [members[3]], 100_000n * KRW);
    car = await registerCar(api, account(CAST.dongdaemun), { vin: 'KMHSE0UL0PA000050', plate: '50가5050', owner: { Citizen: CITIZEN.dave } });
    // The committee first: afterwards two votes are no longer two thirds of the council.
    await councilDecides(api, api.tx.technicalCommittee.setMembers(addresses(), null, 3));
    await councilDecides(api, api.tx.council.setMembers(addresses(), null, 3));
  });
  after(() => chain?.stop());

  /** Submit, and give the block, also if the call failed or a motion's call did. */
  async function blockOf(tx, signer) {
    const { blockHash } = await submit(api, tx, signer).catch((error) => {
      if (error instanceof ChainError) {
        return error;
      }
      throw error;
    });
    return blockHash;
  }

  async function eventsOf(body, method, blockHash) {
    const events = await (await api.at(blockHash)).query.system.events();
    return events.map(({ event }) => event).filter((event) => event.section === body && event.method === method);
  }

  function nameOf(result) {
    if (result.isOk) {
      return PASSED;
    }
    const error = result.asErr;
    if (!error.isModule) {
      return error.type;
    }
    const { section, name } = api.registry.findMetaError(error.asModule);
    return `${section}.${name}`;
  }

  /**
   * Make motions, vote for each with as many members as it says, and close them: all in three blocks.
   *
   * @param {{ body: string, tx: object, votes: number }[]} motions
   * @returns {Promise<string[]>} what became of each one's call: `passed`, or the error
   */
  async function carry(motions) {
    const [proposer] = members;
    const named = motions.map((motion) => ({ ...motion, hash: blake2AsHex(motion.tx.method.toU8a()), length: motion.tx.method.encodedLength }));
    const together = (calls) => api.tx.utility.batchAll(calls);
    const results = new Map();
    const readResults = async (blockHash) => {
      for (const body of [COUNCIL, COMMITTEE]) {
        for (const { data } of await eventsOf(body, 'Executed', blockHash)) {
          results.set(`${body} ${data.proposalHash.toHex()}`, nameOf(data.result));
        }
      }
    };

    // A motion with a threshold of one is carried out at once.
    const proposing = await blockOf(together(named.map(({ body, tx, votes, length }) => api.tx[body].propose(votes, tx, length))), proposer);
    await readResults(proposing);
    const indices = new Map();
    for (const body of [COUNCIL, COMMITTEE]) {
      for (const { data } of await eventsOf(body, 'Proposed', proposing)) {
        indices.set(`${body} ${data.proposalHash.toHex()}`, data.proposalIndex.toNumber());
      }
    }
    const open = named
      .filter(({ votes }) => votes > 1)
      .map((motion) => ({ ...motion, index: indices.get(`${motion.body} ${motion.hash}`) }));
    assert.ok(open.every(({ index }) => index !== undefined), 'a motion was not made');

    if (open.length > 0) {
      await Promise.all(members.map((member, place) => {
        const votes = open.filter((motion) => motion.votes > place).map(({ body, hash, index }) => api.tx[body].vote(hash, index, true));
        return votes.length > 0 ? submit(api, together(votes), member) : undefined;
      }));
      const closings = await Promise.all(open.map(async ({ body, tx, hash, index, length }) => {
        const { weight } = await tx.paymentInfo(proposer.address);
        return api.tx[body].close(hash, index, weight, length);
      }));
      await readResults(await blockOf(together(closings), proposer));
    }
    return named.map(({ body, hash }) => results.get(`${body} ${hash}`) ?? assert.fail('a motion was not carried out'));
  }

  const decide = async (body, votes, tx) => (await carry([{ body, votes, tx }]))[0];

  async function assertFiltered(tx, signer) {
    assert.equal(await refusal(submit(api, tx, signer)), 'system.CallFiltered');
  }

  describe('of decisions', () => {
    /** What, who, how many of four, and the error when there is one fewer. */
    const DECISIONS = [
      ['suspending a public institution', COUNCIL, 2, () => suspend(AGENCY.insurer), 'BadOrigin'],
      ['pausing a call', COUNCIL, 2, () => pause('CarRegistry', 'expire_sale'), 'BadOrigin'],
      ['legal terms', COUNCIL, 3, () => terms, 'carRegistry.NotAuthorized'],
      ['a new key of the registrars', COUNCIL, 3, () => api.tx.carRegistry.advanceTagKey(), 'carRegistry.NotAuthorized'],
      ['the least number of validators', COUNCIL, 3, () => api.tx.validatorSet.setMinValidators(1), 'validatorSet.NotTheCouncil'],
      ['the members of the council', COUNCIL, 3, () => api.tx.council.setMembers(addresses(), null, 4), 'BadOrigin'],
      ['the members of the committee', COUNCIL, 3, () => api.tx.technicalCommittee.setMembers(addresses(), null, 4), 'BadOrigin'],
      ['whitelisting a call', COUNCIL, 3, whitelistIt, 'BadOrigin'],
      ['dispatching a whitelisted call', COMMITTEE, 3, dispatchIt, 'BadOrigin'],
      ['pausing a call', COMMITTEE, 3, () => pause('CarRegistry', 'reject_transfer'), 'BadOrigin'],
    ];
    /** What the whole of one body cannot decide. */
    const NEVER = [
      ['authorizing an upgrade', COUNCIL, rooted, 'BadOrigin'],
      ['authorizing an upgrade', COMMITTEE, rooted, 'BadOrigin'],
      ['whitelisting a call', COMMITTEE, whitelistIt, 'BadOrigin'],
      ['dispatching a whitelisted call', COUNCIL, dispatchIt, 'BadOrigin'],
      ['suspending a public institution', COMMITTEE, () => suspension, 'BadOrigin'],
      ['legal terms', COMMITTEE, () => terms, 'carRegistry.NotAuthorized'],
      ['the least number of validators', COMMITTEE, () => api.tx.validatorSet.setMinValidators(1), 'validatorSet.NotTheCouncil'],
      ['the members of the council', COMMITTEE, () => api.tx.council.setMembers(addresses(), null, 4), 'BadOrigin'],
      ['the members of its own', COMMITTEE, () => api.tx.technicalCommittee.setMembers(addresses(), null, 4), 'BadOrigin'],
    ];
    let terms;
    let suspension;
    let tooFew;
    let enough;
    let all;

    before(async () => {
      const [{ terms: inForce }] = await api.query.carRegistry.terms();
      terms = api.tx.carRegistry.scheduleTerms(await chainNow(api) + HOUR, inForce.toJSON());
      suspension = suspend(AGENCY.periodicInspection);
      all = await carry(NEVER.map(([, body, tx]) => ({ body, tx: tx(), votes: 4 })));
      tooFew = await carry(DECISIONS.map(([, body, needed, tx]) => ({ body, tx: tx(), votes: needed - 1 })));
      enough = await carry(DECISIONS.map(([, body, needed, tx]) => ({ body, tx: tx(), votes: needed })));
    });

    for (const [place, [what, body, needed, , error]] of DECISIONS.entries()) {
      test(`${what} takes ${needed} of four of the ${body}`, () => {
        assert.equal(tooFew[place], error);
        assert.equal(enough[place], PASSED);
      });
    }

    for (const [place, [what, body, , error]] of NEVER.entries()) {
      test(`${what} is beyond even the whole of the ${body}`, () => {
        assert.equal(all[place], error);
      });
    }

    test('no member decides anything without a motion', async () => {
      for (const tx of [rooted(), whitelistIt(), api.tx.safeMode.forceEnter(), api.tx.safeMode.forceExit(), pause('CarRegistry', 'list_vehicle')]) {
        assert.equal(await refusal(submit(api, tx, members[0])), 'dispatch.BadOrigin');
      }
      assert.ok((await api.query.safeMode.enteredUntil()).isNone);
    });

    test('what was decided is in force, and nothing else', async () => {
      const status = async (agency) => (await api.query.agencies.agencies(agency)).unwrap().status.type;
      assert.equal(await status(AGENCY.insurer), 'Suspended');
      assert.equal(await status(AGENCY.periodicInspection), 'Active');
      assert.deepEqual(await pausedCalls(), ['CarRegistry.expire_sale', 'CarRegistry.reject_transfer']);
    });
  });

  describe('of a pause', () => {
    test('a paused call is refused alone and in a batch, and no other call is', async () => {
      assert.equal(await decide(COUNCIL, 2, pause('CarRegistry', 'draft_sale')), PASSED);
      await assertFiltered(draft(), citizen());
      await assertFiltered(api.tx.utility.batchAll([draft()]), citizen());
      await submit(api, list(), citizen());
      await submit(api, giveBack(), dealer());
    });

    test('what is paused cannot be paused again, and what is not cannot be unpaused', async () => {
      assert.deepEqual(await carry([
        { body: COUNCIL, votes: 2, tx: pause('CarRegistry', 'draft_sale') },
        { body: COUNCIL, votes: 2, tx: unpause('CarRegistry', 'list_vehicle') },
      ]), ['txPause.IsPaused', 'txPause.IsUnpaused']);
    });

    test('half of the committee does not lift it, two thirds do', async () => {
      assert.equal(await decide(COMMITTEE, 2, unpause('CarRegistry', 'draft_sale')), 'BadOrigin');
      assert.equal(await decide(COMMITTEE, 3, unpause('CarRegistry', 'draft_sale')), PASSED);
      await submit(api, draft(), citizen());
      await submit(api, api.tx.carRegistry.cancelSale((await lastSale())), citizen());
    });

    test('consensus and governance cannot be paused, by whatever majority', async () => {
      const before = await pausedCalls();
      const outcomes = await carry(UNPAUSABLE.map((name) => ({ body: COUNCIL, votes: 4, tx: pause(...name) })));
      assert.deepEqual(outcomes, UNPAUSABLE.map(() => 'txPause.Unpausable'));
      assert.deepEqual(await pausedCalls(), before);
    });

    async function lastSale() {
      const sales = await api.query.carRegistry.sales.keys();
      return Math.max(...sales.map(({ args: [sale] }) => sale.toNumber()));
    }
  });

  describe('of safe mode', () => {
    const until = async () => (await api.query.safeMode.enteredUntil()).unwrapOr(null)?.toNumber() ?? null;
    let first;

    test('one councillor, half of the committee, or a rich account do not enter it', async () => {
      assert.deepEqual(await carry([
        { body: COUNCIL, votes: 1, tx: api.tx.safeMode.forceEnter() },
        { body: COMMITTEE, votes: 2, tx: api.tx.safeMode.forceEnter() },
      ]), ['BadOrigin', 'BadOrigin']);
      assert.equal(await refusal(submit(api, api.tx.safeMode.enter(), members[0])), 'safeMode.NotConfigured');
      assert.equal(await until(), null);
    });

    test('two thirds of the committee enter it for a day, and extend it by another', async () => {
      const low = await height();
      assert.equal(await decide(COMMITTEE, 3, api.tx.safeMode.forceEnter()), PASSED);
      first = await until();
      assert.ok(first > low + DAY_IN_BLOCKS && first <= await height() + DAY_IN_BLOCKS);
      assert.equal(await decide(COMMITTEE, 3, api.tx.safeMode.forceEnter()), 'safeMode.Entered');
      assert.equal(await decide(COUNCIL, 2, api.tx.safeMode.forceExtend()), PASSED);
      assert.equal(await until(), first + DAY_IN_BLOCKS);
    });

    test('a citizen’s call is refused, bare and in every wrapper', async () => {
      await assertFiltered(list(), citizen());
      await assertFiltered(api.tx.utility.batchAll([list()]), citizen());
      await assertFiltered(api.tx.balances.transferKeepAlive(dealer().address, KRW), citizen());
    });

    test('blocks and finality go on', async () => {
      await waitForFinalized(api, await height() + 2);
    });

    test('the council still takes power from an institution, and closed calls stay closed to it too', async () => {
      const [{ terms }] = await api.query.carRegistry.terms();
      const later = api.tx.carRegistry.scheduleTerms(await chainNow(api) + 2 * HOUR, terms.toJSON());
      assert.deepEqual(await carry([
        { body: COUNCIL, votes: 2, tx: suspend(AGENCY.gangnam) },
        { body: COUNCIL, votes: 3, tx: later },
        { body: COUNCIL, votes: 3, tx: whitelistIt() },
      ]), [PASSED, 'system.CallFiltered', PASSED]);
    });

    test('one councillor does not leave it, half of the council do, and the services are back', async () => {
      assert.equal(await decide(COUNCIL, 1, api.tx.safeMode.forceExit()), 'BadOrigin');
      assert.equal(await until(), first + DAY_IN_BLOCKS);
      assert.equal(await decide(COUNCIL, 2, api.tx.safeMode.forceExit()), PASSED);
      assert.equal(await until(), null);
      assert.equal(await decide(COUNCIL, 2, api.tx.safeMode.forceExit()), 'safeMode.Exited');
      await submit(api, list(), citizen());
    });
  });

  describe('of what is closed to everybody', () => {
    test('won are not burned and keys are not purged, in a batch neither', async () => {
      for (const tx of [() => api.tx.balances.burn(KRW, true), () => api.tx.session.purgeKeys()]) {
        await assertFiltered(tx(), members[0]);
        await assertFiltered(api.tx.utility.batchAll([tx()]), members[0]);
      }
    });
  });
});
