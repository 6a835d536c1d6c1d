'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useLesson } from './provider';

/** The live region of the page: says once that a step has turned green, without moving anything. */
export function Announcer() {
  const t = useTranslations('step');
  const locale = useLocale();
  const { turnedGreen, view } = useLesson();
  const index = view.steps.findIndex((step) => step.id === turnedGreen?.step);
  const step = view.steps[index];
  return (
    <p className="visually-hidden" role="status" data-announcer>
      {step && t('turnedGreen', { number: index + 1, title: step.title[locale] ?? step.id })}
    </p>
  );
}
