// What the server itself writes about labs while it follows them; no person acts here.
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { LabInfo, LabReason } from '../../../lab-runner/api';
import type { Db } from '../db/client';
import { labs, recordings } from '../db/schema';
import type { LabRow } from './labs';

/** @returns the labs that a runner should have. */
export function selectOpenLabs(db: Db, runnerId: string): Promise<LabRow[]> {
  return db
    .select()
    .from(labs)
    .where(and(isNull(labs.endedAt), eq(labs.runnerId, runnerId)));
}

/**
 * Stores what the runner says of a lab. A lab that has ended does not come back.
 * @returns the new row, or null when the lab had ended before.
 */
export async function storeLabInfo(db: Db, info: LabInfo): Promise<LabRow | null> {
  const isOver = info.state === 'ended' || info.state === 'failed';
  const [row] = await db
    .update(labs)
    .set({
      state: info.state,
      createSteps: info.steps,
      reason: info.reason,
      adopted: info.adopted,
      expiresAt: new Date(info.expiresAt),
      ...(info.state === 'ready'
        ? { startMs: sql`coalesce(${labs.startMs}, (extract(epoch from now() - ${labs.createdAt}) * 1000)::int)` }
        : {}),
      ...(isOver ? { endedAt: new Date() } : {}),
    })
    .where(and(eq(labs.id, info.id), isNull(labs.endedAt)))
    .returning();
  return row ?? null;
}

/** Ends a lab in the app's book, for a reason. @returns null when it had ended before. */
export async function storeLabEnd(
  db: Db,
  id: string,
  end: { state: 'ended' | 'failed'; reason: LabReason },
): Promise<LabRow | null> {
  const [row] = await db
    .update(labs)
    .set({ ...end, endedAt: new Date() })
    .where(and(eq(labs.id, id), isNull(labs.endedAt)))
    .returning();
  return row ?? null;
}

/** Notes that its owner ended a lab, also when the follower saw the end first. */
export async function storeOwnerEnd(db: Db, id: string, restorable: boolean): Promise<LabRow | null> {
  const [row] = await db
    .update(labs)
    .set({ state: 'ended', reason: null, restorable, endedAt: sql`coalesce(${labs.endedAt}, now())` })
    .where(eq(labs.id, id))
    .returning();
  return row ?? null;
}

export async function storeNotRestorable(db: Db, id: string): Promise<void> {
  await db.update(labs).set({ restorable: false }).where(eq(labs.id, id));
}

export async function storeRestoredFrom(db: Db, id: string, from: string | null): Promise<void> {
  await db.update(labs).set({ restoredFrom: from }).where(eq(labs.id, id));
}

export async function storeRecording(db: Db, labId: string, terminal: string, cast: Buffer): Promise<void> {
  await db
    .insert(recordings)
    .values({ labId, terminal, cast })
    .onConflictDoUpdate({ target: [recordings.labId, recordings.terminal], set: { cast, createdAt: new Date() } });
}

/** @returns the median of the newest starts of a lesson on this machine, in milliseconds; null before the first. */
export async function selectStartP50(db: Db, lesson: string): Promise<number | null> {
  const newest = db
    .select({ startMs: labs.startMs })
    .from(labs)
    .where(and(eq(labs.lesson, lesson), isNotNull(labs.startMs)))
    .orderBy(sql`${labs.createdAt} desc`)
    .limit(50)
    .as('newest');
  const [row] = await db
    .select({ p50: sql<number | null>`percentile_cont(0.5) within group (order by ${newest.startMs})` })
    .from(newest);
  return row?.p50 === null || row?.p50 === undefined ? null : Math.round(Number(row.p50));
}
