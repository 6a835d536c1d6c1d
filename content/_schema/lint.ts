// All problems of a course's content, offline: what loading finds, then what the rules find.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { allLessons, type Lesson } from './course';
import { loadCourse } from './load';
import { messageCodes, reachablePoints, uniqueIds } from './lint/lab';
import type { LessonScript, LessonToLint, Rule } from './lint/rule';
import { scripts, solution } from './lint/scripts';
import { answers, components, fences, sameCode, sameHints, steps } from './lint/texts';
import { LabFile } from './lab-file';
import { sortProblems, type Problem } from './problem';
import { readText } from './read-text';
import { parseScript } from './script';
import { parseYaml } from './yaml';

const RULES: readonly Rule[] = [
  uniqueIds,
  reachablePoints,
  messageCodes,
  steps,
  components,
  answers,
  sameCode,
  sameHints,
  fences,
  solution,
  scripts,
];

/** @param dir the course's folder @param only lesson or module keys; left out: all */
export async function lintCourse(dir: string, only?: readonly string[]): Promise<Problem[]> {
  const { course, problems } = await loadCourse(dir);
  const isAsked = (path: string) =>
    only === undefined || only.some((key) => path === key || path.startsWith(`${key}/`));
  const found = await Promise.all(
    allLessons(course)
      .filter(({ key }) => isAsked(key))
      .map(async (lesson) => {
        const ask = await toLint(dir, lesson);
        return RULES.flatMap((rule) => rule(ask));
      }),
  );
  return sortProblems([...problems.filter(({ file }) => isAsked(file)), ...found.flat()]);
}

async function toLint(dir: string, lesson: Lesson): Promise<LessonToLint> {
  const source = await readText(join(dir, lesson.key, 'lab.yaml'));
  return {
    lesson,
    scripts: await readScripts(dir, lesson.key),
    labAt: parseYaml({ file: 'lab.yaml', text: source ?? '' }, LabFile).at,
    isLabBroken: source !== null && lesson.lab === null,
  };
}

/** solution.sh, then wrong/ and alt/ by name. */
export async function readScripts(dir: string, key: string): Promise<LessonScript[]> {
  const named = async (kind: 'wrong' | 'alt') => {
    const names = await readdir(join(dir, key, kind)).catch(() => []);
    return names
      .filter((name) => name.endsWith('.sh'))
      .sort()
      .map((name) => ({ kind, file: `${key}/${kind}/${name}` }));
  };
  const all = [
    { kind: 'solution' as const, file: `${key}/solution.sh` },
    ...(await named('wrong')),
    ...(await named('alt')),
  ];
  const read = await Promise.all(
    all.map(async ({ kind, file }) => {
      const text = await readText(join(dir, file));
      return text === null ? null : { kind, file, script: parseScript(text) };
    }),
  );
  return read.filter((each) => each !== null);
}
