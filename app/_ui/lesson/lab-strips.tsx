'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { LabView } from '../../_server/views';
import { Button } from '../kit/button';
import css from './lab-strips.module.css';
import { useLesson, useLessonActions } from './provider';
import { expiryWarning, minutesLeft } from './state';
import { useNow } from './use-now';

/** A loss shorter than this is not worth a strip. */
const SHOW_LOSS_AFTER_MS = 1000;

/** What must be known now, above the terminals: a lost connection with its count, a silent runner, the coming end. */
export function LabStrips({ lab, renderedAt }: { lab: LabView; renderedAt: number }) {
  const t = useTranslations();
  const { lostSince, runnerReachable, busy } = useLesson();
  const { extend } = useLessonActions();
  const now = useNow(renderedAt, 1000);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const lostFor = lostSince === null ? 0 : now - lostSince;
  const warning = expiryWarning(lab.expiresAt, now);

  return (
    <div className={css.strips}>
      {lostFor >= SHOW_LOSS_AFTER_MS && (
        <p className={css.strip} data-kind="lost">
          {/* Announced once; the count would be read out every second. */}
          <span className="visually-hidden" role="status">
            {t('lab.lost', { seconds: 1 })}
          </span>
          <span aria-hidden="true">{t('lab.lost', { seconds: Math.floor(lostFor / 1000) })}</span>
        </p>
      )}
      {!runnerReachable && (
        <p className={css.strip} data-kind="lost" role="status">
          {t('lab.runnerGone')}
        </p>
      )}
      {lab.adopted && dismissed !== 0 && (
        <div className={css.strip} data-kind="note" role="status">
          <span>{t('lab.adopted')}</span>
          <Button
            look="bare"
            size="small"
            onClick={() => {
              setDismissed(0);
            }}
          >
            {t('common.close')}
          </Button>
        </div>
      )}
      {warning !== null && dismissed !== warning && (
        <div className={css.strip} data-kind="expiry" role="status" key={warning}>
          <span>
            {t('lab.expiry', { minutes: t('common.minutesSpoken', { count: minutesLeft(lab.expiresAt, now) }) })}
          </span>
          <Button size="small" busy={busy === 'extend'} onClick={extend} data-action="extend">
            {t('lab.extend')}
          </Button>
          <Button
            look="bare"
            size="small"
            onClick={() => {
              setDismissed(warning);
            }}
          >
            {t('common.close')}
          </Button>
        </div>
      )}
    </div>
  );
}
