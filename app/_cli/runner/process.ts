// lab-runner as a process of ours: started, waited for, asked to end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { CliFailure } from '../failure';
import type { Host } from '../host';

export interface RunnerProcessOptions {
  data: string;
  socket: string;
  log: string;
  backends: readonly string[];
  /** What the runner gets when this process dies: TERM ends its labs, KILL leaves them for the next runner. */
  onDeath: 'TERM' | 'KILL';
  /** Called when it takes a while. */
  onSlow?: () => void;
}

export interface RunnerProcess {
  pid: number;
  /** Resolves when it is gone, whoever ended it. */
  ended: Promise<unknown>;
  /** Ends it and its labs. */
  stop(): Promise<void>;
}

const SLOW_MS = 2000;

/** @throws CliFailure with the runner's log when it does not come up. */
export async function startRunnerProcess(host: Host, options: RunnerProcessOptions): Promise<RunnerProcess> {
  const { data, socket, log: logPath, backends, onDeath, onSlow } = options;
  await mkdir(dirname(logPath), { recursive: true });
  const log = await open(logPath, 'w', 0o600);
  const child = spawn('setpriv', ['--pdeathsig', onDeath, process.execPath, join(host.root, 'dist', 'runner.mjs')], {
    detached: true,
    stdio: ['ignore', 'pipe', log.fd],
    env: { ...process.env, PODWIRE_DATA: data, PODWIRE_RUNNER_SOCKET: socket, PODWIRE_BACKENDS: backends.join(',') },
  });
  await log.close();
  if (!child.stdout) throw new Error('lab-runner was started without a pipe');
  const ended = once(child, 'exit');
  const ready = once(createInterface({ input: child.stdout }), 'line');
  const slow = setTimeout(() => onSlow?.(), SLOW_MS);
  const first = await Promise.race([ready.then(() => 'ready'), ended.then(() => 'ended')]);
  clearTimeout(slow);
  if (first === 'ended' || child.pid === undefined) {
    const said = (await readFile(logPath, 'utf8')).trim();
    throw new CliFailure(
      `lab-runner could not be started:\n${said}`,
      'npx podwire doctor tells what this machine lacks.',
    );
  }
  return {
    pid: child.pid,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
