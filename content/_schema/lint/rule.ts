// What every lint rule gets and gives. A rule reads loaded content; it never reads the disk.
import type { Lesson } from '../course';
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
  /** There is a lab.yaml, and it cannot be read: what it would say is not known. */
  isLabBroken: boolean;
  /** Where a value of lab.yaml stands. */
  labAt: (path: YamlPath) => Place;
}

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
