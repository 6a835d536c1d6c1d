// Reads processes from this machine's /proc: the kernel's word, not the lab's. Knows nothing of how a lab was made.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { run } from '../sys/command';
import { DESCRIPTORS_SCRIPT } from './descriptors-script';
import type { LabProcess, Namespaces } from './document';
import { NAMESPACE_KINDS, parseArguments, parseInodeLink, parseStat, parseStatus } from './proc-text';
import type { ProgramHashes } from './program-hash';

/** More descriptors than any program of a lesson opens; a process with more is read in part, and said so. */
const MAX_DESCRIPTORS = 4096;
const MAX_ARGUMENT_BYTES = 64 * 1024;

export interface ReadOptions {
  /** Host uid that is root in the lab, and how many follow. */
  firstUid: number;
  uids: number;
  hashes: ProgramHashes;
  /** Collects what could not be read. */
  problems: string[];
  /** Open files by pid, where the reader may not list them itself; see {@link listDescriptors}. */
  descriptors?: ReadonlyMap<number, readonly Descriptor[]> | undefined;
}

export interface Descriptor {
  name: string;
  /** What /proc/PID/fd/NAME says it is. */
  link: string;
}

/** A process, and where its network namespaces can be entered: its own, and those it only holds open. */
export interface ReadProcess {
  process: LabProcess;
  heldNetns: { inode: number; path: string }[];
}

/** All pids of this machine's /proc. */
export function listPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/**
 * The processes of a user namespace, and zombies they left, which have no namespaces any more.
 * @param userNamespace its inode
 */
export function pidsOfUserNamespace(userNamespace: number): number[] {
  const members = new Set<number>();
  const orphans = new Map<number, number>();
  for (const pid of listPids()) {
    const inode = namespaceOf(pid, 'user');
    if (inode === userNamespace) members.add(pid);
    else if (inode === undefined) {
      const stat = parseStat(readText(`/proc/${pid}/stat`) ?? '');
      if (stat?.state === 'Z') orphans.set(pid, stat.ppid);
    }
  }
  for (let grew = true; grew;) {
    grew = false;
    for (const [pid, ppid] of orphans) {
      if (!members.has(ppid) || members.has(pid)) continue;
      members.add(pid);
      grew = true;
    }
  }
  return [...members].sort((a, b) => a - b);
}

/** @returns undefined when the process is gone, or is not inside a pid namespace below the reader's. */
export function readProcess(pid: number, options: ReadOptions): ReadProcess | undefined {
  const stat = parseStat(readText(`/proc/${pid}/stat`) ?? '');
  const status = parseStatus(readText(`/proc/${pid}/status`) ?? '');
  if (!stat || !status || status.nspid.length < 2) return undefined;
  const isZombie = stat.state === 'Z' || stat.state === 'X';
  const descriptors = isZombie ? [] : (options.descriptors?.get(pid) ?? readDescriptors(pid, options.problems));
  const offset = status.uid - options.firstUid;
  const argv = readText(`/proc/${pid}/cmdline`) ?? '';
  const process: LabProcess = {
    pid,
    nspid: status.nspid.slice(1),
    ppid: stat.ppid,
    uid: offset >= 0 && offset < options.uids ? offset : 65534,
    comm: stat.comm,
    argv: parseArguments(argv.slice(0, MAX_ARGUMENT_BYTES)),
    exe: isZombie ? null : readProgram(pid, options),
    startTicks: stat.startTicks,
    state: stat.state,
    namespaces: readNamespaces(pid),
    sockets: descriptors.map(({ link }) => parseInodeLink('socket', link)).filter((inode) => inode !== undefined),
    capabilities: status.capabilities,
  };
  process.sockets.sort((a, b) => a - b);
  const heldNetns = descriptors.flatMap(({ name, link }) => {
    const inode = parseInodeLink('net', link);
    return inode === undefined ? [] : [{ inode, path: `/proc/${pid}/fd/${name}` }];
  });
  return { process, heldNetns };
}

/** @returns undefined for a process that is gone, dead or another's. */
export function namespaceOf(pid: number, kind: (typeof NAMESPACE_KINDS)[number]): number | undefined {
  const link = readLink(`/proc/${pid}/ns/${kind}`);
  return link === undefined ? undefined : parseInodeLink(kind, link);
}

export function readNamespaces(pid: number): Namespaces | null {
  const namespaces: Partial<Namespaces> = {};
  for (const kind of NAMESPACE_KINDS) {
    const inode = namespaceOf(pid, kind);
    if (inode === undefined) return null;
    namespaces[kind] = inode;
  }
  return namespaces as Namespaces;
}

function readProgram(pid: number, { hashes, problems }: ReadOptions): LabProcess['exe'] {
  const path = readLink(`/proc/${pid}/exe`);
  if (path === undefined) return null;
  try {
    return { path, sha256: hashes.of(`/proc/${pid}/exe`) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ESRCH') {
      problems.push(`program of process ${pid}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return null;
  }
}

/**
 * Lists open files from inside the processes' user namespace: for a reader that is not root.
 * @param userNamespace a file of it
 */
export async function listDescriptors(
  pids: readonly number[],
  userNamespace: string,
): Promise<Map<number, Descriptor[]>> {
  const { stdout } = await run(['perl', '-', userNamespace, String(MAX_DESCRIPTORS), ...pids.map(String)], {
    input: DESCRIPTORS_SCRIPT,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    timeoutMs: 5000,
  });
  const listed = new Map<number, Descriptor[]>(pids.map((pid) => [pid, []]));
  for (const item of stdout.split('\0')) {
    const [, pid, name, link] = /^(\d+) (\d+) (.*)$/s.exec(item) ?? [];
    if (name !== undefined && link !== undefined) listed.get(Number(pid))?.push({ name, link });
  }
  return listed;
}

function readDescriptors(pid: number, problems: string[]): Descriptor[] {
  let names: string[];
  try {
    names = readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
  if (names.length > MAX_DESCRIPTORS) {
    problems.push(`process ${pid} has ${names.length} open files, of which ${MAX_DESCRIPTORS} were read`);
    names = names.slice(0, MAX_DESCRIPTORS);
  }
  return names.flatMap((name) => {
    const link = readLink(`/proc/${pid}/fd/${name}`);
    return link === undefined ? [] : [{ name, link }];
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
