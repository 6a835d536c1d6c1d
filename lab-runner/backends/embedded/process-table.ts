// Looks at and ends processes of this machine by pid and start time, so that a reused pid is never taken for an old process.
import { readFileSync } from 'node:fs';
import { waitUntil } from '../../sys/wait';

export interface ProcessRef {
  pid: number;
  /** Clock ticks since boot. */
  startTicks: number;
}

/** @returns the process that has this pid now, or undefined. */
export function refOf(pid: number): ProcessRef | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { pid, startTicks: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

export function isRunning(process: ProcessRef): boolean {
  return refOf(process.pid)?.startTicks === process.startTicks;
}

/** SIGKILL, then waits until they are gone. Those gone already are fine. */
export async function killAll(processes: readonly ProcessRef[], timeoutMs = 5000): Promise<void> {
  const left = processes.filter(isRunning);
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  await waitUntil({
    what: `processes ${left.map(({ pid }) => pid).join(', ')} to end`,
    probe: () => (left.some(isRunning) ? undefined : true),
    timeoutMs,
    intervalMs: 2,
  });
}
