// The one way this project waits for something that has no event.
import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions<T> {
  /** What is awaited, as the end of the sentence "Waited for …". */
  what: string;
  /** @returns the awaited value, or undefined while it is not there. */
  probe: () => T | undefined | Promise<T | undefined>;
  timeoutMs: number;
  /** @default 20 */
  intervalMs?: number;
  signal?: AbortSignal;
  /** @returns what was seen last, for the message of the error. */
  lastSeen?: () => string;
}

/** Thrown by {@link waitUntil} when the time is over. */
export class WaitError extends Error {
  override readonly name = 'WaitError';
}

/**
 * Calls `probe` until it returns a value.
 * @throws WaitError naming what was awaited, for how long, and what was seen last.
 */
export async function waitUntil<T>(options: WaitOptions<T>): Promise<T> {
  const { what, probe, timeoutMs, intervalMs = 20, signal, lastSeen } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() >= deadline) {
      const seen = lastSeen ? `; last seen: ${lastSeen()}` : '';
      throw new WaitError(`Waited for ${what} for ${timeoutMs} ms${seen}`);
    }
    await sleep(intervalMs, undefined, signal ? { signal } : {});
  }
}
