'use client';
import { useTranslations } from 'next-intl';
import { useId, useState, type ReactNode } from 'react';
import css from './answer-field.module.css';
import { useLessonActions } from './provider';

/** The server takes no more of one answer. */
const MAX_ANSWER = 4000;

/** What the learner answers in words or numbers; sent with the step's check. Enter checks the step. */
export function AnswerField({ step, id, label }: { step: string; id: string; label: ReactNode }) {
  const t = useTranslations('step');
  const { answersOf, setAnswer, check } = useLessonActions();
  const [value, setValue] = useState(() => answersOf(step)[id] ?? '');
  const field = useId();
  return (
    <form
      className={css.answer}
      onSubmit={(event) => {
        event.preventDefault();
        check(step);
      }}
    >
      <label htmlFor={field}>{label ?? t('answer')}</label>
      <input
        id={field}
        name={id}
        value={value}
        maxLength={MAX_ANSWER}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => {
          setValue(event.target.value);
          setAnswer(step, id, event.target.value);
        }}
      />
    </form>
  );
}
