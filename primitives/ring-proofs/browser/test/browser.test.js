// SPDX-License-Identifier: Apache-2.0

// The prover in a headless Chromium: it makes the keys, signatures and aliases of the vectors, proofs that are valid, and refuses what
// it must. Prints how long it takes. `scripts/browser.sh` builds the module and starts this.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { serve, startChromium } from './chromium.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const VECTORS = join(HERE, '../../vectors');
const WASM = process.env.SEOUL_RING_WASM;
/** The folder in which the crate `verifiable` has the points of the ceremony, of which the pages of the static data are made. */
const POINTS = process.env.SEOUL_RING_POINTS;
const CHROMIUM = process.env.SEOUL_CHROMIUM ?? 'chromium';
/** Rings of each size are filled whole, as the city's are. */
const SIZES = [255, 767];
const RUNS = 5;

describe('rings in a browser', { timeout: 600_000 }, () => {
  let server;
  let browser;
  let vectors;

  before(async () => {
    assert.ok(WASM && POINTS, 'SEOUL_RING_WASM and SEOUL_RING_POINTS name the module and the points; scripts/browser.sh sets them');
    vectors = JSON.parse(await readFile(join(VECTORS, 'rings.json')));
    server = await serve({ '/js/': join(HERE, '../js'), '/vectors/': VECTORS, '/wasm/': dirname(WASM), '/points/': POINTS });
    browser = await startChromium(CHROMIUM, server.url);
    await browser.run(`(async () => {
      const started = performance.now();
      Object.assign(globalThis, await import('/js/seoul-ring.js'));
      globalThis.rings = await Rings.load(fetch('/wasm/${WASM.split('/').pop()}'));
      globalThis.vectors = await (await fetch('/vectors/rings.json')).json();
      globalThis.page = async (size) => new Uint8Array(await (await fetch(\`/vectors/page-\${size}-0.bin\`)).arrayBuffer());
      globalThis.refusal = (attempt) => { try { attempt(); return null; } catch (error) { return error.code ?? error.name; } };
      globalThis.openVector = async (size) => rings.open({
        size, chain: vectors.chain, entropy: vectors.keys[vectors.prover].entropy, keys: vectors.keys.map(({ key }) => key),
        root: vectors.rings.find(({ capacity }) => capacity === size).root, pages: [await page(size)],
      });
      return performance.now() - started;
    })()`);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

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
      assert.deepEqual(results, [`0x${vectors.alias}`, ...Array(6).fill('Invalid')]);
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

  test('what is not as it must be is refused before it reaches the module', async () => {
    const refusals = await browser.run(`[
      () => rings.key('zz'), () => rings.key('00'), () => rings.alias({ entropy: vectors.chain, chain: vectors.chain, purpose: {} }),
      () => rings.derive({ seed: vectors.chain, chain: vectors.chain, collection: -1 }),
    ].map(refusal)`);
    assert.deepEqual(refusals, Array(4).fill('TypeError'));
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
