// Evidence documents, compressed. They are read whole or not at all.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { and, eq, or } from 'drizzle-orm';
import { Evidence } from '../../../lab-runner/api';
import type { Person } from '../auth/actor';
import type { Db } from '../db/client';
import { evidence } from '../db/schema';
import type { LabRow } from './labs';

const compress = promisify(gzip);
const expand = promisify(gunzip);

export interface StoredEvidence {
  id: string;
  document: Evidence;
}

export type EvidenceKind = typeof evidence.$inferSelect.kind;

/** Stores a document. A lab has one baseline and a step one start: a second is not stored, and the first is returned. */
export async function storeEvidence(
  db: Db,
  person: Person,
  lab: Pick<LabRow, 'id'>,
  kind: EvidenceKind,
  step: string,
  document: Evidence,
): Promise<StoredEvidence> {
  const text = JSON.stringify(document);
  const [row] = await db
    .insert(evidence)
    .values({
      labId: lab.id,
      userId: person.id,
      kind,
      step,
      hash: createHash('sha256').update(text).digest('hex'),
      document: await compress(text, { level: 5 }),
    })
    .onConflictDoNothing()
    .returning({ id: evidence.id });
  if (row) return { id: row.id, document };
  const starts = await selectStarts(db, person, lab, step);
  const found = kind === 'baseline' ? starts.baseline : starts.stepStart;
  if (!found) throw new Error(`Cannot store the ${kind} of lab ${lab.id}: it is neither new nor there`);
  return found;
}

/** @throws Error when it is not there, not the person's, or damaged. */
export async function loadEvidence(db: Db, person: Person, id: string): Promise<Evidence> {
  const [row] = await db
    .select()
    .from(evidence)
    .where(and(eq(evidence.userId, person.id), eq(evidence.id, id)));
  if (!row) throw new Error(`Cannot load evidence ${id}: there is none of user ${person.id}`);
  return read(row);
}

/** The snapshots that a step is compared with; null where none was taken. */
export async function selectStarts(
  db: Db,
  person: Person,
  lab: Pick<LabRow, 'id'>,
  step: string,
): Promise<{ baseline: StoredEvidence | null; stepStart: StoredEvidence | null }> {
  const rows = await db
    .select()
    .from(evidence)
    .where(
      and(
        eq(evidence.userId, person.id),
        eq(evidence.labId, lab.id),
        or(eq(evidence.kind, 'baseline'), and(eq(evidence.kind, 'step-start'), eq(evidence.step, step))),
      ),
    );
  const load = async (kind: EvidenceKind) => {
    const row = rows.find((each) => each.kind === kind);
    return row ? { id: row.id, document: await read(row) } : null;
  };
  return { baseline: await load('baseline'), stepStart: await load('step-start') };
}

async function read(row: typeof evidence.$inferSelect): Promise<Evidence> {
  const text = await expand(row.document);
  const hash = createHash('sha256').update(text).digest('hex');
  if (hash !== row.hash) throw new Error(`Cannot use evidence ${row.id}: its hash is ${hash}, stored was ${row.hash}`);
  return Evidence.parse(JSON.parse(text.toString()));
}
