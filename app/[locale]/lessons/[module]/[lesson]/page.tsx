import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readOffer, readPageCourse } from '../../../../_content/course';
import { readLessonView } from '../../../../_content/learner';
import { readLessonText } from '../../../../_content/lesson';
import { isLocale } from '../../../../_messages/locales';
import { requestLocale, requestTheme } from '../../../../_ui/frame/request';
import { LessonPage } from '../../../../_ui/lesson/lesson-page';

interface PageProps {
  params: Promise<{ locale: string; module: string; lesson: string }>;
}

async function find(params: PageProps['params']) {
  const { locale: asked, module: moduleKey, lesson: name } = await params;
  if (!isLocale(asked)) notFound();
  const locale = await requestLocale(params);
  const course = await readPageCourse(locale);
  const module = course.modules.find((one) => one.key === moduleKey);
  const lesson = module?.lessons.find((one) => one.key === `${moduleKey}/${name}`);
  if (!module || !lesson) notFound();
  const all = course.modules.flatMap((one) => one.lessons);
  return { locale, module, lesson, next: all[all.indexOf(lesson) + 1] ?? null };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { lesson } = await find(params);
  return { title: lesson.title, description: lesson.summary };
}

export default async function Page({ params }: PageProps) {
  const { locale, module, lesson, next } = await find(params);
  const view = await readLessonView(lesson.key);
  const text = await readLessonText(locale, view);
  return (
    <LessonPage
      theme={await requestTheme()}
      module={module.title}
      lesson={lesson}
      next={next}
      view={view}
      offer={await readOffer(lesson.key)}
      text={text}
      renderedAt={Date.now()}
    />
  );
}
