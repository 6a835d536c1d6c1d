'use client';
import { useTranslations } from 'next-intl';
import type { LabView } from '../../_server/views';
import { Button } from '../kit/button';
import css from './lab-pane.module.css';
import { useStartHere } from './use-start-here';
import { reasonWords } from './reason-words';
import { CreateSteps } from './start-progress';

/** The start failed: at which step, why, and what to do. */
export function Failed({ lab }: { lab: LabView }) {
  const t = useTranslations();
  const startHere = useStartHere();
  const reasons = useTranslations('labReason');
  const at = lab.steps.find((step) => step.state === 'failed');
  return (
    <div className={css.scroll}>
      <section className={`${css.card} ${css.failed}`} role="alert" aria-labelledby="lab-failed">
        <h3 id="lab-failed">{t('lab.failedTitle')}</h3>
        {at && <p>{t('lab.failedAt', { step: t(`createStep.${at.name}`) })}</p>}
        {lab.reason !== null && <p className={css.reason}>{reasonWords(reasons, lab.reason)}</p>}
        <CreateSteps steps={lab.steps} />
        <p className={css.quiet}>{t('lab.failedRemedy')}</p>
        <Button look="primary" onClick={startHere} data-action="start">
          {t('common.tryAgain')}
        </Button>
      </section>
    </div>
  );
}

/** The lab has ended: nothing is lost, one click starts again. */
export function Ended({ lab }: { lab: LabView }) {
  const t = useTranslations('lab');
  const startHere = useStartHere();
  const reasons = useTranslations('labReason');
  return (
    <div className={css.scroll}>
      <section className={css.card} role="status" aria-labelledby="lab-ended">
        <h3 id="lab-ended">{t('endedTitle')}</h3>
        {lab.reason !== null && <p className={css.reason}>{reasonWords(reasons, lab.reason)}</p>}
        <p className={css.quiet}>{t('endedText')}</p>
        <Button look="primary" size="big" onClick={startHere} data-action="start">
          {t('startAgain')}
        </Button>
      </section>
    </div>
  );
}
