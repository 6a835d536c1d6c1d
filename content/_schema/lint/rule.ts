// What every lint rule gets and gives. A rule reads loaded content; it never reads the disk.
import type { Lab, Lesson } from '../course';
import type { Problem } from '../problem';
import type { Script } from '../script';
import type { Place, YamlPath } from '../yaml';

export interface LessonScript {
  /** Relative to the course: "10-pods/10-pause/wrong/faked-name.sh" */
  file: string;
  kind: 'solution' | 'wrong' | 'alt';
  script: Script;
}

export interface LessonToLint {
  lesson: Lesson;
  scripts: LessonScript[];
  /** Where a value of lab.yaml stands. */
  labAt(path: YamlPath): Place;
}

export type LessonWithLab = LessonToLint & { lab: Lab };

export type Rule = (lesson: LessonToLint) => Problem[];

/** A problem of lab.yaml at a path. */
export function labProblem(
  { lesson, labAt }: LessonToLint,
  path: YamlPath,
  code: string,
  message: string,
  remedy: string,
): Problem {
  const text = path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${key}`))
    .join('');
  return { file: `${lesson.key}/lab.yaml`, ...labAt(path), path: text, code, message, remedy };
}
