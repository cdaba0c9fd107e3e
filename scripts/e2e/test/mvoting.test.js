// SPDX-License-Identifier: Apache-2.0

// Public polls as any wallet sees them: what is asked in both languages, who reviews it, who may vote, that a vote can be changed and
// counts once, that points do not know the choice, and that nobody but the clock ends it. Each refusal has its own text.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { u8aToHex } from '@polkadot/util';
import { randomAsU8a } from '@polkadot/util-crypto';

import { account, AGENCY, CAST, chainNow, councilDecides, KRW, PoolError, settled, startChain, submit, waitForMoment } from '../lib/chain.js';
import { assertAllRefused, assertRefused } from '../lib/expect.js';
import { SCHEME, shownOn } from '../lib/mileage.js';
import { ENROL_REFUSAL, issueCards, pollOffice, question, readQuestion } from '../lib/polls.js';
import { EXIT, program } from '../lib/program.js';
import { PROOF_BYTES, withoutSigner } from '../lib/rings.js';
import { commit, newSalt } from '../lib/tags.js';
import { batchOf, cohortEnd, SCHEMA } from '../lib/wallet-login.js';

const NAMES = ['kim', 'lee', 'park', 'choi', 'jung'];
const PLAZA = { title: ['서울광장을 무엇으로 쓸까요?', 'What shall Seoul Plaza be used for?'], labels: [['숲', 'Forest'], ['시장', 'Market'], ['공연장', 'Stage']] };
/** After what time the poll opens, how long it is open, and for how long it is extended: enough for what happens until then. */
const OPENS_IN = 20_000;
const OPEN = 60_000;
const EXTENSION = 2_000;
const DONGDAEMUN = 11_230;
const GANGNAM = 11_680;

describe('public polls', () => {
  let chain;
  let api;
  let call;
  let ask;
  let office;
  let byList;
  let byDistrict;
  const card = {};
  const phone = (name) => account(`//e2e//polls//${name}`);
  const reason = (text) => commit(newSalt(), new TextEncoder().encode(text));
  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, error.includes('.') ? error : `mVoting.${error}`, t);
  const allRefused = (cases, t) => assertAllRefused(
    chain, cases.map(([tx, signer, error]) => [tx, signer, error.includes('.') ? error : `mVoting.${error}`]), t,
  );
  const does = async (tx, signer, event) => (await submit(api, tx, signer)).event('mVoting', event);
  const cast = (poll, options, credential = null) => call.castPublic(poll, options, credential);
  const choice = (options) => ({ ...PLAZA, form: { SingleChoice: { options } } });
  const counted = async (poll) => {
    const { turnout, votes } = await office.info(poll);
    return [turnout.unwrap().toNumber(), votes.unwrap().toJSON()];
  };

  before(async () => {
    chain = await startChain();
    api = chain.api;
    call = api.tx.mVoting;
    ask = api.call.mVotingApi;
    office = pollOffice(api);
    const indices = await issueCards(api, NAMES.map(phone));
    NAMES.forEach((name, at) => { card[name] = indices[at]; });
  });
  after(() => chain?.stop());

  test('polkadot.js finds the questions by itself, and a new chain has no poll', async () => {
    assert.deepEqual(Object.keys(ask).sort(), [
      'answersDue', 'ballot', 'board', 'decryption', 'duties', 'electionKey', 'eligible', 'poll', 'pollTerms', 'polls', 'proposal', 'proposals',
      'tally', 'voter', 'votingChainId',
    ]);
    assert.equal((await ask.votingChainId()).toHex(), (await api.query.chainIdentity.chainId()).toHex());
    assert.ok((await ask.poll(0)).isNone);
    assert.equal((await ask.polls(0, 100)).length, 0);
    assert.ok((await ask.ballot(0, { Citizen: card.kim })).isNone);
    assert.ok((await ask.eligible(0)).isNone);
    assert.ok((await ask.electionKey(0)).isNone);
    assert.ok((await ask.decryption(0)).isNone);
    assert.deepEqual((await ask.pollTerms()).toJSON(), (await api.query.mVoting.terms()).toJSON());
    const unknown = (await ask.voter(0, phone('kim').address)).asErr.asModule;
    assert.equal(api.registry.findMetaError(unknown).name, 'PollNotFound');
  });

  test('a poll that cannot be held is not even drafted', async (t) => {
    const { drafter } = office;
    const { longestPoll, mostPoints, leastMinimum } = (await ask.pollTerms());
    const now = await chainNow(api);
    const held = (changed, lasts) => office.fromNow(changed, lasts);
    const asked = (changed) => question(changed);
    const draft = async (changedQuestion, changed, lasts) => call.draftPoll(asked(changedQuestion), await held(changed, lasts));
    const encrypted = { visibility: 'TurnoutOnly', minimumTurnout: leastMinimum };
    const cases = [
      ['agencies.NotADelegate', await draft({}, {}), phone('kim')],
      ['agencies.RoleNotHeld', await draft({}, {}), account(CAST.library)],
      ['InvalidText', await draft({ title: ['', 'Empty'] }, {})],
      ['InvalidText', await draft({ title: ['두 줄\n제목', 'Two lines'] }, {})],
      // It would turn what follows around in a wallet.
      ['InvalidText', await draft({ labels: [['찬성', 'Yes\u202e'], ['반대', 'No']] }, {})],
      ['InvalidForm', await draft({ form: { SingleChoice: { options: 1 } } }, {})],
      ['InvalidForm', await draft({ form: { Approval: { options: 2, min: 2, max: 1 } } }, {})],
      ['WrongLabelCount', await draft({ form: { SingleChoice: { options: 3 } } }, {})],
      ['SameLabel', await draft({ labels: [['찬성', 'Yes'], ['찬성', 'No']] }, {})],
      ['InvalidPeriod', await draft({}, { closesAt: now })],
      ['InvalidPeriod', await draft({}, { opensAt: now + 20_000, closesAt: now + 20_000 })],
      ['PollTooLong', await draft({}, {}, longestPoll.toNumber() + 1)],
      ['InvalidEligibility', await draft({}, { eligibility: { Credential: { schema: SCHEMA.age, accepted: { OneOf: { values: [] } } } } })],
      ['InvalidEligibility', await draft({}, { eligibility: { Credential: { schema: SCHEMA.age, accepted: { Between: { lowest: 3, highest: 1 } } } } })],
      ['RewardTooHigh', await draft({}, { reward: mostPoints.toNumber() + 1 })],
      ['VisibilityNotPossible', await draft({}, { visibility: 'AfterClose' })],
      ['MinimumNotPossible', await draft({}, { minimumTurnout: 10 })],
      ['VisibilityNotPossible', await draft({}, { ...encrypted, secrecy: { Secret: { board: 0 } }, visibility: 'Live' })],
      ['MinimumTooLow', await draft({}, { ...encrypted, secrecy: { Secret: { board: 0 } }, minimumTurnout: leastMinimum.toNumber() - 1 })],
      ['EligibilityNotPossible', await draft({}, { ...encrypted, secrecy: { Anonymous: { board: 0 } }, eligibility: 'ListedCards' })],
      ['RewardNotPossible', await draft({}, { ...encrypted, secrecy: { Anonymous: { board: 0 } }, reward: 1 })],
    ];
    await allRefused(cases.map(([error, tx, signer = drafter]) => [tx, signer, error]), t);
    assert.ok((await ask.poll(0)).isNone);
  });

  describe('from draft to answer', () => {
    const REWARD = 100;
    const document = u8aToHex(randomAsU8a(32));
    let poll;
    let opensAt;
    let closesAt;

    test('is drafted, and shows its words in both languages', async () => {
      const asked = { ...choice(3), documents: [document] };
      const drafted = await does(call.draftPoll(question(asked), await office.fromNow()), office.drafter, 'PollDrafted');
      poll = drafted.poll.toNumber();
      assert.deepEqual([drafted.office.toNumber(), drafted.source.type, drafted.by.toString()], [AGENCY.publicRelations, 'Office', office.drafter.address]);
      const info = await office.info(poll);
      assert.deepEqual(readQuestion(info.question), { ...asked, form: { singleChoice: { options: 3 } } });
      assert.ok(info.turnout.isNone && info.votes.isNone && info.opening.isNone);
    });

    test('is reviewed by another official, and never changed after that', async (t) => {
      const changed = question(choice(3));
      const held = await office.fromNow();
      await allRefused([
        [call.approvePoll(poll), office.reviewer, 'WrongStage'],
        [call.openPoll(poll), account(CAST.dave), 'WrongStage'],
        [call.listCards(poll, [card.kim]), office.drafter, 'NoList'],
        [call.unlistCards(poll, [card.kim]), office.drafter, 'NotListed'],
        [call.submitPoll(poll), phone('kim'), 'agencies.NotADelegate'],
        [call.submitPoll(poll + 1), office.drafter, 'PollNotFound'],
        [cast(poll, [0]), phone('kim'), 'NotOpen'],
      ], t);
      await does(call.submitPoll(poll), office.drafter, 'PollStageChanged');
      await allRefused([
        [call.approvePoll(poll), office.drafter, 'SameOfficial'],
        [call.changePoll(poll, changed, held), office.drafter, 'WrongStage'],
      ], t);
      const why = reason('선택지를 다듬을 것');
      const returned = await does(call.returnPoll(poll, why), office.reviewer, 'PollReturned');
      assert.equal(returned.reason.toHex(), why);
      opensAt = await chainNow(api) + OPENS_IN;
      closesAt = opensAt + OPEN;
      const { newSettings } = await does(
        call.changePoll(poll, changed, { ...held, quorum: 3, reward: REWARD, opensAt, closesAt }), office.drafter, 'PollChanged',
      );
      assert.deepEqual([newSettings.opensAt.toNumber(), newSettings.reward.toNumber()], [opensAt, REWARD]);
      await does(call.submitPoll(poll), office.drafter, 'PollStageChanged');
      const scheduled = await does(call.approvePoll(poll), office.reviewer, 'PollStageChanged');
      assert.deepEqual([scheduled.oldStage.type, scheduled.newStage.type], ['InReview', 'Scheduled']);
      await allRefused([
        [call.changePoll(poll, changed, held), office.drafter, 'WrongStage'],
        [call.returnPoll(poll, why), office.drafter, 'WrongStage'],
        [call.hastenOpening(poll), office.drafter, 'NotAnonymous'],
      ], t);
    });

    test('is opened by anyone, at its time and no sooner, and then it is fixed who can vote', async (t) => {
      assert.ok(await chainNow(api) < opensAt - 4_000, 'the steps before took too long for this test');
      await allRefused([[call.openPoll(poll), account(CAST.eve), 'TooEarly'], [cast(poll, [0]), phone('kim'), 'NotOpen']], t);
      await waitForMoment(api, opensAt);
      const fixed = await does(call.openPoll(poll), account(CAST.eve), 'RollFixed');
      const [issued, active] = [await api.query.citizenIdentity.issuedCards(), await api.query.citizenIdentity.activeCards()];
      assert.deepEqual([fixed.roll.asCards.issued.toNumber(), fixed.roll.asCards.active.toNumber()], [issued.toNumber(), active.toNumber()]);
      assert.equal((await ask.eligible(poll)).unwrap().roll.asCards.issued.toNumber(), issued.toNumber());
      assert.deepEqual(await counted(poll), [0, [0, 0, 0]]);
    });

    test('is voted in by citizens without won, once each, and a change of mind replaces', async (t) => {
      const { partialFee } = await cast(poll, [2]).paymentInfo(phone('kim'));
      assert.equal(partialFee.toBigInt(), 0n);
      assert.equal((await ask.voter(poll, phone('kim').address)).asOk.asCitizen.toBigInt(), card.kim);
      const first = await does(cast(poll, [2]), phone('kim'), 'PublicBallotCast');
      assert.deepEqual([first.citizen.toBigInt(), first.oldOptions.isNone, first.newOptions.toU8a(true)[0]], [card.kim, true, 2]);
      const second = await submit(api, cast(poll, [0]), phone('kim'));
      const { oldOptions, newOptions } = second.event('mVoting', 'PublicBallotCast');
      assert.deepEqual([oldOptions.unwrap().toU8a(true)[0], newOptions.toU8a(true)[0]], [2, 0]);
      assert.equal(second.events.some(({ method }) => ['RewardPaid', 'RewardOwed'].includes(method)), false);
      assert.deepEqual(await counted(poll), [1, [1, 0, 0]]);
      const ballot = (await ask.ballot(poll, { Citizen: card.kim })).unwrap().asPublic;
      assert.deepEqual([ballot.casts.toNumber(), ballot.reward.type], [2, 'Owed']);
      assert.equal((await api.query.system.account(phone('kim').address)).data.free.toBigInt(), 0n);
      const opened = { schema: SCHEMA.residence, value: DONGDAEMUN, salt: `0x${'00'.repeat(32)}`, batch: 0, position: 0, path: [] };
      await allRefused([
        [cast(poll, []), phone('lee'), 'InvalidChoice'],
        [cast(poll, [0, 1]), phone('lee'), 'InvalidChoice'],
        [cast(poll, [3]), phone('lee'), 'InvalidChoice'],
        [cast(poll, [0], opened), phone('lee'), 'CredentialNotNeeded'],
        [cast(poll + 1, [0]), phone('lee'), 'PollNotFound'],
        [cast(poll, [0]), office.drafter, 'NotACitizen'],
        [call.castSecret(poll, { entries: [], sum: null }, null), phone('lee'), 'WrongSecrecy'],
        // It would have to be a voting key.
        [call.castAnonymous(poll, { entries: [], sum: null }), account(CAST.dave), 'NotEnrolled'],
      ], t);
    });

    test('knows who had a card at the opening', async (t) => {
      const [late] = await issueCards(api, [phone('late')]);
      assert.ok(late > 0n);
      await refused(cast(poll, [0]), phone('late'), 'CardTooNew', t);
      await submit(api, api.tx.citizenIdentity.suspendCard(card.jung), account(CAST.cityBureau));
      await assert.rejects(submit(api, cast(poll, [0]), phone('jung')), (error) => error instanceof PoolError && /inability to pay/i.test(error.message));
      await submit(api, api.tx.citizenIdentity.resumeCard(card.jung), account(CAST.cityBureau));
    });

    test('gives points for taking part, once, whatever is chosen, and owes them when they cannot be credited', async (t) => {
      // Nobody has funded the scheme yet.
      const owed = await does(cast(poll, [1]), phone('lee'), 'RewardOwed');
      assert.equal(api.registry.findMetaError(owed.reason.asModule).section, 'mileage');
      await submit(api, api.tx.mileage.fundBudget(SCHEME.poll, 1_000_000n * KRW), account(CAST.publicRelations));
      const paid = await does(cast(poll, [0]), phone('park'), 'RewardPaid');
      assert.deepEqual([paid.citizen.toBigInt(), paid.points.toNumber()], [card.park, REWARD]);
      assert.equal(await shownOn(api, phone('park').address, SCHEME.poll), REWARD);
      const claimed = await does(call.claimReward(poll), phone('lee'), 'RewardPaid');
      assert.equal(claimed.points.toNumber(), REWARD);
      assert.equal(await shownOn(api, phone('lee').address, SCHEME.poll), REWARD);
      await allRefused([
        [call.claimReward(poll), phone('lee'), 'NothingOwed'],
        [call.claimReward(poll), phone('choi'), 'BallotNotFound'],
      ], t);
      assert.deepEqual(await counted(poll), [3, [2, 1, 0]]);
    });

    test('can only be extended, and only before its end', async (t) => {
      const { longestPoll } = await ask.pollTerms();
      await allRefused([
        [call.extendPoll(poll, closesAt), office.drafter, 'InvalidPeriod'],
        [call.extendPoll(poll, opensAt + longestPoll.toNumber() + 1), office.drafter, 'PollTooLong'],
        [call.closePoll(poll), account(CAST.dave), 'TooEarly'],
        [call.certifyPoll(poll), office.drafter, 'WrongStage'],
      ], t);
      const extended = await does(call.extendPoll(poll, closesAt + EXTENSION), office.drafter, 'PollExtended');
      assert.deepEqual([extended.oldClosesAt.toNumber(), extended.newClosesAt.toNumber()], [closesAt, closesAt + EXTENSION]);
    });

    test('takes no ballot from its end on, though nobody has closed it, and cannot be cancelled then', async (t) => {
      await waitForMoment(api, closesAt + EXTENSION);
      await allRefused([
        [cast(poll, [0]), phone('choi'), 'VotingEnded'],
        [call.extendPoll(poll, closesAt + 2 * EXTENSION), office.drafter, 'VotingEnded'],
        [call.cancelPoll(poll, reason('이유')), office.drafter, 'ResultKnown'],
      ], t);
      assert.equal(api.registry.findMetaError((await ask.voter(poll, phone('kim').address)).asErr.asModule).name, 'VotingEnded');
      const closed = await does(call.closePoll(poll), account(CAST.dave), 'PollStageChanged');
      assert.deepEqual([closed.oldStage.type, closed.newStage.type, closed.by.toString()], ['Open', 'Tallied', account(CAST.dave).address]);
    });

    test('is certified and answered by its office', async (t) => {
      await refused(call.answerPoll(poll, reason('답변')), office.drafter, 'WrongStage', t);
      const certified = await does(call.certifyPoll(poll), office.reviewer, 'PollCertified');
      assert.deepEqual(certified.outcome.asCounted.results.toJSON(), [2, 1, 0]);
      assert.deepEqual([certified.ballots.toNumber(), certified.quorum.toNumber()], [3, 3]);
      const info = await office.info(poll);
      assert.deepEqual([info.quorumReached.unwrap().isTrue, info.answerIsLate.isTrue], [true, false]);
      const answer = reason('광장에 숲을 만든다.');
      await does(call.answerPoll(poll, answer), office.drafter, 'PollStageChanged');
      assert.equal((await office.info(poll)).poll.status.asAnswered.answer.toHex(), answer);
      await allRefused([
        [call.cancelPoll(poll, reason('이유')), office.drafter, 'ResultKnown'],
        [call.sweepPoll(poll), account(CAST.dave), 'TooEarly'],
      ], t);
    });
  });

  test('a poll by list is for the cards on it, until it is cancelled', async (t) => {
    const approval = { labels: [['숲', 'Forest'], ['시장', 'Market'], ['공연장', 'Stage'], ['그대로', 'As it is']], form: { Approval: { options: 4, min: 1, max: 2 } } };
    const held = await office.fromNow({ eligibility: 'ListedCards' }, 120_000);
    const poll = await office.draft(question(approval), held);
    byList = poll;
    await refused(call.submitPoll(poll), office.drafter, 'EmptyList', t);
    const listed = await does(call.listCards(poll, [card.kim, card.lee, card.park]), office.drafter, 'ListChanged');
    assert.deepEqual([listed.oldListed.toNumber(), listed.newListed.toNumber()], [0, 3]);
    await allRefused([
      [call.listCards(poll, [card.kim]), office.drafter, 'AlreadyListed'],
      [call.listCards(poll, [42]), office.drafter, 'CardNotFound'],
      [call.unlistCards(poll, [card.choi]), office.drafter, 'NotListed'],
      [call.changePoll(poll, question(approval), { ...held, eligibility: 'AllCitizens' }), office.drafter, 'ListNotEmpty'],
    ], t);
    await does(call.unlistCards(poll, [card.park]), office.drafter, 'ListChanged');
    await does(call.submitPoll(poll), office.drafter, 'PollStageChanged');
    await does(call.approvePoll(poll), office.reviewer, 'PollStageChanged');
    const { roll } = await does(call.openPoll(poll), phone('choi'), 'RollFixed');
    assert.equal(roll.asListed.cards.toNumber(), 2);
    await allRefused([
      [cast(poll, [0]), phone('park'), 'NotListed'],
      [cast(poll, [1, 0]), phone('kim'), 'InvalidChoice'],
      [cast(poll, [0, 0]), phone('kim'), 'InvalidChoice'],
      [cast(poll, [0, 1, 2]), phone('kim'), 'InvalidChoice'],
    ], t);
    assert.equal(api.registry.findMetaError((await ask.voter(poll, phone('park').address)).asErr.asModule).name, 'NotListed');
    await does(cast(poll, [0, 3]), phone('kim'), 'PublicBallotCast');
    assert.deepEqual(await counted(poll), [1, [1, 0, 0, 1]]);
    const why = reason('질문이 잘못되었다.');
    await does(call.cancelPoll(poll, why), office.drafter, 'PollStageChanged');
    assert.equal((await office.info(poll)).poll.status.asCancelled.reason.toHex(), why);
    await allRefused([
      [cast(poll, [0]), phone('kim'), 'NotOpen'],
      [call.cancelPoll(poll, why), office.drafter, 'WrongStage'],
    ], t);
  });

  test('a poll of a district is for who opens the credential of living there, and only with the first ballot', async (t) => {
    const id = (await ask.votingChainId()).toHex();
    const end = await cohortEnd(api);
    const residents = account(CAST.residents);
    const publish = ({ root }) => api.tx.facilities.publishBatch(root, end);
    const home = (name, value) => batchOf(id, card[name], [{ schema: SCHEMA.residence, value }, { schema: SCHEMA.age, value: 2 }]);
    const made = { kim: home('kim', DONGDAEMUN), lee: home('lee', GANGNAM), choi: home('choi', DONGDAEMUN) };
    const { events } = await submit(api, api.tx.utility.batchAll(Object.values(made).map(publish)), residents);
    const batches = events.filter(({ method }) => method === 'BatchPublished').map(({ data }) => data.batch.toNumber());
    const credential = {};
    Object.keys(made).forEach((name, at) => { credential[name] = made[name].openings.map((opening) => ({ ...opening, batch: batches[at] })); });

    const [poll] = await office.opened([question(), await office.fromNow({ eligibility: { District: { district: DONGDAEMUN } } }, 120_000)]);
    byDistrict = poll;
    const { roll } = (await ask.eligible(poll)).unwrap();
    assert.equal(roll.asCredentials.before.toNumber(), batches.at(-1) + 1);
    const late = home('park', DONGDAEMUN);
    const published = (await submit(api, publish(late), residents)).event('facilities', 'BatchPublished');
    await submit(api, api.tx.facilities.revokeCredentials(batches[2], [made.choi.commitments[0]]), residents);

    const [residence, age] = credential.kim;
    await allRefused([
      [cast(poll, [0]), phone('kim'), 'CredentialMissing'],
      [cast(poll, [0], age), phone('kim'), 'OtherCredential'],
      [cast(poll, [0], { ...residence, salt: u8aToHex(randomAsU8a(32)) }), phone('kim'), 'CredentialNotProven'],
      [cast(poll, [0], { ...residence, path: residence.path.slice(1) }), phone('kim'), 'CredentialNotProven'],
      [cast(poll, [0], residence), phone('jung'), 'CredentialNotProven'],
      [cast(poll, [0], credential.lee[0]), phone('lee'), 'ValueNotAccepted'],
      [cast(poll, [0], { ...late.openings[0], batch: published.batch.toNumber() }), phone('park'), 'CredentialTooNew'],
      [cast(poll, [0], credential.choi[0]), phone('choi'), 'CredentialRevoked'],
    ], t);
    await does(cast(poll, [0], residence), phone('kim'), 'PublicBallotCast');
    await refused(cast(poll, [1], residence), phone('kim'), 'CredentialNotNeeded', t);
    await does(cast(poll, [1]), phone('kim'), 'PublicBallotCast');
    assert.deepEqual(await counted(poll), [1, [0, 1]]);
  });

  test('a poll is of one office, and another one has no part in it', async (t) => {
    const library = account(CAST.library);
    await councilDecides(api, api.tx.agencies.setRoles(AGENCY.library, ['FacilityOperator', 'PollOffice']));
    await submit(api, api.tx.agencies.appointDelegate(library.address, ['FacilityOperator', 'PollOffice'], await chainNow(api) + 3_600_000), library);
    const held = await office.fromNow();
    const poll = await office.draft(question(), held);
    await allRefused([
      call.changePoll(poll, question(), held), call.submitPoll(poll), call.cancelPoll(poll, reason('이유')), call.listCards(poll, [card.kim]),
    ].map((tx) => [tx, library, 'NotYourPoll']), t);
    const own = await submit(api, call.draftPoll(question(), held), library);
    assert.equal(own.event('mVoting', 'PollDrafted').office.toNumber(), AGENCY.library);
    // All polls, in the order of their numbers, as a wallet lists them.
    const polls = await ask.polls(0, 100);
    assert.deepEqual([...polls].map(([number]) => number.toNumber()), Array.from({ length: poll + 2 }, (_, number) => number));
  });

  test('nobody enrols where there is nothing to be anonymous in', async () => {
    const enrolment = { at: { ring: 0, revision: 0 }, alias: u8aToHex(randomAsU8a(32)), votingKey: phone('key').address, proof: u8aToHex(randomAsU8a(PROOF_BYTES)) };
    for (const [poll, refusal] of [[999, 'PollNotFound'], [0, 'NotAnonymous']]) {
      await assert.rejects(
        chain.provider.send('author_submitExtrinsic', [withoutSigner(call.enrol(poll, enrolment))]),
        (error) => new RegExp(`^1010:.*Custom error: ${ENROL_REFUSAL[refusal]}$`).test(error.message),
        refusal,
      );
    }
  });

  test('anyone computes them again from the blocks, whoever can vote, and finds the vote that was changed', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'seoul-polls-'));
    t.after(() => rm(folder, { recursive: true }));
    const file = (name) => join(folder, name);
    const { done, run } = program(() => chain.url);
    await settled(api);

    const audited = async (poll) => {
      const { agrees, eligible, turnout, casts, votes, certified, cancelled } = await done(['poll', 'audit', poll, '--export', file(`${poll}.json`)]);
      assert.ok(agrees);
      return [eligible, turnout, casts, votes, certified, cancelled];
    };
    const issued = (await ask.eligible(0)).unwrap().roll.asCards.active.toNumber();
    assert.deepEqual(await audited(0), [{ atMost: issued, isUpperBound: true }, 3, 4, [2, 1, 0], true, false]);
    assert.deepEqual(await audited(byList), [{ atMost: 2, isUpperBound: false }, 1, 1, [1, 0, 0, 1], false, true]);
    const active = (await ask.eligible(byDistrict)).unwrap().roll.asCredentials.active.toNumber();
    assert.deepEqual(await audited(byDistrict), [{ atMost: active, isUpperBound: true }, 1, 2, [0, 1], false, false]);

    /** What the audit of an export says after a change of it. */
    const found = async (poll, change) => {
      const content = JSON.parse(await readFile(file(`${poll}.json`), 'utf8'));
      change(content);
      await writeFile(file('changed.json'), JSON.stringify(content));
      const { exit, json } = await run(['poll', 'audit', '--from-file', file('changed.json')]);
      assert.deepEqual([exit, json.agrees], [EXIT.NO, false]);
      return json.fault;
    };
    const ofCount = await found(0, ({ ballots }) => { ballots.at(-1).content.Public.options = '0x01'; });
    assert.equal(ofCount.code, 'SumsDiffer');
    const hidden = await found(0, ({ ballots }) => { ballots.splice(2, 1); });
    assert.equal(hidden.code, 'TurnoutDiffers');
    const stranger = await found(byList, ({ opened }) => { opened.electorate.Listed.cards.splice(opened.electorate.Listed.cards.indexOf(String(card.kim)), 1, String(card.choi)); });
    assert.deepEqual([stranger.code, stranger.citizen], ['NotOnRoll', String(card.kim)]);
    const moved = await found(byDistrict, ({ ballots }) => { ballots[0].credential.value = GANGNAM; });
    assert.deepEqual([moved.code, moved.citizen], ['CredentialFalse', String(card.kim)]);
  });

  test('ballots leave the state when their retention is over, and the result stays', async (t) => {
    const terms = (await ask.pollTerms()).toJSON();
    await refused(call.setTerms(terms), office.drafter, 'NotAuthorized', t);
    await councilDecides(api, call.setTerms({ ...terms, retention: 1_000 }));
    const swept = await does(call.sweepPoll(0), phone('jung'), 'PollSwept');
    assert.equal(swept.removed.toNumber(), 3);
    assert.ok((await ask.ballot(0, { Citizen: card.kim })).isNone);
    assert.deepEqual(await counted(0), [3, [2, 1, 0]]);
    await refused(call.sweepPoll(0), phone('jung'), 'NothingToDo', t);
  });
});
