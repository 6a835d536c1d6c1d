// How long a key takes to come back: the number that makes a terminal feel near or far. For tests and `npm run bench`.
import { setTimeout as sleep } from 'node:timers/promises';

/** Something that types and shows: a terminal at the end of a WebSocket. */
export interface EchoTerminal {
  type(text: string): void;
  /** Resolves when the next output arrives. */
  nextOutput(): Promise<void>;
}

/** Types one character every `everyMs`, `count` times. @returns milliseconds until each came back. */
export async function measureEcho(
  terminal: EchoTerminal,
  { count, everyMs }: { count: number; everyMs: number },
): Promise<number[]> {
  const samples: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const echoed = terminal.nextOutput();
    const startedAt = performance.now();
    terminal.type('x');
    await echoed;
    samples.push(performance.now() - startedAt);
    await sleep(Math.max(0, everyMs - (performance.now() - startedAt)));
  }
  return samples;
}

/** @param fraction 0.95 for p95 @throws RangeError on no samples */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))];
  if (value === undefined) throw new RangeError('percentile of no samples');
  return value;
}
