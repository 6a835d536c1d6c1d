// The course for the pages: loaded once, loaded again when a file of it changed.
import { cache } from 'react';
import { basename } from 'node:path';
import { loadCourse, type Course, type Lesson } from '../../content/_schema';
import type { Locale } from '../_server/views';
import type { PageCourse, PageLesson } from '../_ui/course/plan';
import type { LabOffer } from '../_ui/lesson/start-card';
import { contentDir } from './learner';
import { fingerprintOf } from './fingerprint';

let kept: { fingerprint: string; course: Promise<Course> } | null = null;

/** The course as it is on disk now. Broken lessons are left out by the loader, which lists them for `podwire lint`. */
export const readCourse = cache(async (): Promise<Course> => {
  const dir = contentDir();
  const fingerprint = await fingerprintOf(dir);
  if (kept?.fingerprint !== fingerprint) kept = { fingerprint, course: loadCourse(dir).then(({ course }) => course) };
  return kept.course;
});

export async function readLesson(key: string): Promise<Lesson | null> {
  const course = await readCourse();
  return course.modules.flatMap(({ lessons }) => lessons).find((lesson) => lesson.key === key) ?? null;
}

/** True when the text of this language is its own, not the other's put in its place. */
function isTranslated(lesson: Lesson, locale: Locale): boolean {
  return basename(lesson.texts[locale]) === `lesson.${locale}.mdx`;
}

function toPageLesson(lesson: Lesson, locale: Locale): PageLesson {
  return {
    key: lesson.key,
    title: lesson.title[locale],
    summary: lesson.summary[locale],
    minutes: lesson.minutes,
    steps: lesson.lab?.steps.length ?? 0,
    translated: isTranslated(lesson, locale),
  };
}

export async function readPageCourse(locale: Locale): Promise<PageCourse> {
  const course = await readCourse();
  return {
    title: course.title[locale],
    summary: course.summary?.[locale] ?? null,
    modules: course.modules
      .filter(({ lessons }) => lessons.length > 0)
      .map(({ key, title, summary, lessons }) => ({
        key,
        title: title[locale],
        summary: summary?.[locale] ?? null,
        lessons: lessons.map((lesson) => toPageLesson(lesson, locale)),
      })),
  };
}

/** What the lesson's lab gives; empty for a lesson without one. */
export async function readOffer(key: string): Promise<LabOffer> {
  const lab = (await readLesson(key))?.lab;
  return { terminals: lab?.terminals ?? [], backends: lab?.backends ?? [] };
}
