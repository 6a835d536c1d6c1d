'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { StateMark } from '../kit/state-mark';
import { Missing } from './missing';
import { useLesson, useStep } from './provider';
import { shownState } from './state';
import { StepPanel } from './step-panel';
import css from './step-section.module.css';

interface StepSectionProps {
  id: string;
  /** Checks that the author placed in the text; the panel leaves them out. */
  placed: readonly string[];
  children: ReactNode;
}

/** One step of the lesson: its heading with state and points, the author's text, and below it what is checked. */
export function StepSection({ id, placed, children }: StepSectionProps) {
  const t = useTranslations();
  const locale = useLocale();
  const found = useStep(id);
  const { checking } = useLesson();
  if (!found) return <Missing text={t('step.unknownStep', { id })}>{children}</Missing>;
  const { step, number } = found;
  const state = shownState(step, checking);
  return (
    <section
      id={id}
      className={css.step}
      aria-labelledby={`${id}-title`}
      data-step={id}
      data-state={state}
      data-place={id}
    >
      <header className={css.head}>
        <p className={css.kicker}>
          <span>{t('step.label', { number })}</span>
          <StepWord state={state} />
          <span className={css.points}>{t('common.pointsOf', { points: step.points, max: step.maxPoints })}</span>
        </p>
        <h2 id={`${id}-title`}>{step.title[locale]}</h2>
      </header>
      <div className={css.text}>{children}</div>
      <StepPanel step={step} placed={placed} />
    </section>
  );
}

/** The state as shape and word. */
function StepWord({ state }: { state: ReturnType<typeof shownState> }) {
  const t = useTranslations('step');
  return (
    <span className={css.word} data-state={state}>
      <StateMark state={state} size={16} /> {t(state)}
    </span>
  );
}
