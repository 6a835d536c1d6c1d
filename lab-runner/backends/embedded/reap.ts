// Removes what belongs to this data folder and to no lab that is kept: what a crash left behind.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from './context';
import { removeOwned } from './ids/ownership';
import { listRecordIds } from './record';
import { findHolders } from './sandbox/stop';

/** @returns what was removed, in words. */
export async function reapUnowned(
  context: Context,
  keep: ReadonlySet<string>,
  destroy: (labId: string) => Promise<void>,
): Promise<string[]> {
  const { folders, cgroups } = context;
  const holders = findHolders(folders.owner).map(({ labId }) => labId);
  const found = new Set([...(await listRecordIds(folders.labs)), ...holders, ...((await cgroups?.list()) ?? [])]);
  const removed: string[] = [];
  for (const id of found) {
    if (keep.has(id)) continue;
    await destroy(id);
    removed.push(`lab ${id}`);
  }
  for (const folder of [folders.base, folders.images]) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!name.startsWith('.draft-')) continue;
      await removeOwned(context, join(folder, name));
      removed.push(`unfinished ${join(folder, name)}`);
    }
  }
  return removed;
}
