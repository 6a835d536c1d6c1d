// What the server knows of the person who asks: the pages' only way to it. Every query names who acts.
import { headers } from 'next/headers';
import { getServices } from '../_server/context';
import { selectCourseProgress } from '../_server/data/course-progress';
import { lessonView } from '../_server/labs/lesson-view';
import type { LessonView } from '../_server/views';
import type { Progress } from '../_ui/course/plan';

export const contentDir = (): string => getServices().pages.contentDir;

/** Authors see what is wrong with a text; learners see the last good one. */
export const showsProblems = (): boolean => getServices().pages.showProblems;

async function actor() {
  return getServices().sessions.actorOf(await headers());
}

/** A lesson without a lab has no steps, and nothing to start. */
export async function readLessonView(key: string): Promise<LessonView> {
  const view = await lessonView(getServices(), await actor(), key);
  return view ?? { lesson: key, steps: [], lab: null, startP50Ms: null, unavailable: null };
}

export async function readProgress(): Promise<Progress> {
  const person = await actor();
  if (!person) return {};
  const rows = await selectCourseProgress(getServices().database.db, person);
  return Object.fromEntries(
    rows.map(({ lesson, stepsDone, touchedAt }) => [lesson, { stepsDone, touchedAt: touchedAt.getTime() }]),
  );
}
