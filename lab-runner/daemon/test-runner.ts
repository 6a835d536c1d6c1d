// A runner in the test's own process, on the fake backend and a clock that the test moves. Only tests import this file.
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach } from 'vitest';
import { FakeBackend, type FakeOptions } from '../backends/fake';
import { startRunner, type Runner, type RunnerConfig } from './server';
import { makeTempFolder, TestClock } from './testing';

export interface RunnerFixture {
  readonly folder: string;
  readonly clock: TestClock;
  start(
    fake?: Partial<FakeOptions>,
    config?: Partial<RunnerConfig>,
  ): Promise<{ runner: Runner; socket: string; backend: FakeBackend }>;
}

/** Gives each test of the file a folder, a clock and runners that are closed after it. */
export function useRunner(): RunnerFixture {
  let folder: Awaited<ReturnType<typeof makeTempFolder>>;
  let clock: TestClock;
  let running: Runner[];

  beforeEach(async () => {
    folder = await makeTempFolder();
    clock = new TestClock();
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((runner) => runner.close()));
    await folder.remove();
  });

  return {
    get folder() {
      return folder.path;
    },
    get clock() {
      return clock;
    },
    async start(fake = {}, config = {}) {
      const backend = new FakeBackend({ dataDir: folder.path, clock, ...fake });
      const socketPath = join(folder.path, 'run', 'r.sock');
      const log = pino({ level: 'silent' });
      const runner = await startRunner({
        dataDir: folder.path,
        socketPath,
        backends: [backend],
        log,
        clock,
        ...config,
      });
      running.push(runner);
      return { runner, socket: runner.socketPath, backend };
    },
  };
}
