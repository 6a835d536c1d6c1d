// What the grader answers. Codes and params only: sentences are made from them by render.ts, in either language, at any later time.
import type { Code } from './messages/en';

export const VERDICT_SCHEMA = 1;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Params = { [key: string]: Json };

/** A line of the evidence that a result rests on. `mark` is the deciding part of `text`, or null. */
export interface EvidenceLine {
  /** A source name, "processes", "containers", "catalogue", "probes" or "answer". */
  source: string;
  /** "net:[INODE]", or null when it belongs to no network namespace. */
  netns: string | null;
  /** 1-based line of the source's text; null for what is not a text. */
  line: number | null;
  text: string;
  mark: string | null;
}

/** "not graded" means that the evidence does not decide it: ours to fix, and it costs no attempt. */
export type Outcome = 'pass' | 'fail' | 'not graded';

export interface Result {
  verdict: Outcome;
  code: Code;
  params: Params;
  evidence: EvidenceLine[];
  /** Set when it failed because what it speaks of is not there at all; "not" then must not turn it into a pass. */
  missing?: true;
}

export interface CheckVerdict {
  id: string;
  verdict: Outcome;
  code: Code;
  params: Params;
  evidence: EvidenceLine[];
  /** Points earned, and at most to be earned. */
  points: number;
  maxPoints: number;
}

export interface StepVerdict {
  schema: typeof VERDICT_SCHEMA;
  step: string;
  mode: 'latch' | 'final';
  /** "pass" when every check passes; "not graded" when none fails and at least one could not be graded. */
  verdict: Outcome;
  /** True when the newest evidence was read without freezing (a tick): look again, frozen, before you store it as a grade. */
  provisional: boolean;
  points: number;
  maxPoints: number;
  checks: CheckVerdict[];
}

export function pass(code: Code, params: Params, evidence: EvidenceLine[] = []): Result {
  return { verdict: 'pass', code, params, evidence };
}

export function fail(code: Code, params: Params, evidence: EvidenceLine[] = []): Result {
  return { verdict: 'fail', code, params, evidence };
}

/** A failure because the thing spoken of does not exist. */
export function failMissing(code: Code, params: Params, evidence: EvidenceLine[] = []): Result {
  return { verdict: 'fail', code, params, evidence, missing: true };
}

export function notGraded(code: Code, params: Params, evidence: EvidenceLine[] = []): Result {
  return { verdict: 'not graded', code, params, evidence };
}

/** Thrown while reading a world when the evidence cannot decide; grading turns it into "not graded". Never a fail, never a pass. */
export class Undecidable extends Error {
  constructor(
    readonly code: Code,
    readonly params: Params,
    readonly lines: EvidenceLine[] = [],
  ) {
    super(code);
    this.name = 'Undecidable';
  }
}
