// A lab-runner as its own process, for tests that kill it or weigh it. Only tests import this file.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { tryRun, type CommandResult } from '../sys/command';
import { waitUntil } from '../sys/wait';
import { call } from './testing';

const repository = fileURLToPath(new URL('../..', import.meta.url));
let bundle: Promise<string> | undefined;

/** @returns the path of lab-runner as one file, made once per test file. */
function bundleRunner(): Promise<string> {
  // Below node_modules, so that the packages it leaves outside are found.
  const outfile = join(repository, 'node_modules', '.cache', `lab-runner-${process.pid}.mjs`);
  bundle ??= build({
    entryPoints: [join(repository, 'lab-runner', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  }).then(() => outfile);
  return bundle;
}

export interface RunnerProcess {
  pid: number;
  socketPath: string;
  /** How it ended; rejects with CommandError when a signal killed it. */
  ended: Promise<CommandResult>;
  /** Resident memory in MiB. */
  rssMiB(): Promise<number>;
  openFiles(): Promise<number>;
  /** SIGTERM, and waits. */
  stop(): Promise<CommandResult>;
}

/** Starts a runner and does not wait for it to be ready. */
export async function launchRunner(dataDir: string, env: Record<string, string> = {}): Promise<CommandResult> {
  const file = await bundleRunner();
  const settings = { PODWIRE_DATA: dataDir, PODWIRE_BACKENDS: 'fake', ...env };
  return tryRun([process.execPath, file], { env: settings, timeoutMs: 300_000 });
}

export async function startRunnerProcess(dataDir: string, env: Record<string, string> = {}): Promise<RunnerProcess> {
  await bundleRunner();
  const socketPath = join(dataDir, 'run', 'runner.sock');
  const ended = launchRunner(dataDir, env);
  let over: string | undefined;
  ended.then(
    ({ exit, stderr }) => (over = `exit ${exit}: ${stderr}`),
    (error: unknown) => (over = String(error)),
  );
  const pid = await waitUntil({
    what: `a runner on ${socketPath}`,
    timeoutMs: 60_000,
    lastSeen: () => over ?? 'it runs',
    probe: async () => {
      if (over !== undefined) throw new Error(`The runner ended before it was ready: ${over}`);
      const health = await call(socketPath, 'GET', '/health').catch(() => undefined);
      return health && z.object({ pid: z.number() }).parse(health.json()).pid;
    },
  });
  return {
    pid,
    socketPath,
    ended,
    async rssMiB() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    },
    openFiles: async () => (await readdir(`/proc/${pid}/fd`)).length,
    async stop() {
      if (over === undefined) process.kill(pid, 'SIGTERM');
      return ended;
    },
  };
}
