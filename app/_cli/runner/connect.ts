// Gets hold of a lab-runner: the one that already answers for this data folder, or one started for as long as the command takes.
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRunnerClient, type RunnerClient } from '../../_server/runner/client';
import { CliFailure } from '../failure';
import type { Host } from '../host';
import { note } from '../output';
import { startKeeper } from './keep';
import { startRunnerProcess } from './process';

export interface Connection {
  client: RunnerClient;
  /** True when the runner ends with this command, and its labs with it. */
  own: boolean;
}

/** @returns undefined when no runner answers on the socket. */
export async function connectRunning(host: Host): Promise<RunnerClient | undefined> {
  const client = makeRunnerClient(host.socket);
  try {
    await client.health();
    return client;
  } catch {
    client.close();
    return undefined;
  }
}

/** @throws CliFailure when none answers: the labs a command names can only be known to a running one. */
export async function requireRunning(host: Host): Promise<RunnerClient> {
  const client = await connectRunning(host);
  if (client) return client;
  throw new CliFailure(
    `No lab-runner answers on ${host.socket}`,
    'Start Podwire (npm run up) or a lab (npx podwire lab start LAB --detach). PODWIRE_DATA must be the same as there.',
  );
}

export interface WithRunnerOptions {
  /** Always start an own one, so that other labs are neither counted nor disturbed. */
  fresh?: boolean;
  backends?: readonly string[];
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` with a runner, and ends what was started for it. */
export async function withRunner<T>(
  host: Host,
  { fresh = false, backends = ['embedded'] }: WithRunnerOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const running = fresh ? undefined : await connectRunning(host);
  if (running) {
    try {
      return await work({ client: running, own: false });
    } finally {
      running.close();
    }
  }
  const own = await startOwn(host, backends);
  const stop = () => void own.stop().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    return await work({ client: own.client, own: true });
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    own.client.close();
    await own.stop();
  }
}

/** As {@link withRunner}, but what was started stays until its last lab is gone. */
export async function withKeptRunner<T>(
  host: Host,
  _options: WithRunnerOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const running = await connectRunning(host);
  if (!running) await startKeeper(host);
  const client = running ?? makeRunnerClient(host.socket);
  try {
    return await work({ client, own: false });
  } finally {
    client.close();
  }
}

const SLOTS = 16;

/**
 * Private data folders are numbered and used again: the next runner in a slot removes what a killed one left there.
 * The base of the labs is shared with the main data folder, since building it takes seconds.
 */
async function startOwn(host: Host, backends: readonly string[]) {
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const data = join(host.data, 'cli', String(slot));
    const lock = await host.tryLock(data);
    if (!lock) continue;
    try {
      await shareBase(host, data);
      const socket = join(data, 'runner.sock');
      const onSlow = () => note('Preparing the base of the labs (only the first time)…');
      const log = join(data, 'runner.log');
      const runner = await startRunnerProcess(host, { data, socket, log, backends, onDeath: 'TERM', onSlow });
      const release = async () => {
        await runner.stop();
        await lock.release();
      };
      let stopping: Promise<void> | undefined;
      return { client: makeRunnerClient(socket), stop: () => (stopping ??= release()) };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }
  throw new CliFailure(
    `${SLOTS} podwire commands with a lab-runner of their own are running`,
    'Wait until one is done.',
  );
}

async function shareBase(host: Host, data: string): Promise<void> {
  for (const part of ['base', 'images']) {
    const shared = join(host.data, 'runner', 'embedded', part);
    await mkdir(shared, { recursive: true, mode: 0o711 });
    await mkdir(join(data, 'embedded'), { recursive: true, mode: 0o711 });
    await symlink(shared, join(data, 'embedded', part)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
