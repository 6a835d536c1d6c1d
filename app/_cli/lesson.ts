// Lessons with a lab, as the commands use them: steps, what a lab is made from, and the scripts that prove it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  allLessons,
  formatProblem,
  labSpecFor,
  loadCourse,
  parseScript,
  type BackendName,
  type Course,
  type Lesson,
  type LessonStep,
  type Script,
} from '../../content/_schema';
import type { LabSpecInput } from '../../lab-runner/api';
import { CliFailure } from './failure';
import type { Host } from './host';

export type { LessonStep } from '../../content/_schema';

export interface NamedScript {
  /** "solution.sh", "wrong/own-namespace.sh", "alt/by-hand.sh" */
  name: string;
  kind: 'solution' | 'wrong' | 'alt';
  script: Script;
}

export interface LessonLab {
  key: string;
  backends: readonly BackendName[];
  steps: readonly LessonStep[];
  labSpec(id: string, backend: BackendName): LabSpecInput;
}

export const contentDir = (host: Host): string => process.env.PODWIRE_CONTENT ?? join(host.root, 'content');

/** @returns the lessons of these keys, all with a lab when none is named. @throws CliFailure for an unknown or broken one. */
export async function selectLabs(host: Host, keys: readonly string[]): Promise<LessonLab[]> {
  const { course, problems } = await loadCourse(contentDir(host));
  const lessons =
    keys.length > 0 ? keys.map((key) => pick(course, key)) : allLessons(course).filter(({ lab }) => lab !== null);
  return lessons.map((lesson) => {
    if (lesson.lab) return labOf(lesson, lesson.lab);
    const own = problems.filter(({ file }) => file.startsWith(`${lesson.key}/`)).map(formatProblem);
    throw new CliFailure(
      `Lesson ${lesson.key} has no lab that can be read.\n${own.join('\n')}`.trim(),
      'npx podwire lint',
    );
  });
}

export async function selectLab(host: Host, key: string): Promise<LessonLab> {
  const [lab] = await selectLabs(host, [key]);
  if (!lab) throw new CliFailure(`There is no lab ${key}`);
  return lab;
}

/** A key, or the end of one that only one lesson has: "10-pause". */
function pick(course: Course, key: string): Lesson {
  const lessons = allLessons(course);
  const wanted = key.replace(/^content\//, '').replace(/\/$/, '');
  const found = lessons.filter((lesson) => lesson.key === wanted || lesson.key.endsWith(`/${wanted}`));
  const [only] = found;
  if (only && found.length === 1) return only;
  const known = lessons.map((lesson) => lesson.key).join(', ') || 'none';
  throw new CliFailure(
    `${found.length === 0 ? 'There is no lesson' : 'More than one lesson is called'} ${key}`,
    `There are: ${known}`,
  );
}

const labOf = (lesson: Lesson, lab: NonNullable<Lesson['lab']>): LessonLab => ({
  key: lesson.key,
  backends: lab.backends,
  steps: lab.steps,
  labSpec: (id, backend) => labSpecFor(lesson, id, backend),
});

/** @returns solution.sh, wrong/*.sh and alt/*.sh of a lesson. @throws CliFailure when one cannot be read as a script. */
export async function readScripts(host: Host, key: string): Promise<NamedScript[]> {
  const folder = join(contentDir(host), key);
  const below = async (name: 'wrong' | 'alt') => {
    const files = await readdir(join(folder, name)).catch(() => []);
    return files
      .filter((file) => file.endsWith('.sh'))
      .sort()
      .map((file) => ({ name: `${name}/${file}`, kind: name }));
  };
  const names = [
    { name: 'solution.sh', kind: 'solution' as const },
    ...(await below('wrong')),
    ...(await below('alt')),
  ];
  return Promise.all(
    names.map(async ({ name, kind }) => {
      const script = parseScript(await readFile(join(folder, name), 'utf8'));
      const problems = script.problems.map(
        ({ line, message, remedy }) => `${key}/${name}:${line}: ${message}. ${remedy}`,
      );
      if (kind === 'wrong' && !script.fails)
        problems.push(`${key}/${name}: it does not say which check fails. Write "#: fails CHECK CODE".`);
      if (problems.length > 0) throw new CliFailure(problems.join('\n'), 'npx podwire lint');
      return { name, kind, script };
    }),
  );
}

/** The backend that is asked for, or the lab's first that this machine can run. */
export function chooseBackend(lab: LessonLab, asked: string | undefined, usable: readonly string[]): BackendName {
  if (asked !== undefined) {
    const named = lab.backends.find((name) => name === asked);
    if (named) return named;
    throw new CliFailure(`Lab ${lab.key} has no backend ${asked}`, `It has: ${lab.backends.join(', ')}`);
  }
  const first = lab.backends.find((name) => usable.includes(name));
  if (first) return first;
  throw new CliFailure(
    `None of the backends of lab ${lab.key} is usable here: ${lab.backends.join(', ')}`,
    'npx podwire doctor',
  );
}
