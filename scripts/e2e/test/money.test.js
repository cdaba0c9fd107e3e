// SPDX-License-Identifier: Apache-2.0

// The city's treasury makes KRW against money in the bank and removes it when the bank has paid out:
// always two people, each bank transaction once, never above the limits, and everything on record.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { randomAsHex } from '@polkadot/util-crypto';

import { account, AGENCY, CAST, chainNow, councilDecides, KRW, PoolError, startChain, submit, waitForMoment } from '../lib/chain.js';
import { assertRefused } from '../lib/expect.js';
import { commit, newSalt } from '../lib/tags.js';

/** What the treasury's software computes from bank and transaction number with its own key. */
const bankReference = () => randomAsHex(32);
const paper = (text) => commit(newSalt(), new TextEncoder().encode(text));

describe('the treasury', () => {
  let chain;
  let api;
  let maker;
  let checker;
  let citizen;
  /** As `depositToken.limits` has them at the start. */
  let limits;

  before(async () => {
    chain = await startChain();
    api = chain.api;
    maker = account(CAST.treasuryMaker);
    checker = account(CAST.treasuryChecker);
    citizen = account('//e2e//money//citizen');
    // With a card the quota pays, and balances below are exact.
    await submit(api, api.tx.citizenIdentity.issueCard(citizen.address), account(CAST.cityBureau));
    limits = await limitsInForce();
  });
  after(() => chain?.stop());

  /** What the bank's statement says of each transaction. */
  const statement = new Map();
  const propose = (reference, beneficiary, amount) => {
    if (!statement.has(reference)) {
      statement.set(reference, [beneficiary.address, amount]);
    }
    return api.tx.depositToken.proposeMint(reference, beneficiary.address, amount);
  };
  const approve = (reference) => api.tx.depositToken.approveMint(reference, ...statement.get(reference));
  const redeem = (amount) => api.tx.depositToken.redeem(AGENCY.treasury, amount, paper('국민은행 123-45-678901로 입금'));
  const freeOf = async (pair) => (await api.query.system.account(pair.address)).data.free.toBigInt();
  const heldOf = async (pair) => (await api.query.system.account(pair.address)).data.reserved.toBigInt();
  const issuance = async () => (await api.query.balances.totalIssuance()).toBigInt();
  const won = (value) => BigInt(value) * KRW;

  async function limitsInForce() {
    const json = (await api.query.depositToken.limits()).toJSON();
    return Object.fromEntries(Object.entries(json).map(([field, value]) => [field, BigInt(value)]));
  }

  async function setLimits(changes) {
    const next = { ...limits, ...changes };
    const result = await councilDecides(api, api.tx.depositToken.setLimits(null, next));
    assert.deepEqual(await limitsInForce(), next);
    return result;
  }

  /** Maker proposes, checker approves. */
  async function mint(beneficiary, amount) {
    const reference = bankReference();
    await submit(api, propose(reference, beneficiary, amount), maker);
    return { reference, ...await submit(api, approve(reference), checker) };
  }

  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, `depositToken.${error}`, t);

  test('its people have no money of their own', async () => {
    assert.equal(await freeOf(maker), 0n);
    assert.equal(await freeOf(checker), 0n);
    const roles = async ({ address }) => (await api.query.agencies.delegations(address)).unwrap();
    for (const person of [maker, checker]) {
      const { agency, roles: held } = await roles(person);
      assert.equal(agency.toNumber(), AGENCY.treasury);
      assert.ok([...held].some((role) => role.type === 'Treasury'));
    }
  });

  describe('makes won', () => {
    const reference = bankReference();
    const amount = won(1_000_000);

    test('on the proposal of one person, and nothing moves yet', async () => {
      const before = await issuance();
      await submit(api, propose(reference, citizen, amount), maker);
      assert.equal(await issuance(), before);
      assert.equal(await freeOf(citizen), 0n);
    });

    test('not for that person’s own approval', async (t) => {
      await refused(approve(reference), maker, 'MakerIsChecker', t);
    });

    test('not for the approval of another amount or beneficiary', async (t) => {
      await refused(api.tx.depositToken.approveMint(reference, citizen.address, amount + KRW), checker, 'ProposalDiffers', t);
      await refused(api.tx.depositToken.approveMint(reference, checker.address, amount), checker, 'ProposalDiffers', t);
    });

    test('not for the approval of anybody outside', async (t) => {
      for (const [signer, error] of [[account(CAST.dealer), 'agencies.RoleNotHeld'], [account(CAST.dave), 'agencies.NotADelegate']]) {
        await assertRefused(chain, approve(reference), signer, error, t);
      }
    });

    test('not twice for one bank transaction that waits', async (t) => {
      await refused(propose(reference, account(CAST.eve), amount), checker, 'ReferenceAlreadyProposed', t);
    });

    test('with the approval of another, and the balance rises by just that', async () => {
      const before = await issuance();
      const { events } = await submit(api, approve(reference), checker);
      assert.equal(await freeOf(citizen), amount);
      assert.equal(await issuance(), before + amount);
      const fees = events.filter((event) => api.events.transactionPayment.TransactionFeePaid.is(event));
      assert.ok(fees.every(({ data }) => data.actualFee.isZero()), 'the checker has nothing to pay with');
    });

    test('never again for that bank transaction', async (t) => {
      await refused(approve(reference), checker, 'ProposalNotFound', t);
      await refused(propose(reference, citizen, amount), maker, 'ReferenceAlreadyUsed', t);
      await refused(propose(reference, account(CAST.eve), won(1)), checker, 'ReferenceAlreadyUsed', t);
    });

    test('and anyone reads who made it, who checked it, and for which bank transaction', async () => {
      const count = (await api.query.depositToken.mintCount()).toNumber();
      assert.equal(count, 1);
      const record = (await api.query.depositToken.mintRecords(count - 1)).unwrap().toJSON();
      assert.deepEqual(
        { reference: record.reference, amount: BigInt(record.amount), beneficiary: record.beneficiary, maker: record.maker, checker: record.checker },
        { reference, amount, beneficiary: citizen.address, maker: maker.address, checker: checker.address },
      );
      assert.ok(Math.abs(record.at - await chainNow(api)) < 600_000);
    });

    test('not of nothing, and not so little that the account could not exist', async (t) => {
      await refused(propose(bankReference(), citizen, 0), maker, 'AmountIsZero', t);
      await refused(propose(bankReference(), account('//e2e//money//new'), 1), maker, 'BelowExistentialDeposit', t);
    });

    test('not after the proposal was taken back, whose reference is then free again', async (t) => {
      const mistaken = bankReference();
      await submit(api, propose(mistaken, citizen, won(2)), maker);
      await submit(api, api.tx.depositToken.cancelProposal(mistaken), checker);
      await refused(approve(mistaken), checker, 'ProposalNotFound', t);
      statement.set(mistaken, [citizen.address, won(1)]);
      await submit(api, propose(mistaken, citizen, won(1)), maker);
      await submit(api, approve(mistaken), checker);
    });
  });

  describe('keeps to limits', () => {
    test('of the day', async (t) => {
      const { dailyMint } = limits;
      const made = won(1_000_001);
      await setLimits({ dailyMint: made / KRW + 100n });
      const reference = bankReference();
      await submit(api, propose(reference, citizen, won(101)), maker);
      await refused(approve(reference), checker, 'DailyMintLimitExceeded', t);
      await mint(citizen, won(100));
      await refused(approve(reference), checker, 'DailyMintLimitExceeded', t);

      await setLimits({ dailyMint });
      await submit(api, approve(reference), checker);
    });

    test('of all there is', async (t) => {
      const reference = bankReference();
      await submit(api, propose(reference, citizen, won(1_000)), maker);
      await setLimits({ supplyCeiling: await issuance() / KRW + 999n });
      await refused(approve(reference), checker, 'SupplyCeilingExceeded', t);
      await setLimits({ supplyCeiling: await issuance() / KRW + 1_000n });
      await submit(api, approve(reference), checker);
      await setLimits({});
    });

    test('that only the council changes', async (t) => {
      const wider = { ...limits, supplyCeiling: limits.supplyCeiling * 2n };
      for (const signer of [maker, account('//Alice'), account(CAST.cityBureau)]) {
        await refused(api.tx.depositToken.setLimits(null, wider), signer, 'NotAuthorized', t);
      }
      assert.deepEqual(await limitsInForce(), limits);
    });

    test('and to the time in which a proposal is approved', async (t) => {
      await setLimits({ approvalPeriod: 10_000n });
      const reference = bankReference();
      await submit(api, propose(reference, citizen, won(5)), maker);
      const proposedAt = await chainNow(api);
      await refused(api.tx.depositToken.expireProposal(reference), account(CAST.dave), 'NotExpired', t);
      await waitForMoment(api, proposedAt + 12_000);
      await refused(approve(reference), checker, 'ProposalExpired', t);
      await submit(api, api.tx.depositToken.expireProposal(reference), account(CAST.dave));
      assert.ok((await api.query.depositToken.proposals(reference)).isNone);
      await setLimits({});
    });
  });

  describe('gives won back', () => {
    const amount = won(50_000);
    let redemption;

    const askFor = async (value) => {
      const { events } = await submit(api, redeem(value), citizen);
      const asked = events.find(({ section, method }) => section === 'depositToken' && method === 'RedemptionRequested');
      assert.ok(asked, events.map(({ section, method }) => `${section}.${method}`).join(', '));
      return asked.data.redemption.toNumber();
    };

    test('to whoever asks: the amount is held, and still exists', async () => {
      const before = { free: await freeOf(citizen), issuance: await issuance() };
      redemption = await askFor(amount);
      assert.equal(await freeOf(citizen), before.free - amount);
      assert.equal(await heldOf(citizen), amount);
      assert.equal(await issuance(), before.issuance);
    });

    test('not less than the least, not more than there is', async (t) => {
      await refused(redeem((limits.minRedemption - 1n) * KRW), citizen, 'BelowMinimumRedemption', t);
      const before = await heldOf(citizen);
      await assert.rejects(submit(api, redeem(await freeOf(citizen) + won(1)), citizen));
      assert.equal(await heldOf(citizen), before);
    });

    test('once the bank has paid: maker and checker again, and the won are burned', async (t) => {
      const reference = bankReference();
      const before = await issuance();
      await submit(api, api.tx.depositToken.proposeBurn(redemption, reference, amount), maker);
      await refused(api.tx.depositToken.approveBurn(redemption, reference), maker, 'MakerIsChecker', t);
      await refused(api.tx.depositToken.approveBurn(redemption, bankReference()), checker, 'ProposalDiffers', t);
      await refused(api.tx.depositToken.withdrawRedemption(redemption), citizen, 'BurnProposed', t);
      assert.equal(await issuance(), before);

      await submit(api, api.tx.depositToken.approveBurn(redemption, reference), checker);
      assert.equal(await issuance(), before - amount);
      assert.equal(await heldOf(citizen), 0n);
      await refused(api.tx.depositToken.approveBurn(redemption, reference), checker, 'RedemptionNotFound', t);
      await refused(propose(reference, citizen, amount), maker, 'ReferenceAlreadyUsed', t);

      const count = (await api.query.depositToken.burnCount()).toNumber();
      const record = (await api.query.depositToken.burnRecords(count - 1)).unwrap().toJSON();
      assert.deepEqual(
        { reference: record.reference, amount: BigInt(record.amount), maker: record.maker, checker: record.checker },
        { reference, amount, maker: maker.address, checker: checker.address },
      );
    });

    test('and lets go of what it declines to pay', async () => {
      const before = await freeOf(citizen);
      const declined = await askFor(amount);
      await submit(api, api.tx.depositToken.declineRedemption(declined, paper('예금주 불일치')), checker);
      assert.equal(await freeOf(citizen), before);
      assert.equal(await heldOf(citizen), 0n);
    });

    test('and lets go of what the holder takes back', async (t) => {
      const before = await freeOf(citizen);
      const mine = await askFor(amount);
      await refused(api.tx.depositToken.withdrawRedemption(mine), account(CAST.dave), 'NotTheHolder', t);
      await submit(api, api.tx.depositToken.withdrawRedemption(mine), citizen);
      assert.equal(await freeOf(citizen), before);
      assert.equal(await heldOf(citizen), 0n);
    });
  });

  test('every page of the record adds up to what there is', async () => {
    const sum = async (count, records) => {
      let total = 0n;
      const references = new Set();
      for (let number = 0; number < count; number += 1) {
        const { amount, reference } = (await records(number)).unwrap();
        total += amount.toBigInt();
        references.add(reference.toHex());
      }
      assert.equal(references.size, count, 'a bank transaction stands twice on the record');
      return total;
    };
    const { mintRecords, burnRecords, mintCount, burnCount } = api.query.depositToken;
    const minted = await sum((await mintCount()).toNumber(), mintRecords);
    const burned = await sum((await burnCount()).toNumber(), burnRecords);
    const genesis = (await (await api.at(await api.rpc.chain.getBlockHash(0))).query.balances.totalIssuance()).toBigInt();
    assert.equal(await issuance(), genesis + minted - burned);
    assert.ok((await mintRecords((await mintCount()).toNumber())).isNone);
  });

  test('nobody burns won on their own', async () => {
    const before = await issuance();
    await assert.rejects(
      submit(api, api.tx.balances.burn(won(1), true), account('//Alice')),
      (error) => `${error.section}.${error.error}` === 'system.CallFiltered',
    );
    assert.equal(await issuance(), before);
  });

  test('a suspended treasury makes nothing', async (t) => {
    const reference = bankReference();
    await submit(api, propose(reference, citizen, won(1)), maker);
    await councilDecides(api, api.tx.agencies.suspend(AGENCY.treasury, paper('금고 업무 정지')));
    // Nobody acts for it now, so its people are strangers without a balance.
    await assert.rejects(submit(api, approve(reference), checker), PoolError);
    await councilDecides(api, api.tx.agencies.reinstate(AGENCY.treasury));
    await submit(api, approve(reference), checker);
    t.diagnostic('the treasury was reinstated and approved');
  });
});
