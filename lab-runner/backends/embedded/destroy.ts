// Takes a lab away, whatever state it is in: also one that was made in part, or whose runner died.
import type { Context } from './context';
import { readRecord } from './record';
import { removeLabFolder } from './remove';
import { stopSandbox } from './sandbox/stop';

/** Resolves when processes, namespaces, mounts, loop device, cgroups and files are gone. Idempotent. */
export async function destroyLab(context: Context, labId: string): Promise<void> {
  const record = await readRecord(context.folders.labs, labId);
  const known = record?.running ? [record.running.holder, record.running.init] : [];
  await stopSandbox(context, labId, known);
  await context.cgroups?.remove(labId);
  await removeLabFolder(context, labId);
}
