'use client';
import { useTranslations } from 'next-intl';
import { Problem } from '../kit/problem';
import { Button } from '../kit/button';
import { Ended, Failed } from './lab-over';
import { LabStrips } from './lab-strips';
import css from './lab-pane.module.css';
import { useLesson } from './provider';
import { StartCard, type LabOffer } from './start-card';
import { StartProgress } from './start-progress';
import { labPhase } from './state';
import { TerminalDeck } from './terminal-deck';
import { useStartHere } from './use-start-here';

/** The right-hand side: what a lab is before Start, its steps while it starts, its terminals while it lives, and why it ended. */
export function LabPane({ renderedAt, offer }: { renderedAt: number; offer: LabOffer }) {
  const t = useTranslations();
  const { view, busy, labError } = useLesson();
  const startHere = useStartHere();
  const { lab } = view;
  const phase = labPhase(lab);
  const starting = phase === 'starting' || busy === 'start' || busy === 'reset';

  return (
    <div className={css.pane} data-phase={starting ? 'starting' : phase}>
      <h2 className="visually-hidden">{t('lab.heading')}</h2>
      {labError && (
        <div className={css.error}>
          <Problem title={t('lab.errorTitle')} error={labError}>
            {phase !== 'ready' && (
              <Button size="small" onClick={startHere}>
                {t('common.tryAgain')}
              </Button>
            )}
          </Problem>
        </div>
      )}
      {starting ? (
        <StartProgress lab={phase === 'starting' ? lab : null} />
      ) : phase === 'ready' && lab ? (
        <>
          <LabStrips lab={lab} renderedAt={renderedAt} />
          <TerminalDeck key={lab.id} lab={lab} />
        </>
      ) : phase === 'failed' && lab ? (
        <Failed lab={lab} />
      ) : phase === 'ended' && lab ? (
        <Ended lab={lab} />
      ) : (
        <StartCard offer={offer} />
      )}
    </div>
  );
}
