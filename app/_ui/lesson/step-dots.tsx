'use client';
import { useLocale, useTranslations } from 'next-intl';
import { StateMark } from '../kit/state-mark';
import { useLesson } from './provider';
import { shownState } from './state';
import css from './step-dots.module.css';

/** All steps at a glance; each is a link to its place in the text. */
export function StepDots() {
  const t = useTranslations();
  const locale = useLocale();
  const { view, checking } = useLesson();
  const done = view.steps.filter((step) => step.state === 'done').length;
  if (view.steps.length === 0) return null;
  return (
    <nav className={css.dots} aria-label={t('lesson.steps')}>
      <ol>
        {view.steps.map((step, index) => {
          const state = shownState(step, checking);
          const label = `${t('step.label', { number: index + 1 })}: ${step.title[locale]} (${t(`step.${state}`)})`;
          return (
            <li key={step.id}>
              <a href={`#${step.id}`} title={label} aria-label={label}>
                <StateMark state={state} size={16} />
              </a>
            </li>
          );
        })}
      </ol>
      <span className={css.count}>
        <span aria-hidden="true">
          {done}/{view.steps.length}
        </span>
        <span className="visually-hidden">{t('lesson.stepsDone', { done, total: view.steps.length })}</span>
      </span>
    </nav>
  );
}
