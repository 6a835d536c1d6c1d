import type { Check } from '../../../grader/checks';
import type { LessonStep } from '../course/course';

/**
 * The steps that turn green by themselves now: the first that is not done and needs no typed answer. A step that only an answer
 * can finish does not hold up the next one; later steps wait until they are open.
 */
export function tickedSteps(steps: readonly LessonStep[], isDone: (id: string) => boolean): LessonStep[] {
  const first = steps.find((step) => !isDone(step.id) && !needsAnswer(step));
  return first ? [first] : [];
}

export const needsAnswer = (step: LessonStep) => step.graded.checks.some((check) => hasAnswer(check.expect));

function hasAnswer(check: Check): boolean {
  if (check.type === 'all' || check.type === 'any') return check.of.some(hasAnswer);
  return check.type === 'not' ? hasAnswer(check.of) : check.type === 'answer';
}
