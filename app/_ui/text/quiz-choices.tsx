'use client';
import { useTranslations } from 'next-intl';
import { useId, useState, type ReactNode } from 'react';
import { Button } from '../kit/button';
import { StateMark } from '../kit/state-mark';
import css from './quiz.module.css';

export interface Choice {
  text: ReactNode;
  right: boolean;
  why: ReactNode;
}

/** A question that counts nothing: choose, answer, read why. Choosing again is always open. */
export function QuizChoices({ question, choices }: { question: ReactNode; choices: readonly Choice[] }) {
  const t = useTranslations('quiz');
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const [answered, setAnswered] = useState(false);
  const choice = answered && chosen !== null ? choices[chosen] : undefined;
  return (
    <form
      className={css.quiz}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) setAnswered(true);
      }}
    >
      <fieldset>
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
                setAnswered(false);
              }}
            />
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
      <div className={css.foot}>
        <Button type="submit" aria-disabled={chosen === null ? true : undefined} size="small">
          {t('answer')}
        </Button>
        <div className={css.outcome} role="status">
          {choice && (
            <>
              <p className={css.word} data-right={choice.right}>
                <StateMark state={choice.right ? 'done' : 'differs'} size={16} />
                {choice.right ? t('right') : t('wrong')}
              </p>
              {choice.why && <div>{choice.why}</div>}
            </>
          )}
        </div>
      </div>
    </form>
  );
}
