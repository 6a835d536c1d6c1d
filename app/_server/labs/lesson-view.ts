import type { Actor } from '../auth/actor';
import { selectStartP50 } from '../data/lab-life';
import { selectLessonLab } from '../data/labs';
import { Failure, isFailure } from '../http/failure';
import { asFailure } from '../runner/failure';
import type { Services } from '../services';
import type { LessonView } from '../views';
import { chooseBackend } from './backends';
import { toLabView } from './view';

type Needed = Pick<Services, 'database' | 'course' | 'views' | 'detections'>;

/** @param actor null for a visitor. @returns null when the course has no such lesson with a lab */
export async function lessonView(services: Needed, actor: Actor | null, key: string): Promise<LessonView | null> {
  const { database, course, views } = services;
  const known = course.lesson(key);
  if (!known) return null;
  const lab = actor ? await selectLessonLab(database.db, actor, key) : null;
  const lesson = course.lesson(key, lab?.backend ?? known.backends[0]) ?? known;
  const [steps, startP50Ms, unavailable] = await Promise.all([
    views.all(actor, lesson),
    selectStartP50(database.db, key),
    whyUnavailable(services, lesson.backends),
  ]);
  // A lab that its owner ended is no news; one that failed or ran out is, with its reason.
  const isNews = lab !== null && (lab.endedAt === null || lab.reason !== null);
  return { lesson: key, steps, lab: isNews ? toLabView(lab) : null, startP50Ms, unavailable };
}

async function whyUnavailable(
  { detections }: Needed,
  backends: Parameters<typeof chooseBackend>[0],
): Promise<LessonView['unavailable']> {
  try {
    const chosen = chooseBackend(backends, await detections());
    return 'unusable' in chosen ? sentence(new Failure('no-backend', { detail: chosen.unusable })) : null;
  } catch (error) {
    const failure = asFailure(error);
    if (isFailure(failure)) return sentence(failure);
    throw error;
  }
}

function sentence({ body }: Failure): Record<'en' | 'zh', string> {
  const say = (language: 'en' | 'zh') => [body.message[language], body.remedy?.[language]].filter(Boolean).join(' ');
  return { en: say('en'), zh: say('zh') };
}
