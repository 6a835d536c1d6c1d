// Processor time of processes and everything that descends from them, ended children included.
import { readdir, readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;

/** One line of /proc/PID/stat. Pure. */
export interface ProcessTimes {
  pid: number;
  ppid: number;
  /** Own time and that of children that ended and were waited for, in clock ticks. */
  ticks: number;
}

export function parseStat(text: string): ProcessTimes {
  // The name is in parentheses and may hold anything, a parenthesis too.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid: Number.parseInt(text, 10), ppid: Number(fields[1]), ticks };
}

/** Clock ticks of `roots` and their descendants. Pure. */
export function treeTicks(processes: readonly ProcessTimes[], roots: readonly number[]): number {
  const children = new Map<number, ProcessTimes[]>();
  for (const each of processes) children.set(each.ppid, [...(children.get(each.ppid) ?? []), each]);
  const byPid = new Map(processes.map((each) => [each.pid, each]));
  const seen = new Set<number>();
  const visit = (pid: number): number => {
    if (seen.has(pid)) return 0;
    seen.add(pid);
    const own = byPid.get(pid)?.ticks ?? 0;
    return (children.get(pid) ?? []).reduce((sum, child) => sum + visit(child.pid), own);
  };
  return roots.reduce((sum, pid) => sum + visit(pid), 0);
}

export async function cpuSeconds(roots: readonly number[]): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const texts = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  return treeTicks(texts.filter(Boolean).map(parseStat), roots) / TICKS_PER_SECOND;
}
