// SPDX-License-Identifier: Apache-2.0

// A page in a headless Chromium with the package loaded, and the vectors of rings and ballots.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve, startChromium } from './chromium.js';

/** This folder. */
export const HERE = dirname(fileURLToPath(import.meta.url));
/** What `scripts/browser.sh` made. */
export const DIST = join(HERE, '../dist');
const RING_VECTORS = join(HERE, '../../ring-proofs/vectors');
const BALLOT_VECTORS = join(HERE, '../../ballot/tests');
/** The folder in which the crate `verifiable` has the points of the ceremony, of which the pages of the static data are made. */
const POINTS = process.env.SEOUL_RING_POINTS;

const readJson = async (path) => JSON.parse(await readFile(path));

/**
 * In the page are: what the package exports; `rings` and `ballots`; `vectors`, those of the rings; `page(size)`, the first page of the
 * static data; `openVector(size)`, the ring of the vectors; `refusal(attempt)` and `line(attempt)`, the code and the whole line with
 * which an attempt is refused.
 */
export async function openPage() {
  assert.ok(POINTS, 'SEOUL_RING_POINTS names the folder of the points; scripts/browser.sh sets it');
  const server = await serve({ '/dist/': DIST, '/vectors/': RING_VECTORS, '/points/': POINTS });
  const browser = await startChromium(process.env.SEOUL_CHROMIUM ?? 'chromium', server.url);
  await browser.run(`(async () => {
    Object.assign(globalThis, await import('/dist/seoul-voting.js'));
    Object.assign(globalThis, await load());
    globalThis.vectors = await (await fetch('/vectors/rings.json')).json();
    globalThis.page = async (size) => new Uint8Array(await (await fetch(\`/vectors/page-\${size}-0.bin\`)).arrayBuffer());
    globalThis.refused = (attempt) => { try { attempt(); } catch (error) { return error; } return new Error('it was not refused'); };
    globalThis.refusal = (attempt) => { const error = refused(attempt); return error instanceof VotingRefusal ? error.code : error.name; };
    globalThis.line = (attempt) => String(refused(attempt));
    globalThis.openVector = async (size) => rings.open({
      size, chain: vectors.chain, entropy: vectors.keys[vectors.prover].entropy, keys: vectors.keys.map(({ key }) => key),
      root: vectors.rings.find(({ capacity }) => capacity === size).root, pages: [await page(size)],
    });
  })()`);
  return {
    browser,
    ringVectors: await readJson(join(RING_VECTORS, 'rings.json')),
    ballotVectors: await readJson(join(BALLOT_VECTORS, 'vectors.json')),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
