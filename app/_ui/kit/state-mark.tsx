import { Circle, CircleCheck, CircleHelp, Contrast, X } from 'lucide-react';
import type { StepView } from '../../_server/views';
import css from './state-mark.module.css';

export type MarkState = StepView['state'];

const SHAPES = { open: Circle, looking: Contrast, done: CircleCheck, differs: X, 'not-graded': CircleHelp } as const;

/** The shape of a state. Always beside its word, or inside something that says it: shape and word, never colour alone. */
export function StateMark({ state, size = 18 }: { state: MarkState; size?: number }) {
  const Shape = SHAPES[state];
  return <Shape className={css.mark} data-state={state} size={size} strokeWidth={2} aria-hidden="true" />;
}
