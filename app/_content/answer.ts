// What stands inside an <Answer>: the question in words, and <Choice id="…">s when the check offers some. Nothing of the
// right answer is read: a choice's ids and whether several may be chosen are all that the page is told.
import { Children, isValidElement, type ReactNode } from 'react';
import type { LessonStep } from '../../content/_schema';
import type { Locale } from '../_server/views';
import type { AnswerChoice } from '../_ui/lesson/answer-field';
import { Choice, Question, type PartProps } from './choices';

interface AnswerContext {
  locale: Locale;
  questions: readonly LessonStep[];
}

export interface AnswerParts {
  label: ReactNode;
  choices: AnswerChoice[];
  several: boolean;
}

export function readAnswer(children: ReactNode, context: AnswerContext, stepId: string, id: string): AnswerParts {
  const step = context.questions.find((one) => one.id === stepId);
  const expect = step?.graded.checks.find((check) => check.id === id)?.expect;
  const offered = expect?.type === 'answer' && expect.kind === 'choice' ? (expect.choices ?? []) : [];
  const several = expect?.type === 'answer' && Array.isArray(expect.equals);

  const texts = new Map<string, ReactNode>();
  const label: ReactNode[] = [];
  for (const child of Children.toArray(children)) {
    if (!isValidElement<PartProps>(child) || (child.type !== Choice && child.type !== Question)) label.push(child);
    else if (child.type === Question) label.push(child.props.children);
    else if (child.props.id !== undefined) texts.set(child.props.id, child.props.children);
  }
  const hasWords = label.some((part) => typeof part !== 'string' || part.trim() !== '');
  return {
    label: hasWords ? label : (step?.checks[id]?.title[context.locale] ?? null),
    choices: offered.map((choice) => ({ id: choice, text: texts.get(choice) ?? choice })),
    several,
  };
}
