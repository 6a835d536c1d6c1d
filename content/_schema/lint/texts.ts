// The two texts of a lesson: same steps, hints and code blocks, and what they name exists.
import type { MdxComponent } from '../mdx';
import { nearest } from '../nearest';
import type { Problem } from '../problem';
import { LANGUAGES, type Language } from '../words';
import type { LessonToLint, Rule } from './rule';

/** Components that a lesson may use; small letters are HTML. */
export const COMPONENTS = [
  'Step',
  'Check',
  'Answer',
  'Hint',
  'Quiz',
  'Question',
  'Choice',
  'Why',
  'Outcome',
  'Predict',
  'Terminal',
  'Node',
  'Note',
  'Careful',
  'Aside',
];
const SHELLS = ['sh', 'bash', 'shell'];

const fileOf = ({ lesson }: LessonToLint, language: Language) => `${lesson.key}/lesson.${language}.mdx`;
const OTHER: Record<Language, Language> = { en: 'zh', zh: 'en' };

interface Found {
  line: number;
  column?: number;
  code: string;
  message: string;
  remedy: string;
}

function problem(file: string, { line, column, code, message, remedy }: Found): Problem {
  return { file, line, column: column ?? null, path: '', code, message, remedy };
}

export const steps: Rule = (ask) => {
  const { lesson, isLabBroken } = ask;
  if (isLabBroken) return [];
  const known = lesson.lab?.steps.map(({ id }) => id) ?? [];
  return LANGUAGES.flatMap((language) => {
    const contents = lesson.contents[language];
    if (contents === null) return [];
    const file = fileOf(ask, language);
    const used = contents.components.filter(({ name }) => name === 'Step');
    const seen = new Set<string>();
    const found = used.flatMap((step): Found[] => {
      const id = step.attributes.get('id') ?? '';
      const at = { line: step.line, column: step.column };
      if (id === '')
        return [
          {
            ...at,
            code: 'step-without-id',
            message: '<Step> has no id',
            remedy: 'Write <Step id="…"> with the id of a step of lab.yaml.',
          },
        ];
      if (seen.has(id))
        return [
          {
            ...at,
            code: 'duplicate-id',
            message: `<Step id="${id}"> stands here twice`,
            remedy: 'Give each step one place in the text.',
          },
        ];
      seen.add(id);
      if (known.includes(id)) return [];
      const meant = nearest(id, known);
      const remedy = meant === undefined ? 'Add the step to lab.yaml, or remove it here.' : `Did you mean "${meant}"?`;
      return [{ ...at, code: 'unknown-step', message: `lab.yaml has no step "${id}"`, remedy }];
    });
    const absent = known
      .filter((id) => !seen.has(id))
      .map((id): Found => {
        const remedy = `Write <Step id="${id}"> … </Step> where it belongs.`;
        return {
          line: 1,
          code: 'step-without-text',
          message: `the step "${id}" of lab.yaml has no <Step id="${id}">`,
          remedy,
        };
      });
    return [...found, ...absent].map((each) => problem(file, each));
  });
};

export const components: Rule = (ask) =>
  LANGUAGES.flatMap((language) =>
    (ask.lesson.contents[language]?.components ?? []).flatMap((component): Problem[] => {
      const found = wrongComponent(component, ask);
      return found === null
        ? []
        : [problem(fileOf(ask, language), { line: component.line, column: component.column, ...found })];
    }),
  );

function wrongComponent(
  { name, step, attributes }: MdxComponent,
  { lesson }: LessonToLint,
): Omit<Found, 'line' | 'column'> | null {
  if (/^[A-Z]/.test(name) && !COMPONENTS.includes(name)) {
    const meant = nearest(name, COMPONENTS);
    return {
      code: 'unknown-component',
      message: `there is no component <${name}>`,
      remedy: meant === undefined ? `Use one of ${COMPONENTS.join(', ')}.` : `Did you mean <${meant}>?`,
    };
  }
  if (['Hint', 'Check', 'Answer'].includes(name) && step === null) {
    return {
      code: 'outside-step',
      message: `<${name}> stands outside every <Step>`,
      remedy: 'Move it into the step that it belongs to.',
    };
  }
  if (name === 'Check' || name === 'Answer') {
    const id = attributes.get('id') ?? '';
    const checks = lesson.lab?.steps.find((each) => each.id === step)?.graded.checks ?? [];
    const fitting = checks
      .filter(({ expect }) => name === 'Check' || expect.type === 'answer')
      .map((check) => check.id);
    if (lesson.lab !== null && !fitting.includes(id)) {
      const meant = nearest(id, fitting);
      const what = name === 'Answer' ? 'check of type answer' : 'check';
      return {
        code: 'unknown-check-id',
        message: `the step has no ${what} "${id}"`,
        remedy:
          meant === undefined ? `Name one of: ${fitting.join(', ') || 'there is none'}.` : `Did you mean "${meant}"?`,
      };
    }
  }
  if (name === 'Terminal') {
    const terminal = attributes.get('name') ?? '';
    if (lesson.lab !== null && !lesson.lab.terminals.includes(terminal))
      return unknownTerminal(terminal, lesson.lab.terminals);
  }
  return null;
}

function unknownTerminal(terminal: string, known: readonly string[]): Omit<Found, 'line' | 'column'> {
  return {
    code: 'unknown-terminal',
    message: `the lab has no terminal "${terminal}"`,
    remedy: `Name one of: ${known.join(', ')}.`,
  };
}

/** A question that can be graded needs a field to answer it in. */
export const answers: Rule = (ask) =>
  LANGUAGES.flatMap((language) => {
    const contents = ask.lesson.contents[language];
    if (contents === null) return [];
    const fields = contents.components
      .filter(({ name }) => name === 'Answer')
      .map((each) => `${each.step}/${each.attributes.get('id')}`);
    return (ask.lesson.lab?.steps ?? []).flatMap((step) =>
      step.graded.checks
        .filter(({ id, expect }) => expect.type === 'answer' && !fields.includes(`${step.id}/${id}`))
        .map(({ id }) => {
          const message = `the question "${id}" of step "${step.id}" has no field to answer it in`;
          const line =
            contents.components.find(({ name, attributes }) => name === 'Step' && attributes.get('id') === step.id)
              ?.line ?? 1;
          return problem(fileOf(ask, language), {
            line,
            code: 'answer-without-field',
            message,
            remedy: `Write <Answer id="${id}"> … </Answer> in the step.`,
          });
        }),
    );
  });

/** The same commands for everybody: prose is translated, code is not. */
export const sameCode: Rule = (ask) => {
  const { en, zh } = ask.lesson.contents;
  if (en === null || zh === null) return [];
  const file = fileOf(ask, 'zh');
  const length = Math.max(en.code.length, zh.code.length);
  for (let index = 0; index < length; index++) {
    const one = en.code[index];
    const other = zh.code[index];
    const remedy = 'Make the code blocks of both languages the same, in the same order.';
    if (one === undefined && other !== undefined) {
      return [
        problem(file, {
          line: other.line,
          code: 'code-differs',
          message: 'lesson.en.mdx has no such code block',
          remedy,
        }),
      ];
    }
    if (other === undefined && one !== undefined) {
      return [
        problem(file, {
          line: zh.code.at(-1)?.line ?? 1,
          code: 'code-differs',
          message: `the code block of lesson.en.mdx, line ${one.line}, is missing here`,
          remedy,
        }),
      ];
    }
    if (
      one !== undefined &&
      other !== undefined &&
      (one.text !== other.text || one.language !== other.language || one.meta !== other.meta)
    ) {
      return [
        problem(file, {
          line: other.line,
          code: 'code-differs',
          message: `differs from the code block of lesson.en.mdx, line ${one.line}`,
          remedy,
        }),
      ];
    }
  }
  return [];
};

/** As many hints per step in both languages: the count of opened ones is kept once. */
export const sameHints: Rule = (ask) => {
  const { en, zh } = ask.lesson.contents;
  if (en === null || zh === null) return [];
  const count = (components: MdxComponent[], step: string) =>
    components.filter((each) => each.name === 'Hint' && each.step === step).length;
  const stepIds = [
    ...new Set(
      [...en.components, ...zh.components].flatMap(({ name, step }) =>
        name === 'Hint' && step !== null ? [step] : [],
      ),
    ),
  ];
  return stepIds.flatMap((id) => {
    const [inEn, inZh] = [count(en.components, id), count(zh.components, id)];
    if (inEn === inZh) return [];
    const language: Language = inEn < inZh ? 'en' : 'zh';
    const line =
      ask.lesson.contents[language]?.components.find(
        ({ name, attributes }) => name === 'Step' && attributes.get('id') === id,
      )?.line ?? 1;
    const message = `step "${id}" has ${Math.min(inEn, inZh)} hints here and ${Math.max(inEn, inZh)} in lesson.${OTHER[language]}.mdx`;
    return [
      problem(fileOf(ask, language), {
        line,
        code: 'missing-translation',
        message,
        remedy: 'Give both languages the same hints.',
      }),
    ];
  });
};

/** `on=NAME` after a shell fence must name a terminal of the lab. */
export const fences: Rule = (ask) => {
  const { lab } = ask.lesson;
  if (lab === null) return [];
  return LANGUAGES.flatMap((language) =>
    (ask.lesson.contents[language]?.code ?? []).flatMap(({ language: shell, meta, line }) => {
      if (shell === null || !SHELLS.includes(shell)) return [];
      return (meta ?? '')
        .split(/\s+/)
        .filter(Boolean)
        .flatMap((word): Problem[] => {
          if (['run', 'send', 'show'].includes(word)) return [];
          const terminal = word.startsWith('on=') ? word.slice('on='.length) : null;
          if (terminal === null) {
            const remedy = 'Write run, show or on=TERMINAL after the language.';
            return [
              problem(fileOf(ask, language), {
                line,
                code: 'unknown-fence-word',
                message: `"${word}" means nothing after a code fence`,
                remedy,
              }),
            ];
          }
          return lab.terminals.includes(terminal)
            ? []
            : [problem(fileOf(ask, language), { line, ...unknownTerminal(terminal, lab.terminals) })];
        });
    }),
  );
};
