// How far a person is in every lesson they have touched.
import { eq, sql } from 'drizzle-orm';
import type { Person } from '../auth/actor';
import type { Db } from '../db/client';
import { steps } from '../db/schema';

export interface LessonProgressRow {
  lesson: string;
  stepsDone: number;
  touchedAt: Date;
}

export async function selectCourseProgress(db: Pick<Db, 'select'>, person: Person): Promise<LessonProgressRow[]> {
  return db
    .select({
      lesson: steps.lesson,
      stepsDone: sql<number>`count(*) filter (where ${steps.state} = 'done')`.mapWith(Number),
      touchedAt: sql<Date>`max(${steps.updatedAt})`.mapWith(steps.updatedAt),
    })
    .from(steps)
    .where(eq(steps.userId, person.id))
    .groupBy(steps.lesson);
}
