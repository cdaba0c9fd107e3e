// SPDX-License-Identifier: Apache-2.0

/**
 * The people, cars, contracts and polls that the load needs, made as the city makes them: the card office issues cards, agencies appoint
 * delegates, the registrar registers cars. So each transaction is somebody's who may send it, within an allowance of its own.
 */

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Keyring } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { encodeAddress, sr25519PairFromSeed } from '@polkadot/util-crypto';

import { account, AGENCY, CAST, chainNow, KRW, settled, submit } from '../lib/chain.js';
import { sampleForm } from '../lib/documents.js';
import { acceptance, onChain, registration } from '../lib/market.js';
import { EARLIEST, SCHEME } from '../lib/mileage.js';
import { encrypted, makeElectionKey, question, settings, TRUSTEES } from '../lib/polls.js';
import { program, writeKeys } from '../lib/program.js';
import { cohortEnd, possession } from '../lib/wallet-login.js';
import { firm, purchase, won } from '../lib/works.js';

const DAY = 86_400_000;
const OPTIONS = 5;
const QUESTION = {
  title: ['서울광장을 무엇으로 쓸까요?', 'What shall Seoul Plaza be used for?'],
  labels: [['숲', 'Forest'], ['시장', 'Market'], ['공연장', 'Stage'], ['스케이트장', 'Ice rink'], ['그대로', 'As it is']],
  form: { SingleChoice: { options: OPTIONS } },
};
/** Cards, cars, transfers or drafts in one transaction. */
const CARDS = 100;
const CARS = 50;
const TRANSFERS = 100;
const DRAFTS = 40;
/** Cars on which readings are reported. */
const READ_CARS = 400;
/** How many open claims a contract has, of those that the chain allows. */
const CLAIMS = 8;
const LINES = 10;
const UNITS = 100;
const UNIT_PRICE = 10_000;
const LINE_WON = 50_000;
const PRICE = 1_000n * KRW;
const FEE = 10n * KRW;
/** How many payments one payer makes, and of how many won. */
const PAYMENTS = 10;
const TICKET = 1_000n;
const POINTS = 20;
const FIRST_REGISTERED = Date.UTC(2021, 2, 15);
/** How many transactions one delegate of a company and of an institution sends: well within their allowances. */
const OF_COMPANY = 250;
const OF_INSTITUTION = 2_500;
/** How many batches of credits a delegate sends. */
const BATCHES = 250;

const hash = () => u8aToHex(randomBytes(32));

/** Somebody with a new key. */
function person() {
  const seed = randomBytes(32);
  const { publicKey } = sr25519PairFromSeed(seed);
  return { seed, publicKey, address: encodeAddress(publicKey, 42), nonce: 0 };
}

const people = (count) => Array.from({ length: count }, person);

/** Parts of a list of at most `size`. */
function parts(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) => list.slice(part * size, (part + 1) * size));
}

/**
 * Make all that a timetable needs.
 *
 * @param {{ api: object, url: string, need: Record<string, number>, rows: number, log: (text: string) => void, threads: object,
 *   inProcess: boolean, open: number }} of `inProcess`: whether ballots are made by the threads, or by the program `seoul`; for how many
 *   milliseconds the poll is open
 * @returns {Promise<{ call: (entry: object) => { who: object, call: Uint8Array } }>} what each entry of the timetable sends, asked in the order
 *   of time
 */
export async function build({ api, url, need, rows, log, threads, inProcess, open }) {
  const by = Object.fromEntries(Object.entries(CAST).filter(([, path]) => typeof path === 'string').map(([name, path]) => [name, account(path)]));
  const { tx } = api;
  const nonces = new Map();

  /** Submit calls of one signer one after the other, without waiting in between; gives what came of each. */
  async function submitAll(signer, calls) {
    const first = nonces.get(signer.address) ?? (await api.rpc.system.accountNextIndex(signer.address)).toNumber();
    nonces.set(signer.address, first + calls.length);
    return Promise.all(calls.map((call, index) => submit(api, call, signer, { options: { nonce: first + index, era: 0 } })));
  }
  const eventsOf = (sent, kind) => sent.flatMap(({ events }) => events.filter((event) => kind.is(event)).map(({ data }) => data));
  const one = async (signer, call) => (await submitAll(signer, [call]))[0];

  // ---------------------------------------------------------------- delegates

  async function delegates(name, roles, count) {
    const made = people(Math.max(1, count));
    const until = await chainNow(api) + 300 * DAY;
    for (const some of parts(made, TRANSFERS)) {
      await one(by[name], tx.utility.batchAll(some.map(({ address }) => tx.agencies.appointDelegate(address, roles, until))));
    }
    return made;
  }
  const company = (count) => Math.ceil(count / OF_COMPANY);
  const institution = (count) => Math.ceil(count / OF_INSTITUTION);
  log('appointing delegates');
  const desk = Object.fromEntries(await Promise.all([
    ['dongdaemun', ['Registrar'], institution(need.sales)],
    ['periodicInspection', ['PeriodicInspectionBody'], institution(need.odometer * 0.6)],
    ['insurer', ['Insurer'], institution(need.odometer * 0.2)],
    ['repairShop', ['RepairShop'], company(need.odometer * 0.2)],
    ['workshop', ['InspectionWorkshop'], company(need.sales)],
    ['dealer', ['CarDealer'], company(need.sales)],
    ['health', ['MileageIssuer'], Math.ceil(need.credits / BATCHES)],
    ['cityBureau', ['CardOffice'], institution(need.identity)],
    ['residents', ['CredentialIssuer'], institution(need.anchors)],
    ['supervisor', ['Supervisor'], institution(need.escrow)],
    ['worksInspector', ['WorksInspector'], institution(need.escrow)],
    ['infrastructure', ['OrderingDepartment'], institution(need.escrow)],
    ['hanbit', ['Representative', 'Contractor'], Math.ceil(need.escrow / 40)],
    ['cement', ['Representative', 'Supplier'], company(need.escrow * LINES)],
  ].map(async ([name, roles, count]) => [name, await delegates(name, roles, count)])));
  const turns = new Map();
  /** The delegates of an agency, one after the other. */
  const next = (name) => {
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    return desk[name][turn % desk[name].length];
  };

  const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
  /** Submit calls by the delegates of an agency in turn, as each has an allowance of its own. */
  async function submitByDelegates(name, calls) {
    const sent = await Promise.all(desk[name].map((delegate, at) => {
      const own = calls.filter((_, place) => place % desk[name].length === at);
      delegate.nonce += own.length;
      return own.length === 0 ? [] : submitAll(keyring.addFromSeed(delegate.seed), own);
    }));
    return sent.flat();
  }

  // ---------------------------------------------------------------- citizens

  const payerCount = Math.ceil(need.payments / PAYMENTS);
  const members = Math.max(rows, Math.min(500, payerCount));
  const groups = {
    sellers: people(need.sales), buyers: people(need.sales), voters: people(need.votes), payers: people(payerCount),
    members: people(members), users: people(need.identity),
  };
  const everyone = Object.values(groups).flat();
  log(`issuing ${everyone.length} citizen cards`);
  const issued = await submitAll(by.cityBureau, parts(everyone, CARDS).map((some) => tx.citizenIdentity.issueCards(some.map(({ address }) => address))));
  const cards = new Map(eventsOf(issued, api.events.citizenIdentity.CardIssued).map(({ account: who, citizen }) => [who.toString(), citizen.toBigInt()]));
  everyone.forEach((someone) => { someone.citizen = cards.get(someone.address); });
  if (cards.size !== everyone.length) {
    throw new Error(`${everyone.length} cards were asked for, and ${cards.size} issued`);
  }

  // ---------------------------------------------------------------- cars and sales

  const now = await chainNow(api);
  let number = 0;
  async function registered(owners) {
    const calls = owners.map((owner) => {
      number += 1;
      return tx.carRegistry.registerVehicle(registration({
        vin: `KMHSE0UL0PA${String(number).padStart(6, '0')}`, plate: `${100 + Math.floor(number / 9_000)}가${1_000 + number % 9_000}`,
        code: randomBytes(32), owner: { Citizen: owner.citizen }, firstRegisteredAt: FIRST_REGISTERED,
      }));
    });
    const sent = await submitAll(by.dongdaemun, parts(calls, CARS).map((some) => tx.utility.batchAll(some)));
    return eventsOf(sent, api.events.carRegistry.VehicleRegistered).map(({ vehicle }) => vehicle.toHex());
  }
  const readCars = need.odometer > 0 ? await (async () => {
    log(`registering ${READ_CARS + 2 * need.sales} cars`);
    return registered(Array.from({ length: READ_CARS }, (_, at) => everyone[at % everyone.length]));
  })() : [];
  const sales = groups.sellers.map((seller, at) => ({ seller, buyer: groups.buyers[at], contract: hash() }));
  const [sold, others] = [await registered(groups.sellers), await registered(groups.sellers)];
  sales.forEach((sale, at) => {
    sale.car = sold[at];
    sale.other = others[at];
  });
  if (sales.length > 0) {
    log(`drafting ${sales.length} sales`);
    const inspected = await submitByDelegates('workshop', parts(sales, DRAFTS).map((some) => tx.utility.batchAll(
      some.map(({ car }) => tx.carRegistry.fileInspection(car, hash(), sampleForm(now))),
    )));
    const records = new Map(eventsOf(inspected, api.events.carRegistry.InspectionFiled).map(({ vehicle, record }) => [vehicle.toHex(), record.toNumber()]));
    sales.forEach((sale) => { sale.inspection = records.get(sale.car); });
    await submitAll(account('//Alice'), parts(groups.buyers, TRANSFERS).map((some) => tx.utility.batchAll(
      some.map(({ address }) => tx.balances.transferKeepAlive(address, PRICE + FEE)),
    )));
    const listed = await threads.sign(sales.map(({ seller, car }) => ({
      seed: seller.seed, nonce: seller.nonce, call: tx.carRegistry.listVehicle(car, AGENCY.dealer).method.toU8a(),
    })));
    await included(api, listed);
    sales.forEach(({ seller }) => { seller.nonce += 1; });
    const drafted = await submitByDelegates('dealer', parts(sales, DRAFTS).map((some) => tx.utility.batchAll(
      some.map(({ car, buyer, contract }) => tx.carRegistry.draftSale(car, { Citizen: buyer.citizen }, 'Dealer', contract, onChain(PRICE, FEE))),
    )));
    const numbers = new Map(eventsOf(drafted, api.events.carRegistry.SaleDrafted).map(({ vehicle, sale }) => [vehicle.toHex(), sale.toNumber()]));
    if (numbers.size !== sales.length) {
      throw new Error(`${sales.length} sales were to be drafted, and ${numbers.size} were`);
    }
    sales.forEach((sale) => { sale.number = numbers.get(sale.car); });
  }

  // ---------------------------------------------------------------- mileage

  const budget = BigInt(need.credits * rows * POINTS + 1);
  await one(by.health, tx.mileage.fundBudget(SCHEME.health, budget * KRW));
  const wealth = BigInt(PAYMENTS) * TICKET;
  if (payerCount > 0) {
    log(`crediting ${payerCount} payers`);
    await one(by.climate, tx.mileage.fundBudget(SCHEME.eco, wealth * BigInt(payerCount) * KRW));
    await submitAll(by.climate, parts(groups.payers, CARDS).map((some) => tx.mileage.creditBatch(
      SCHEME.eco, some.map(({ citizen }) => ({ member: { Citizen: citizen }, period: 1, points: wealth, evidence: hash() })),
    )));
  }

  // ---------------------------------------------------------------- contracts

  const perContract = Math.max(1, CLAIMS);
  const contractCount = 2 * Math.ceil(need.escrow / perContract);
  const contracts = [];
  let claims = [];
  const lines = () => Array.from({ length: LINES }, () => purchase({ Party: firm('cement') }, won(LINE_WON)));
  const claimOn = (contract) => tx.escrowPayments.submitClaim(contract, 'Progress', [{ item: 0, units: UNITS }], lines(), hash());
  if (contractCount > 0) {
    log(`signing and funding ${contractCount} contracts`);
    const amount = won(CLAIMS * UNITS * UNIT_PRICE);
    const { today } = await api.call.escrowPaymentsApi.calendar();
    const draft = () => ({
      officer: AGENCY.financeBureau, supervisor: AGENCY.supervisor, inspector: AGENCY.worksInspector, disputeBody: AGENCY.disputeBody,
      members: [{ party: firm('hanbit'), share: 1_000_000 }], items: [[CLAIMS * UNITS, won(UNIT_PRICE)]], budget: [{ year: 2027, amount }],
      completeBy: today.toNumber() + 300, document: hash(),
    });
    const drafts = Array.from({ length: contractCount }, draft);
    const sent = await submitAll(by.infrastructure, parts(drafts, DRAFTS).map((some) => tx.utility.batchAll(some.map((it) => tx.escrowPayments.draftContract(it)))));
    contracts.push(...eventsOf(sent, api.events.escrowPayments.ContractDrafted).map(({ contract }) => contract.toNumber()));
    const each = (name, make) => submitAll(by[name], parts(contracts, DRAFTS).map((some) => tx.utility.batchAll(some.map(make))));
    await Promise.all(['hanbit', 'supervisor', 'worksInspector', 'financeBureau'].map((name) => each(name, (id) => tx.escrowPayments.signContract(id))));
    await each('financeBureau', (id) => tx.escrowPayments.fundContract(id, amount));
    await each('infrastructure', (id) => tx.escrowPayments.startContract(id));
    const prepared = contracts.slice(0, contractCount / 2);
    const claimed = await submitAll(by.hanbit, parts(
      Array.from({ length: need.escrow }, (_, at) => claimOn(prepared[Math.floor(at / CLAIMS)])), 10,
    ).map((some) => tx.utility.batchAll(some)));
    claims = eventsOf(claimed, api.events.escrowPayments.ClaimSubmitted).map(({ claim }) => claim.toNumber());
  }
  const openContracts = contracts.slice(contractCount / 2);

  // ---------------------------------------------------------------- a secret poll

  let ballots = [];
  let poll;
  if (need.votes > 0) {
    const folder = await mkdtemp(join(tmpdir(), 'seoul-load-'));
    try {
      ({ poll, ballots } = await votes({ api, url, folder, by, one, voters: groups.voters, threads, inProcess, log, open }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  // ---------------------------------------------------------------- what each entry sends

  const chainId = (await api.query.chainIdentity.chainId()).toHex();
  const credentialsUntil = await cohortEnd(api);
  const start = await chainNow(api);
  const sessions = new Map();
  let readings = 0;
  const periods = new Map();
  const claimLines = new Map();
  let credited = 0;

  const calls = {
    odometer: ({ story }) => {
      readings += 1;
      const [name, source] = [
        ['periodicInspection', 'PeriodicInspection'], ['periodicInspection', 'PeriodicInspection'], ['periodicInspection', 'PeriodicInspection'],
        ['insurer', 'Insurance'], ['repairShop', 'Repair'],
      ][story % 5];
      return [next(name), tx.carRegistry.reportOdometer(readCars[readings % READ_CARS], { km: 1_000 + readings, takenAt: start - 600_000 + readings, source })];
    },
    acknowledge: (sale) => [sale.buyer, tx.carRegistry.acknowledgeInspection(sale.number, sale.inspection)],
    inspect: (sale) => [next('workshop'), tx.carRegistry.fileInspection(sale.other, hash(), sampleForm(start))],
    signSeller: (sale) => [sale.seller, tx.carRegistry.signSale(sale.number, sale.contract)],
    list: (sale) => [sale.seller, tx.carRegistry.listVehicle(sale.other, AGENCY.dealer)],
    signBuyer: (sale) => [sale.buyer, tx.carRegistry.signSale(sale.number, sale.contract)],
    draft: (sale) => [next('dealer'), tx.carRegistry.draftSale(sale.other, { Citizen: sale.buyer.citizen }, 'Dealer', hash(), onChain(PRICE, FEE))],
    pay: (sale) => [sale.buyer, tx.carRegistry.paySale(sale.number, PRICE + FEE)],
    deliver: (sale) => [sale.buyer, tx.carRegistry.confirmDelivery(sale.number)],
    accept: (sale) => [next('dongdaemun'), tx.carRegistry.acceptTransfer(sale.number, acceptance({ vin: 'KMHSE0UL0PA000001' }, hash()))],
    votes: ({ story }) => [groups.voters[story], tx.mVoting.castSecret(poll, ballots[story], null)],
    credits: () => {
      const batch = Array.from({ length: rows }, () => {
        const member = groups.members[credited % members];
        credited += 1;
        const period = (periods.get(member) ?? 0) + 1;
        periods.set(member, period);
        return { member: { Citizen: member.citizen }, period, points: POINTS, evidence: hash() };
      });
      return [next('health'), tx.mileage.creditBatch(SCHEME.health, batch)];
    },
    payments: ({ story }) => [groups.payers[story % payerCount], tx.mileage.pay(AGENCY.museum, 'Purchase', TICKET * KRW, EARLIEST, hash())],
    anchors: () => [next('residents'), tx.facilities.publishBatch(hash(), credentialsUntil)],
    openSession: ({ story }) => {
      const user = groups.users[story];
      const key = generateKeyPairSync('ed25519');
      const address = encodeAddress(new Uint8Array(key.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)), 42);
      const until = start + DAY;
      const proof = possession({ chain: chainId, citizen: user.citizen, key: address, expiresAt: until });
      sessions.set(user, [...(sessions.get(user) ?? []), address]);
      return [user, tx.facilities.openSession(address, until, { Ed25519: u8aToHex(sign(null, proof, key.privateKey)) })];
    },
    closeSession: ({ story }) => [groups.users[story], tx.facilities.closeSession(sessions.get(groups.users[story]).shift())],
    revokeConsent: ({ story }) => [groups.users[story], tx.facilities.revokeConsent(hash())],
    issueCard: () => [next('cityBureau'), tx.citizenIdentity.issueCard(u8aToHex(randomBytes(32)))],
    confirmLine: ({ story }) => {
      const line = claimLines.get(story) ?? 0;
      claimLines.set(story, line + 1);
      return [next('cement'), tx.escrowPayments.confirmLine(claims[story], line)];
    },
    submitClaim: ({ story }) => [next('hanbit'), claimOn(openContracts[Math.floor(story / CLAIMS)])],
    endorse: ({ story }) => [next('supervisor'), tx.escrowPayments.endorseClaim(claims[story])],
    pass: ({ story }) => [next('worksInspector'), tx.escrowPayments.passInspection(claims[story], { quantities: [], lines: [] })],
    approve: ({ story }) => [next('infrastructure'), tx.escrowPayments.approveClaim(claims[story])],
    request: ({ story }) => [next('hanbit'), tx.escrowPayments.requestPayment(claims[story])],
  };
  return {
    call: (entry) => {
      const [who, made] = calls[entry.step](entry.flow === 'sales' ? sales[entry.story] : entry);
      const { nonce } = who;
      who.nonce += 1;
      return { seed: who.seed, nonce, call: made.method.toU8a() };
    },
  };
}

/** Send signed transactions as fast as the node takes them, and wait until none of them waits any more. */
async function included(api, signed) {
  const hashes = new Set(signed.map(({ hash: one }) => one));
  for (const some of parts(signed, 200)) {
    await Promise.all(some.map(({ hex }) => api.rpc.author.submitExtrinsic(hex)));
  }
  const deadline = Date.now() + 120_000;
  for (;;) {
    const pending = await api.rpc.author.pendingExtrinsics();
    if (!pending.some((one) => hashes.has(one.hash.toHex()))) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error('what was sent to prepare the load is in no block after two minutes');
    }
    await new Promise((settle) => { setTimeout(settle, 500); });
  }
}

/** A board makes a key, a secret poll is opened, and each voter has an encrypted ballot. */
async function votes({ api, url, folder, by, one, voters, threads, inProcess, log, open }) {
  const file = (name) => join(folder, name);
  const { done } = program(() => url);
  const { tx } = api;
  await writeKeys(file);
  await writeFile(file('passphrase'), `${randomBytes(12).toString('hex')}\n`, { mode: 0o600 });
  log('three trustees make an election key');
  const now = await chainNow(api);
  const convened = await one(by.publicRelations, tx.mVoting.convenePollBoard(TRUSTEES.map((name) => AGENCY[name]), 2, now, now + DAY));
  const board = convened.event('mVoting', 'BoardConvened').board.toNumber();
  await settled(api);
  await makeElectionKey(done, file, board, 'dave');

  const held = settings(await chainNow(api), { ...encrypted('Secret', board) }, open);
  const drafted = await one(by.publicRelations, tx.mVoting.draftPoll(question(QUESTION), held));
  const poll = drafted.event('mVoting', 'PollDrafted').poll.toNumber();
  await one(by.publicRelations, tx.mVoting.submitPoll(poll));
  await one(by.pollReviewer, tx.mVoting.approvePoll(poll));
  await one(by.publicRelations, tx.mVoting.openPoll(poll));
  await settled(api);

  const begun = Date.now();
  let ballots;
  if (inProcess) {
    const chain = (await api.query.chainIdentity.chainId()).toHex();
    const { key } = (await api.call.mVotingApi.board(board)).unwrap();
    const electionKey = key.unwrap().electionKey.toHex();
    ballots = await threads.ballots(voters.map(({ citizen }, at) => ({
      chain, poll, voter: { citizen: citizen.toString() }, form: { singleChoice: { options: OPTIONS } }, electionKey, choice: [at % OPTIONS],
    })));
  } else {
    log(`encrypting ${voters.length} ballots with the program seoul; with the package for browsers (scripts/browser.sh build) it is faster`);
    ballots = new Array(voters.length);
    let next = 0;
    const encrypt = async () => {
      while (next < voters.length) {
        const at = next;
        next += 1;
        const { callData } = await done([
          'vote', 'cast', poll, '--option', at % OPTIONS + 1, '--citizen', voters[at].citizen, '--prepare', '--receipt', file(`${at}.receipt`),
        ]);
        ballots[at] = api.registry.createType('Call', callData).args[1].toHex();
      }
    };
    await Promise.all(Array.from({ length: 3 }, encrypt));
  }
  log(`${ballots.length} encrypted ballots in ${((Date.now() - begun) / 1_000).toFixed(1)} s`);
  return { poll, ballots };
}
