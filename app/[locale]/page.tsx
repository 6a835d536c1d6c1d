import { notFound } from 'next/navigation';
import { readPageCourse } from '../_content/course';
import { readProgress } from '../_content/learner';
import { isLocale } from '../_messages/locales';
import { CoursePage } from '../_ui/course/course-page';
import { requestLocale, requestTheme } from '../_ui/frame/request';

export default async function Page({ params }: { params: Promise<{ locale: string }> }) {
  if (!isLocale((await params).locale)) notFound();
  const locale = await requestLocale(params);
  const course = await readPageCourse(locale);
  return <CoursePage course={course} progress={await readProgress()} theme={await requestTheme()} />;
}
