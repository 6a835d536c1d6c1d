// A lab-runner as its own process, for tests that kill it or weigh it. Only tests import this file.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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

/**
 * Loaded into the runner beside its own code: on SIGUSR2 it collects garbage and writes down what is left. Resident memory says
 * little of that, for it follows the collector's rhythm by tens of MiB.
 */
const SCALES = `
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  writeFileSync(process.env.WEIGHT_FILE + '.new', String(heapUsed + external));
  renameSync(process.env.WEIGHT_FILE + '.new', process.env.WEIGHT_FILE);
});
`;

export interface RunnerProcess {
  pid: number;
  socketPath: string;
  /** How it ended; rejects with CommandError when a signal killed it. */
  ended: Promise<CommandResult>;
  /** What it holds on to after a collection of garbage, in MiB. */
  heldMiB(): Promise<number>;
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
  const weightFile = join(dataDir, 'weight');
  const scales = join(dataDir, 'scales.mjs');
  await writeFile(scales, SCALES);
  const NODE_OPTIONS = `--import=${pathToFileURL(scales).href}`;
  const ended = launchRunner(dataDir, { NODE_OPTIONS, WEIGHT_FILE: weightFile, ...env });
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
    async heldMiB() {
      await rm(weightFile, { force: true });
      process.kill(pid, 'SIGUSR2');
      const bytes = await waitUntil({
        what: 'the runner to weigh itself',
        timeoutMs: 10_000,
        probe: () => readFile(weightFile, 'utf8').catch(() => undefined),
      });
      return Number(bytes) / 2 ** 20;
    },
    openFiles: async () => (await readdir(`/proc/${pid}/fd`)).length,
    async stop() {
      if (over === undefined) process.kill(pid, 'SIGTERM');
      return ended;
    },
  };
}
