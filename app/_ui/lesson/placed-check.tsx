'use client';
import { useTranslations } from 'next-intl';
import { StateMark } from '../kit/state-mark';
import { CheckItem } from './check-item';
import { Missing } from './missing';
import css from './placed-check.module.css';
import { useLesson, useStep } from './provider';

/** A check shown where the author put it. Before the first look there is no result, and nothing to tell an unknown id by. */
export function PlacedCheck({ step, id }: { step: string; id: string }) {
  const t = useTranslations('step');
  const found = useStep(step);
  const { references } = useLesson();
  const check = found?.step.checks.find((one) => one.id === id);
  if (check)
    return (
      <ul className={css.placed}>
        <CheckItem check={check} reference={references[step]} />
      </ul>
    );
  if (!found || found.step.checks.length > 0) return <Missing text={t('unknownCheck', { id })} />;
  return (
    <p className={css.waiting}>
      <StateMark state="open" /> {t('notChecked')}
    </p>
  );
}
