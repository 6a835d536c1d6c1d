// What a proof demands of verdicts. Pure.
import { renderVerdict } from '../../../grader/render';
import type { StepVerdict } from '../../../grader/verdict';
import type { LessonStep } from '../lesson';

export type CaseKind = 'untouched' | 'solution' | 'wrong' | 'alt';

export interface Demand {
  /** "pass": the step passes. "fail": it does not. "exactly": it fails by this one check with this code. */
  verdict: 'pass' | 'fail' | 'exactly';
  check?: string;
  code?: string;
}

/** @returns what is demanded of a step that is the last of its script, or not. */
export function demandOf(kind: CaseKind, isLast: boolean, fails: { check: string; code: string } | null): Demand {
  if (kind === 'untouched') return { verdict: 'fail' };
  return kind === 'wrong' && isLast && fails
    ? { verdict: 'exactly', check: fails.check, code: fails.code }
    : { verdict: 'pass' };
}

/** @returns null when the verdict is as demanded, otherwise why not, with the verdict as the learner would see it. */
export function judge(step: LessonStep, verdict: StepVerdict, demand: Demand): string | null {
  const why = complaint(verdict, demand);
  if (why === null) return null;
  const checks = Object.fromEntries(
    Object.entries(step.checks).map(([id, { title, messages }]) => [id, { title: title.en, messages }]),
  );
  return `step ${step.id}: ${why}\n${renderVerdict(verdict, { language: 'en', checks }).trimEnd()}`;
}

function complaint(verdict: StepVerdict, demand: Demand): string | null {
  if (demand.verdict === 'pass') return verdict.verdict === 'pass' ? null : `should pass, but is "${verdict.verdict}"`;
  const failed = verdict.checks.filter((check) => check.verdict === 'fail');
  const undecided = verdict.checks.filter((check) => check.verdict === 'not graded' && check.code !== 'check.waits');
  if (verdict.verdict === 'pass') return 'should fail, but passes';
  if (undecided.length > 0) return `should be decided, but these checks are not graded: ${names(undecided)}`;
  if (demand.verdict === 'fail') return failed.length > 0 ? null : 'should fail, but no check failed';
  const [only] = failed;
  if (!only || failed.length !== 1 || only.id !== demand.check) {
    return `exactly the check ${demand.check} should fail, but failed: ${names(failed) || 'none'}`;
  }
  return only.code === demand.code ? null : `${only.id} should fail with ${demand.code}, but its code is ${only.code}`;
}

const names = (checks: readonly { id: string; code: string }[]): string =>
  checks.map(({ id, code }) => `${id} (${code})`).join(', ');
