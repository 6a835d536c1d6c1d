import { Circle, CircleCheck, CircleHelp, X, type LucideProps } from 'lucide-react';
import type { StepView } from '../../_server/views';
import css from './state-mark.module.css';

export type MarkState = StepView['state'];

/** ◐: the set's own half circle is drawn with a gap that closes at this size. */
function HalfCircle({ size, ...rest }: LucideProps) {
  return (
    <svg {...rest} width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor">
      <circle cx="12" cy="12" r="10" />
      <path d="M12 2a10 10 0 0 1 0 20z" fill="currentColor" stroke="none" />
    </svg>
  );
}

const SHAPES = { open: Circle, looking: HalfCircle, done: CircleCheck, differs: X, 'not-graded': CircleHelp } as const;

/** The shape of a state. Always beside its word, or inside something that says it: shape and word, never colour alone. */
export function StateMark({ state, size = 18 }: { state: MarkState; size?: number }) {
  const Shape = SHAPES[state];
  return <Shape className={css.mark} data-state={state} size={size} strokeWidth={2} aria-hidden="true" />;
}
