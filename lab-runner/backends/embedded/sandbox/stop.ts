// Ends a lab's processes: with the last of them go its namespaces, mounts and loop device.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Context } from '../context';
import { labOfTitle } from '../labels';
import { killAll, refOf, type ProcessRef } from '../process-table';

/** Ends everything that runs in the lab or for it, known or not. Idempotent. */
export async function stopSandbox(context: Context, labId: string, known: readonly ProcessRef[]): Promise<void> {
  const { cgroups } = context;
  await cgroups?.thaw(labId);
  const holders = [...known, ...findHolders(context.folders.owner).filter((one) => one.labId === labId)];
  const inside = holders.flatMap(({ pid }) => processesInUserNamespaceOf(pid));
  // A lab under attack makes processes faster than one look can list them; the first process takes those of its pid namespace along.
  for (;;) {
    const listed = (await cgroups?.pids(labId)) ?? [];
    const running = [...holders, ...inside, ...listed.map(refOf)].filter((one) => one !== undefined);
    if (running.length === 0) return;
    // A terminal's crun reaps the shell it started. Killed first, it leaves the shell to the machine's init, which may reap it
    // late or never, and until then the lab's pid namespace cannot end.
    const relays = running.filter(({ pid }) => parentOf(pid) === process.pid);
    await killAll(running.filter((one) => !relays.includes(one)));
    await killAll(relays);
    if (!cgroups) return;
    if ((await cgroups.pids(labId)).every((pid) => refOf(pid) === undefined)) return;
  }
}

function parentOf(pid: number): number | undefined {
  const parent = /^PPid:\s+(\d+)$/m.exec(readText(`/proc/${pid}/status`))?.[1];
  return parent === undefined ? undefined : Number(parent);
}

export interface Holder extends ProcessRef {
  labId: string;
}

/** The holders of this owner's labs, by their argv[0]. */
export function findHolders(owner: string): Holder[] {
  const holders: Holder[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const labId = labOfTitle(owner, readText(`/proc/${name}/cmdline`));
    const ref = labId === undefined ? undefined : refOf(Number(name));
    if (labId !== undefined && ref && isOurs(Number(name))) holders.push({ ...ref, labId });
  }
  return holders;
}

/** A learner can name a process as they like, but not move it out of the lab's pid namespace. */
function isOurs(pid: number): boolean {
  const nspid = /^NSpid:\s+(.*)$/m.exec(readText(`/proc/${pid}/status`))?.[1];
  return nspid !== undefined && nspid.trim().split(/\s+/).length === readOwnDepth();
}

function readOwnDepth(): number {
  const nspid = /^NSpid:\s+(.*)$/m.exec(readText('/proc/self/status'))?.[1];
  return nspid?.trim().split(/\s+/).length ?? 1;
}

function processesInUserNamespaceOf(pid: number): ProcessRef[] {
  const wanted = readLink(`/proc/${pid}/ns/user`);
  if (wanted === undefined || wanted === readLink('/proc/self/ns/user')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readLink(`/proc/${name}/ns/user`) === wanted)
    .map((name) => refOf(Number(name)))
    .filter((one) => one !== undefined);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
