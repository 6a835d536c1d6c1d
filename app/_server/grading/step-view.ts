// A step as the page shows it, from what is stored and, while it is looked at, the newest tick.
import { renderParts } from '../../../grader/render';
import type { CheckVerdict, StepVerdict } from '../../../grader/verdict';
import type { LessonStep } from '../course/course';
import type { StepRow } from '../data/steps';
import type { CheckView, StepView } from '../views';

export interface LiveLook {
  /** The newest tick; null before the first. */
  verdict: StepVerdict | null;
}

export interface StepViewInput {
  step: LessonStep;
  /** null when the person never touched it, or is a visitor. */
  progress: StepRow | null;
  /** Results of the attempt that `progress` names. */
  checks: readonly CheckVerdict[];
  /** Set while the step is ticked. */
  live: LiveLook | null;
}

export function toStepView({ step, progress, checks, live }: StepViewInput): StepView {
  const stored = progress?.state ?? 'open';
  const isDone = stored === 'done';
  const isLive = live !== null && !isDone;
  const shown = isLive ? mergeLive(checks, live.verdict, stored === 'differs') : checks;
  const attempts = progress?.attempts ?? 0;
  return {
    id: step.id,
    title: step.title,
    mode: step.graded.mode,
    state: isLive && stored === 'open' ? 'looking' : stored,
    points: isDone ? (progress?.points ?? 0) : sum(shown),
    maxPoints: step.maxPoints,
    checks: shown.map((check) => toCheckView(step, check)),
    attempts,
    hintsOpened: Math.min(progress?.hintsOpened ?? 0, step.hints),
    hintsTotal: step.hints,
    solutionOpen: isDone || attempts >= step.solutionAfter,
  };
}

/**
 * What a tick may add: a check that holds now is shown to hold. What does not hold yet is only said of a step that the learner has
 * asked about; before that it would correct work that is under way.
 */
function mergeLive(
  stored: readonly CheckVerdict[],
  tick: StepVerdict | null,
  wasAsked: boolean,
): readonly CheckVerdict[] {
  if (!tick) return stored;
  if (!wasAsked) return tick.checks.filter((check) => check.verdict === 'pass');
  return tick.checks.map((check) => {
    // A tick tries no connections, so it cannot take back what a real look decided.
    if (check.verdict !== 'not graded') return check;
    return stored.find((each) => each.id === check.id) ?? check;
  });
}

function toCheckView(step: LessonStep, check: CheckVerdict): CheckView {
  const known = step.checks[check.id];
  const messages = known?.messages ?? {};
  return {
    id: check.id,
    verdict: check.verdict,
    code: check.code,
    points: check.points,
    maxPoints: check.maxPoints,
    title: known?.title ?? { en: check.id, zh: check.id },
    messages: { en: renderParts(check, 'en', messages), zh: renderParts(check, 'zh', messages) },
    evidence: check.evidence.map((line) => ({ ...line })),
  };
}

const sum = (checks: readonly CheckVerdict[]) => checks.reduce((total, check) => total + check.points, 0);
