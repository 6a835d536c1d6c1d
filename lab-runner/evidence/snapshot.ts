// One look at a set of processes and all network namespaces they can reach. Knows nothing of backends: it is told who they are.
import { readFileSync } from 'node:fs';
import type { LabProcess, NetnsEvidence, SourceName } from './document';
import { parseNetnsMounts } from './proc-text';
import { listDescriptors, namespaceOf, pidsOfUserNamespace, readProcess, type ReadOptions } from './processes';
import { readNetns, type NetnsTarget } from './read-netns';

/** One learner can make namespaces by the hundred; a lesson needs a few. */
const MAX_NETNS = 64;
/** Namespaces read at once: each is one short-lived program. */
const AT_ONCE = 4;

export interface SnapshotOptions extends ReadOptions {
  /** Inode of the user namespace whose processes are the lab's. */
  userNamespace: number;
  /** Path of that namespace, to enter it before its network namespaces; null for a root reader, who needs not. */
  userNamespacePath: string | null;
  sources: readonly SourceName[];
  versions: ReadonlyMap<SourceName, string>;
  /** Node roles by inode of their own network namespace. */
  roles: ReadonlyMap<number, string>;
}

export interface Snapshot {
  processes: LabProcess[];
  netns: NetnsEvidence[];
}

export async function takeSnapshot(options: SnapshotOptions): Promise<Snapshot> {
  const { processes, targets } = await findNetns(options);
  const { problems, roles } = options;
  if (targets.length > MAX_NETNS)
    problems.push(`there are ${targets.length} network namespaces, of which ${MAX_NETNS} were read`);
  const netns: NetnsEvidence[] = [];
  const queue = targets.slice(0, MAX_NETNS);
  const work = async () => {
    for (let target = queue.shift(); target; target = queue.shift()) {
      const sources = await readNetns(target, options.sources, options.versions);
      netns.push({
        inode: target.inode,
        role: roles.get(target.inode) ?? null,
        owner: ownerOf(processes, target.inode),
        sources,
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  netns.sort((a, b) => a.inode - b.inode);
  return { processes, netns };
}

/** The lab's processes, and each network namespace with a way into it. */
export async function findNetns(
  options: ReadOptions & { userNamespace: number; userNamespacePath: string | null },
): Promise<{ processes: LabProcess[]; targets: NetnsTarget[] }> {
  const processes: LabProcess[] = [];
  const paths = new Map<number, string>();
  const seenMounts = new Set<number>();
  const mounted = new Map<number, string>();
  const pids = pidsOfUserNamespace(options.userNamespace);
  const { userNamespacePath } = options;
  const descriptors = userNamespacePath === null ? undefined : await listDescriptors(pids, userNamespacePath);
  for (const pid of pids) {
    const read = readProcess(pid, { ...options, descriptors });
    if (!read) continue;
    const { process, heldNetns } = read;
    processes.push(process);
    if (!process.namespaces) continue;
    if (!paths.has(process.namespaces.net)) paths.set(process.namespaces.net, `/proc/${pid}/ns/net`);
    for (const { inode, path } of heldNetns) if (!mounted.has(inode)) mounted.set(inode, path);
    if (seenMounts.has(process.namespaces.mnt)) continue;
    seenMounts.add(process.namespaces.mnt);
    for (const { inode, path } of mountsOf(pid)) mounted.set(inode, `${pid}//${path}`);
  }
  // A namespace that a process is in is entered by that process; the rest by the file that holds it.
  const ownNetns = namespaceOf(process.pid, 'net');
  for (const [inode, path] of mounted) if (!paths.has(inode) && inode !== ownNetns) paths.set(inode, path);
  return { processes, targets: [...paths].map(([inode, path]) => ({ inode, path, userNamespace: userNamespacePath })) };
}

function mountsOf(pid: number) {
  try {
    return parseNetnsMounts(readFileSync(`/proc/${pid}/mountinfo`, 'utf8'));
  } catch {
    return [];
  }
}

/** The oldest process in it: that which made it, or was there first. */
function ownerOf(processes: readonly LabProcess[], inode: number): NetnsEvidence['owner'] {
  let oldest: LabProcess | undefined;
  for (const process of processes) {
    if (process.namespaces?.net === inode && (!oldest || process.startTicks < oldest.startTicks)) oldest = process;
  }
  return oldest ? { pid: oldest.pid, comm: oldest.comm } : null;
}
