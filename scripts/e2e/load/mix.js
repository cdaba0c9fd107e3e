// SPDX-License-Identifier: Apache-2.0

/**
 * The mix of transactions of the city: how many of each kind belong to a rate, and when each is sent. The proportions are those of a
 * year of Seoul, in transactions; where they come from stands in `docs/load.md`.
 */

/** Transactions of a year, by flow. */
export const YEAR = {
  odometer: 6_640_000,
  sales: 4_050_000,
  votes: 2_000_000,
  credits: 1_825_000,
  payments: 1_260_000,
  identity: 6_500_000,
  escrow: 1_200_000,
  anchors: 2_600_000,
};
const SUM = Object.values(YEAR).reduce((sum, count) => sum + count, 0);

/** Which part of all transactions is of a flow. */
export const share = (flow) => YEAR[flow] / SUM;

/** Rows of a batch of credits unless told: at 200 transactions a second they are 1,000 credits a second. */
export const ROWS = 71;

/** How long after one step the next one of the same story is sent: long enough for a block in between, on slow machines too. */
export const STEP = 6_000;
/** How long stories have begun before the measurement, so that it begins with as many of each step as it goes on with. */
export const WARM_UP = 5 * STEP;

/**
 * Stories: each is as many transactions of its flow as it has steps. A step is `[name, steps after the beginning]`; steps of one signer keep
 * their order.
 */
export const STORIES = {
  // A car is sold while another one of the same seller is inspected, listed and drafted: that is the whole of a sale, and no step waits for the
  // number of a sale that another step draws.
  sales: [
    ['acknowledge', 0], ['inspect', 0.2], ['signSeller', 1], ['list', 1.1], ['signBuyer', 1.5], ['draft', 2.2], ['pay', 2.5], ['deliver', 3.2], ['accept', 4.2],
  ],
  identity: [
    ['openSession', 0], ['issueCard', 0.3], ['openSession', 0.6], ['revokeConsent', 1], ['closeSession', 1.5], ['openSession', 2], ['revokeConsent', 2.5],
    ['closeSession', 3],
  ],
  escrow: [
    ...Array.from({ length: 10 }, (_, line) => ['confirmLine', line / 10]), ['submitClaim', 0.5], ['endorse', 1.2], ['pass', 2.2], ['approve', 3.2], ['request', 4.2],
  ],
};
/** Flows whose transactions stand alone. */
const SINGLE = ['odometer', 'votes', 'credits', 'payments', 'anchors'];

/** Numbers that look random and are the same for the same seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * When what is sent, in milliseconds from the beginning of the measurement; what is sent before it warms up. Each story has a number, and so has
 * each transaction that stands alone. They come at random and independently of one another, as citizens do.
 *
 * @param {{ rate: number, seconds: number, seed: number }} of
 * @returns {{ flow: string, step: string, story: number, place: number, at: number }[]} by time
 */
export function timetable({ rate, seconds, seed }) {
  const draw = random(seed);
  const from = -WARM_UP;
  const until = seconds * 1_000;
  const entries = [];
  for (const flow of SINGLE) {
    const count = Math.round(share(flow) * rate * (until - from) / 1_000);
    for (let story = 0; story < count; story += 1) {
      entries.push({ flow, step: flow, story, place: 0, at: from + draw() * (until - from) });
    }
  }
  for (const [flow, steps] of Object.entries(STORIES)) {
    const count = Math.round(share(flow) * rate * (until - from) / 1_000 / steps.length);
    for (let story = 0; story < count; story += 1) {
      const begin = from + draw() * (until - from);
      steps.forEach(([step, after], place) => {
        const at = begin + after * STEP;
        // What would come after the end is not sent: the window ends in the middle of stories, as it began.
        if (at < until) {
          entries.push({ flow, step, story, place, at });
        }
      });
    }
  }
  return entries.sort((one, other) => one.at - other.at);
}

/** How many stories, or transactions that stand alone, a timetable has of each flow. */
export function demand(entries) {
  const counts = Object.fromEntries(Object.keys(YEAR).map((flow) => [flow, 0]));
  for (const { flow, story } of entries) {
    counts[flow] = Math.max(counts[flow], story + 1);
  }
  return counts;
}
