import type { Check } from '../../../grader/checks';
import type { LessonStep } from '../course/course';

/**
 * The steps that are looked at by themselves now: those in order that are not done, up to and including the first that can be done
 * without a typed answer. A step that waits for an answer does not hold up the next one; later steps wait until they are open.
 * A step of nothing but answers has nothing to be looked at.
 */
export function tickedSteps(steps: readonly LessonStep[], isDone: (id: string) => boolean): LessonStep[] {
  const open = steps.filter((step) => !isDone(step.id));
  const last = open.findIndex((step) => !step.graded.checks.some((check) => hasAnswer(check.expect)));
  const reached = last < 0 ? open : open.slice(0, last + 1);
  return reached.filter((step) => step.graded.checks.some((check) => !hasAnswer(check.expect)));
}

function hasAnswer(check: Check): boolean {
  if (check.type === 'all' || check.type === 'any') return check.of.some(hasAnswer);
  return check.type === 'not' ? hasAnswer(check.of) : check.type === 'answer';
}
