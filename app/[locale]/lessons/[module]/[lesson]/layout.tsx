import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { readPageCourse } from '../../../../_content/course';
import { requestLocale } from '../../../../_ui/frame/request';

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ locale: string; module: string; lesson: string }>;
}

/** Above the loading boundary, so that an unknown lesson is still answered with status 404. */
export default async function LessonLayout({ children, params }: LayoutProps) {
  const { module, lesson } = await params;
  const course = await readPageCourse(await requestLocale(params));
  const key = `${module}/${lesson}`;
  if (!course.modules.some((one) => one.lessons.some((known) => known.key === key))) notFound();
  return children;
}
