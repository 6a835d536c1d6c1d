'use client';
import { CircleCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { StepView } from '../../_server/views';
import { Button } from '../kit/button';
import { Problem } from '../kit/problem';
import { CheckItem } from './check-item';
import { useLesson, useLessonActions } from './provider';
import { currentStep, labPhase } from './state';
import css from './step-panel.module.css';

/** What is checked in a step and how it stands, with the buttons to ask for a look and for a hint. */
export function StepPanel({ step, placed }: { step: StepView; placed: readonly string[] }) {
  const t = useTranslations();
  const { view, checking, stepErrors, references } = useLesson();
  const { check, openHint } = useLessonActions();
  const [hintBusy, setHintBusy] = useState(false);
  const ready = labPhase(view.lab) === 'ready';
  const busy = checking.includes(step.id);
  const error = stepErrors[step.id];
  const checks = step.checks.filter((one) => !placed.includes(one.id));
  const isCurrent = currentStep(view.steps)?.id === step.id && step.state !== 'done';
  const hintsLeft = step.hintsOpened < step.hintsTotal;

  async function nextHint() {
    setHintBusy(true);
    await openHint(step);
    setHintBusy(false);
  }

  return (
    <div className={css.panel} data-state={step.state}>
      {checks.length > 0 && (
        <ul className={css.checks} aria-label={t('step.checks')}>
          {checks.map((one) => (
            <CheckItem key={one.id} check={one} reference={references[step.id]} />
          ))}
        </ul>
      )}
      {error && (
        <div className={css.error}>
          <Problem title={t('lab.errorTitle')} error={error} />
        </div>
      )}
      <div className={css.actions}>
        <Button
          look={isCurrent && ready ? 'primary' : 'plain'}
          busy={busy}
          aria-disabled={ready ? undefined : true}
          onClick={() => {
            check(step.id);
          }}
          data-action="check"
        >
          {step.state === 'done' && !busy && <CircleCheck size={16} aria-hidden="true" />}
          {busy ? t('step.checking') : t('step.check')}
        </Button>
        {hintsLeft && (
          <Button busy={hintBusy} onClick={() => void nextHint()} data-action="hint">
            {t('step.hint', { number: step.hintsOpened + 1, total: step.hintsTotal })}
          </Button>
        )}
        <p className={css.note}>
          {ready || step.state === 'done' ? t('step.attempts', { count: step.attempts }) : t('step.needsLab')}
          <span className={css.mode}>{t(`step.${step.mode}`)}</span>
        </p>
      </div>
    </div>
  );
}
