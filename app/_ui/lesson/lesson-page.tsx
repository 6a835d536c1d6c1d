import { useLocale, useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { LessonView } from '../../_server/views';
import type { PageLesson } from '../course/plan';
import type { Theme } from '../frame/theme';
import { TopBar } from '../frame/top-bar';
import prose from '../text/prose.module.css';
import { LAB_ID } from './focus';
import { KeysButton } from './keys-button';
import { LabBadge } from './lab-badge';
import css from './lesson-page.module.css';
import { LessonProvider } from './provider';
import type { LabOffer } from './start-card';
import { LessonShell } from './shell';
import { StepDots } from './step-dots';
import { TerminalsProvider } from './terminals';

export interface LessonText {
  /** null when nothing of the lesson ever compiled. */
  content: ReactNode;
  /** What is wrong with the newest source; shown to authors, while the last good version stays up. */
  problem: string | null;
}

interface LessonPageProps {
  theme: Theme;
  module: string;
  lesson: PageLesson;
  next: PageLesson | null;
  view: LessonView;
  offer: LabOffer;
  text: LessonText;
  renderedAt: number;
}

export function LessonPage({ theme, module, lesson, next, view, offer, text, renderedAt }: LessonPageProps) {
  const t = useTranslations();
  const locale = useLocale();
  return (
    <LessonProvider initial={view}>
      <TerminalsProvider>
        {/* The text has some hundred stops; the lab comes after them all. */}
        {offer.terminals.length > 0 && (
          <a className={`skip-link ${css.skipToLab}`} href={`#${LAB_ID}`}>
            {t('lesson.skipToLab')}
          </a>
        )}
        <TopBar
          theme={theme}
          crumbs={[{ title: module, href: `/${locale}` }, { title: lesson.title }]}
          tools={<KeysButton />}
        >
          <StepDots />
          {offer.terminals.length > 0 && <LabBadge renderedAt={renderedAt} />}
        </TopBar>
        <LessonShell lesson={lesson.key} renderedAt={renderedAt} offer={offer}>
          {text.problem !== null && (
            <div className={css.problem} role="status">
              <p>{text.content === null ? t('lesson.brokenFirst') : t('lesson.broken')}</p>
              <pre tabIndex={0}>{text.problem}</pre>
            </div>
          )}
          <header className={css.head}>
            <h1>{lesson.title}</h1>
            {lesson.summary !== '' && <p className={css.summary}>{lesson.summary}</p>}
            {lesson.minutes !== null && (
              <p className={css.quiet}>
                {t('lesson.minutesWord', { minutes: t('common.minutesSpoken', { count: lesson.minutes }) })}
              </p>
            )}
            {!lesson.translated && <p className={css.quiet}>{t('lesson.notTranslated')}</p>}
          </header>
          <div className={prose.prose}>{text.content}</div>
          <footer className={css.foot}>
            {next && <Link href={`/${locale}/lessons/${next.key}`}>{t('lesson.next', { title: next.title })}</Link>}
            <Link href={`/${locale}`}>{t('lesson.backToCourse')}</Link>
          </footer>
        </LessonShell>
      </TerminalsProvider>
    </LessonProvider>
  );
}
