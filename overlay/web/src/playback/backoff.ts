/** A channel that is not on air is asked for this often, in ms. */
export const OFFLINE_POLL_MS = 3_000;

const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;

/** ±20 %, so that an audience does not come back in step. `random` in [0, 1). */
export function jitter(ms: number, random: number): number {
  return Math.round(ms * (0.8 + 0.4 * random));
}

/** How long to wait before attempt n (from 0) at a server that does not answer: 1, 2, 4, 8, 10, 10 … s. Forever. */
export function retryDelayMs(attempt: number, random: number): number {
  return jitter(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10)), random);
}
