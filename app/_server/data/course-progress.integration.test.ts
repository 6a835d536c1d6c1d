import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../db/client';
import { steps, users } from '../db/schema';
import { startTestPostgres, type TestPostgres } from '../db/testing';
import { selectCourseProgress } from './course-progress';

let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
});

beforeEach(async () => {
  database = await postgres.freshDatabase();
  await database.db
    .insert(users)
    .values(['ann', 'ben', 'new'].map((id) => ({ id, name: id, email: `${id}@guest.invalid` })));
});

afterAll(() => postgres.stop());

type State = (typeof steps.$inferInsert)['state'];
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));

async function touch(userId: string, lesson: string, states: Record<string, [State, number]>): Promise<void> {
  await database.db
    .insert(steps)
    .values(
      Object.entries(states).map(([step, [state, minute]]) => ({ userId, lesson, step, state, updatedAt: at(minute) })),
    );
}

const progressOf = async (id: string) => {
  const rows = await selectCourseProgress(database.db, { id });
  return rows.sort((a, b) => a.lesson.localeCompare(b.lesson));
};

describe('selectCourseProgress()', () => {
  it('counts the done steps of every lesson that was touched, none of those that only differ, wait or failed to grade', async () => {
    await touch('ann', '10-pods/10-pause', { find: ['done', 1], join: ['done', 7], end: ['done', 3] });
    await touch('ann', '10-pods/20-pair', { one: ['done', 20], two: ['differs', 9], three: ['open', 10] });
    await touch('ann', '20-nodes/10-bridge', { one: ['not-graded', 30], two: ['differs', 31] });
    expect(await progressOf('ann')).toEqual([
      { lesson: '10-pods/10-pause', stepsDone: 3, touchedAt: at(7) },
      { lesson: '10-pods/20-pair', stepsDone: 1, touchedAt: at(20) },
      { lesson: '20-nodes/10-bridge', stepsDone: 0, touchedAt: at(31) },
    ]);
  });

  it('keeps people apart, also in the same step of the same lesson', async () => {
    await touch('ann', '10-pods/10-pause', { find: ['done', 1], join: ['done', 2] });
    await touch('ben', '10-pods/10-pause', { find: ['differs', 50], join: ['done', 40] });
    await touch('ben', '10-pods/20-pair', { one: ['open', 41] });
    expect(await progressOf('ann')).toEqual([{ lesson: '10-pods/10-pause', stepsDone: 2, touchedAt: at(2) }]);
    expect(await progressOf('ben')).toEqual([
      { lesson: '10-pods/10-pause', stepsDone: 1, touchedAt: at(50) },
      { lesson: '10-pods/20-pair', stepsDone: 0, touchedAt: at(41) },
    ]);
  });

  it('is empty for who has touched nothing', async () => {
    await touch('ann', '10-pods/10-pause', { find: ['done', 1] });
    expect(await progressOf('new')).toEqual([]);
  });
});
