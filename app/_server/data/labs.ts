// Labs of a person. A lab that is not the actor's is not there.
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Person } from '../auth/actor';
import type { Db } from '../db/client';
import { enrolments, labs, recordings } from '../db/schema';
import { Failure } from '../http/failure';

export type LabRow = typeof labs.$inferSelect;
export type NewLab = Pick<LabRow, 'id' | 'lesson' | 'specHash' | 'backend' | 'terminals' | 'expiresAt'>;

export const MAX_OPEN_LABS = 2;

/** The course that everyone is enrolled in by starting a lab; there is one per installation. */
const COURSE = 'podwire';

const own = (actor: Person) => eq(labs.userId, actor.id);

/** @throws Failure "not-found" when the lab is not there or is someone else's. */
export async function selectLab(db: Db, actor: Person, id: string): Promise<LabRow> {
  const [row] = await db
    .select()
    .from(labs)
    .where(and(own(actor), eq(labs.id, id)));
  if (!row) throw new Failure('not-found', { what: { en: 'lab', zh: '实验' } });
  return row;
}

/** The lab that a lesson's page shows: the open one, or the newest that is over. */
export async function selectLessonLab(db: Db, actor: Person, lesson: string): Promise<LabRow | null> {
  const [row] = await db
    .select()
    .from(labs)
    .where(and(own(actor), eq(labs.lesson, lesson)))
    .orderBy(sql`${labs.endedAt} is null desc`, desc(labs.createdAt))
    .limit(1);
  return row ?? null;
}

/**
 * Takes a place for a new lab, unless the person has an open lab of the lesson.
 * @returns the row, and whether it is new; `restorable` is the earlier lab whose files the new one may get.
 * @throws Failure "too-many-labs"
 */
export async function openLab(
  db: Db,
  actor: Person,
  lab: NewLab,
): Promise<{ row: LabRow; isNew: boolean; restorable: LabRow | null }> {
  return db.transaction(async (tx) => {
    // Two requests of one person at the same moment must not both count.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`labs ${actor.id}`}, 0))`);
    const previous = await selectLessonLab(tx, actor, lab.lesson);
    if (previous && previous.endedAt === null) return { row: previous, isNew: false, restorable: null };
    const open = await tx
      .select({ lesson: labs.lesson })
      .from(labs)
      .where(and(own(actor), isNull(labs.endedAt)));
    if (open.length >= MAX_OPEN_LABS) {
      const lessons = open.map((row) => row.lesson).join(', ');
      throw new Failure('too-many-labs', { count: open.length, max: MAX_OPEN_LABS, lessons });
    }
    await tx.insert(enrolments).values({ userId: actor.id, course: COURSE }).onConflictDoNothing();
    const usable = previous?.restorable && previous.specHash === lab.specHash && previous.backend === lab.backend;
    const restorable = usable ? previous : null;
    const [row] = await tx
      .insert(labs)
      .values({ ...lab, userId: actor.id, restoredFrom: restorable?.id ?? null })
      .returning();
    if (!row) throw new Error(`Cannot store lab ${lab.id}: the insert returned nothing`);
    return { row, isNew: true, restorable };
  });
}

/** The stored recording of a terminal (gzip of asciicast v2); null while the lab's runner still has it. */
export async function selectRecording(db: Db, actor: Person, labId: string, terminal: string): Promise<Buffer | null> {
  const [row] = await db
    .select({ cast: recordings.cast })
    .from(recordings)
    .innerJoin(labs, eq(labs.id, recordings.labId))
    .where(and(own(actor), eq(labs.id, labId), eq(recordings.terminal, terminal)));
  return row?.cast ?? null;
}
