// SPDX-License-Identifier: Apache-2.0

// Secret polls from the making of the key to the audit, by the command line: trustees make a key that none of them has, citizens encrypt,
// challenge and check, what is not an honest ballot or share is refused, only sums are decrypted, and whoever changes a byte of what was
// published is found out. A poll with too few ballots stays closed, one with too few trustees ends.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import {
  account, AGENCY, CAST, chainNow, councilDecides, DEV_PHRASE, fund, KRW, settled, startChain, submit, waitForMoment,
} from '../lib/chain.js';
import { assertAllRefused } from '../lib/expect.js';
import { SCHEME, shownOn } from '../lib/mileage.js';
import { asTrustee, encrypted, issueCards, pollOffice, question, standingBoard, TRUSTEES } from '../lib/polls.js';
import { EXIT, program, writeKeys } from '../lib/program.js';

const NAMES = ['kim', 'lee', 'park', 'choi'];
const REWARD = 50;
/** How long after the first draft the polls end: enough for what happens until then. */
const OPEN = 95_000;
/** Encodings of a group element and of a number that nobody accepts. */
const IDENTITY = `0x${'00'.repeat(32)}`;
const TOO_LARGE = `0x${'ff'.repeat(32)}`;
const PLAZA = {
  title: { ko: '서울광장을 무엇으로 쓸까요?', en: 'What shall Seoul Plaza be used for?' },
  options: [{ ko: '숲', en: 'Forest' }, { ko: '시장', en: 'Market' }, { ko: '공연장', en: 'Stage' }],
  form: 'single-choice',
};

describe('secret polls', () => {
  let chain;
  let api;
  let call;
  let ask;
  let folder;
  let office;
  let board;
  let plaza;
  let small;
  let silent;
  const card = {};
  const cast = {};
  const file = (name) => join(folder, name);
  const seoul = program(() => chain.url);
  const { done, refused, run, told } = seoul;
  const phone = (name) => account(`//e2e//secret//${name}`);
  const by = (name) => ['--key-file', file(`${name}.key`)];
  const receipt = (name) => ['--receipt', file(`${name}.receipt.json`)];
  const votes = (name, poll, option, ...words) => done(['vote', 'cast', poll, '--option', option, '--wait', 'block', ...by(name), ...receipt(name), ...words]);
  const allRefused = (cases, t) => assertAllRefused(chain, cases.map(([tx, signer, error]) => [tx, signer, `mVoting.${error}`]), t);
  const read = async (name) => JSON.parse(await readFile(file(name), 'utf8'));

  /** The call that a command prepares for a wallet, as the chain takes it. */
  async function prepared(words) {
    const { callData } = await done([...words, '--prepare']);
    return api.registry.createType('Call', callData);
  }

  before(async () => {
    chain = await startChain();
    api = chain.api;
    call = api.tx.mVoting;
    ask = api.call.mVotingApi;
    office = pollOffice(api);
    folder = await mkdtemp(join(tmpdir(), 'seoul-secret-'));
    await writeKeys(file);
    await writeFile(file('passphrase'), 'a passphrase of this test\n', { mode: 0o600 });
    await writeFile(file('other'), 'another passphrase\n', { mode: 0o600 });
    for (const name of NAMES) {
      await writeFile(file(`${name}.key`), `${DEV_PHRASE}//e2e//secret//${name}\n`, { mode: 0o600 });
    }
    const indices = await issueCards(api, NAMES.map(phone));
    NAMES.forEach((name, at) => { card[name] = indices[at]; });
    await submit(api, api.tx.mileage.fundBudget(SCHEME.poll, 1_000_000n * KRW), account(CAST.publicRelations));
  });
  after(async () => {
    await chain?.stop();
    if (folder) {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('trustees make a key on the chain that none of them has', async () => {
    board = await standingBoard(api, seoul, file);
    const shown = await done(['board', 'show', board]);
    assert.equal(shown.stage, 'Ready');
    const { key, board: stored } = (await ask.board(board)).unwrap();
    assert.ok(stored.status.isReady);
    assert.deepEqual([...stored.trustees].map(({ agency }) => agency.toNumber()), TRUSTEES.map((name) => AGENCY[name]));
    assert.notEqual(key.unwrap().electionKey.toHex(), IDENTITY);
    assert.ok(JSON.stringify(shown).includes(key.unwrap().electionKey.toHex()));
    for (const name of TRUSTEES) {
      assert.equal((await stat(file(`${name}.trustee`))).mode & 0o777, 0o600);
      assert.deepEqual((await done(['trustee', 'duties', AGENCY[name]])).duties, []);
    }
    const [first] = TRUSTEES;
    await refused(EXIT.NO, 'WrongBoardStage', ['trustee', 'share', board, ...asTrustee(file, first)]);
    await refused(EXIT.FILE, 'FileAlreadyExists', ['trustee', 'keygen', '--out', file(`${first}.trustee`), '--passphrase-file', file('passphrase')]);
    assert.match(await told('ko', ['board', 'show', board]), /준비 완료/);
  });

  test('a poll is written in a file, checked before it is sent, and reviewed by two officials', async () => {
    const opensAt = await chainNow(api);
    const content = {
      ...PLAZA, secrecy: 'secret', board, visibility: 'turnout-only', eligible: 'all-citizens', opensAt: String(opensAt), closesAt: String(opensAt + OPEN),
      quorum: 3, minimumTurnout: 3, reward: REWARD,
    };
    const create = async (changed, ...words) => {
      await writeFile(file('poll.json'), JSON.stringify({ ...content, ...changed }));
      return ['poll', 'create', file('poll.json'), ...words];
    };
    await refused(EXIT.INPUT, 'MinimumTooLow', await create({ minimumTurnout: 2 }, ...by('publicRelations')));
    await refused(EXIT.INPUT, 'VisibilityNotPossible', await create({ visibility: 'live' }, ...by('publicRelations')));
    await refused(EXIT.INPUT, 'OptionTwice', await create({ options: [PLAZA.options[0], PLAZA.options[0]] }, ...by('publicRelations')));
    await refused(EXIT.REFUSED, 'agencies.NotADelegate', await create({}, ...by('dave')));
    const closesAt = await chainNow(api) + OPEN;
    const soon = ['--wait', 'block'];
    plaza = (await done(await create({ closesAt: String(closesAt) }, ...by('publicRelations'), ...soon))).poll;
    await done(['poll', 'submit', plaza, ...by('publicRelations'), ...soon]);
    await settled(api);
    await refused(EXIT.REFUSED, 'mVoting.SameOfficial', ['poll', 'approve', plaza, ...by('publicRelations'), ...soon]);
    await refused(EXIT.NO, 'NotOpen', ['vote', 'cast', plaza, '--option', 1, ...by('kim'), ...receipt('kim')]);
    const approved = await done(['poll', 'approve', plaza, ...by('pollReviewer'), ...soon]);
    assert.deepEqual(approved.question.title, PLAZA.title);
    await done(['poll', 'open', plaza, ...by('eve'), ...soon]);
    // One that few vote in, and one whose trustees do nothing.
    const asked = question({ labels: PLAZA.options.map(({ ko, en }) => [ko, en]), form: { SingleChoice: { options: 3 } } });
    [small, silent] = await office.opened(
      [question(), await office.fromNow(encrypted('Secret', board, { closesAt, visibility: 'AfterClose' }))],
      [asked, await office.fromNow(encrypted('Secret', board, { closesAt }))],
    );
    await settled(api);
  });

  test('citizens encrypt on their machine, keep the tracker, and change their minds', async () => {
    cast.first = await votes('kim', plaza, 1);
    assert.match(cast.first.tracker, /^0x[0-9a-f]{64}$/);
    await writeFile(file('kim-first.receipt.json'), await readFile(file('kim.receipt.json')));
    [cast.kim, cast.lee] = await Promise.all([votes('kim', plaza, 2), votes('lee', plaza, 2, '--election-key', cast.first.electionKey)]);
    assert.deepEqual([cast.first.replaces, cast.kim.replaces], [false, true]);
    await settled(api);

    const ballot = (await ask.ballot(plaza, { Citizen: card.kim })).unwrap().asEncrypted;
    assert.deepEqual([ballot.tracker.toHex(), ballot.casts.toNumber(), ballot.reward.type], [cast.kim.tracker, 2, 'Paid']);
    assert.equal(await shownOn(api, phone('kim').address, SCHEME.poll), REWARD);
    const counts = await done(['vote', 'check', plaza, ...receipt('kim')]);
    assert.deepEqual([counts.counts, counts.ballots[0].ballot.casts], [true, 2]);
    // The first ballot does not count any more, and says so.
    const former = await run(['vote', 'check', plaza, '--receipt', file('kim-first.receipt.json')]);
    assert.deepEqual([former.exit, former.json.counts, former.json.ballots[0].ballot.tracker], [EXIT.NO, false, cast.kim.tracker]);
    assert.equal((await run(['vote', 'check', plaza, '--citizen', card.choi])).exit, EXIT.NO);
    // A receipt says nothing of the choice.
    assert.deepEqual(Object.keys(await read('kim.receipt.json')).sort(), ['block', 'castAt', 'chain', 'format', 'poll', 'tracker', 'transaction', 'voter']);
    await refused(EXIT.NO, 'OtherElectionKey', ['vote', 'cast', plaza, '--option', 1, '--election-key', IDENTITY, ...by('park'), ...receipt('park')]);
    await refused(EXIT.INPUT, 'OptionMissing', ['vote', 'cast', plaza, ...by('park'), ...receipt('park')]);
    const shown = await done(['vote', 'show', plaza]);
    assert.equal(shown.turnout, 2);
    assert.equal(shown.votes ?? null, null);
  });

  test('a device is tested by another one, and one that cheats is caught', async () => {
    const made = await done(['vote', 'challenge', plaza, '--option', 3, '--citizen', card.park, '--out', file('opened.json')]);
    const verify = (name, ...words) => ['vote', 'challenge', '--verify', file(name), ...words];
    const held = await done(verify('opened.json', '--tracker', made.tracker));
    assert.deepEqual([held.holds, held.options, held.tracker], [true, [3], made.tracker]);
    await refused(EXIT.NO, 'OtherTracker', verify('opened.json', '--tracker', cast.kim.tracker));
    const opened = await read('opened.json');
    await writeFile(file('cheating.json'), JSON.stringify({ ...opened, marks: [1, 0, 0] }));
    await refused(EXIT.NO, 'ChallengeFailed', verify('cheating.json'));
    assert.ok((await ask.ballot(plaza, { Citizen: card.park })).isNone);
  });

  test('a ballot that is not an honest one of this poll and voter is refused, and its own reason named', async (t) => {
    // So many ballots at once are more than a citizen's allowance, and a refused one is not free.
    await fund(api, [phone('choi')]);
    const words = (poll, ...kept) => ['vote', 'cast', poll, '--option', 1, '--citizen', card.choi, ...kept];
    const own = await prepared(words(plaza, ...receipt('choi')));
    const foreign = await prepared(words(silent, ...receipt('choi-silent')));
    const { block } = await api.rpc.chain.getBlock(cast.lee.block.hash);
    const others = block.extrinsics.find(({ signer, method }) => method.section === 'mVoting' && signer.toString() === phone('lee').address).method;
    assert.equal(own.method, 'castSecret');
    const ballot = (change) => {
      const copy = own.args[1].toJSON();
      change(copy);
      return call.castSecret(plaza, copy, null);
    };
    await allRefused([
      [call.castSecret(plaza, others.args[1], null), phone('choi'), 'InvalidBallotProof'],
      [call.castSecret(plaza, own.args[1], null), phone('park'), 'InvalidBallotProof'],
      [call.castSecret(silent, own.args[1], null), phone('choi'), 'InvalidBallotProof'],
      [call.castSecret(plaza, foreign.args[1], null), phone('choi'), 'InvalidBallotProof'],
      [call.castSecret(small, own.args[1], null), phone('choi'), 'WrongBallotShape'],
      [ballot(({ entries }) => entries.reverse()), phone('choi'), 'InvalidBallotProof'],
      [ballot(({ entries }) => { entries[0].ciphertext = entries[1].ciphertext; }), phone('choi'), 'InvalidBallotProof'],
      [ballot(({ entries }) => entries.pop()), phone('choi'), 'WrongBallotShape'],
      [ballot((it) => { it.sum = null; }), phone('choi'), 'WrongBallotShape'],
      [ballot(({ entries }) => { entries[0].ciphertext.alpha = TOO_LARGE; }), phone('choi'), 'MalformedElement'],
      [ballot(({ entries }) => { entries[0].ciphertext.alpha = IDENTITY; }), phone('choi'), 'IdentityElement'],
      [ballot(({ entries }) => { entries[0].one.response = TOO_LARGE; }), phone('choi'), 'NonCanonicalScalar'],
      [call.castPublic(plaza, [0], null), phone('choi'), 'WrongSecrecy'],
      [call.castAnonymous(plaza, own.args[1]), account(CAST.dave), 'NotEnrolled'],
    ], t);
    // The ballot itself is as good as it was, and a wallet signs it.
    const { newTracker } = (await submit(api, api.tx(own), phone('choi'))).event('mVoting', 'EncryptedBallotCast');
    assert.equal(newTracker.toHex(), (await read('choi.receipt.json')).tracker);
    await votes('park', plaza, 1);
    await Promise.all([
      ...['kim', 'lee'].map((name) => done(['vote', 'cast', small, '--option', 1, '--wait', 'block', ...by(name), '--receipt', file(`${name}-small.json`)])),
    ]);
    await Promise.all(['kim', 'lee', 'park'].map((name) => (
      done(['vote', 'cast', silent, '--option', 1, '--wait', 'block', ...by(name), '--receipt', file(`${name}-silent.json`)])
    )));
    assert.equal((await ask.tally(plaza)).unwrap().ballots.toNumber(), 4);
    const hidden = await office.info(small);
    assert.ok(hidden.turnout.isNone && (await ask.tally(small)).isNone);
  });

  test('nothing is decrypted before the end, by nobody', async (t) => {
    await settled(api);
    await refused(EXIT.NO, 'NothingToDecrypt', ['trustee', 'decrypt', plaza, ...asTrustee(file, TRUSTEES[0])]);
    await refused(EXIT.NO, 'WrongStage', ['poll', 'counts', plaza, ...by('dave')]);
    assert.ok((await ask.decryption(plaza)).isNone);
    const nothing = { trustee: 1, factors: [], proof: { generatorCommitment: IDENTITY, baseCommitment: IDENTITY, response: IDENTITY } };
    await allRefused([
      [call.postShare(plaza, nothing), account(CAST[TRUSTEES[0]]), 'WrongStage'],
      [call.postCounts(plaza, [2, 2, 0]), account(CAST.dave), 'WrongStage'],
      [call.declareUndecryptable(plaza), account(CAST.dave), 'WrongStage'],
      [call.closePoll(plaza), account(CAST.dave), 'TooEarly'],
    ], t);
    const audited = await done(['poll', 'audit', plaza]);
    assert.deepEqual([audited.agrees, audited.turnout, audited.casts, audited.votes], [true, 4, 5, null]);
  });

  test('after it trustees decrypt the sums, each with a proof, and the counts are checked', async (t) => {
    const { closesAt } = (await office.info(plaza)).poll.settings;
    await waitForMoment(api, closesAt.toNumber());
    await settled(api);
    const closed = await done(['poll', 'close', plaza, ...by('eve')]);
    assert.deepEqual([closed.stage, closed.turnout], ['Tallying', 4]);
    await refused(EXIT.NO, 'TooFewShares', ['poll', 'counts', plaza, ...by('dave')]);
    await refused(EXIT.FILE, 'PassphraseWrong', [
      'trustee', 'decrypt', plaza, '--trustee-key', file(`${TRUSTEES[0]}.trustee`), '--passphrase-file', file('other'), ...by(TRUSTEES[0]),
    ]);
    const [one, two, three] = TRUSTEES;
    const honest = await prepared(['trustee', 'decrypt', plaza, ...asTrustee(file, three).slice(0, 4)]);
    const share = (change) => {
      const copy = honest.args[1].toJSON();
      change(copy);
      return call.postShare(plaza, copy);
    };
    await allRefused([
      [call.postShare(plaza, honest.args[1]), account(CAST[one]), 'NotYourSeat'],
      [call.postShare(plaza, honest.args[1]), account(CAST.gyeonggi), 'NotATrustee'],
      [share(({ factors }) => factors.reverse()), account(CAST[three]), 'InvalidDecryptionShare'],
      [share(({ factors }) => factors.pop()), account(CAST[three]), 'WrongShareSize'],
      [share(({ factors }) => { factors[0] = TOO_LARGE; }), account(CAST[three]), 'MalformedElement'],
      [call.postCounts(plaza, [2, 2, 0]), account(CAST.dave), 'TooFewShares'],
      [call.declareUndecryptable(plaza), account(CAST.dave), 'TooEarly'],
    ], t);
    const posted = await Promise.all([one, two].map((name) => done(['trustee', 'decrypt', plaza, ...asTrustee(file, name)])));
    assert.deepEqual(posted.map(({ seat, ballots }) => [seat, ballots]), [[1, 4], [2, 4]]);
    await refused(EXIT.NO, 'AlreadyDone', ['trustee', 'decrypt', plaza, ...asTrustee(file, one)]);
    await allRefused([
      [call.postCounts(plaza, [1, 3, 0]), account(CAST.dave), 'WrongCounts'],
      [call.cancelPoll(plaza, IDENTITY), office.drafter, 'ResultKnown'],
    ], t);
    assert.deepEqual((await done(['poll', 'counts', plaza, ...by('dave')])).votes, [2, 2, 0]);
  });

  test('the office signs the outcome, and says what follows', async () => {
    const certified = await done(['poll', 'certify', plaza, ...by('publicRelations')]);
    assert.deepEqual([certified.votes, certified.turnout, certified.quorumReached], [[2, 2, 0], 4, true]);
    await writeFile(file('answer.txt'), '광장의 절반에 숲을, 절반에 시장을 둔다.\n');
    await done(['poll', 'answer', plaza, '--document', file('answer.txt'), ...by('pollReviewer')]);
    const info = await office.info(plaza);
    assert.deepEqual([info.poll.status.type, info.votes.unwrap().toJSON()], ['Answered', [2, 2, 0]]);
    assert.equal((await done(['vote', 'check', plaza, ...receipt('lee')])).counts, true);
    assert.match(await told('ko', ['vote', 'show', plaza]), /서울광장을 무엇으로 쓸까요\?/);
  });

  test('anyone computes it all again from the blocks, or from a file, and finds the byte that was changed', async () => {
    const audited = await done(['poll', 'audit', plaza, '--export', file('export.json')]);
    assert.deepEqual([audited.agrees, audited.turnout, audited.casts, audited.votes, audited.certified], [true, 4, 5, [2, 2, 0], true]);
    assert.deepEqual(audited.shares.map(({ agency }) => agency).sort(), TRUSTEES.slice(0, 2).map((name) => AGENCY[name]));
    const content = await readFile(file('export.json'), 'utf8');
    const audit = async (changed) => {
      await writeFile(file('changed.json'), changed);
      return run(['poll', 'audit', '--from-file', file('changed.json')]);
    };
    assert.equal((await audit(content)).json.agrees, true);

    /** The export with one digit in the middle of a part of it changed. */
    const flipped = (part) => {
      const digits = part.replace(/^0x/, '');
      assert.equal(content.split(digits).length, 2, 'the part stands in the export once');
      const middle = digits.length >> 1;
      return content.replace(digits, digits.slice(0, middle) + (digits[middle] === '0' ? '1' : '0') + digits.slice(middle + 1));
    };
    const { block } = await api.rpc.chain.getBlock(cast.lee.block.hash);
    const ballot = block.extrinsics.find(({ signer, method }) => method.section === 'mVoting' && signer.toString() === phone('lee').address).method.args[1];
    const found = async (part) => {
      const { exit, json } = await audit(flipped(part));
      assert.deepEqual([exit, json.agrees], [EXIT.NO, false]);
      return json.fault;
    };
    const ofBallot = await found(ballot.toHex());
    assert.equal(String(ofBallot.citizen), String(card.lee));
    assert.equal(ofBallot.block, cast.lee.block.number);
    const { shares } = (await ask.decryption(plaza)).unwrap();
    const ofShare = await found(shares[1].toHex());
    assert.deepEqual([ofShare.code, ofShare.seat], ['ShareFalse', 2]);
    const { dealings } = (await ask.board(board)).unwrap();
    const ofKey = await found(dealings[0][1].toHex());
    assert.equal(ofKey.seat, 1);
    await refused(EXIT.INPUT, 'ExportUnreadable', ['poll', 'audit', '--from-file', file('poll.json')]);
  });

  test('below its minimum nothing is decrypted, and nothing ever can be', async (t) => {
    const closed = await office.closed(small);
    assert.equal(closed.event('mVoting', 'PollStageChanged').newStage.type, 'Tallied');
    const { poll: { status }, votes: none } = await office.info(small);
    assert.ok(status.asTallied.outcome.isBelowMinimum && none.isNone);
    assert.ok((await ask.decryption(small)).isNone);
    await settled(api);
    await refused(EXIT.NO, 'NothingToDecrypt', ['trustee', 'decrypt', small, ...asTrustee(file, TRUSTEES[0])]);
    await allRefused([[call.postCounts(small, [2]), account(CAST.dave), 'WrongStage']], t);
    const audited = await done(['poll', 'audit', small]);
    assert.deepEqual([audited.agrees, audited.outcome, audited.turnout, audited.shares], [true, 'BelowMinimum', 2, []]);
  });

  test('a poll that too few trustees decrypt in time ends without a result', async (t) => {
    const terms = (await ask.pollTerms()).toJSON();
    await councilDecides(api, call.setTerms({ ...terms, sharePeriod: 25_000 }));
    await office.closed(silent);
    await settled(api);
    const late = await prepared(['trustee', 'decrypt', silent, ...asTrustee(file, TRUSTEES[1]).slice(0, 4)]);
    await done(['trustee', 'decrypt', silent, '--wait', 'block', ...asTrustee(file, TRUSTEES[0])]);
    const { sharesUntil } = (await office.info(silent)).poll.status.asTallying;
    await waitForMoment(api, sharesUntil.toNumber());
    await allRefused([[api.tx(late), account(CAST[TRUSTEES[1]]), 'DeadlinePassed']], t);
    await submit(api, call.declareUndecryptable(silent), account(CAST.eve));
    const { poll: { status }, votes: none } = await office.info(silent);
    assert.ok(status.asTallied.outcome.isUndecryptable && none.isNone);
    await settled(api);
    assert.deepEqual((await done(['poll', 'audit', silent])).outcome, 'Undecryptable');
  });
});
