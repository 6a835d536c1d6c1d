// Reads one lesson's folder: two texts, lab.yaml, setup files, solution.
import { join } from 'node:path';
import { Frontmatter, type TitledFile } from './course-file';
import type { Lab, Lesson, LessonStep } from './course';
import { LabFile, type LabDefaults } from './lab-file';
import { specHashOf } from './lab-spec';
import { MdxError, readLesson, type LessonText } from './mdx';
import type { Problem } from './problem';
import { readText } from './read-text';
import { LANGUAGES, type Language } from './words';
import { parseYaml } from './yaml';

interface LessonAsk {
  /** The course's folder. */
  dir: string;
  /** "10-pods/10-pause" */
  key: string;
  /** Course first, module after it: later ones win. */
  defaults: readonly (TitledFile | null)[];
}

interface ReadText {
  contents: LessonText | null;
  frontmatter: Frontmatter | null;
  exists: boolean;
}

const SOLUTION_AFTER = 3;

/** @returns no lesson when the folder has neither text: then it is no lesson's folder. */
export async function loadLesson(ask: LessonAsk): Promise<{ lesson: Lesson | null; problems: Problem[] }> {
  const problems: Problem[] = [];
  const [en, zh] = await Promise.all(LANGUAGES.map((language) => readLanguage(ask, language, problems)));
  const lab = await readLab(ask, en?.contents ?? zh?.contents ?? null, problems);
  if (en === undefined || zh === undefined || (!en.exists && !zh.exists && lab === null)) {
    const message = 'the folder has neither a text nor a lab';
    const remedy = 'Write lesson.en.mdx and lesson.zh.mdx, or remove the folder.';
    return { lesson: null, problems: [problemOf(`${ask.key}/lesson.en.mdx`, 'missing-file', message, remedy)] };
  }
  const words = (field: 'title' | 'summary', otherwise: string) => ({
    en: en.frontmatter?.[field] ?? zh.frontmatter?.[field] ?? otherwise,
    zh: zh.frontmatter?.[field] ?? en.frontmatter?.[field] ?? otherwise,
  });
  const inherited = ask.defaults.map((each) => each?.lesson ?? {});
  const settings = [...inherited, zh.frontmatter ?? {}, en.frontmatter ?? {}];
  const path = (language: Language) => join(ask.dir, ask.key, textName(language));
  const lesson: Lesson = {
    key: ask.key,
    title: words('title', ask.key),
    summary: words('summary', ''),
    authors: settings.findLast((each) => each.authors !== undefined)?.authors ?? [],
    minutes: settings.findLast((each) => each.minutes !== undefined)?.minutes ?? null,
    texts: { en: path(en.exists ? 'en' : 'zh'), zh: path(zh.exists ? 'zh' : 'en') },
    contents: { en: en.contents, zh: zh.contents },
    lab,
  };
  return { lesson, problems };
}

export const textName = (language: Language): string => `lesson.${language}.mdx`;

async function readLanguage({ dir, key }: LessonAsk, language: Language, problems: Problem[]): Promise<ReadText> {
  const file = `${key}/${textName(language)}`;
  const text = await readText(join(dir, file));
  if (text === null) {
    problems.push(
      problemOf(
        file,
        'missing-translation',
        'the lesson is missing in this language',
        `Write ${textName(language)} beside the other language.`,
      ),
    );
    return { contents: null, frontmatter: null, exists: false };
  }
  let contents: LessonText;
  try {
    contents = readLesson(text);
  } catch (error) {
    if (!(error instanceof MdxError)) throw error;
    const { line, column, reason } = error;
    problems.push({
      file,
      line,
      column,
      path: '',
      code: 'mdx',
      message: `cannot be read as MDX: ${reason}`,
      remedy: 'Close every component and brace; write a plain < or { as \\< or \\{.',
    });
    return { contents: null, frontmatter: null, exists: true };
  }
  if (contents.frontmatter === null) {
    const remedy = 'Begin the file with a line ---, then title and summary, then another ---.';
    problems.push({
      file,
      line: 1,
      column: 1,
      path: '',
      code: 'missing-field',
      message: 'there is no frontmatter',
      remedy,
    });
    return { contents, frontmatter: null, exists: true };
  }
  const parsed = parseYaml({ file, ...contents.frontmatter }, Frontmatter);
  problems.push(...parsed.problems);
  return { contents, frontmatter: parsed.data, exists: true };
}

async function readLab(
  { dir, key, defaults }: LessonAsk,
  text: LessonText | null,
  problems: Problem[],
): Promise<Lab | null> {
  const file = `${key}/lab.yaml`;
  const source = await readText(join(dir, file));
  if (source === null) return null;
  const parsed = parseYaml({ file, text: source }, LabFile);
  problems.push(...parsed.problems);
  if (parsed.data === null) return null;
  const lab = { ...parsed.data, ...inherit([...defaults.map((each) => each?.lab ?? {}), parsed.data]) };

  const setupFiles: Lab['setupFiles'][number][] = [];
  for (const [index, { path, from, mode }] of lab.files.entries()) {
    const content = from.split('/').includes('..') ? null : await readText(join(dir, key, from));
    if (content === null) {
      const remedy = `Put the file into ${key}/setup, or correct the name.`;
      const at = ['files', index, 'from'];
      problems.push({
        file,
        ...parsed.at(at),
        path: `files[${index}].from`,
        code: 'missing-file',
        message: `there is no ${from}`,
        remedy,
      });
      return null;
    }
    setupFiles.push({ path, mode: Number.parseInt(mode, 8), text: content });
  }
  return {
    specHash: specHashOf(lab, setupFiles),
    backends: lab.backends ?? ['embedded'],
    terminals: lab.terminals ?? ['workstation'],
    steps: lab.steps.map((step) => stepOf(step, text, lab.solutionAfter ?? SOLUTION_AFTER)),
    solution: await readText(join(dir, key, 'solution.sh')),
    file: lab,
    setupFiles,
  };
}

/** Later ones win, field by field; limits are merged one level deeper. */
function inherit(all: readonly LabDefaults[]): LabDefaults {
  const limits = Object.assign({}, ...all.map((each) => each.limits ?? {})) as NonNullable<LabDefaults['limits']>;
  const fields = ['backends', 'terminals', 'images', 'egress', 'idleMinutes', 'maxMinutes', 'solutionAfter'] as const;
  const merged: LabDefaults = { limits };
  for (const field of fields) {
    const value = all.findLast((each) => each[field] !== undefined)?.[field];
    if (value !== undefined) Object.assign(merged, { [field]: value });
  }
  return merged;
}

function stepOf(step: LabFile['steps'][number], text: LessonText | null, solutionAfter: number): LessonStep {
  return {
    id: step.id,
    title: step.title,
    graded: {
      id: step.id,
      mode: step.mode,
      checks: step.checks.map(({ id, points, after, expect }) => ({
        id,
        points,
        ...(after === undefined ? {} : { after }),
        expect,
      })),
    },
    maxPoints: step.checks.reduce((sum, { points }) => sum + points, 0),
    hints: text?.components.filter(({ name, step: around }) => name === 'Hint' && around === step.id).length ?? 0,
    solutionAfter,
    only: step.only ?? null,
    checks: Object.fromEntries(step.checks.map(({ id, title, messages }) => [id, { title, messages: messages ?? {} }])),
  };
}

function problemOf(file: string, code: string, message: string, remedy: string): Problem {
  return { file, line: null, column: null, path: '', code, message, remedy };
}
