// SPDX-License-Identifier: Apache-2.0

/** Polls and proposals as offices and citizens put them to the chain, and as anyone reads them. */

import { account, AGENCY, CAST, chainNow, councilDecides, settled, submit, waitForMoment } from './chain.js';

/** Numbers with which the pool refuses an enrolment, as `docs/voting.md` has them. */
export const ENROL_REFUSAL = {
  PollNotFound: 1, NotOpen: 2, VotingEnded: 3, NotAnonymous: 4, AliasEnrolled: 5, KeyInUse: 6, WrongProofLength: 7, Proof: 8,
};

/** Who shares the keys of encrypted polls in these tests: three of the five trustees of the `dev` preset, in the order of their seats. */
export const TRUSTEES = ['barAssociation', 'university', 'consumers'];

/** For how many ballots a voting key is admitted. */
export const ADMITTED_CASTS = 8;

const words = ([korean, english]) => ({ korean, english });

/**
 * A question as the chain takes it: texts are pairs of Korean and English.
 *
 * @param {{ title?: string[], labels?: string[][], form?: object | string, documents?: string[] }} [changed] what is not the usual
 */
export function question({
  title = ['서울광장에 나무를 더 심을까요?', 'Shall more trees be planted on Seoul Plaza?'],
  labels = [['찬성', 'Yes'], ['반대', 'No']],
  form = 'YesNo',
  documents = [],
} = {}) {
  return { title: words(title), labels: labels.map(words), form, documents };
}

/** A question as the chain gives it, in the form of {@link question}'s argument. */
export function readQuestion({ title, labels, form, documents }) {
  const pair = ({ korean, english }) => [korean.toUtf8(), english.toUtf8()];
  return { title: pair(title), labels: [...labels].map(pair), form: form.toJSON(), documents: [...documents].map((document) => document.toHex()) };
}

/**
 * How a public poll of all citizens is held for `lasts` milliseconds from `opensAt` on.
 *
 * @param {number} opensAt Unix time in milliseconds
 * @param {object} [changed] fields that differ
 * @param {number} [lasts]
 */
export function settings(opensAt, changed = {}, lasts = 60_000) {
  return {
    secrecy: 'Public', visibility: 'Live', eligibility: 'AllCitizens', opensAt, closesAt: opensAt + lasts, quorum: 0, minimumTurnout: 0, reward: 0,
    ...changed,
  };
}

/** What a client does with polls of the office of the `dev` preset, whose second official approves what the first submits. */
export function pollOffice(api) {
  const drafter = account(CAST.publicRelations);
  const reviewer = account(CAST.pollReviewer);
  const call = api.tx.mVoting;
  const ask = api.call.mVotingApi;

  const info = async (poll) => (await ask.poll(poll)).unwrap();
  const stageOf = async (poll) => (await info(poll)).poll.status.type;

  /** Draft a poll; gives its number. */
  async function draft(asked, held) {
    return (await submit(api, call.draftPoll(asked, held), drafter)).event('mVoting', 'PollDrafted').poll.toNumber();
  }

  /** Polls that are in review, of pairs of question and settings; gives their numbers. */
  async function submitted(...drafts) {
    const next = (await api.query.mVoting.nextPoll()).toJSON() ?? 0;
    const polls = drafts.map((_, place) => next + place);
    const calls = drafts.flatMap(([asked, held], place) => [call.draftPoll(asked, held), call.submitPoll(polls[place])]);
    await submit(api, api.tx.utility.batchAll(calls), drafter);
    return polls;
  }

  /** The same, of polls that both officials have agreed to. */
  async function scheduled(...drafts) {
    const polls = await submitted(...drafts);
    await submit(api, api.tx.utility.batchAll(polls.map((poll) => call.approvePoll(poll))), reviewer);
    return polls;
  }

  /** The same, of polls that are open. */
  async function opened(...drafts) {
    const polls = await scheduled(...drafts);
    await submit(api, api.tx.utility.batchAll(polls.map((poll) => call.openPoll(poll))), drafter);
    return polls;
  }

  /** Wait for a poll's end and close it, as anyone may. */
  async function closed(poll, by = drafter) {
    const { closesAt } = (await info(poll)).poll.settings;
    await waitForMoment(api, closesAt.toNumber());
    return submit(api, call.closePoll(poll), by);
  }

  /** As {@link settings}, from now on. */
  const fromNow = async (changed, lasts) => settings(await chainNow(api), changed, lasts);

  return { drafter, reviewer, info, stageOf, draft, submitted, scheduled, opened, closed, fromNow };
}

/** Cards for new accounts, in one transaction; gives the index of each, in their order. */
export async function issueCards(api, pairs) {
  const { events } = await submit(api, api.tx.citizenIdentity.issueCards(pairs.map(({ address }) => address)), account(CAST.cityBureau));
  const issued = events.filter(({ section, method }) => section === 'citizenIdentity' && method === 'CardIssued').map(({ data }) => data);
  return pairs.map(({ address }) => issued.find((card) => card.account.toString() === address).citizen.toBigInt());
}

/** Words by which the command line acts for a trustee: its transport key and the account that signs. */
export const asTrustee = (file, name) => (
  ['--trustee-key', file(`${name}.trustee`), '--passphrase-file', file('passphrase'), '--key-file', file(`${name}.key`)]
);

/**
 * {@link TRUSTEES} make the key of their board, which none of them has alone.
 *
 * @param {(words: unknown[], how: { signs?: string }) => Promise<unknown>} runs runs the program `seoul`; `signs` says who signs, if a
 *   transaction is sent
 * @param {(name: string) => string} file where the trustees' keys, the keys of everybody and the file `passphrase` are
 * @param {number} board
 * @param {string} finisher who sends the last step, as anyone may
 */
export async function makeElectionKey(runs, file, board, finisher) {
  const each = (words, sends = true) => Promise.all(TRUSTEES.map((name) => runs(words(name), { signs: sends ? name : undefined })));
  await each((name) => ['trustee', 'keygen', '--out', file(`${name}.trustee`), '--passphrase-file', file('passphrase')], false);
  await each((name) => ['trustee', 'register', board, '--agency', AGENCY[name], ...asTrustee(file, name)]);
  await each((name) => ['trustee', 'share', board, ...asTrustee(file, name)]);
  await each((name) => ['trustee', 'confirm', board, ...asTrustee(file, name)]);
  await runs(['board', 'finish', board, '--key-file', file(`${finisher}.key`)], { signs: finisher });
}

/**
 * A standing board of {@link TRUSTEES}, of whom two decrypt, with a key that they made by the command line.
 *
 * @param {object} api
 * @param {{ done: (args: unknown[]) => Promise<object> }} seoul the program
 * @param {(name: string) => string} file where the trustees' keys, the keys of everybody and the file `passphrase` are
 * @returns {Promise<number>} the board's number
 */
export async function standingBoard(api, { done }, file) {
  const now = await chainNow(api);
  const seats = TRUSTEES.map((name) => AGENCY[name]);
  const convened = await councilDecides(api, api.tx.mVoting.conveneStandingBoard(seats, 2, now, now + 3_600_000));
  const board = convened.event('mVoting', 'BoardConvened').board.toNumber();
  await settled(api);
  await makeElectionKey(done, file, board, 'dave');
  return board;
}

/** How an encrypted poll is held: as {@link settings}, with the least number of ballots that the `dev` preset allows. */
export const encrypted = (secrecy, board, changed = {}) => ({
  secrecy: { [secrecy]: { board } }, visibility: 'TurnoutOnly', minimumTurnout: 3, ...changed,
});
