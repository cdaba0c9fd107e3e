// SPDX-License-Identifier: Apache-2.0

// Transactions without money: what an admitted account may send, when it has sent too much, and that
// nothing of it can be sent a second time.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { u8aConcat, u8aToHex } from '@polkadot/util';

import {
  account, AGENCY, CAST, chainNow, CITIZEN, councilDecides, fund, KRW, PoolError, startChain, submit, waitForBlock,
} from '../lib/chain.js';
import { registerCar } from '../lib/market.js';

const HOUR = 3_600_000;
/** The pool's refusal of what cannot be paid: code 1010, and the text of `InvalidTransaction::Payment`. */
const CANNOT_PAY = (error) => error instanceof PoolError && /^1010:.*inability to pay/i.test(error.message);

describe('quota', () => {
  let chain;
  let api;
  let office;
  let registrar;
  let foreignCar;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    office = account(CAST.cityBureau);
    registrar = account(CAST.dongdaemun);
    foreignCar = await registerCar(api, registrar, { vin: 'KMHSE0UL0PA000030', plate: '30가3000', owner: { Citizen: CITIZEN.dave } });
  });
  after(() => chain?.stop());

  const refTime = (weight) => weight.refTime.toBigInt();
  /** The most compute that a transaction takes of a quota: what the query tells, and the base of every transaction. */
  const mostRefTime = (weight) => refTime(weight) + refTime(api.consts.system.blockWeights.perClass.normal.baseExtrinsic);
  const height = async () => (await api.rpc.chain.getHeader()).number.toNumber();
  const freeOf = async (pair) => (await api.query.system.account(pair.address)).data.free.toBigInt();
  const nonceOf = async (pair) => (await api.query.system.account(pair.address)).nonce.toNumber();
  const list = (car) => api.tx.carRegistry.listVehicle(car.id, AGENCY.dealer);
  const giveBack = (car) => api.tx.carRegistry.returnVehicle(car.id);
  /** A call that is free and that the chain refuses, however often it is sent. */
  const refusedCall = () => list(foreignCar);

  /** A citizen with a fresh card, and nothing else. */
  async function newCitizen(name) {
    const pair = account(`//e2e//quota//${name}`);
    const index = await issueCard(pair);
    return { pair, index };
  }

  async function issueCard(pair) {
    const issued = await submit(api, api.tx.citizenIdentity.issueCard(pair.address), office);
    return issued.event('citizenIdentity', 'CardIssued').citizen;
  }

  async function allowanceOf(accountClass, at = api) {
    const allowance = (await at.query.transactionQuota.allowances(accountClass)).toJSON();
    return Object.fromEntries(Object.entries(allowance).map(([field, value]) => [field, BigInt(value)]));
  }

  async function setAllowance(accountClass, allowance) {
    await councilDecides(api, api.tx.transactionQuota.setAllowance(accountClass, allowance));
    assert.deepEqual(await allowanceOf(accountClass), allowance);
  }

  /** What the account has used at a block, before any refill since then. */
  async function usedAt(pair, blockHash) {
    const at = await api.at(blockHash);
    const usage = (await at.query.transactionQuota.usage(pair.address)).toJSON();
    return { refTime: BigInt(usage.refTime), length: BigInt(usage.length), at: usage.at };
  }

  function feeIn(events) {
    return events
      .filter((event) => api.events.transactionPayment.TransactionFeePaid.is(event))
      .reduce((sum, { data }) => sum + data.actualFee.toBigInt() + data.tip.toBigInt(), 0n);
  }

  /** Submit what a block includes and refuses; gives the block. */
  async function submitRefused(tx, pair, error, options = {}) {
    const refusal = await submit(api, tx, pair, { options }).then(() => assert.fail(`${error} was due`), (thrown) => thrown);
    assert.equal(`${refusal.section}.${refusal.error}`, error, refusal.message);
    return refusal.blockHash;
  }

  /** Send signed transactions with consecutive nonces, and tell which ones the pool takes. */
  async function burst(pair, count, first) {
    const answers = [];
    for (let nonce = first; nonce < first + count; nonce += 1) {
      const signed = await refusedCall().signAsync(pair, { nonce });
      answers.push(await api.rpc.author.submitExtrinsic(signed).then(() => 'taken', (error) => error));
    }
    return answers;
  }

  const waiting = async (pair) => (await api.rpc.author.pendingExtrinsics()).filter((tx) => tx.isSigned && tx.signer.toString() === pair.address).length;

  /** What the runtime says of a signed transaction at the best block. */
  async function validity(signed) {
    const hash = await api.rpc.chain.getBlockHash();
    const question = u8aConcat(api.createType('TransactionSource', 'External').toU8a(), signed.toU8a(), hash.toU8a());
    const answer = await api.rpc.state.call('TaggedTransactionQueue_validate_transaction', u8aToHex(question), hash);
    const result = api.createType('TransactionValidity', answer);
    return result.isOk ? result.asOk : result.asErr;
  }
  const isStale = (answer) => answer.isInvalid && answer.asInvalid.isStale;

  describe('a citizen without a won', () => {
    let citizen;
    let car;

    before(async () => {
      citizen = await newCitizen('citizen');
      car = await registerCar(api, registrar, { vin: 'KMHSE0UL0PA000031', plate: '31가3131', owner: { Citizen: citizen.index } });
    });

    test('exists on chain, by one reference that is not a balance', async () => {
      const { providers, sufficients, data, nonce } = await api.query.system.account(citizen.pair.address);
      assert.equal(providers.toNumber(), 1);
      assert.equal(sufficients.toNumber(), 0);
      assert.equal(data.free.toBigInt(), 0n);
      assert.equal(nonce.toNumber(), 0);
    });

    test('is told that the fee is zero', async () => {
      const { partialFee, weight } = await list(car).paymentInfo(citizen.pair);
      assert.equal(partialFee.toBigInt(), 0n);
      assert.ok(refTime(weight) > 0n);
      const signed = await list(car).signAsync(citizen.pair, { nonce: 0 });
      assert.ok((await api.rpc.payment.queryFeeDetails(signed.toHex())).inclusionFee.isNone);
    });

    test('sends a transaction that runs, and the balance stays zero', async () => {
      const { events, blockHash } = await submit(api, list(car), citizen.pair);
      assert.equal(feeIn(events), 0n);
      assert.equal(await freeOf(citizen.pair), 0n);
      assert.equal(await nonceOf(citizen.pair), 1);

      const used = await usedAt(citizen.pair, blockHash);
      // Signed as that one was: a mortal transaction takes a little more than an immortal one.
      const signed = await list(car).signAsync(citizen.pair, { nonce: 1 });
      const { weight } = await api.call.transactionPaymentApi.queryInfo(signed.toU8a(), signed.encodedLength);
      assert.ok(used.refTime > 0n && used.refTime <= mostRefTime(weight), `${used.refTime} ps of at most ${mostRefTime(weight)}`);
      assert.ok(used.length > 0n && used.length <= BigInt(signed.encodedLength), `${used.length} bytes`);
    });

    test('sends one that the chain refuses, and it is not free', async () => {
      const before = await allowanceOf('Citizen');
      const blockHash = await submitRefused(refusedCall(), citizen.pair, 'carRegistry.NotTheOwner');
      const used = await usedAt(citizen.pair, blockHash);
      assert.ok(used.refTime > 0n && used.length > 0n);
      assert.ok(used.refTime < before.refTimeCapacity && used.length < before.lengthCapacity, 'an ordinary call leaves room for more');
      assert.equal(await freeOf(citizen.pair), 0n);
    });

    test('cannot give a tip', async () => {
      await assert.rejects(submit(api, giveBack(car), citizen.pair, { options: { tip: 1n } }), CANNOT_PAY);
      const { partialFee } = await giveBack(car).paymentInfo(citizen.pair, { tip: 1n });
      assert.ok(partialFee.toBigInt() > 0n, 'whoever offers a tip is told the fee');
    });

    test('sends a batch of what is free', async () => {
      const { events } = await submit(api, api.tx.utility.batchAll([giveBack(car), list(car), giveBack(car)]), citizen.pair);
      assert.equal(feeIn(events), 0n);
    });

    for (const [what, wrap] of [
      ['as it is', (remark) => remark],
      ['in a batch of what is free', (remark) => api.tx.utility.batch([list(car), remark])],
      ['under a proxy', (remark) => api.tx.proxy.proxy(office.address, null, remark)],
      ['in a multisig account', (remark) => api.tx.multisig.asMultiThreshold1([office.address], remark)],
    ]) {
      test(`does not send a call that is not free: ${what}`, async () => {
        await assert.rejects(submit(api, wrap(api.tx.system.remark('0x00')), citizen.pair), CANNOT_PAY);
      });
    }

    test('does not send a free call in more wrappers than are looked into', async () => {
      const nested = (depth) => (depth === 0 ? list(car) : api.tx.utility.forceBatch([nested(depth - 1)]));
      const { events } = await submit(api, nested(2), citizen.pair);
      assert.equal(feeIn(events), 0n);
      assert.ok(events.some((event) => api.events.carRegistry.VehicleListed.is(event)));
      await submit(api, giveBack(car), citizen.pair);
      await assert.rejects(submit(api, nested(5), citizen.pair), CANNOT_PAY);
    });
  });

  test('a stranger without a balance is refused', async () => {
    const stranger = account('//e2e//quota//stranger');
    await assert.rejects(submit(api, refusedCall(), stranger), CANNOT_PAY);
    assert.equal((await api.query.system.account(stranger.address)).providers.toNumber(), 0);
    assert.equal(await waiting(stranger), 0);
  });

  test('a stranger with a balance pays the normal fee', async () => {
    const stranger = account('//e2e//quota//payer');
    await fund(api, [stranger], 100n * KRW);
    const tx = api.tx.balances.transferKeepAlive(account('//Bob').address, KRW);
    const { partialFee } = await tx.paymentInfo(stranger);
    assert.ok(partialFee.toBigInt() > 0n);
    const { events } = await submit(api, tx, stranger);
    assert.equal(feeIn(events), partialFee.toBigInt());
    assert.equal(await freeOf(stranger), 99n * KRW - partialFee.toBigInt());
  });

  describe('tiers', () => {
    test('governance comes before agencies, these before any tip, and payers before quota', async () => {
      const payer = account('//e2e//quota//tipper');
      await fund(api, [payer], 1_000_000n * KRW);
      const citizen = await newCitizen('tiers');
      const remark = api.tx.system.remark('0x00');
      const priorityOf = async (tx, pair, options = {}) => {
        const answer = await validity(await tx.signAsync(pair, { nonce: -1, ...options }));
        assert.ok(answer.priority, `refused: ${answer}`);
        return answer.priority.toBigInt();
      };
      const motion = api.tx.council.propose(2, remark, 100);
      const governance = await priorityOf(motion, account('//Bob'));
      const company = await priorityOf(refusedCall(), account(CAST.repairShop));
      const institution = await priorityOf(refusedCall(), registrar);
      const tipped = await priorityOf(remark, payer, { tip: 900_000n * KRW });
      const paying = await priorityOf(remark, payer);
      const quota = await priorityOf(refusedCall(), citizen.pair);
      const shown = `governance ${governance}, institution ${institution}, tipped ${tipped}, paying ${paying}, quota ${quota}`;
      assert.ok(governance > institution && institution > tipped && tipped > paying && paying > quota, shown);
      assert.ok(company < paying, 'a company sends for free in the lowest tier');
    });

    test('an agency that tips stays in its tier', async () => {
      const plain = await validity(await refusedCall().signAsync(registrar, { nonce: -1 }));
      const tipped = await validity(await refusedCall().signAsync(registrar, { nonce: -1, tip: KRW }));
      const tier = ({ priority }) => priority.toBigInt() >> 61n;
      assert.equal(tier(tipped), tier(plain));
    });
  });

  describe('an account that is no longer admitted', () => {
    test('is refused while the card is suspended, and no old transaction is replayed once it is resumed', async () => {
      const { pair, index } = await newCitizen('suspended');
      const old = await refusedCall().signAsync(pair, { nonce: 0, era: 0 });
      const blockHash = await submitRefused(refusedCall(), pair, 'carRegistry.NotTheOwner', { nonce: 0, era: 0 });
      assert.ok(blockHash);

      await submit(api, api.tx.citizenIdentity.suspendCard(index), office);
      await assert.rejects(submit(api, refusedCall(), pair), CANNOT_PAY);
      assert.ok(isStale(await validity(old)), 'a stranger now, and its nonce is still known');

      await submit(api, api.tx.citizenIdentity.resumeCard(index), office);
      await assertNotReplayed(old, pair, 1);
      await submitRefused(refusedCall(), pair, 'carRegistry.NotTheOwner');
    });

    test('is refused for ever once the card is revoked, and keeps its nonce', async () => {
      const { pair, index } = await newCitizen('revoked');
      await submitRefused(refusedCall(), pair, 'carRegistry.NotTheOwner');
      await submit(api, api.tx.citizenIdentity.revokeCard(index), office);
      await assert.rejects(submit(api, refusedCall(), pair), CANNOT_PAY);
      assert.equal(await waiting(pair), 0);
      const { providers, nonce } = await api.query.system.account(pair.address);
      assert.deepEqual([providers.toNumber(), nonce.toNumber()], [1, 1]);
      // The account never becomes another citizen's; the person gets a card for a new account.
      await submitRefused(api.tx.citizenIdentity.issueCard(pair.address), office, 'citizenIdentity.AlreadyExists');
      const fresh = await newCitizen('reissued');
      await submitRefused(refusedCall(), fresh.pair, 'carRegistry.NotTheOwner');
    });

    test('cannot be robbed by a replay after it was emptied, dismissed and appointed again', async () => {
      const clerk = account('//e2e//quota//clerk');
      const head = account(CAST.dongdaemun);
      const thief = account('//e2e//quota//thief');
      const appoint = async () => submit(api, api.tx.agencies.appointDelegate(clerk.address, ['Registrar'], await chainNow(api) + HOUR), head);
      const pay = api.tx.balances.transferAllowDeath(thief.address, 10n * KRW);

      await appoint();
      await fund(api, [clerk], 100n * KRW);
      const old = await pay.signAsync(clerk, { nonce: 0, era: 0 });
      await submit(api, pay, clerk, { options: { nonce: 0, era: 0 } });
      assert.equal(await freeOf(clerk), 90n * KRW, 'the transfer itself was free');

      await submit(api, api.tx.agencies.dismissDelegate(clerk.address), head);
      // Paid from the balance now, and all that is left is given away: without the provider reference the
      // account would be gone here, and its nonce with it.
      await submit(api, api.tx.balances.transferAll(account('//Alice').address, false), clerk);
      assert.equal(await freeOf(clerk), 0n);
      assert.equal(await nonceOf(clerk), 2);

      await appoint();
      await fund(api, [clerk], 100n * KRW);
      await assertNotReplayed(old, clerk, 2);
      assert.equal(await freeOf(clerk), 100n * KRW);
      assert.equal(await freeOf(thief), 10n * KRW);
    });

    async function assertNotReplayed(old, pair, nonce) {
      assert.equal(await nonceOf(pair), nonce);
      assert.ok(isStale(await validity(old)));
      await assert.rejects(api.rpc.author.submitExtrinsic(old), /101[02]: .*(outdated|banned)/i);
      await waitForBlock(api, await height() + 2);
      assert.equal(await nonceOf(pair), nonce, 'the old transaction ran');
    }
  });

  describe('an account of governance', () => {
    test('is activated by anyone, once, and only if it is admitted', async () => {
      const councillor = account('//e2e//quota//councillor');
      const activate = () => api.tx.transactionQuota.activate(councillor.address);
      const helper = account(CAST.dave);
      const refusal = await submit(api, activate(), helper).then(() => assert.fail('a stranger was activated'), (error) => error);
      assert.equal(refusal.section, 'transactionQuota', refusal.message);

      const members = CAST.council.map((derivation) => account(derivation).address);
      await councilDecides(api, api.tx.council.setMembers([...members, councillor.address], null, 3));
      await submit(api, activate(), helper);
      assert.equal((await api.query.system.account(councillor.address)).providers.toNumber(), 1);
      const again = await submit(api, activate(), helper).then(() => assert.fail('it was activated twice'), (error) => error);
      assert.equal(again.section, 'transactionQuota', again.message);

      const { events } = await submit(api, api.tx.council.propose(2, api.tx.system.remark('0x01'), 100), councillor);
      assert.equal(feeIn(events), 0n);
      assert.equal(await freeOf(councillor), 0n);
      // Two of four are still half, and two thirds of four are three: back to three for what follows.
      const restore = api.tx.council.setMembers(members, null, 4);
      const { proposalHash, proposalIndex } = (await submit(api, api.tx.council.propose(3, restore, 1_000), account('//Alice'))).event('council', 'Proposed');
      for (const derivation of CAST.council) {
        await submit(api, api.tx.council.vote(proposalHash, proposalIndex, true), account(derivation));
      }
      const { weight } = await restore.paymentInfo(account('//Alice'));
      await submit(api, api.tx.council.close(proposalHash, proposalIndex, weight, 1_000), account('//Alice'));
      assert.equal((await api.query.council.members()).length, 3);
    });
  });

  // Last, because it changes what all citizens of this chain may do.
  describe('an allowance that the council made small', () => {
    /** So many calls an account can have waiting, or send in a row. */
    const CALLS = 3;
    /** So many blocks it takes until one call's worth has refilled. */
    const BLOCKS_PER_CALL = 10;
    let cost;
    let allowance;

    before(async () => {
      const sample = (await newCitizen('sample')).pair;
      const signed = await refusedCall().signAsync(sample, { nonce: 0 });
      const { weight } = await api.call.transactionPaymentApi.queryInfo(signed.toU8a(), signed.encodedLength);
      const length = BigInt(signed.encodedLength);
      cost = { refTime: mostRefTime(weight), length };
      allowance = {
        refTimeCapacity: cost.refTime * BigInt(CALLS) + cost.refTime / 2n,
        refTimePerBlock: cost.refTime / BigInt(BLOCKS_PER_CALL),
        lengthCapacity: length * BigInt(CALLS) + length / 2n,
        lengthPerBlock: length / BigInt(BLOCKS_PER_CALL),
      };
    });

    test('is refused to a citizen, and to one councillor alone', async () => {
      const set = api.tx.transactionQuota.setAllowance('Citizen', allowance);
      const before = await allowanceOf('Citizen');
      for (const pair of [account(CAST.dave), account('//Alice')]) {
        const refusal = await submit(api, set, pair).then(() => assert.fail('it was let through'), (error) => error);
        assert.equal(refusal.section, 'transactionQuota', refusal.message);
      }
      assert.deepEqual(await allowanceOf('Citizen'), before);
    });

    test('is in force once the council has decided by a motion', async () => {
      assert.notDeepEqual(await allowanceOf('Citizen'), allowance);
      await setAllowance('Citizen', allowance);
    });

    test('lets a burst in as far as it reaches, refuses the rest at once, and keeps none of it', async (t) => {
      const { pair } = await newCitizen('burst');
      const sentAt = Date.now();
      const answers = await burst(pair, 10, 0);
      t.diagnostic(`ten transactions were answered in ${Date.now() - sentAt} ms`);
      const taken = answers.filter((answer) => answer === 'taken').length;
      // A block or two may pass while they are sent: what a block includes gives back what it did not use.
      assert.ok(taken >= CALLS && taken < 10, `${taken} were taken`);
      for (const error of answers.filter((answer) => answer !== 'taken')) {
        assert.equal(error.code, 1010);
        assert.match(error.message, /inability to pay/i);
      }
      assert.equal(answers.indexOf('taken'), 0);
      assert.ok(await waiting(pair) <= taken);

      await waitForBlock(api, await height() + 3);
      assert.equal(await waiting(pair), 0, 'what was taken has run');
      assert.equal(await nonceOf(pair), taken, 'and nothing that was refused came back');
    });

    test('goes down with each transaction, and refills with each block', async () => {
      const { pair } = await newCitizen('refill');
      const first = await submitRefused(refusedCall(), pair, 'carRegistry.NotTheOwner');
      const used = await usedAt(pair, first);
      assert.ok(used.refTime > 0n && used.refTime <= cost.refTime);
      assert.equal(used.length, cost.length, 'bytes are not given back');

      const { number } = await api.rpc.chain.getHeader(first);
      await waitForBlock(api, number.toNumber() + 2);
      const second = await submitRefused(refusedCall(), pair, 'carRegistry.NotTheOwner');
      const passed = BigInt((await api.rpc.chain.getHeader(second)).number.toNumber() - number.toNumber());
      const refilled = cost.length - passed * allowance.lengthPerBlock;
      assert.equal((await usedAt(pair, second)).length, (refilled > 0n ? refilled : 0n) + cost.length);
    });

    test('used up, the fee is shown, and the transaction is refused until enough has refilled', async () => {
      const { pair } = await newCitizen('patient');
      let nonce = 0;
      for (let answer = 'taken'; answer === 'taken'; nonce += 1) {
        [answer] = await burst(pair, 1, nonce);
      }
      nonce -= 1;
      const { partialFee } = await refusedCall().paymentInfo(pair, { nonce });
      assert.ok(partialFee.toBigInt() > 0n, 'the query tells the fee that would be due');
      await assert.rejects(submit(api, refusedCall(), pair, { options: { nonce } }), CANNOT_PAY);

      await waitForBlock(api, await height() + BLOCKS_PER_CALL + 2, 60_000);
      assert.equal((await refusedCall().paymentInfo(pair)).partialFee.toBigInt(), 0n);
      const blockHash = await submitRefused(refusedCall(), pair, 'carRegistry.NotTheOwner');
      assert.ok(blockHash);
    });

    test('used up, a citizen with a balance pays the fee', async () => {
      const { pair } = await newCitizen('funded');
      await fund(api, [pair], 1_000n * KRW);
      const tx = api.tx.balances.transferKeepAlive(account('//Bob').address, KRW);
      let paid = 0n;
      let sent = 0n;
      while (paid === 0n && sent < 20n) {
        paid = feeIn((await submit(api, tx, pair)).events);
        sent += 1n;
      }
      // Each block takes its time and refills a little, so it is not exactly the fourth.
      assert.ok(sent > 1n && paid > 0n, `${sent} transfers, the last one for ${paid}`);
      assert.equal(await freeOf(pair), (1_000n - sent) * KRW - paid);
    });

    test('the others keep theirs', async () => {
      const head = account(CAST.dongdaemun);
      const until = await chainNow(api) + HOUR;
      const clerks = Array.from({ length: 5 }, (_, number) => account(`//e2e//quota//clerk//${number}`));
      for (const clerk of clerks) {
        const { events } = await submit(api, api.tx.agencies.appointDelegate(clerk.address, ['Registrar'], until), head);
        assert.equal(feeIn(events), 0n);
      }
    });
  });
});
