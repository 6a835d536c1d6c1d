'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { LabView } from '../../_server/views';
import { StateMark, type MarkState } from '../kit/state-mark';
import { durationWords } from './duration';
import css from './lab-pane.module.css';
import { useLesson } from './provider';

type CreateStep = LabView['steps'][number];

const MARK: Record<CreateStep['state'], MarkState> = { running: 'looking', done: 'done', failed: 'differs' };
const WORD = { running: 'stepRunning', done: 'stepDone', failed: 'stepFailed' } as const;

/** The named steps of a start with their times. `lab` is null between the click and the server's first word. */
export function StartProgress({ lab }: { lab: LabView | null }) {
  const t = useTranslations('lab');
  const common = useTranslations('common');
  const { view } = useLesson();
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    // The page's own clock from the first look: the server's may differ.
    const begun = performance.now();
    const timer = setInterval(() => {
      setElapsed(performance.now() - begun);
    }, 100);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <div className={css.scroll}>
      <section className={css.card} aria-labelledby="lab-starting">
        <h3 id="lab-starting">{t('startingTitle')}</h3>
        <p className={css.quiet}>
          <span role="timer">{t('startingSoFar', { time: durationWords(common, elapsed) })}</span>
          {view.startP50Ms !== null && (
            <> · {t('startTimeMeasured', { time: durationWords(common, view.startP50Ms) })}</>
          )}
        </p>
        <CreateSteps steps={lab?.steps ?? []} />
      </section>
    </div>
  );
}

export function CreateSteps({ steps }: { steps: readonly CreateStep[] }) {
  const t = useTranslations('lab');
  const common = useTranslations('common');
  const name = useTranslations('createStep');
  return (
    <ol className={css.steps}>
      {steps.map((step) => (
        <li key={step.name}>
          <StateMark state={MARK[step.state]} size={16} />
          <span className={css.name}>{name(step.name)}</span>
          <span className={css.time}>{step.ms === null ? t(WORD[step.state]) : durationWords(common, step.ms)}</span>
        </li>
      ))}
    </ol>
  );
}
