'use client';
import { useTranslations } from 'next-intl';
import css from './lab-badge.module.css';
import { useLesson } from './provider';
import { labPhase, minutesLeft } from './state';
import { useNow } from './use-now';

/** "lab: ready · 52 min" in the top bar. */
export function LabBadge({ renderedAt }: { renderedAt: number }) {
  const t = useTranslations();
  const { view, runnerReachable, busy } = useLesson();
  const phase = busy === 'start' || busy === 'reset' ? 'starting' : labPhase(view.lab);
  const now = useNow(renderedAt, 10_000, phase === 'ready');
  const shown = !runnerReachable && phase !== 'none' ? 'unreachable' : phase;
  const state = t(`lab.${shown}`);
  const count = phase === 'ready' && view.lab ? minutesLeft(view.lab.expiresAt, now) : null;
  return (
    <p className={css.badge} data-phase={shown}>
      {count === null
        ? t('lab.status', { state })
        : t('lab.statusMinutes', { state, minutes: t('common.minutes', { count }) })}
    </p>
  );
}
