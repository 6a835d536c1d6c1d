// The runner as a whole: lock, backends, labs, routes and the socket they are served on. main.ts and the tests share it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { LabBackend } from '../backends/backend';
import { systemClock, type Clock } from '../sys/clock';
import { sendProblem } from './http';
import { Labs } from './labs';
import { takeLock } from './lock';
import { toProblem } from './problem';
import { makeRoutes } from './routes';
import { listenOnSocket } from './socket-file';
import { makeUpgrades } from './upgrade';

export interface RunnerConfig {
  /** The data folder; the runner's own state is in `runner/` below it. */
  dataDir: string;
  socketPath: string;
  socketGid?: number | undefined;
  backends: readonly LabBackend[];
  log: Logger;
  clock?: Clock;
  maxLabs?: number;
  checkpointOnStop?: boolean;
}

export interface Runner {
  socketPath: string;
  /** Ends what is overdue now. A timer does it every second; tests with their own clock call it. */
  tick(): Promise<void>;
  /** Ends all labs, lets everybody go and removes the socket. A second call returns the first's result. */
  close(): Promise<void>;
}

const TICK_MS = 1000;

/** @throws Error when another runner has the data folder or the socket, or a backend that applies is broken. */
export async function startRunner(config: RunnerConfig): Promise<Runner> {
  const { dataDir, socketPath, backends, log, clock = systemClock, maxLabs = 40, checkpointOnStop = false } = config;
  const folder = join(dataDir, 'runner');
  const lock = await takeLock(join(folder, 'lock'));
  const labs = new Labs({ backends, folder, clock, log, maxLabs });
  const answer = makeRoutes(labs, backends);
  const upgrades = makeUpgrades(labs, log);

  const server = createServer((request, response) => void serve(request, response));
  server.on('upgrade', (request, socket, head) => upgrades.handle(request, socket, head));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    response.once('close', () => {
      const ms = Math.round(performance.now() - startedAt);
      log.debug({ method: request.method, url: request.url, status: response.statusCode, ms }, 'request');
    });
    try {
      await answer(request, response);
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status >= 500) log.error({ err: error, method: request.method, url: request.url }, 'request failed');
      sendProblem(request, response, problem);
    }
  }

  try {
    await labs.adopt();
    await listenOnSocket(server, socketPath, config.socketGid);
  } catch (error) {
    await lock.close();
    throw error;
  }
  const timer = setInterval(() => void labs.tick(), TICK_MS);

  async function close(): Promise<void> {
    clearInterval(timer);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    try {
      await labs.close(checkpointOnStop);
    } finally {
      upgrades.close();
      server.closeAllConnections();
      await closed;
      await Promise.all(backends.map((backend) => backend.close()));
      await lock.close();
    }
  }

  let closing: Promise<void> | undefined;
  return { socketPath, tick: () => labs.tick(), close: () => (closing ??= close()) };
}
