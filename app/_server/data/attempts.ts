// Attempts: stored before they are graded, graded once.
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { CheckVerdict, StepVerdict } from '../../../grader/verdict';
import type { Person } from '../auth/actor';
import { applicationName, type Db } from '../db/client';
import { attempts, checkResults } from '../db/schema';
import type { LabRow } from './labs';
import { storeProgress } from './steps';

export type AttemptRow = typeof attempts.$inferSelect;

export interface NewAttempt {
  id: string;
  key: string;
  kind: AttemptRow['kind'];
  step: string;
  answers: Record<string, string>;
  claimedBy: string;
}

/** @returns the attempt of this key; `isNew` is false when the same person sent the key before. */
export async function createAttempt(
  db: Db,
  person: Person,
  lab: LabRow,
  attempt: NewAttempt,
): Promise<{ row: AttemptRow; isNew: boolean }> {
  const [row] = await db
    .insert(attempts)
    .values({ ...attempt, userId: person.id, labId: lab.id, lesson: lab.lesson, specHash: lab.specHash })
    .onConflictDoNothing({ target: [attempts.userId, attempts.key] })
    .returning();
  if (row) return { row, isNew: true };
  const found = await selectAttempt(db, person, attempt.key);
  if (!found) throw new Error(`Cannot store attempt ${attempt.id}: its key is taken and not there`);
  return { row: found, isNew: false };
}

/** @returns the person's attempt of that key, or null. */
export async function selectAttempt(db: Db, person: Person, key: string): Promise<AttemptRow | null> {
  const [row] = await db
    .select()
    .from(attempts)
    .where(and(eq(attempts.userId, person.id), eq(attempts.key, key)));
  return row ?? null;
}

/** Notes what the attempt will be graded from. */
export async function linkEvidence(
  db: Db,
  attempt: Pick<AttemptRow, 'id'>,
  ids: { evidenceId: string; baselineId: string | null; stepStartId: string | null },
): Promise<AttemptRow> {
  const [row] = await db.update(attempts).set(ids).where(eq(attempts.id, attempt.id)).returning();
  if (!row) throw new Error(`Cannot grade attempt ${attempt.id}: it is gone`);
  return row;
}

/**
 * Stores a verdict, the results of its checks and what they mean for the step, all or nothing.
 * @returns false when the attempt was graded before: then nothing is changed.
 */
export async function storeVerdict(
  db: Db,
  attempt: AttemptRow,
  verdict: StepVerdict,
  graded: { ms: number; detail: string | null },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(attempts)
      .set({
        state: 'graded',
        verdict: verdict.verdict,
        points: verdict.points,
        maxPoints: verdict.maxPoints,
        detail: graded.detail,
        gradeMs: Math.round(graded.ms),
        gradedAt: new Date(),
      })
      .where(and(eq(attempts.id, attempt.id), eq(attempts.state, 'grading')))
      .returning();
    if (!row) return false;
    if (verdict.checks.length > 0) {
      await tx.insert(checkResults).values(
        verdict.checks.map((check, position) => ({
          attemptId: attempt.id,
          position,
          checkId: check.id,
          verdict: check.verdict,
          code: check.code,
          points: check.points,
          maxPoints: check.maxPoints,
          result: check,
        })),
      );
    }
    await storeProgress(tx, row, verdict);
    return true;
  });
}

/** @returns the results of attempts by attempt id, each in the order of the step's checks. */
export async function selectChecks(
  db: Db,
  person: Person,
  attemptIds: readonly string[],
): Promise<Map<string, CheckVerdict[]>> {
  if (attemptIds.length === 0) return new Map();
  const rows = await db
    .select({ attemptId: checkResults.attemptId, result: checkResults.result })
    .from(checkResults)
    .innerJoin(attempts, eq(attempts.id, checkResults.attemptId))
    .where(and(eq(attempts.userId, person.id), inArray(checkResults.attemptId, [...attemptIds])))
    .orderBy(checkResults.position);
  const byAttempt = new Map<string, CheckVerdict[]>();
  for (const { attemptId, result } of rows) {
    // Written by storeVerdict from this very type.
    byAttempt.set(attemptId, [...(byAttempt.get(attemptId) ?? []), result as CheckVerdict]);
  }
  return byAttempt;
}

/** @returns the typed answers of attempts, by attempt id. */
export async function selectAnswers(
  db: Db,
  person: Person,
  attemptIds: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  if (attemptIds.length === 0) return new Map();
  const rows = await db
    .select({ id: attempts.id, answers: attempts.answers })
    .from(attempts)
    .where(and(eq(attempts.userId, person.id), inArray(attempts.id, [...attemptIds])));
  return new Map(rows.map((row) => [row.id, row.answers]));
}

/** Takes over the attempts whose server process is gone. @returns them */
export async function claimOrphans(db: Db, instance: string): Promise<AttemptRow[]> {
  const living = await db.execute<{ application_name: string }>(
    sql`select distinct application_name from pg_stat_activity where application_name like ${applicationName('%')}`,
  );
  const names = living.rows.map((row) => row.application_name.slice(applicationName('').length));
  return db
    .update(attempts)
    .set({ claimedBy: instance })
    .where(and(eq(attempts.state, 'grading'), notInArray(attempts.claimedBy, [instance, ...names])))
    .returning();
}
