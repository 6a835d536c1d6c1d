// A course as it is used: files read, defaults inherited, checks typed. Made by load.ts.
import type { Overrides, Step } from '../../grader';
import type { BACKENDS, LabFile } from './lab-file';
import type { LessonText } from './mdx';
import type { Words, Language } from './words';

export type BackendName = (typeof BACKENDS)[number];

export interface LessonStep {
  id: string;
  title: Words;
  /** What the grader is given. */
  graded: Step;
  maxPoints: number;
  /** Number of <Hint>s in the lesson’s text of this step. */
  hints: number;
  /** Failed tries after which the solution may be read. */
  solutionAfter: number;
  /** Backends that have this step; null: all of the lab. */
  only: readonly BackendName[] | null;
  checks: Readonly<Record<string, { title: Words; messages: Overrides }>>;
}

/** What lab-runner is given; nothing in it tells what is checked or what the answer is. */
export interface LabSpecParts {
  id: string;
  lab: string;
  specHash: string;
  backend: BackendName;
  terminals: string[];
  images: string[];
  files: { path: string; mode: number; text: string }[];
  setup: string[][];
  limits: { memoryMiB?: number; diskMiB?: number; pids?: number; cpus?: number };
  egress: boolean;
  idleMinutes?: number;
  maxMinutes?: number;
}

export interface Lab {
  /** Changes when anything that a lab or a grade is made from does. */
  specHash: string;
  backends: readonly BackendName[];
  terminals: readonly string[];
  steps: readonly LessonStep[];
  /** Null until someone opens the solution: never part of a spec. */
  solution: string | null;
  /** Defaults applied. */
  file: LabFile;
  setupFiles: readonly { path: string; mode: number; text: string }[];
}

export interface Lesson {
  /** Module folder and lesson folder, such as "10-pods/10-pause". */
  key: string;
  title: Words;
  summary: Words;
  authors: readonly string[];
  minutes: number | null;
  /** Absolute paths of the texts; a missing language has the other’s. */
  texts: Readonly<Record<Language, string>>;
  /** What the texts hold; null where one cannot be read. */
  contents: Readonly<Record<Language, LessonText | null>>;
  /** Null for a lesson without lab.yaml, or with a broken one. */
  lab: Lab | null;
}

export interface Module {
  key: string;
  title: Words;
  summary: Words | null;
  lessons: readonly Lesson[];
}

export interface Course {
  /** Absolute path of the folder. */
  dir: string;
  title: Words;
  summary: Words | null;
  modules: readonly Module[];
}

export function allLessons(course: Course): Lesson[] {
  return course.modules.flatMap(({ lessons }) => lessons);
}

export function findLesson(course: Course, key: string): Lesson | null {
  return allLessons(course).find((lesson) => lesson.key === key) ?? null;
}
