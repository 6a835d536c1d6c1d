// The verdict when we, not the learner, failed.
import type { CheckVerdict, StepVerdict } from '../../../grader/verdict';
import { VERDICT_SCHEMA } from '../../../grader/verdict';
import type { LessonStep } from '../course/course';
import { RunnerRefusal, RunnerUnreachable } from '../runner/client';

/** Why there is no verdict of the grader, as a code of its messages. */
export type Excuse = Pick<CheckVerdict, 'code' | 'params'>;

export const STOPPED: Excuse = { code: 'platform.stopped', params: {} };

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
  if (error instanceof RunnerRefusal) return { code: 'platform.refused', params: { problem: error.message } };
  if (error instanceof RunnerUnreachable) return { code: 'platform.unreachable', params: {} };
  return { code: 'platform.failed', params: {} };
}
