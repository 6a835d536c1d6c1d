// What was seen of labs that commands started, kept in the data folder so that a later command can grade them.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from './host';
import type { Snapshots } from './grading';

export interface KeptSnapshots extends Snapshots {
  /** Key of the lesson. */
  lab: string;
}

const fileOf = (host: Host, id: string): string => join(host.data, 'cli', 'labs', `${id}.json`);

export async function writeSnapshots(host: Host, id: string, snapshots: KeptSnapshots): Promise<void> {
  const path = fileOf(host, id);
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(snapshots), { mode: 0o600 });
}

/** @returns null for a lab that a page started: its snapshots are in the database. */
export async function readSnapshots(host: Host, id: string): Promise<KeptSnapshots | null> {
  try {
    return JSON.parse(await readFile(fileOf(host, id), 'utf8')) as KeptSnapshots;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export async function removeSnapshots(host: Host, id: string): Promise<void> {
  await rm(fileOf(host, id), { force: true });
}
