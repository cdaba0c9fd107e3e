// SPDX-License-Identifier: Apache-2.0

// Secret ballots in a headless Chromium: the vectors verify, what is made verifies and opens, what must be refused is, and nothing of
// a secret stays in the module's memory. Writes what it made to SEOUL_BROWSER_MADE, for the chain's crates to judge. Prints how long
// ballots take. `scripts/browser.sh` builds the package and starts this. UPDATE_CHALLENGED=1 makes the opened ballot anew with which `seoul` is
// tested.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { DIST, HERE, openPage } from './page.js';

const CHAIN = '5e'.repeat(32);
const POLL = 42;
const RUNS = 20;
/** Each with choices that it allows, and with ones that it does not. */
const FORMS = [
  { form: { yesNo: null }, scale: '0x00', bytes: 290, allowed: [[0], [1], [0]], refused: [[], [2], [0, 1]] },
  {
    form: { singleChoice: { options: 5 } }, scale: '0x0105', bytes: 1_539, allowed: [[0], [4], [2], [2]], refused: [[], [5], [0, 1], [2, 2], [255]],
  },
  {
    form: { approval: { options: 4, min: 1, max: 3 } },
    scale: '0x02040103',
    bytes: 1_507,
    allowed: [[0], [1, 3], [3, 2, 0], [2, 1]],
    refused: [[], [0, 1, 2, 3], [1, 1], [4], [0, 4]],
  },
  { form: { approval: { options: 32, min: 0, max: 32 } }, scale: '0x02200020', bytes: 9_218, allowed: [[], [0, 31]], refused: [[32], [7, 7]] },
];

/** The encodings of the vectors in the shape that the package takes. */
function readForm(hex) {
  const [kind, options, min, max] = Buffer.from(hex, 'hex');
  return [{ yesNo: null }, { singleChoice: { options } }, { approval: { options, min, max } }][kind];
}

function readContext(hex) {
  const bytes = Buffer.from(hex, 'hex');
  return {
    chain: hex.slice(0, 64),
    poll: bytes.readUInt32LE(32),
    voter: bytes[36] === 0 ? { citizen: Number(bytes.readBigUInt64LE(37)) } : { alias: hex.slice(74) },
  };
}

/** An opening: a list of marks, of which there are fewer than 64, and a list of scalars. */
function readOpening(hex) {
  const bytes = Buffer.from(hex, 'hex');
  const marks = [...bytes.subarray(1, 1 + (bytes[0] >> 2))];
  const scalars = bytes.subarray(2 + marks.length);
  return { marks, randomness: Array.from({ length: scalars.length / 32 }, (_, entry) => scalars.subarray(entry * 32, entry * 32 + 32).toString('hex')) };
}

/** As the chain encodes what a ballot is for. */
function contextOf(voter) {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(POLL);
  const index = Buffer.alloc(8);
  index.writeBigUInt64LE(BigInt(voter.citizen ?? 0));
  return `0x${CHAIN}${number.toString('hex')}${voter.alias ? `01${voter.alias}` : `00${index.toString('hex')}`}`;
}

describe('secret ballots in a browser', { timeout: 600_000 }, () => {
  let opened;
  let browser;
  let vectors;
  let electionKey;
  const made = { cast: [], challenged: [], enrolments: [] };

  before(async () => {
    opened = await openPage();
    ({ browser, ballotVectors: vectors } = opened);
    // A threshold key begins with the threshold; then comes the election key.
    electionKey = vectors.threshold_key.slice(2, 66);
    await browser.run(`globalThis.subject = ${JSON.stringify({ chain: CHAIN, poll: POLL, voter: { citizen: 7 }, electionKey })}`);
  });
  after(() => opened?.close());

  test('the ballots of the vectors verify and open, each to its tracker and its choice', async () => {
    const cases = vectors.ballots.map(({ context, form, ballot, opening, tracker }) => {
      const challenged = { format: 'seoul-challenged-ballot/1', ...readContext(context), electionKey, tracker, ballot, ...readOpening(opening) };
      return { challenged, form: readForm(form) };
    });
    const results = await browser.run(`${JSON.stringify(cases)}.map(({ challenged, form }) => ({
      tracker: toHex(ballots.verify({ ...challenged, form })), choice: ballots.checkChallenge({ ...challenged, form, challenged }),
    }))`);
    assert.deepEqual(results, cases.map(({ challenged: { tracker, marks } }) => ({
      tracker: `0x${tracker}`, choice: [...marks.keys()].filter((option) => marks[option] === 1),
    })));
    assert.equal(results.length, 11);
  });

  test('each allowed choice of each form is encrypted and verifies, and no two ballots are alike', async () => {
    let citizen = 0;
    const asked = FORMS.flatMap(({ form, scale, bytes, allowed }) => allowed.map((choice) => {
      citizen += 1;
      const voter = citizen % 2 === 0 ? { citizen } : { alias: Buffer.alloc(32, citizen).toString('hex') };
      return { of: { form, choice, voter }, scale, bytes };
    }));
    const results = await browser.run(`${JSON.stringify(asked)}.map(({ of }) => {
      const prepared = ballots.prepare({ ...subject, ...of });
      const ballot = prepared.cast();
      return { ballot: toHex(ballot), length: ballot.length, tracker: toHex(prepared.tracker), verified: toHex(ballots.verify({ ...subject, ...of, ballot })) };
    })`);
    for (const [position, { ballot, length, tracker, verified }] of results.entries()) {
      const { of: { choice, voter }, scale, bytes } = asked[position];
      assert.equal(length, bytes);
      assert.equal(tracker, verified);
      made.cast.push({ electionKey, form: scale, context: contextOf(voter), choice, ballot, tracker });
    }
    const twice = await browser.run(`[1, 2].map(() => toHex(ballots.prepare({ ...subject, form: { yesNo: null }, choice: [0] }).cast()))`);
    assert.notEqual(twice[0], twice[1]);
  });

  test('a challenged ballot opens to what was asked for, and a device that cheats is caught', async () => {
    for (const { form, scale, allowed } of FORMS) {
      const choice = allowed.at(-1);
      const result = await browser.run(`(() => {
        const of = { ...subject, form: ${JSON.stringify(form)}, choice: ${JSON.stringify(choice)} };
        const prepared = ballots.prepare(of);
        const opened = prepared.challenge();
        const other = ballots.prepare(of).challenge();
        const marks = opened.marks.with(0, 1 - opened.marks[0]);
        return {
          opened, tracker: toHex(prepared.tracker), verified: toHex(ballots.verify({ ...of, ballot: opened.ballot })),
          choices: [{}, { tracker: prepared.tracker }].map((noted) => ballots.checkChallenge({ ...of, challenged: opened, ...noted })),
          marks: refusal(() => ballots.checkChallenge({ ...of, challenged: { ...opened, marks } })),
          refusals: [
            { challenged: { ...opened, randomness: other.randomness } }, { challenged: { ...opened, randomness: opened.randomness.slice(1) } },
            { challenged: { ...opened, tracker: other.tracker } }, { challenged: other, tracker: opened.tracker }, { chain: vectors.chain },
            { electionKey: vectors.chain }, { challenged: { ...opened, voter: { citizen: '8' } } }, { challenged: { ...opened, poll: 43 } },
            { challenged: { ...opened, format: 'seoul-challenged-ballot/2' } }, { challenged: undefined },
          ].map((change) => refusal(() => ballots.checkChallenge({ ...of, challenged: opened, ...change }))),
        };
      })()`);
      const { opened: { marks, randomness, ballot, ...said }, tracker } = result;
      assert.deepEqual(result.choices, Array(2).fill([...choice].sort((one, other) => one - other)));
      assert.equal(tracker, result.verified);
      assert.deepEqual(said, {
        format: 'seoul-challenged-ballot/1', chain: `0x${CHAIN}`, poll: POLL, voter: { citizen: '7' }, electionKey: `0x${electionKey}`, tracker,
      });
      assert.match(result.marks, /^(OpeningMismatch|ChoiceNotAllowed)$/);
      assert.deepEqual(result.refusals, [
        'OpeningMismatch', 'OpeningMismatch', 'OtherTracker', 'OtherTracker', 'OtherChain', 'OtherElectionKey', 'InvalidBallotProof',
        'InvalidBallotProof', 'Unreadable', 'Unreadable',
      ]);
      made.challenged.push({ electionKey, form: scale, context: contextOf({ citizen: 7 }), choice, ballot, opened: result.opened });
    }
  });

  test('the opened ballot with which `seoul` is tested opens here as well', async () => {
    const path = join(HERE, 'challenged.json');
    const form = { singleChoice: { options: 5 } };
    if (process.env.UPDATE_CHALLENGED) {
      const opened = await browser.run(`ballots.prepare({ ...subject, form: ${JSON.stringify(form)}, choice: [2] }).challenge()`);
      await writeFile(path, `${JSON.stringify(opened, null, 2)}\n`);
    }
    const challenged = JSON.parse(await readFile(path));
    assert.deepEqual(await browser.run(`ballots.checkChallenge({ ...subject, ...${JSON.stringify({ form, challenged })} })`), [2]);
  });

  test('a prepared ballot is cast, challenged or dropped, and only once', async () => {
    const lines = await browser.run(`['cast', 'challenge', 'drop'].flatMap((first) => {
      const prepared = ballots.prepare({ ...subject, form: { yesNo: null }, choice: [0] });
      prepared[first]();
      prepared.drop();
      return ['cast', 'challenge'].map((second) => line(() => prepared[second]()));
    })`);
    assert.deepEqual(lines, Array(6).fill('VotingRefusal: this ballot was cast, challenged or dropped; prepare another'));
  });

  test('an anonymous voter enrols a key by ring proof, and votes under the alias that it shows', async () => {
    const result = await browser.run(`(async () => {
      const results = [];
      for (const { capacity: size, root } of vectors.rings) {
        const votingKey = toHex(crypto.getRandomValues(new Uint8Array(32)));
        const ring = await openVector(size);
        const { alias, proof } = ring.provePoll({ poll: subject.poll, votingKey });
        ring.close();
        const of = { ...subject, chain: vectors.chain, form: { singleChoice: { options: 5 } }, voter: { alias } };
        const prepared = ballots.prepare({ ...of, choice: [3] });
        const ballot = prepared.cast();
        results.push({
          enrolment: {
            size, root, chain: vectors.chain, poll: subject.poll, votingKey, alias: toHex(alias), proof: toHex(proof),
            message: toHex(rings.enrolmentMessage({ chain: vectors.chain, poll: subject.poll, votingKey })),
          },
          verified: toHex(ballots.verify({ ...of, ballot })) === toHex(prepared.tracker),
          asCitizen: refusal(() => ballots.verify({ ...of, voter: { citizen: 7 }, ballot })),
        });
      }
      return results;
    })()`);
    for (const { enrolment, verified, asCitizen } of result) {
      made.enrolments.push(enrolment);
      assert.ok(verified);
      assert.equal(asCitizen, 'InvalidBallotProof');
    }
    assert.equal(result.length, 2);
    assert.equal(result[0].enrolment.alias, result[1].enrolment.alias);
  });

  test('choices that the form does not allow, and forms that cannot be, are refused', async () => {
    for (const { form, refused } of FORMS) {
      const codes = await browser.run(`${JSON.stringify(refused)}.map((choice) => refusal(() => ballots.prepare({ ...subject, form: ${JSON.stringify(form)}, choice })))`);
      assert.deepEqual(codes, refused.map(() => 'ChoiceNotAllowed'));
    }
    const forms = [
      { singleChoice: { options: 1 } }, { singleChoice: { options: 33 } }, { approval: { options: 3, min: 0, max: 0 } },
      { approval: { options: 3, min: 3, max: 2 } }, { approval: { options: 3, min: 1, max: 4 } },
    ];
    const lines = await browser.run(`${JSON.stringify(forms)}.map((form) => line(() => ballots.prepare({ ...subject, form, choice: [0] })))`);
    assert.deepEqual(lines, forms.map(() => "VotingRefusal: the poll's form is impossible"));
  });

  test('a ballot holds for its chain, poll, voter, form and key alone', async () => {
    const refusals = await browser.run(`(() => {
      const of = { ...subject, form: { singleChoice: { options: 5 } } };
      const ballot = ballots.prepare({ ...of, choice: [2] }).cast();
      return [
        { chain: '${'5f'.repeat(32)}' }, { poll: 43 }, { voter: { citizen: 8 } }, { voter: { alias: '07${'00'.repeat(31)}' } },
        { form: { approval: { options: 5, min: 1, max: 1 } } }, { form: { approval: { options: 5, min: 0, max: 5 } } },
        { form: { approval: { options: 5, min: 1, max: 2 } } }, { form: { singleChoice: { options: 4 } } }, { form: { yesNo: null } },
        // The generator of the group.
        { electionKey: 'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76' },
        { electionKey: '${'00'.repeat(32)}' }, { electionKey: '${'ff'.repeat(32)}' },
      ].map((change) => line(() => ballots.verify({ ...of, ...change, ballot })));
    })()`);
    const invalid = "the ballot's proof does not hold for this poll and voter";
    assert.deepEqual(refusals, [
      ...Array(5).fill(invalid), ...Array(2).fill("the proof about the sum is not of the poll's form"),
      ...Array(2).fill("the ballot does not have the poll's number of entries"), invalid,
      'an element is the identity', 'an element is not canonically encoded',
    ].map((reason) => `VotingRefusal: ${reason}`));
  });

  test('a ballot of which a bit changed is refused, wherever it is', async () => {
    const codes = await browser.run(`(() => {
      const of = { ...subject, form: { yesNo: null } };
      const ballot = ballots.prepare({ ...of, choice: [1] }).cast();
      return Array.from(ballot, (byte, place) => {
        const changed = ballot.slice();
        changed[place] ^= 1 << place % 8;
        return refusal(() => ballots.verify({ ...of, ballot: changed }));
      });
    })()`);
    assert.equal(codes.length, 290);
    const reasons = new Set(codes);
    for (const reason of reasons) {
      assert.match(reason, /^(Unreadable|WrongEntryCount|WrongSumProof|MalformedPoint|NonCanonicalScalar|InvalidBallotProof)$/);
    }
    assert.ok(reasons.has('InvalidBallotProof') && reasons.has('MalformedPoint'));
  });

  test('parts that are malformed, the identity or not canonical are named', async () => {
    const codes = await browser.run(`(() => {
      const of = { ...subject, form: { yesNo: null } };
      const challenged = ballots.prepare({ ...of, choice: [1] }).challenge();
      const ballot = toBytes(challenged.ballot);
      const put = (bytes, place, value) => { const changed = bytes.slice(); changed.fill(value, place, place + 32); return changed; };
      return [
        // The first ciphertext, the response of the first branch, the randomness.
        refusal(() => ballots.verify({ ...of, ballot: put(ballot, 1, 0) })), refusal(() => ballots.verify({ ...of, ballot: put(ballot, 1, 255) })),
        refusal(() => ballots.verify({ ...of, ballot: put(ballot, 1 + 128, 255) })), refusal(() => ballots.checkChallenge({ ...of, challenged: { ...challenged, randomness: ['${'ff'.repeat(32)}'] } })),
        line(() => ballots.verify({ ...of, ballot: ballot.slice(1) })), line(() => ballots.verify({ ...of, ballot: Uint8Array.of(...ballot, 0) })),
        line(() => ballots.verify({ ...of, ballot: '' })),
        line(() => ballots.checkChallenge({ ...of, challenged: { ...challenged, marks: Array(33).fill(0) } })),
        line(() => ballots.checkChallenge({ ...of, challenged: { ...challenged, marks: 1 } })),
        line(() => ballots.checkChallenge({ ...of, challenged: { ...challenged, randomness: ['00'] } })),
      ];
    })()`);
    assert.deepEqual(codes, [
      'IdentityPoint', 'MalformedPoint', 'NonCanonicalScalar', 'NonCanonicalScalar', ...Array(3).fill('VotingRefusal: the ballot cannot be read'),
      'VotingRefusal: the marks cannot be read', 'TypeError: the list of marks is no array', 'TypeError: a scalar has 1 bytes instead of 32',
    ]);
  });

  test('what is not as it must be is refused before it reaches the module, with a line that says what it is', async () => {
    const lines = await browser.run(`[
      { chain: '5e' }, { poll: -1 }, { poll: '42' }, { voter: undefined }, { voter: { citizen: -1 } }, { voter: { citizen: 2 ** 53 } },
      { voter: { citizen: 2n ** 64n } }, { voter: { citizen: '1e3' } },
      { voter: { citizen: 1, alias: subject.chain } }, { voter: { alias: '00' } }, { voter: { alias: 5 } }, { form: 'YesNo' }, { form: { list: null } },
      { form: { singleChoice: null } }, { form: { approval: { options: 3, min: 1 } } }, { form: { singleChoice: { options: 256 } } },
      { electionKey: undefined }, { choice: 0 }, { choice: [-1] }, { choice: [0.5] }, { choice: ['0'] },
    ].map((change) => line(() => ballots.prepare({ ...subject, form: { yesNo: null }, choice: [0], ...change })))`);
    assert.deepEqual(lines, [
      'the chain has 1 bytes instead of 32', 'the poll is no number of 32 bits', 'the poll is no number of 32 bits', 'the voter is not one of: citizen, alias',
      ...Array(4).fill('the citizen is no number of 64 bits'), 'the voter is not one of: citizen, alias', 'the alias has 1 bytes instead of 32',
      'the alias is neither a Uint8Array nor hexadecimal digits', 'the form is not one of: yesNo, singleChoice, approval',
      'the form is not one of: yesNo, singleChoice, approval', 'options of the form is no number of 8 bits', 'max of the form is no number of 8 bits',
      'options of the form is no number of 8 bits', 'the election key is neither a Uint8Array nor hexadecimal digits',
      'the choice is no array', ...Array(3).fill('an option is no number of 8 bits'),
    ].map((reason) => `TypeError: ${reason}`));
  });

  test('random bytes are refused, never a trap, and the module works on', async () => {
    const codes = await browser.run(`(() => {
      const seen = new Set();
      const random = (length) => crypto.getRandomValues(new Uint8Array(length));
      const of = { ...subject, form: { singleChoice: { options: 5 } } };
      const challenged = ballots.prepare({ ...of, choice: [1] }).challenge();
      const { ballot } = challenged;
      for (let length = 0; length < 400; length += 1) {
        seen.add(refusal(() => ballots.verify({ ...of, ballot: random(length) })));
        seen.add(refusal(() => ballots.checkChallenge({ ...of, challenged: { ...challenged, marks: [...random(5)], randomness: Array.from({ length: length % 40 }, () => random(32)) } })));
        seen.add(refusal(() => ballots.checkChallenge({ ...of, challenged: { ...challenged, ballot: random(length) } })));
        seen.add(refusal(() => ballots.verify({ ...of, electionKey: random(32), ballot })));
        seen.add(refusal(() => rings.verifyPoll({ size: 255, root: random(288), chain: of.chain, poll: 1, votingKey: random(32), proof: random(length) })));
      }
      const works = toHex(ballots.verify({ ...of, ballot })).length;
      return { seen: [...seen], works, choice: ballots.checkChallenge({ ...of, challenged }) };
    })()`);
    assert.deepEqual(codes.choice, [1]);
    assert.equal(codes.works, 66);
    for (const code of codes.seen) {
      assert.match(code, /^(Unreadable|MalformedPoint|InvalidProof|InvalidBallotProof|WrongEntryCount|WrongSumProof|ChoiceNotAllowed|OpeningMismatch|NonCanonicalScalar)$/);
    }
  });

  test("nothing of a secret stays in the module's memory", async () => {
    const found = await browser.run(`(async () => {
      const { default: init } = await import('/dist/seoul-voting-module.js');
      const { memory } = await init();
      const count = (secret) => {
        const bytes = new Uint8Array(memory.buffer);
        let times = 0;
        for (let at = bytes.indexOf(secret[0]); at >= 0; at = bytes.indexOf(secret[0], at + 1)) {
          times += secret.every((byte, place) => bytes[at + place] === byte) ? 1 : 0;
        }
        return times;
      };
      const seed = crypto.getRandomValues(new Uint8Array(32));
      const { entropy, key } = rings.derive({ seed, chain: vectors.chain, collection: 'city' });
      const left = { 'derive, seed': count(seed), 'derive, entropy': count(entropy) };
      const of = { entropy, chain: vectors.chain };
      const doing = (name, run) => { run(); left[name] = count(entropy); };
      doing('key', () => rings.key(entropy));
      doing('possession', () => rings.possession({ ...of, collection: 'city' }));
      doing('alias', () => rings.alias({ ...of, purpose: { poll: 1 } }));
      doing('a refusal', () => refused(() => rings.open({ ...of, size: 255, keys: [], root: vectors.rings[0].root, pages: [] })));
      const keys = [key, ...vectors.keys.map(({ key }) => key)];
      const pages = [await page(255)];
      const root = rings.root({ size: 255, keys, pages });
      doing('a proof', () => {
        const ring = rings.open({ ...of, size: 255, keys, root, pages });
        ring.provePoll({ poll: 1, votingKey: vectors.account });
        ring.close();
      });
      // The stack is the first megabyte. The function that wiped it stood on a few bytes of it.
      const stack = new Uint8Array(memory.buffer, 0, 1 << 20).reduce((sum, byte) => sum + Math.sign(byte), 0);
      const vote = { ...subject, form: { yesNo: null } };
      const challenged = ballots.prepare({ ...vote, choice: [0] }).challenge();
      const [randomness] = challenged.randomness.map((digits) => toBytes(digits));
      left.challenge = count(randomness);
      ballots.checkChallenge({ ...vote, challenged });
      left.checkChallenge = count(randomness);
      return { left, stack, constant: count(new TextEncoder().encode('the key is not among')) };
    })()`);
    assert.ok(found.constant > 0, 'what is in memory is found');
    assert.ok(found.stack <= 16, `${found.stack} bytes on the stack`);
    assert.equal(Object.keys(found.left).length, 9);
    assert.deepEqual(found.left, Object.fromEntries(Object.keys(found.left).map((operation) => [operation, 0])));
  });

  test('Node.js loads the same package, and browser and Node.js accept the ballots of each other', async () => {
    const { load, toHex } = await import(join(DIST, 'seoul-voting-node.js'));
    const { rings, ballots } = await load();
    assert.equal(toHex(rings.key(opened.ringVectors.keys[0].entropy)), `0x${opened.ringVectors.keys[0].key}`);
    const of = { chain: CHAIN, poll: POLL, voter: { citizen: 7 }, electionKey, form: { singleChoice: { options: 5 } } };
    const fromNode = ballots.prepare({ ...of, choice: [3] });
    const there = await browser.run(`(() => {
      const of = { ...subject, form: { singleChoice: { options: 5 } } };
      const fromBrowser = ballots.prepare({ ...of, choice: [1] });
      return {
        checked: toHex(ballots.verify({ ...of, ballot: '${toHex(fromNode.cast())}' })), tracker: toHex(fromBrowser.tracker), ballot: toHex(fromBrowser.cast()),
      };
    })()`);
    assert.equal(there.checked, toHex(fromNode.tracker));
    assert.equal(toHex(ballots.verify({ ...of, ballot: there.ballot })), there.tracker);
  });

  test('how long a ballot of five options takes', async (context) => {
    const measured = await browser.run(`(() => {
      const of = { ...subject, form: { singleChoice: { options: 5 } }, choice: [2] };
      const best = { first: 0, prepare: Infinity, verify: Infinity, open: Infinity };
      const time = (run) => { const started = performance.now(); const result = run(); return [performance.now() - started, result]; };
      for (let run = 0; run < ${RUNS}; run += 1) {
        const [preparing, prepared] = time(() => ballots.prepare(of));
        const challenged = prepared.challenge();
        const [verifying] = time(() => ballots.verify({ ...of, ballot: challenged.ballot }));
        const [opening] = time(() => ballots.checkChallenge({ ...of, challenged }));
        best.prepare = Math.min(best.prepare, preparing);
        best.verify = Math.min(best.verify, verifying);
        best.open = Math.min(best.open, opening);
      }
      return best;
    })()`);
    const { prepare, verify, open } = measured;
    context.diagnostic(`${browser.product}, ballot of five options: prepared in ${prepare.toFixed(1)} ms, verified in ${verify.toFixed(1)} ms, opening checked in ${open.toFixed(1)} ms`);
    assert.ok(prepare > 0 && prepare < 500);
  });

  test('what was made goes to the chain\'s crates', async (context) => {
    const path = process.env.SEOUL_BROWSER_MADE;
    if (!path) {
      context.skip('SEOUL_BROWSER_MADE names no file; scripts/browser.sh sets it');
      return;
    }
    assert.ok(made.cast.length >= 13 && made.challenged.length === 4 && made.enrolments.length === 2);
    await writeFile(path, JSON.stringify(made));
  });
});
