// What the runner knows of a lab, on disk: written before anything is created, so that a crash leaves nothing unowned.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LabId, LabSpec } from '../../api';

const Process = z.strictObject({ pid: z.number().int(), startTicks: z.number() });

export const LabRecord = z.strictObject({
  id: LabId,
  spec: LabSpec,
  createdAt: z.number(),
  /** First host uid and gid of the lab's 65536. */
  firstUid: z.number().int(),
  firstGid: z.number().int(),
  base: z.string(),
  images: z.string(),
  /** Null until the sandbox runs. */
  running: z.strictObject({ holder: Process, init: Process }).nullable(),
});
export type LabRecord = z.infer<typeof LabRecord>;

export function labFolder(labs: string, id: string): string {
  return join(labs, id);
}

/** Atomic: a reader sees the old record or the new one. */
export async function writeRecord(labs: string, record: LabRecord): Promise<void> {
  const folder = labFolder(labs, record.id);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const draft = join(folder, `.lab-${randomUUID()}.json`);
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
  await rename(draft, join(folder, 'lab.json'));
}

/** @returns undefined when there is no readable record: what is there is then rubbish to reap. */
export async function readRecord(labs: string, id: string): Promise<LabRecord | undefined> {
  const text = await readFile(join(labFolder(labs, id), 'lab.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return LabRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export async function listRecordIds(labs: string): Promise<string[]> {
  const entries = await readdir(labs, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && LabId.safeParse(entry.name).success).map(({ name }) => name);
}
