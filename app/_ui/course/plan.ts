// The course as its page shows it: what is done, what is left, and where to go on. Pure.

export interface PageLesson {
  key: string;
  title: string;
  summary: string;
  minutes: number | null;
  steps: number;
  /** The text is there in the page's language. */
  translated: boolean;
}

export interface PageModule {
  key: string;
  title: string;
  summary: string | null;
  lessons: readonly PageLesson[];
}

export interface PageCourse {
  title: string;
  summary: string | null;
  modules: readonly PageModule[];
}

/** What a person has done of a lesson. */
export interface LessonProgress {
  stepsDone: number;
  /** ms since the epoch of the last thing they did there; orders "where you were". */
  touchedAt: number;
}

export type Progress = Readonly<Record<string, LessonProgress>>;

export type LessonState = 'open' | 'started' | 'done';

export function lessonState(lesson: PageLesson, progress: Progress): LessonState {
  const mine = progress[lesson.key];
  if (!mine) return 'open';
  return lesson.steps > 0 && mine.stepsDone >= lesson.steps ? 'done' : 'started';
}

/** Minutes of a lesson that are left, by the share of its steps that is open; null when the author gave no time. */
export function minutesLeftOf(lesson: PageLesson, progress: Progress): number | null {
  if (lesson.minutes === null) return null;
  const done = Math.min(lesson.steps, progress[lesson.key]?.stepsDone ?? 0);
  const share = lesson.steps === 0 ? 1 : 1 - done / lesson.steps;
  return Math.ceil(lesson.minutes * share);
}

export interface Next {
  lesson: PageLesson;
  kind: 'start' | 'continue' | 'again';
}

/** Where the big button leads: the unfinished lesson last touched, else the first that is not done, else the first again. */
export function nextLesson(course: PageCourse, progress: Progress): Next | null {
  const lessons = course.modules.flatMap((module) => module.lessons);
  const started = lessons
    .filter((lesson) => lessonState(lesson, progress) === 'started')
    .sort((a, b) => (progress[b.key]?.touchedAt ?? 0) - (progress[a.key]?.touchedAt ?? 0));
  const last = started[0];
  if (last) return { lesson: last, kind: 'continue' };
  const open = lessons.find((lesson) => lessonState(lesson, progress) === 'open');
  const isFirst = lessons.every((lesson) => lessonState(lesson, progress) === 'open');
  if (open) return { lesson: open, kind: isFirst ? 'start' : 'continue' };
  return lessons[0] ? { lesson: lessons[0], kind: 'again' } : null;
}
