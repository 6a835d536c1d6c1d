import type { Detection } from '../../../lab-runner/api';
import type { RunnerClient } from '../runner/client';

const KEEP_MS = 30_000;

/** Asks the runner what it can run, at most twice a minute; a failure is not kept. */
export function makeDetections(runner: RunnerClient, now: () => number = Date.now): () => Promise<Detection[]> {
  let kept: { at: number; answer: Promise<Detection[]> } | null = null;
  return () => {
    if (kept && now() - kept.at < KEEP_MS) return kept.answer;
    const answer = runner.backends();
    const mine = { at: now(), answer };
    kept = mine;
    answer.catch(() => {
      if (kept === mine) kept = null;
    });
    return answer;
  };
}
