// Runs one command in a lab. What it prints is what the lab claims.
import type { ExecResult } from '../backend';
import { tryRun } from '../../sys/command';
import type { Context } from './context';
import type { LabRecord } from './record';
import { HOST_ENVIRONMENT, inLab } from './sandbox/enter';

export interface ExecInLabOptions {
  argv: readonly string[];
  input?: string | undefined;
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  maxBytes?: number | undefined;
}

/** @throws CommandError when the time is over; the command is then stopped in the lab too. */
export async function execInLab(context: Context, record: LabRecord, options: ExecInLabOptions): Promise<ExecResult> {
  const { argv, input, timeoutMs, signal, maxBytes } = options;
  const command = inLab({
    labId: record.id,
    holderPid: holderPid(record),
    procsFiles: context.cgroups?.procsFiles(record.id) ?? [],
    argv,
    terminal: false,
  });
  const { exit, stdout, stderr } = await tryRun(command, {
    env: { ...HOST_ENVIRONMENT },
    ...(input !== undefined && { input }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(signal && { signal }),
    ...(maxBytes !== undefined && { maxBytes }),
  });
  return { exit, stdout, stderr };
}

/** @throws Error when the lab's sandbox was never started. */
export function holderPid(record: LabRecord): number {
  if (!record.running) throw new Error(`Lab ${record.id} is not running`);
  return record.running.holder.pid;
}
