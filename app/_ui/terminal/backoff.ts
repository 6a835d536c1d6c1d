// How long to wait before the next try: doubling, with jitter so that a class does not come back in one instant.
export const FIRST_DELAY_MS = 250;
export const LONGEST_DELAY_MS = 8_000;

/** Milliseconds before try `attempt` (0 is the first retry). `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 20));
  return Math.round(full / 2 + (full / 2) * random);
}
