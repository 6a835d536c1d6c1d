// Readers of the kernel's texts about processes. Pure and total: what does not have the expected form gives undefined.
import type { Namespaces } from './document';

export interface ProcStat {
  comm: string;
  state: string;
  ppid: number;
  /** Clock ticks since boot. */
  startTicks: number;
}

/** @param text /proc/PID/stat. The name may hold anything, brackets and line feeds too: it ends at the last ")". */
export function parseStat(text: string): ProcStat | undefined {
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')];
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(' ');
  const [state, ppid] = fields;
  const [parent, startTicks] = [Number(ppid), Number(fields[19])];
  if (state === undefined || !Number.isInteger(parent) || !Number.isInteger(startTicks)) return undefined;
  return { comm: text.slice(open + 1, close), state, ppid: parent, startTicks };
}

export interface ProcStatus {
  /** Effective uid as the reader's user namespace sees it. */
  uid: number;
  /** From the reader's pid namespace inwards. */
  nspid: number[];
  capabilities: string;
}

/** @param text /proc/PID/status */
export function parseStatus(text: string): ProcStatus | undefined {
  // A name cannot start a line of its own here: the kernel escapes line feeds in it.
  const field = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(text)?.[1]?.trim().split(/\s+/);
  const [uids, nspid, capabilities] = [field('Uid'), field('NSpid'), field('CapEff')];
  if (!uids?.[1] || !nspid || !capabilities?.[0]) return undefined;
  return { uid: Number(uids[1]), nspid: nspid.map(Number), capabilities: capabilities[0] };
}

/** @param link "net:[4026531840]", "socket:[1234]" @returns the number if the link is of this kind */
export function parseInodeLink(kind: string, link: string): number | undefined {
  const match = /^(\w+):\[(\d+)\]$/.exec(link);
  return match?.[1] === kind ? Number(match[2]) : undefined;
}

export const NAMESPACE_KINDS = [
  'net',
  'mnt',
  'pid',
  'uts',
  'ipc',
  'user',
  'cgroup',
] as const satisfies (keyof Namespaces)[];

export interface NetnsMount {
  inode: number;
  /** As the mount namespace it was read in sees it. */
  path: string;
}

/** @param text /proc/PID/mountinfo @returns where network namespaces are bound to files, as `ip netns add` does */
export function parseNetnsMounts(text: string): NetnsMount[] {
  const mounts: NetnsMount[] = [];
  for (const line of text.split('\n')) {
    const [left, right] = line.split(' - ');
    if (!right?.startsWith('nsfs ')) continue;
    const [, , , root, mountPoint] = left?.split(' ') ?? [];
    const inode = parseInodeLink('net', root ?? '');
    if (inode !== undefined && mountPoint !== undefined) mounts.push({ inode, path: unescapeOctal(mountPoint) });
  }
  return mounts;
}

/** The kernel writes blanks, tabs, line feeds and backslashes of a path as \ooo. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}

/** @param text /proc/PID/cmdline */
export function parseArguments(text: string): string[] {
  return text === '' ? [] : text.replace(/\0$/, '').split('\0');
}
