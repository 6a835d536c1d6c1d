// Reads the children of <Quiz> and <Predict>: <Question>, <Choice right why="…">, and, in a prediction, <Outcome>.
import { Children, isValidElement, type ReactNode } from 'react';
import type { Choice as ChoiceData } from '../_ui/text/quiz-choices';

export interface PartProps {
  /** In an <Answer>: the id that the check compares. */
  id?: string;
  children?: ReactNode;
  right?: boolean;
  why?: ReactNode;
}

/** These draw nothing by themselves: their parent reads them. */
export function Question(_props: PartProps): null {
  return null;
}
export function Choice(_props: PartProps): null {
  return null;
}
export function Why(_props: PartProps): null {
  return null;
}
export function Outcome(_props: PartProps): null {
  return null;
}

export interface QuizParts {
  question: ReactNode;
  choices: ChoiceData[];
  outcome: ReactNode;
}

export function readChoices(children: ReactNode): QuizParts {
  const parts: QuizParts = { question: null, choices: [], outcome: null };
  for (const child of Children.toArray(children)) {
    if (!isValidElement<PartProps>(child)) continue;
    const { type, props } = child;
    if (type === Question) parts.question = props.children;
    else if (type === Outcome) parts.outcome = props.children;
    else if (type === Choice) parts.choices.push(readChoice(props));
  }
  return parts;
}

/** The reason stands in `why="…"`, or in a <Why> inside the choice when it needs more than words. */
function readChoice({ children, right = false, why }: PartProps): ChoiceData {
  const inside = Children.toArray(children);
  const isWhy = (node: ReactNode) => isValidElement(node) && node.type === Why;
  const found = inside.find(isWhy);
  const reason = isValidElement<PartProps>(found) ? found.props.children : why;
  return { text: inside.filter((node) => !isWhy(node)), right, why: reason ?? null };
}
