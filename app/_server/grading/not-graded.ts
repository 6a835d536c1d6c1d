// The verdict when we, not the learner, failed.
import { EXCUSES, refusedExcuse, VERDICT_SCHEMA, type Excuse, type StepVerdict } from '../../../grader';
import type { LessonStep } from '../course/course';
import { RunnerRefusal, RunnerUnreachable } from '../runner/client';

export function notGraded(step: LessonStep, { code, params }: Excuse): StepVerdict {
  return {
    schema: VERDICT_SCHEMA,
    step: step.id,
    mode: step.graded.mode,
    verdict: 'not graded',
    provisional: false,
    points: 0,
    maxPoints: step.maxPoints,
    checks: step.graded.checks.map(({ id, points }) => ({
      id,
      verdict: 'not graded',
      code,
      params,
      evidence: [],
      points: 0,
      maxPoints: points,
    })),
  };
}

/** A failure without paths and stack: those are in the log, under the attempt's reference. */
export function excuseFor(error: unknown): Excuse {
  if (error instanceof RunnerRefusal) return refusedExcuse(error.message);
  return error instanceof RunnerUnreachable ? EXCUSES.unreachable : EXCUSES.failed;
}
