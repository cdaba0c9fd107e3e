// SPDX-License-Identifier: Apache-2.0

// Questions of citizens: supporters gather, the city must answer, is late on record, and cannot change the words. And boards of trustees,
// as far as they come without a key: who may sit on one, and what becomes of a board whose trustees do nothing.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { account, AGENCY, CAST, chainNow, councilDecides, startChain, submit, waitForMoment } from '../lib/chain.js';
import { assertAllRefused, assertRefused } from '../lib/expect.js';
import { encrypted, issueCards, pollOffice, question, readQuestion, TRUSTEES } from '../lib/polls.js';
import { commit, newSalt } from '../lib/tags.js';

const NAMES = ['kim', 'lee', 'park', 'choi'];
const BENCHES = { title: ['한강공원에 의자를 더 놓을까요?', 'Shall there be more benches in the Han River parks?'], labels: [['네', 'Yes'], ['아니요', 'No']] };
const HOUR = 3_600_000;
/** Short enough to live through. */
const GATHERING = 60_000;
const ANSWER = 6_000;
const REGISTRATION = 25_000;
/** A group element that everybody knows: the basepoint of ristretto255 (RFC 9496, A.1). */
const BASEPOINT = '0xe2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76';
const IDENTITY = `0x${'00'.repeat(32)}`;
const ONE = `0x01${'00'.repeat(31)}`;
const TOO_LARGE = `0x${'ff'.repeat(32)}`;

describe('proposals and boards', () => {
  let chain;
  let api;
  let call;
  let ask;
  let office;
  const phone = (name) => account(`//e2e//proposals//${name}`);
  const reason = (text) => commit(newSalt(), new TextEncoder().encode(text));
  const refused = (tx, signer, error, t) => assertRefused(chain, tx, signer, `mVoting.${error}`, t);
  const allRefused = (cases, t) => assertAllRefused(
    chain, cases.map(([tx, signer, error]) => [tx, signer, error.includes('.') ? error : `mVoting.${error}`]), t,
  );
  const does = async (tx, signer, event) => (await submit(api, tx, signer)).event('mVoting', event);
  const seats = () => TRUSTEES.map((name) => AGENCY[name]);
  const trustee = () => account(CAST[TRUSTEES[0]]);
  const proposal = async (number) => (await ask.proposal(number)).unwrap();
  const statusOf = async (number) => (await proposal(number)).status.type;
  const propose = async (name, asked = BENCHES) => (await does(call.propose(question(asked)), phone(name), 'Proposed')).proposal.toNumber();

  before(async () => {
    chain = await startChain();
    api = chain.api;
    call = api.tx.mVoting;
    ask = api.call.mVotingApi;
    office = pollOffice(api);
    await issueCards(api, NAMES.map(phone));
  });
  after(() => chain?.stop());

  test('marks and periods are for two thirds of the council, and must make sense', async (t) => {
    const terms = (await ask.pollTerms()).toJSON();
    await allRefused([
      [call.setTerms(terms), phone('kim'), 'NotAuthorized'],
      [call.setTerms(terms), office.drafter, 'NotAuthorized'],
      [call.conveneStandingBoard(seats(), 2, 0, 1), office.drafter, 'NotAuthorized'],
      [call.retireBoard(0), office.drafter, 'NotAuthorized'],
    ], t);
    const changed = {
      ...terms, debateMark: 2, answerMark: 3, gatheringPeriod: GATHERING, answerPeriod: ANSWER, mostProposals: 2, registrationPeriod: REGISTRATION,
    };
    await assert.rejects(councilDecides(api, call.setTerms({ ...changed, debateMark: 4 })), /mVoting\.InvalidTerms/);
    const { oldTerms, newTerms } = (await councilDecides(api, call.setTerms(changed))).event('mVoting', 'TermsChanged');
    assert.deepEqual([oldTerms.toJSON(), newTerms.toJSON()], [terms, changed]);
  });

  describe('a board', () => {
    let until;

    test('is of different trustees that a majority needs, for a term, and its office is none of them', async (t) => {
      const now = await chainNow(api);
      const { longestTerm } = await ask.pollTerms();
      const convene = (agencies, threshold = 2, from = now, to = now + HOUR) => call.convenePollBoard(agencies, threshold, from, to);
      await allRefused([
        [convene(seats()), trustee(), 'agencies.RoleNotHeld'],
        [convene(seats().slice(1)), office.drafter, 'TooFewTrustees'],
        [convene(seats(), 1), office.drafter, 'InvalidThreshold'],
        [convene(seats(), 4), office.drafter, 'InvalidThreshold'],
        [convene(seats(), 2, now, now), office.drafter, 'InvalidTerm'],
        [convene(seats(), 2, 0, 1), office.drafter, 'InvalidTerm'],
        [convene(seats(), 2, now, now + longestTerm.toNumber() + 1), office.drafter, 'InvalidTerm'],
        [convene([...seats(), seats()[0]], 3), office.drafter, 'SameTrustee'],
        [convene([...seats(), AGENCY.publicRelations], 3), office.drafter, 'OfficeIsTrustee'],
        [convene([...seats(), AGENCY.library], 3), office.drafter, 'agencies.RoleNotHeldByAgency'],
        [call.registerTransportKey(0, BASEPOINT, { commitment: BASEPOINT, response: ONE }), trustee(), 'BoardNotFound'],
      ], t);
      const convened = await does(convene(seats()), office.drafter, 'BoardConvened');
      until = convened.registeredBy.toNumber();
      assert.deepEqual([convened.board.toNumber(), convened.kind.asUnassigned.office.toNumber(), convened.threshold.toNumber()], [0, AGENCY.publicRelations, 2]);
      const [duty, ...others] = await ask.duties(AGENCY[TRUSTEES[1]]);
      assert.deepEqual(duty.asRegisterTransportKey.toJSON(), { board: 0, seat: 2, until });
      assert.equal(others.length, 0);
      assert.equal((await ask.duties(AGENCY.library)).length, 0);
    });

    test('takes no key of which its trustee does not show the secret', async (t) => {
      const register = (key, proof = {}) => call.registerTransportKey(0, key, { commitment: BASEPOINT, response: ONE, ...proof });
      await allRefused([
        [register(BASEPOINT), office.drafter, 'agencies.RoleNotHeld'],
        [register(BASEPOINT), account(CAST.gyeonggi), 'NotATrustee'],
        [register(BASEPOINT), trustee(), 'InvalidKeyProof'],
        [register(IDENTITY), trustee(), 'IdentityElement'],
        [register(TOO_LARGE), trustee(), 'MalformedElement'],
        [register(BASEPOINT, { commitment: TOO_LARGE }), trustee(), 'MalformedElement'],
        [register(BASEPOINT, { response: TOO_LARGE }), trustee(), 'NonCanonicalScalar'],
        [call.confirmShares(0), trustee(), 'WrongBoardStage'],
        [call.finishBoard(0), account(CAST.dave), 'WrongBoardStage'],
        [call.advanceBoard(0), account(CAST.dave), 'TooEarly'],
      ], t);
      assert.ok((await ask.board(0)).unwrap().key.isNone);
    });

    test('serves no poll before its key is there', async (t) => {
      const held = (board) => office.fromNow(encrypted('Secret', board), HOUR / 2);
      const polls = await office.submitted([question(), await held(0)], [question(), await held(7)]);
      await allRefused([
        [call.approvePoll(polls[0]), office.reviewer, 'BoardNotReady'],
        [call.approvePoll(polls[1]), office.reviewer, 'BoardNotFound'],
      ], t);
    });

    test('whose trustees are absent names them, and has failed', async (t) => {
      await waitForMoment(api, until);
      await allRefused([
        [call.registerTransportKey(0, BASEPOINT, { commitment: BASEPOINT, response: ONE }), trustee(), 'DeadlinePassed'],
      ], t);
      const { events } = await submit(api, call.advanceBoard(0), account(CAST.dave));
      const named = events.filter(({ method }) => method === 'TrusteeNamed').map(({ data }) => [data.agency.toNumber(), data.misconduct.type]);
      assert.deepEqual(named, seats().map((agency) => [agency, 'Absent']));
      assert.ok((await ask.board(0)).unwrap().board.status.isFailed);
      assert.equal((await ask.duties(seats()[0])).length, 0);
      await refused(call.advanceBoard(0), account(CAST.dave), 'WrongBoardStage', t);
    });
  });

  describe('a proposal', () => {
    let benches;
    let other;

    test('is a question of a citizen, in words that a wallet can show', async (t) => {
      await allRefused([
        [call.propose(question(BENCHES)), office.drafter, 'NotACitizen'],
        [call.propose(question({ ...BENCHES, title: ['\u200b', 'Nothing to see'] })), phone('kim'), 'InvalidText'],
        [call.propose(question({ ...BENCHES, labels: [['네', 'Yes'], ['아니요', 'Yes']] })), phone('kim'), 'SameLabel'],
        [call.support(0), phone('kim'), 'ProposalNotFound'],
      ], t);
      const { partialFee } = await call.propose(question(BENCHES)).paymentInfo(phone('kim'));
      assert.equal(partialFee.toBigInt(), 0n);
      benches = await propose('kim');
      other = await propose('kim', {});
      await refused(call.propose(question()), phone('kim'), 'TooManyProposals', t);
      const { question: asked, supporters, status } = await proposal(benches);
      assert.deepEqual(readQuestion(asked), { ...BENCHES, form: { yesNo: null }, documents: [] });
      assert.deepEqual([supporters.toNumber(), status.type], [0, 'Gathering']);
      assert.equal((await ask.proposals(0, 100)).length, 2);
    });

    test('is supported once by each, and taken back by its proposer only', async (t) => {
      const supported = await does(call.support(benches), phone('lee'), 'Supported');
      assert.equal(supported.supporters.toNumber(), 1);
      await allRefused([
        [call.support(benches), phone('lee'), 'AlreadySupported'],
        [call.withdrawSupport(benches), phone('park'), 'NotSupported'],
        [call.withdrawProposal(other), phone('lee'), 'NotYourProposal'],
        [call.answerProposal(benches, 'Accepted', reason('답변')), office.drafter, 'WrongProposalStage'],
        [call.lapseProposal(benches), account(CAST.dave), 'TooEarly'],
        [call.recordLateness(benches), account(CAST.dave), 'WrongProposalStage'],
      ], t);
      const withdrawn = await does(call.withdrawSupport(benches), phone('lee'), 'SupportWithdrawn');
      assert.equal(withdrawn.supporters.toNumber(), 0);
      const taken = await does(call.withdrawProposal(other), phone('kim'), 'ProposalStatusChanged');
      assert.ok(taken.newStatus.isWithdrawn);
      await refused(call.support(other), phone('lee'), 'WrongProposalStage', t);
      // There is room for another.
      other = await propose('kim', {});
    });

    test('is in debate at the first mark, and must be answered from the second on', async (t) => {
      await does(call.support(benches), phone('lee'), 'Supported');
      const debate = await does(call.support(benches), phone('park'), 'ProposalStatusChanged');
      assert.ok(debate.oldStatus.isGathering && debate.newStatus.isDebate);
      await refused(call.withdrawProposal(benches), phone('kim'), 'WrongProposalStage', t);
      const due = (await does(call.support(benches), phone('choi'), 'ProposalStatusChanged')).newStatus.asAnswerDue;
      assert.ok(due.lateness.isNotRecorded);
      assert.deepEqual((await ask.answersDue()).toJSON(), [[benches, due.by.toNumber()]]);
      await refused(call.recordLateness(benches), account(CAST.dave), 'TooEarly', t);
      // A duty that has begun stays.
      await does(call.withdrawSupport(benches), phone('choi'), 'SupportWithdrawn');
      assert.equal(await statusOf(benches), 'AnswerDue');
    });

    test('to which the city is late is on record as that, and becomes a poll whose words are the proposer\'s', async (t) => {
      const { by } = (await proposal(benches)).status.asAnswerDue;
      await waitForMoment(api, by.toNumber());
      const late = await does(call.recordLateness(benches), phone('lee'), 'ProposalStatusChanged');
      assert.ok(late.newStatus.asAnswerDue.lateness.isRecorded);
      await refused(call.recordLateness(benches), account(CAST.dave), 'AlreadyRecorded', t);

      const held = await office.fromNow();
      const { events } = await submit(api, call.adoptProposal(benches, held, reason('투표에 부친다.')), office.drafter);
      const find = (name) => events.find(({ method }) => method === name).data;
      const poll = find('PollDrafted').poll.toNumber();
      assert.equal(find('PollDrafted').source.asCitizens.proposal.toNumber(), benches);
      assert.equal(find('ProposalAnswered').decision.asPoll.poll.toNumber(), poll);
      assert.deepEqual(readQuestion((await office.info(poll)).question), { ...BENCHES, form: { yesNo: null }, documents: [] });
      await allRefused([
        [call.changePoll(poll, question(), held), office.drafter, 'CitizensQuestion'],
        [call.support(benches), phone('choi'), 'WrongProposalStage'],
        [call.adoptProposal(benches, held, reason('답변')), office.drafter, 'WrongProposalStage'],
      ], t);
      await does(call.changePoll(poll, question(BENCHES), { ...held, quorum: 2 }), office.drafter, 'PollChanged');
      assert.equal((await ask.answersDue()).length, 0);
    });

    test('is answered without a poll, too', async (t) => {
      const bins = await propose('lee', { title: ['쓰레기통을 더 놓을까요?', 'Shall there be more bins?'] });
      await submit(api, call.support(bins), phone('kim'));
      await submit(api, call.support(bins), phone('park'));
      await submit(api, call.support(bins), phone('choi'));
      await allRefused([
        [call.answerProposal(bins, 'Declined', reason('답변')), phone('kim'), 'agencies.NotADelegate'],
        [call.answerProposal(bins, 'Declined', reason('답변')), trustee(), 'agencies.RoleNotHeld'],
      ], t);
      const answered = await does(call.answerProposal(bins, 'Declined', reason('수거할 인력이 없다.')), office.reviewer, 'ProposalAnswered');
      assert.ok(answered.decision.isDeclined);
      assert.equal(await statusOf(bins), 'Answered');
    });

    test('that too few support lapses at its time, and its supporters leave the state after the retention', async (t) => {
      await submit(api, call.support(other), phone('lee'));
      await refused(call.sweepProposal(other), account(CAST.dave), 'WrongProposalStage', t);
      const { until } = await proposal(other);
      await waitForMoment(api, until.toNumber());
      await allRefused([
        [call.support(other), phone('park'), 'ProposalExpired'],
        [call.withdrawSupport(other), phone('lee'), 'ProposalExpired'],
      ], t);
      await does(call.lapseProposal(other), account(CAST.dave), 'ProposalStatusChanged');
      assert.equal(await statusOf(other), 'Lapsed');
      await refused(call.sweepProposal(other), account(CAST.dave), 'TooEarly', t);
      await councilDecides(api, call.setTerms({ ...(await ask.pollTerms()).toJSON(), retention: 1_000 }));
      const swept = await does(call.sweepProposal(other), account(CAST.dave), 'ProposalSwept');
      assert.equal(swept.removed.toNumber(), 1);
      await refused(call.sweepProposal(other), account(CAST.dave), 'NothingToDo', t);
    });
  });
});
