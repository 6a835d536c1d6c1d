import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { Theme } from '../frame/theme';
import { TopBar } from '../frame/top-bar';
import { StateMark } from '../kit/state-mark';
import css from './course-page.module.css';
import { lessonState, minutesLeftOf, nextLesson, type PageCourse, type PageLesson, type Progress } from './plan';

interface CoursePageProps {
  course: PageCourse;
  progress: Progress;
  theme: Theme;
}

const BUTTON = { start: 'start', continue: 'continue', again: 'again' } as const;

export function CoursePage({ course, progress, theme }: CoursePageProps) {
  const t = useTranslations('course');
  const locale = useLocale();
  const next = nextLesson(course, progress);
  return (
    <>
      <TopBar theme={theme} />
      <main id="content" className={css.page} tabIndex={-1}>
        <header className={css.head}>
          <h1>{course.title}</h1>
          {course.summary !== null && <p className={css.summary}>{course.summary}</p>}
          {next ? (
            <>
              <Link className={css.next} href={`/${locale}/lessons/${next.lesson.key}`}>
                <span className={css.nextWords}>
                  <span className={css.nextKind}>{t(BUTTON[next.kind])}</span>
                  <span className={css.nextTitle}>{next.lesson.title}</span>
                </span>
                <ArrowRight size={22} aria-hidden="true" />
              </Link>
              <p className={css.quiet}>{next.kind === 'again' ? t('allDone') : t('noAccount')}</p>
            </>
          ) : (
            <div className={css.empty}>
              <h2>{t('empty')}</h2>
              <p>{t('emptyWhat')}</p>
            </div>
          )}
        </header>
        {next && (
          <section aria-label={t('path')}>
            <ol className={css.modules}>
              {course.modules.map((module) => (
                <ModulePart key={module.key} module={module} progress={progress} current={next.lesson.key} />
              ))}
            </ol>
          </section>
        )}
      </main>
    </>
  );
}

interface ModuleProps {
  module: PageCourse['modules'][number];
  progress: Progress;
  current: string;
}

function ModulePart({ module, progress, current }: ModuleProps) {
  const t = useTranslations();
  const { lessons } = module;
  const done = lessons.filter((lesson) => lessonState(lesson, progress) === 'done').length;
  const left = lessons.reduce((sum, lesson) => sum + (minutesLeftOf(lesson, progress) ?? 0), 0);
  return (
    <li className={css.module}>
      <div className={css.moduleHead}>
        <h2>{module.title}</h2>
        <p className={css.quiet}>
          {t('course.moduleProgress', { done, total: lessons.length })}
          {left > 0 && ` · ${t('course.timeLeft', { minutes: t('common.minutesSpoken', { count: left }) })}`}
        </p>
      </div>
      {module.summary !== null && <p>{module.summary}</p>}
      <ol className={css.lessons}>
        {lessons.map((lesson) => (
          <LessonRow key={lesson.key} lesson={lesson} progress={progress} current={lesson.key === current} />
        ))}
      </ol>
    </li>
  );
}

const MARK = { open: 'open', started: 'looking', done: 'done' } as const;
const WORD = { open: 'lessonOpen', started: 'lessonStarted', done: 'lessonDone' } as const;

function LessonRow({ lesson, progress, current }: { lesson: PageLesson; progress: Progress; current: boolean }) {
  const t = useTranslations();
  const locale = useLocale();
  const state = lessonState(lesson, progress);
  const left = minutesLeftOf(lesson, progress);
  return (
    <li className={css.lesson} data-state={state} data-current={current}>
      <span className={css.mark}>
        <StateMark state={MARK[state]} size={22} />
      </span>
      <div className={css.lessonText}>
        <h3>
          <Link href={`/${locale}/lessons/${lesson.key}`}>{lesson.title}</Link>
        </h3>
        {lesson.summary !== '' && <p>{lesson.summary}</p>}
        <p className={css.facts}>
          <span>{t(`course.${WORD[state]}`)}</span>
          {lesson.steps > 0 && (
            <span>{t('course.stepsDone', { done: progress[lesson.key]?.stepsDone ?? 0, total: lesson.steps })}</span>
          )}
          {left !== null && state !== 'done' && (
            <span>
              {t(state === 'started' ? 'course.timeLeft' : 'course.time', {
                minutes: t('common.minutesSpoken', { count: left }),
              })}
            </span>
          )}
          {!lesson.translated && <span>{t('course.otherLanguage')}</span>}
        </p>
      </div>
    </li>
  );
}
