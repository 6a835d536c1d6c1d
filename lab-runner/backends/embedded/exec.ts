// Runs one command in a lab. What it prints is what the lab claims.
import type { ExecResult } from '../backend';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, tryRun } from '../../sys/command';
import type { Context } from './context';
import type { LabRecord } from './record';
import { HOST_ENVIRONMENT, inLab } from './sandbox/enter';

/** Longer than a command takes to die of SIGTERM and then SIGKILL. */
const GRACE_MS = 2500;

export interface ExecInLabOptions {
  argv: readonly string[];
  input?: string | undefined;
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  maxBytes?: number | undefined;
}

/** @throws CommandError when the time is over; the command is then stopped in the lab too. */
export async function execInLab(context: Context, record: LabRecord, options: ExecInLabOptions): Promise<ExecResult> {
  const { argv, input, timeoutMs = 30_000, signal, maxBytes } = options;
  const command = inLab({
    labId: record.id,
    holderPid: holderPid(record),
    procsFiles: context.cgroups?.procsFiles(record.id) ?? [],
    argv,
    terminal: false,
    maxProcesses: context.cgroups ? null : record.spec.limits.pids,
  });
  const finished = new AbortController();
  const running = tryRun(command, {
    env: { ...HOST_ENVIRONMENT },
    timeoutMs,
    ...(input !== undefined && { input }),
    ...(signal && { signal }),
    ...(maxBytes !== undefined && { maxBytes }),
  }).finally(() => finished.abort());
  // What the command left behind in the lab may hold its outputs open for as long as it likes, out of reach of the command's own deadline.
  const overdue = sleep(timeoutMs + GRACE_MS, undefined, { signal: finished.signal }).then(
    () => Promise.reject(new CommandError(`Timed out after ${timeoutMs} ms`, command, {})),
    () => running,
  );
  running.catch(() => undefined);
  const { exit, stdout, stderr } = await Promise.race([running, overdue]);
  return { exit, stdout, stderr };
}

/** @throws Error when the lab's sandbox was never started. */
export function holderPid(record: LabRecord): number {
  if (!record.running) throw new Error(`Lab ${record.id} is not running`);
  return record.running.holder.pid;
}
