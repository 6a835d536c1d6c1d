'use client';
import { useTranslations } from 'next-intl';
import { useId, useState, type ReactNode } from 'react';
import { Button } from '../kit/button';
import css from './quiz.module.css';
import type { Choice } from './quiz-choices';

interface PredictProps {
  question: ReactNode;
  choices: readonly Choice[];
  /** What happens and why; shown once a prediction was made. */
  outcome: ReactNode;
}

/** Say first, then look: the answer is compared, never graded. */
export function PredictChoices({ question, choices, outcome }: PredictProps) {
  const t = useTranslations('predict');
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const [phase, setPhase] = useState<'open' | 'kept' | 'shown'>('open');
  const choice = chosen === null ? undefined : choices[chosen];
  const right = choices.find((one) => one.right);
  return (
    <form
      className={css.quiz}
      data-predict
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) setPhase(phase === 'open' ? 'kept' : 'shown');
      }}
    >
      <fieldset disabled={phase !== 'open'}>
        <legend>
          <span className={css.label}>{t('label')}</span>
          {question}
        </legend>
        {choices.map(({ text }, index) => (
          <label key={index} className={css.choice}>
            <input
              type="radio"
              name={id}
              checked={chosen === index}
              onChange={() => {
                setChosen(index);
              }}
            />
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
      <div className={css.foot}>
        {phase !== 'shown' && (
          <Button type="submit" aria-disabled={chosen === null ? true : undefined} size="small">
            {phase === 'open' ? t('commit') : t('reveal')}
          </Button>
        )}
        <div className={css.outcome} role="status">
          {phase !== 'open' && choice && <p>{t.rich('kept', { choice: () => choice.text })}</p>}
          {phase === 'shown' && choice && (
            <>
              <p className={css.word}>{choice.right ? t('match') : t.rich('other', { choice: () => right?.text })}</p>
              {choice.why && <div>{choice.why}</div>}
              {outcome && <div>{outcome}</div>}
            </>
          )}
        </div>
        <p className={css.quiet}>{t('nothingLost')}</p>
      </div>
    </form>
  );
}
