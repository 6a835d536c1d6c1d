// Finds the cgroup hierarchies of this machine. Pure over the text of mountinfo.

export type CgroupLayout =
  | { version: 2; root: string }
  /** Hierarchy by controller: "memory", "pids", "cpu", "freezer". */
  | { version: 1; roots: Readonly<Record<string, string>> };

const WANTED = ['memory', 'pids', 'cpu', 'freezer'] as const;

/**
 * @param mountinfo text of /proc/self/mountinfo
 * @returns v1 where the v1 hierarchies carry the controllers (also on hybrid machines), else v2, else undefined.
 */
export function findCgroups(mountinfo: string): CgroupLayout | undefined {
  const roots: Record<string, string> = {};
  let unified: string | undefined;
  for (const line of mountinfo.split('\n')) {
    const [left, right] = line.split(' - ');
    const mountPoint = left?.split(' ')[4];
    const [type, , options] = right?.split(' ') ?? [];
    if (mountPoint === undefined) continue;
    if (type === 'cgroup2') unified ??= mountPoint;
    if (type !== 'cgroup') continue;
    for (const option of options?.split(',') ?? []) {
      if (WANTED.some((name) => name === option)) roots[option] ??= mountPoint;
    }
  }
  if (Object.keys(roots).length > 0) return { version: 1, roots };
  return unified === undefined ? undefined : { version: 2, root: unified };
}
