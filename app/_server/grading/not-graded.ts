// The verdict when we, not the learner, failed.
import type { StepVerdict } from '../../../grader/verdict';
import { VERDICT_SCHEMA } from '../../../grader/verdict';
import type { LessonStep } from '../course/course';
import { RunnerRefusal, RunnerUnreachable } from '../runner/client';

export function notGraded(step: LessonStep, problem: string): StepVerdict {
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
      code: 'evidence.problem',
      params: { problem },
      evidence: [],
      points: 0,
      maxPoints: points,
    })),
  };
}

/** A failure without paths and stack: those are in the log, under the attempt's reference. */
export function sayForLearner(error: unknown): string {
  if (error instanceof RunnerRefusal) return error.message;
  if (error instanceof RunnerUnreachable) return 'lab-runner did not answer';
  return 'the grading failed';
}
