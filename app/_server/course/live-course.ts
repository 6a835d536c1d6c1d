// The course as it is on disk now. A file that breaks does not take its lesson away: the last good version stays.
import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { allLessons, formatProblem, labSpecFor, loadCourse, type Lesson as Loaded } from '../../../content/_schema';
import type { Log } from '../log';
import type { Course, Lesson } from './course';

export interface LiveCourse extends Course {
  /** Reads the folder again; what was good before and is broken now stays as it was. */
  reload(): Promise<void>;
  close(): void;
}

/** An editor writes a file in several steps; reading waits for the last. */
const SETTLE_MS = 150;

export async function openCourse(dir: string, log: Log): Promise<LiveCourse> {
  let lessons = new Map<string, Loaded>();
  let dirty: Promise<void> | null = null;

  const reload = async () => {
    const { course, problems } = await loadCourse(dir);
    for (const problem of problems) log.warn({ problem: formatProblem(problem) }, 'course');
    const next = new Map<string, Loaded>();
    for (const lesson of allLessons(course)) {
      const before = lessons.get(lesson.key);
      next.set(lesson.key, lesson.lab === null && before?.lab ? before : lesson);
    }
    lessons = next;
  };
  await reload();

  const watcher = watch(dir, { recursive: true }, () => {
    dirty ??= sleep(SETTLE_MS).then(async () => {
      dirty = null;
      await reload().catch((error: unknown) => log.error({ err: error }, 'course could not be read again'));
    });
  });
  watcher.on('error', (error) => log.warn({ err: error }, 'course changes are not seen until the next start'));
  watcher.unref();

  return {
    lesson: (key, backend) => {
      const found = lessons.get(key);
      return found ? toLesson(found, backend) : null;
    },
    reload,
    close: () => watcher.close(),
  };
}

export function toLesson(loaded: Loaded, backend?: string): Lesson | null {
  const { lab } = loaded;
  if (!lab) return null;
  return {
    key: loaded.key,
    specHash: lab.specHash,
    backends: lab.backends,
    terminals: lab.terminals,
    steps: lab.steps.filter(
      ({ only }) => backend === undefined || only === null || only.some((name) => name === backend),
    ),
    labSpec: (id, wanted) => labSpecFor(loaded, id, wanted),
  };
}
