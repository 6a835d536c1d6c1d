'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useState, type ReactNode } from 'react';
import css from './answer-field.module.css';
import { useLessonActions } from './provider';

/** The server takes no more of one answer. */
const MAX_ANSWER = 4000;

export interface AnswerChoice {
  id: string;
  text: ReactNode;
}

interface AnswerFieldProps {
  step: string;
  /** The check that the answer is for. */
  id: string;
  label: ReactNode;
  /** Offered instead of a field; `several` lets more than one be chosen. */
  choices: readonly AnswerChoice[];
  several: boolean;
}

/** What the learner answers; sent with the step's check. Enter checks the step. */
export function AnswerField({ step, id, label, choices, several }: AnswerFieldProps) {
  const t = useTranslations('step');
  const { answersOf, setAnswer, check } = useLessonActions();
  const [value, setValue] = useState('');
  const field = useId();

  // What was typed before a reload is in the browser only, so the server's page has the field empty. A new lab empties it again.
  useEffect(() => {
    setValue(answersOf(step)[id] ?? '');
  }, [answersOf, step, id]);

  function change(next: string) {
    setValue(next);
    setAnswer(step, id, next);
  }
  const chosen = value.split(',').filter(Boolean);

  return (
    <form
      className={css.answer}
      data-answer={id}
      onSubmit={(event) => {
        event.preventDefault();
        check(step);
      }}
    >
      {choices.length === 0 ? (
        <>
          <label htmlFor={field}>{label ?? t('answer')}</label>
          <input
            id={field}
            type="text"
            name={id}
            value={value}
            maxLength={MAX_ANSWER}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => {
              change(event.target.value);
            }}
          />
        </>
      ) : (
        <fieldset>
          <legend>{label ?? t('answer')}</legend>
          <div className={css.choices}>
            {choices.map((choice) => (
              <label key={choice.id} className={css.choice}>
                <input
                  type={several ? 'checkbox' : 'radio'}
                  name={field}
                  value={choice.id}
                  checked={chosen.includes(choice.id)}
                  onChange={(event) => {
                    if (!several) change(choice.id);
                    else if (event.target.checked) change([...chosen, choice.id].join(','));
                    else change(chosen.filter((one) => one !== choice.id).join(','));
                  }}
                />
                <span>{choice.text}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </form>
  );
}
