// How far a person is in a lesson.
import { and, eq, sql } from 'drizzle-orm';
import type { StepVerdict } from '../../../grader/verdict';
import type { Person } from '../auth/actor';
import type { Db } from '../db/client';
import { steps } from '../db/schema';
import { Failure } from '../http/failure';
import type { AttemptRow } from './attempts';

export type StepRow = typeof steps.$inferSelect;

type Tx = Pick<Db, 'insert' | 'select' | 'update'>;

/** @returns the rows of a lesson by step id; a step that was never touched has none. */
export async function selectProgress(db: Tx, person: Person, lesson: string): Promise<Map<string, StepRow>> {
  const rows = await db
    .select()
    .from(steps)
    .where(and(eq(steps.userId, person.id), eq(steps.lesson, lesson)));
  return new Map(rows.map((row) => [row.step, row]));
}

/** What a verdict does to a step. A latched step that is done stays done; "not graded" and ticks cost no attempt. */
export async function storeProgress(db: Tx, attempt: AttemptRow, verdict: StepVerdict): Promise<void> {
  const key = { userId: attempt.userId, lesson: attempt.lesson, step: attempt.step };
  await db.insert(steps).values(key).onConflictDoNothing();
  const where = and(eq(steps.userId, key.userId), eq(steps.lesson, key.lesson), eq(steps.step, key.step));
  const [before] = await db.select().from(steps).where(where).for('update');
  if (!before) throw new Error(`Cannot store progress of step ${key.step}: its row is gone`);
  const costs = attempt.kind === 'check' && verdict.verdict !== 'not graded' ? 1 : 0;
  const keepsDone = before.state === 'done' && (verdict.mode === 'latch' || verdict.verdict === 'not graded');
  if (keepsDone) return;
  const state = { pass: 'done', fail: 'differs', 'not graded': 'not-graded' } as const;
  await db
    .update(steps)
    .set({
      state: state[verdict.verdict],
      points: verdict.verdict === 'not graded' ? before.points : verdict.points,
      attempts: before.attempts + costs,
      attemptId: attempt.id,
      doneAt: verdict.verdict === 'pass' ? sql`now()` : null,
      updatedAt: new Date(),
    })
    .where(where);
}

/**
 * Opens the next hint; opening an open one again changes nothing.
 * @throws Failure "hint-closed" when one before it is still closed
 */
export async function openHint(
  db: Tx,
  person: Person,
  at: { lesson: string; step: string; hint: number },
): Promise<StepRow> {
  const key = { userId: person.id, lesson: at.lesson, step: at.step };
  await db.insert(steps).values(key).onConflictDoNothing();
  const [row] = await db
    .update(steps)
    .set({ hintsOpened: sql`greatest(${steps.hintsOpened}, ${at.hint + 1})`, updatedAt: new Date() })
    .where(
      and(
        eq(steps.userId, key.userId),
        eq(steps.lesson, key.lesson),
        eq(steps.step, key.step),
        sql`${steps.hintsOpened} >= ${at.hint}`,
      ),
    )
    .returning();
  if (!row) throw new Failure('hint-closed', { step: at.step, hint: at.hint + 1 });
  return row;
}
