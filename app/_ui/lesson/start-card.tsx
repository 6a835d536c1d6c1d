'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { BackendName } from '../../../lab-runner/api';
import { Button } from '../kit/button';
import { durationWords } from './duration';
import css from './lab-pane.module.css';
import { useLesson } from './provider';
import { useStartHere } from './use-start-here';

/** What the author's lab gives, known before there is one. */
export interface LabOffer {
  terminals: readonly string[];
  /** Where it can run; the first that is usable here is taken. */
  backends: readonly BackendName[];
}

/** Before Start: what you get, where it runs, how long it takes here. */
export function StartCard({ offer }: { offer: LabOffer }) {
  const t = useTranslations('lab');
  const common = useTranslations('common');
  const locale = useLocale();
  const { view } = useLesson();
  const startHere = useStartHere();
  const unavailable = view.unavailable?.[locale];
  return (
    <div className={css.scroll}>
      <section className={css.card} aria-labelledby="lab-card">
        <h3 id="lab-card">{unavailable === undefined ? t('cardTitle') : t('unavailableTitle')}</h3>
        <p className={css.quiet}>{t('cardText')}</p>
        {unavailable === undefined ? (
          <>
            <dl className={css.facts}>
              <dt>{t('terminals')}</dt>
              <dd>
                <code>{offer.terminals.join(', ')}</code>
              </dd>
              {offer.backends.length === 1 && offer.backends[0] && (
                <>
                  <dt>{t('backend')}</dt>
                  <dd>{t(`backend-${offer.backends[0]}`)}</dd>
                </>
              )}
              <dt>{t('startTime')}</dt>
              <dd>
                {view.startP50Ms === null
                  ? t('startTimeUnknown')
                  : t('startTimeMeasured', { time: durationWords(common, view.startP50Ms) })}
              </dd>
            </dl>
            <Button look="primary" size="big" onClick={startHere} data-action="start">
              {t('start')}
            </Button>
          </>
        ) : (
          <p className={css.reason} role="status">
            {unavailable}
          </p>
        )}
      </section>
    </div>
  );
}
