// solution.sh, wrong/ and alt/: they are there, they name what exists, and a wrong one says what must be said to it.
import { MESSAGES_EN } from '../../../grader';
import { nearest } from '../nearest';
import type { Problem } from '../problem';
import { textName } from '../load-lesson';
import type { LessonScript, LessonToLint, Rule } from './rule';

const CODES = Object.keys(MESSAGES_EN);

export const solution: Rule = ({ lesson, scripts }) => {
  if (lesson.lab === null) return [];
  const file = `${lesson.key}/solution.sh`;
  const found = scripts.find(({ kind }) => kind === 'solution');
  if (found === undefined) {
    const remedy = `Write solution.sh with "#: step ID" lines, beside ${textName('en')}.`;
    return [
      {
        file,
        line: null,
        column: null,
        path: '',
        code: 'missing-solution',
        message: 'there is no reference answer',
        remedy,
      },
    ];
  }
  const done = new Set([...found.script.segments, ...found.script.answers].map(({ step }) => step));
  return lesson.lab.steps
    .filter(({ id }) => !done.has(id))
    .map(({ id }) =>
      problem(
        found,
        1,
        'missing-solution',
        `the step "${id}" is not solved`,
        `Add "#: step ${id}" and what is to be typed.`,
      ),
    );
};

export const scripts: Rule = (ask) =>
  ask.scripts.flatMap((each) => [...syntax(each), ...names(each, ask), ...expectation(each, ask)]);

function problem({ file }: LessonScript, line: number, code: string, message: string, remedy: string): Problem {
  return { file, line, column: null, path: '', code, message, remedy };
}

const syntax = (each: LessonScript): Problem[] =>
  each.script.problems.map(({ line, message, remedy }) => problem(each, line, 'script', message, remedy));

function names(each: LessonScript, { lesson: { lab } }: LessonToLint): Problem[] {
  if (lab === null) return [];
  const { segments, answers } = each.script;
  const stepIds = lab.steps.map(({ id }) => id);
  const isTerminal = (terminal: string) => lab.terminals.includes(terminal);
  const unknownSteps = [...segments, ...answers]
    .filter(({ step }) => !stepIds.includes(step))
    .map(({ step, line }) =>
      problem(each, line, 'unknown-step', `lab.yaml has no step "${step}"`, suggestion(step, stepIds)),
    );
  const unknownTerminals = [...segments, ...answers.filter(({ command }) => command !== null)]
    .filter(({ terminal }) => !isTerminal(terminal))
    .map(({ terminal, line }) =>
      problem(
        each,
        line,
        'unknown-terminal',
        `the lab has no terminal "${terminal}"`,
        suggestion(terminal, lab.terminals),
      ),
    );
  const unknownAnswers = answers.flatMap(({ step, check, line }) => {
    const questions =
      lab.steps
        .find(({ id }) => id === step)
        ?.graded.checks.filter(({ expect }) => expect.type === 'answer')
        .map(({ id }) => id) ?? [];
    return questions.includes(check) || !stepIds.includes(step)
      ? []
      : [
          problem(
            each,
            line,
            'unknown-check-id',
            `the step "${step}" asks no question "${check}"`,
            suggestion(check, questions),
          ),
        ];
  });
  return [...unknownSteps, ...unknownTerminals, ...unknownAnswers];
}

function expectation(each: LessonScript, { lesson: { lab } }: LessonToLint): Problem[] {
  const { fails, segments, answers } = each.script;
  if (each.kind !== 'wrong') {
    return fails === null
      ? []
      : [
          problem(
            each,
            fails.line,
            'unexpected-header',
            'only scripts in wrong/ may fail',
            'Move the script to wrong/, or remove the line.',
          ),
        ];
  }
  if (fails === null) {
    const remedy = 'Write "#: fails CHECK CODE": the one check that must fail, and what it must say.';
    return [problem(each, 1, 'missing-header', 'it does not say what must fail', remedy)];
  }
  if (lab === null) return [];
  const found: Problem[] = [];
  const last = [...segments, ...answers].sort((a, b) => a.line - b.line).at(-1)?.step;
  const checks = lab.steps.find(({ id }) => id === last)?.graded.checks.map(({ id }) => id) ?? [];
  if (!checks.includes(fails.check)) {
    found.push(
      problem(
        each,
        fails.line,
        'unknown-check-id',
        `its last step "${last ?? ''}" has no check "${fails.check}"`,
        suggestion(fails.check, checks),
      ),
    );
  }
  if (!CODES.includes(fails.code)) {
    found.push(
      problem(each, fails.line, 'unknown-code', `no check ever answers "${fails.code}"`, suggestion(fails.code, CODES)),
    );
  }
  return found;
}

function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  return known.length > 12
    ? 'Take one from a verdict: "podwire lab grade" prints them.'
    : `Name one of: ${known.join(', ') || 'there is none'}.`;
}
