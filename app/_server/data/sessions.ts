import { and, gt, inArray } from 'drizzle-orm';
import type { Db } from '../db/client';
import { sessions } from '../db/schema';

/** @returns those of the session ids that are still valid. */
export async function selectLivingSessions(db: Db, ids: string[], now: Date): Promise<Set<string>> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(inArray(sessions.id, ids), gt(sessions.expiresAt, now)));
  return new Set(rows.map((row) => row.id));
}
