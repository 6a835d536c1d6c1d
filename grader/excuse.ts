// Why there is no verdict of a check: what went wrong on our side before the grader was asked.
import type { Code } from './messages/en';
import type { Params } from './verdict';

export interface Excuse {
  code: Code;
  params: Params;
}

export const EXCUSES = {
  /** The grader itself failed. */
  failed: { code: 'platform.failed', params: {} },
  /** Podwire was stopped before it looked at the lab. */
  stopped: { code: 'platform.stopped', params: {} },
  /** lab-runner did not answer. */
  unreachable: { code: 'platform.unreachable', params: {} },
} as const satisfies Record<string, Excuse>;

/** @param problem what lab-runner says for people, in English */
export function refusedExcuse(problem: string): Excuse {
  return { code: 'platform.refused', params: { problem } };
}
