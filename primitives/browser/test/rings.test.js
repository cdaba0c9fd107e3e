// SPDX-License-Identifier: Apache-2.0

// The prover in a headless Chromium: it makes the keys, signatures and aliases of the vectors, proofs that are valid, and refuses what
// it must. Prints how long it takes. `scripts/browser.sh` builds the package and starts this.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openPage } from './page.js';

/** Rings of each size are filled whole, as the city's are. */
const SIZES = [255, 767];
const RUNS = 5;

describe('rings in a browser', { timeout: 600_000 }, () => {
  let opened;
  let browser;
  let vectors;

  before(async () => {
    opened = await openPage();
    ({ browser, ringVectors: vectors } = opened);
  });
  after(() => opened?.close());

  test('a key, its possession and its alias are those of the vectors', async () => {
    const made = await browser.run(`vectors.keys.map(({ entropy }) => ({
      key: toHex(rings.key(entropy)), possession: toHex(rings.possession({ entropy, chain: vectors.chain, collection: 'city' })),
    }))`);
    assert.equal(made.length, 8);
    for (const [number, { key, possession }] of made.entries()) {
      assert.equal(key, `0x${vectors.keys[number].key}`);
      assert.equal(possession, `0x${vectors.keys[number].possession}`);
    }
    const alias = await browser.run(`toHex(rings.alias({
      entropy: vectors.keys[vectors.prover].entropy, chain: vectors.chain, purpose: { service: vectors.service },
    }))`);
    assert.equal(alias, `0x${vectors.alias}`);
  });

  test('a secret derives from the seed, and every part of it counts', async () => {
    const derived = await browser.run(`(() => {
      const of = { seed: '${'01'.repeat(32)}', chain: vectors.chain, collection: 'city', generation: 0 };
      return [{}, { generation: 1 }, { collection: 11230 }, { chain: '${'08'.repeat(32)}' }, { seed: '${'02'.repeat(32)}' }]
        .map((change) => rings.derive({ ...of, ...change }))
        .map(({ entropy, key }) => [toHex(entropy), toHex(key), toHex(rings.key(entropy))]);
    })()`);
    // blake2_256(SCALE("seoul/ring/secret/1", chain, collection, generation, seed)), computed apart with Python's `hashlib`.
    assert.equal(derived[0][0], '0x9f6d2e536f5c85ba5275490bba8deb77c25c1074974e007270656f60508fdee5');
    assert.equal(new Set(derived.map(([entropy]) => entropy)).size, derived.length);
    for (const [, key, again] of derived) {
      assert.equal(key, again);
    }
  });

  for (const size of SIZES) {
    test(`a proof of the vectors in a ring of ${size} is valid, and one byte more or less is not`, async () => {
      const results = await browser.run(`(() => {
        const { root, proof } = vectors.rings.find(({ capacity }) => capacity === ${size});
        const of = { size: ${size}, root, chain: vectors.chain, service: vectors.service, account: vectors.account, proof };
        const forged = toBytes(proof).slice();
        forged[100] ^= 1;
        return [
          toHex(rings.verifyService(of)),
          refusal(() => rings.verifyService({ ...of, proof: forged })),
          refusal(() => rings.verifyService({ ...of, proof: proof.slice(2) })),
          refusal(() => rings.verifyService({ ...of, service: 1 })),
          refusal(() => rings.verifyService({ ...of, renewal: 1 })),
          refusal(() => rings.verifyService({ ...of, chain: '${'08'.repeat(32)}' })),
          refusal(() => rings.verifyService({ ...of, account: '${'08'.repeat(32)}' })),
        ];
      })()`);
      assert.deepEqual(results, [`0x${vectors.alias}`, ...Array(6).fill('InvalidProof')]);
    });

    test(`a proof that the browser makes in a ring of ${size} is valid, and no two are alike`, async () => {
      const made = await browser.run(`(async () => {
        const ring = await openVector(${size});
        const binding = { service: vectors.service, renewal: 0, account: vectors.account };
        const all = [ring.proveService(binding), ring.proveService(binding)];
        const { root } = vectors.rings.find(({ capacity }) => capacity === ${size});
        const checked = all.map(({ proof }) => toHex(rings.verifyService({ size: ${size}, root, chain: vectors.chain, ...binding, proof })));
        ring.close();
        return { proofs: all.map(({ proof }) => toHex(proof)), aliases: all.map(({ alias }) => toHex(alias)), checked, closed: refusal(() => ring.proveService(binding)) };
      })()`);
      assert.deepEqual(made.aliases, [`0x${vectors.alias}`, `0x${vectors.alias}`]);
      assert.deepEqual(made.checked, made.aliases);
      assert.notEqual(made.proofs[0], made.proofs[1]);
      assert.equal(made.proofs[0].length, 2 + 2 * 785);
      assert.equal(made.closed, 'NotOpen');
    });
  }

  test('one opened ring serves facilities, services and polls, each under another alias', async () => {
    const aliases = await browser.run(`(async () => {
      const ring = await openVector(255);
      const challenge = { facility: 0, domain: 'library.example', collection: 'city', nonce: '${'05'.repeat(32)}', issuedAt: 1, expiresAt: 2 };
      const all = [
        ring.proveLogin(challenge), ring.proveLogin({ ...challenge, facility: 1 }),
        ring.proveService({ service: 0, account: vectors.account }), ring.provePoll({ poll: 0, votingKey: vectors.account }),
      ].map(({ alias }) => toHex(alias));
      ring.close();
      const entropy = vectors.keys[vectors.prover].entropy;
      const computed = [{ facility: 0 }, { facility: 1 }, { service: 0 }, { poll: 0 }]
        .map((purpose) => toHex(rings.alias({ entropy, chain: vectors.chain, purpose })));
      return { all, computed };
    })()`);
    assert.deepEqual(aliases.all, aliases.computed);
    assert.equal(new Set(aliases.all).size, 4);
  });

  test('a list that is not that of the root, other pages and a key that is not in it are refused', async () => {
    const refusals = await browser.run(`(async () => {
      const keys = vectors.keys.map(({ key }) => key);
      const of = {
        size: 255, chain: vectors.chain, entropy: vectors.keys[5].entropy, keys,
        root: vectors.rings[0].root, pages: [await page(255)],
      };
      const wrongPage = of.pages[0].slice();
      wrongPage[0] ^= 1;
      return [
        { keys: [keys[1], keys[0], ...keys.slice(2)] }, { keys: keys.slice(1) }, { root: vectors.rings[1].root },
        { pages: [wrongPage] }, { pages: [] }, { entropy: '${'06'.repeat(32)}' },
      ].map((change) => refusal(() => rings.open({ ...of, ...change })));
    })()`);
    assert.deepEqual(refusals, [...Array(5).fill('OtherRoot'), 'NotInRing']);
  });

  test('an enrolment binds chain, poll and voting key, and shows the alias of the poll', async () => {
    const checked = await browser.run(`(async () => {
      const ring = await openVector(255);
      const votingKey = '${'0a'.repeat(32)}';
      const { alias, proof } = ring.provePoll({ poll: 42, votingKey });
      ring.close();
      const of = { size: 255, root: vectors.rings[0].root, chain: vectors.chain, poll: 42, votingKey, proof };
      return {
        message: toHex(rings.enrolmentMessage(of)),
        aliases: [alias, rings.verifyPoll(of), rings.alias({ entropy: vectors.keys[vectors.prover].entropy, chain: vectors.chain, purpose: { poll: 42 } })].map(toHex),
        refusals: [
          { poll: 43 }, { votingKey: vectors.account }, { chain: '${'08'.repeat(32)}' }, { size: 767, root: vectors.rings[1].root },
          { root: vectors.rings[1].root }, { root: '${'00'.repeat(288)}' }, { proof: proof.slice(1) }, { proof: '' },
        ].map((change) => refusal(() => rings.verifyPoll({ ...of, ...change }))),
        asService: refusal(() => rings.verifyService({ ...of, service: 42, account: votingKey })),
      };
    })()`);
    // The tag with its length, the chain, the number of the poll, the key.
    const tag = Buffer.from('seoul/ring/enrolment/1');
    assert.equal(checked.message, `0x${Buffer.of(tag.length << 2).toString('hex')}${tag.toString('hex')}${vectors.chain}2a000000${'0a'.repeat(32)}`);
    assert.equal(new Set(checked.aliases).size, 1);
    assert.deepEqual(checked.refusals, Array(8).fill('InvalidProof'));
    assert.equal(checked.asService, 'InvalidProof');
  });

  test('what is not as it must be is refused before it reaches the module, with a line that says what it is', async () => {
    const lines = await browser.run(`(async () => {
      const ring = await openVector(255);
      const lines = [
        () => rings.key('zz'), () => rings.key('00'), () => rings.key(), () => rings.key([1, 2]),
        () => rings.alias({ entropy: vectors.chain, chain: vectors.chain, purpose: {} }),
        () => rings.derive({ seed: vectors.chain, chain: vectors.chain, collection: -1 }),
        () => rings.open({ size: 256, entropy: vectors.chain, chain: vectors.chain }),
        () => rings.root({ size: 255, keys: vectors.chain, pages: [] }),
        () => rings.root({ size: 255, keys: [], pages: ['00'] }),
        () => ring.provePoll({ poll: 2 ** 32, votingKey: vectors.account }),
        () => ring.proveLogin({ facility: 1, domain: 'x'.repeat(20_000), collection: 'city', nonce: vectors.chain, issuedAt: 1, expiresAt: 2 }),
        () => ring.proveLogin({ facility: 1, domain: 'x', collection: 'city', nonce: vectors.chain, issuedAt: 1, expiresAt: 2n ** 64n }),
      ].map(line);
      ring.close();
      return lines;
    })()`);
    assert.deepEqual(lines, [
      'TypeError: the entropy has other characters than pairs of hexadecimal digits',
      'TypeError: the entropy has 1 bytes instead of 32',
      'TypeError: the entropy is neither a Uint8Array nor hexadecimal digits',
      'TypeError: the entropy is neither a Uint8Array nor hexadecimal digits',
      'TypeError: the purpose is not one of: facility, service, poll',
      'TypeError: the collection is no number of 32 bits',
      'TypeError: the size is neither 255 nor 767',
      'TypeError: the keys are no array',
      'TypeError: a page has 1 bytes instead of 6144',
      'TypeError: the poll is no number of 32 bits',
      'TypeError: the domain is no text, or too long',
      'TypeError: expiresAt is no number of 64 bits',
    ]);
  });

  test('keys that are none, and more keys than fit, are refused', async () => {
    const refusals = await browser.run(`(async () => {
      const of = { size: 255, keys: vectors.keys.map(({ key }) => key), pages: [await page(255)] };
      return [
        { keys: ['${'ff'.repeat(32)}'] }, { keys: Array(256).fill(of.keys[0]), pages: Array(5).fill(of.pages[0]) }, { keys: Array(65).fill(of.keys[0]) },
      ].map((change) => line(() => rings.root({ ...of, ...change })));
    })()`);
    assert.deepEqual(refusals, Array(3).fill("VotingRefusal: the keys are not those of the root, or a page is not the ceremony's"));
  });

  for (const size of SIZES) {
    test(`how long it takes in a full ring of ${size}`, async (context) => {
      const measured = await browser.run(`(async () => {
        const points = new Uint8Array(await (await fetch('/points/ring-builder-params-domain${size === 255 ? 11 : 12}.bin')).arrayBuffer());
        // After the number of points each has 96 bytes; 64 are a page.
        const pages = Array.from({ length: Math.ceil(${size} / 64) }, (_, number) => points.slice(8 + number * 6144, 8 + (number + 1) * 6144));
        const entropies = Array.from({ length: ${size} }, (_, number) => {
          const entropy = new Uint8Array(32);
          new DataView(entropy.buffer).setUint32(0, number + 1, true);
          return entropy;
        });
        const keys = entropies.map((entropy) => rings.key(entropy));
        const root = rings.root({ size: ${size}, keys, pages });
        const time = (run) => { const started = performance.now(); const result = run(); return [performance.now() - started, result]; };
        const open = () => rings.open({ size: ${size}, chain: vectors.chain, entropy: entropies[7], keys, root, pages });
        const best = { open: Infinity, prove: Infinity, first: Infinity };
        let proven;
        for (let run = 0; run < ${RUNS}; run += 1) {
          const [opening, ring] = time(open);
          const [proving, result] = time(() => ring.proveService({ service: 0, account: vectors.account }));
          if (run === 0) { best.first = opening + proving; }
          best.open = Math.min(best.open, opening);
          best.prove = Math.min(best.prove, proving);
          proven = result;
          ring.close();
        }
        const [verify, alias] = time(() => rings.verifyService({ size: ${size}, root, chain: vectors.chain, service: 0, account: vectors.account, proof: proven.proof }));
        return { ...best, verify, alias: toHex(alias), proven: toHex(proven.alias) };
      })()`);
      assert.equal(measured.alias, measured.proven);
      const { open, prove, first, verify } = measured;
      context.diagnostic(`${browser.product}, ring of ${size}: first opening and proof ${first.toFixed(0)} ms; then opening ${open.toFixed(0)} ms, proof ${prove.toFixed(0)} ms, verification ${verify.toFixed(0)} ms`);
      assert.ok(prove > 0 && open > 0);
    });
  }
});
