// What lesson texts are made of. Server components where nothing moves; the rest hand their text to a client component.
import type { ComponentProps, ReactNode } from 'react';
import { isValidElement } from 'react';
import type { LessonStep } from '../../content/_schema';
import type { LessonView, Locale } from '../_server/views';
import { CodeBlock } from '../_ui/lesson/code-block';
import { AnswerField } from '../_ui/lesson/answer-field';
import { PlacedCheck } from '../_ui/lesson/placed-check';
import { StepSection } from '../_ui/lesson/step-section';
import { TerminalLink } from '../_ui/lesson/terminal-link';
import { PredictChoices } from '../_ui/text/predict-choices';
import { QuizChoices } from '../_ui/text/quiz-choices';
import { Callout } from '../_ui/text/callout';
import prose from '../_ui/text/prose.module.css';
import { readAnswer } from './answer';
import { Choice, Outcome, Question, readChoices, Why } from './choices';
import { readFence } from './fence';
import { plainText } from './text';

export interface LessonContext {
  locale: Locale;
  view: LessonView;
  /** The lab's steps as the author wrote them: which of their checks ask for an answer. */
  questions: readonly LessonStep[];
  /** Words of the `step` namespace that the server needs. */
  words: { hintTitle: (number: number) => string; solution: string };
  /** The reference answer of a step, for those who may read it. */
  solution: (step: string) => string | null;
}

interface CodeProps {
  className?: string;
  children?: ReactNode;
  'data-meta'?: string;
}

function Pre({ children }: { children?: ReactNode }) {
  const props: CodeProps = isValidElement<CodeProps>(children) ? children.props : { children };
  const fence = readFence(props.className, props['data-meta']);
  return (
    <CodeBlock {...fence} text={plainText(props.children).replace(/\n$/, '')}>
      <code>{props.children}</code>
    </CodeBlock>
  );
}

function Table(props: ComponentProps<'table'>) {
  return (
    <div className={prose.tableScroll} tabIndex={0} role="group">
      <table {...props} />
    </div>
  );
}

/** Text links that leave the site say so by rel; nothing is opened in a window the reader did not ask for. */
function Anchor({ href = '', ...rest }: ComponentProps<'a'>) {
  return <a href={href} {...(/^https?:/.test(href) ? { rel: 'noopener noreferrer' } : {})} {...rest} />;
}

/** Steps own the second level of headings, so the text inside them begins at the third. */
const HEADINGS = {
  h1: (props: ComponentProps<'h2'>) => <h2 {...props} />,
  h2: (props: ComponentProps<'h3'>) => <h3 {...props} />,
  h3: (props: ComponentProps<'h4'>) => <h4 {...props} />,
};

export function lessonComponents(context: LessonContext): Record<string, unknown> {
  const stepOf = (id: string) => context.view.steps.find((step) => step.id === id);

  function Step({ id, placed, children }: { id: string; placed: string; children?: ReactNode }) {
    const solution = stepOf(id)?.solutionOpen ? context.solution(id) : null;
    return (
      <StepSection id={id} placed={placed.split(' ').filter(Boolean)}>
        {children}
        {solution !== null && (
          <details className={prose.hint} data-solution={id}>
            <summary>{context.words.solution}</summary>
            <div>
              <CodeBlock text={solution} language="sh" run={null} terminal={null}>
                <code>{solution}</code>
              </CodeBlock>
            </div>
          </details>
        )}
      </StepSection>
    );
  }

  /** A hint that was not asked for is not sent: view-source is not a way to it. */
  function Hint({ step, index, children }: { step: string; index: string; children?: ReactNode }) {
    const number = Number(index) + 1;
    if (number > (stepOf(step)?.hintsOpened ?? 0)) return null;
    return (
      <div className={prose.hint} data-hint={index} role="note">
        <p className={prose.hintTitle}>{context.words.hintTitle(number)}</p>
        {children}
      </div>
    );
  }

  return {
    ...HEADINGS,
    a: Anchor,
    pre: Pre,
    table: Table,
    Step,
    Hint,
    Check: ({ step, id }: { step: string; id: string }) => <PlacedCheck step={step} id={id} />,
    Answer: ({ step, id, children }: { step: string; id: string; children?: ReactNode }) => (
      <AnswerField step={step} id={id} {...readAnswer(children, context, step, id)} />
    ),
    Terminal: ({ name, children }: { name: string; children?: ReactNode }) => (
      <TerminalLink name={name}>{children}</TerminalLink>
    ),
    Node: ({ role }: { role: string }) => <code className={prose.node}>{role}</code>,
    Quiz: ({ children }: { children?: ReactNode }) => {
      const { question, choices } = readChoices(children);
      return <QuizChoices question={question} choices={choices} />;
    },
    Predict: ({ children }: { children?: ReactNode }) => <PredictChoices {...readChoices(children)} />,
    Question,
    Choice,
    Why,
    Outcome,
    Note: ({ children }: { children?: ReactNode }) => <Callout kind="note">{children}</Callout>,
    Careful: ({ children }: { children?: ReactNode }) => <Callout kind="careful">{children}</Callout>,
    Aside: ({ children }: { children?: ReactNode }) => <Callout kind="aside">{children}</Callout>,
  };
}
