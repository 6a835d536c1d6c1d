// The runner as a process of its own, on the fake backend: what kill, floods and hostile programs do to it.
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LabInfo } from '../api';
import { measureEcho, percentile } from '../terminal/echo';
import { waitUntil } from '../sys/wait';
import { launchRunner, startRunnerProcess, type RunnerProcess } from './runner-process';
import { call, makeTempFolder, specOf, startLab, TestTerminal } from './testing';

const MIB = 1024 * 1024;
/** Twice the budget, which `npm run bench` measures: tests share their machine with others. */
const ECHO_MS = 40;
let folder: Awaited<ReturnType<typeof makeTempFolder>>;
let runners: RunnerProcess[];
beforeEach(async () => {
  folder = await makeTempFolder();
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop().catch(() => undefined)));
  await folder.remove();
});

async function start(env: Record<string, string> = {}): Promise<RunnerProcess> {
  const runner = await startRunnerProcess(folder.path, env);
  runners.push(runner);
  return runner;
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('lab-runner process: start and end', () => {
  test('prints a ready line; SIGTERM leaves no lab and no socket', async () => {
    const runner = await start();
    await startLab(runner.socketPath);
    // One more is being made when the signal comes.
    await call(runner.socketPath, 'POST', '/labs', { spec: specOf() });
    const { exit, stdout, stderr } = await runner.stop();
    expect(exit, stderr).toBe(0);
    expect(stdout).toMatch(/^lab-runner is ready: .*runner\.sock \(pid \d+, fake\)\n$/);
    expect(await isThere(runner.socketPath)).toBe(false);
    expect(await readdir(join(folder.path, 'fake'))).toEqual([]);
    for (const line of stderr.trimEnd().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  test('after kill -9 the next start takes the stale socket’s place, adopts the lab and shows its screen', async () => {
    const first = await start();
    const id = await startLab(first.socketPath);
    const before = await TestTerminal.attach(first.socketPath, id);
    before.type("echo 'work of yesterday'\r");
    await before.untilShown('work of yesterday\r\n');
    const stored = join(folder.path, 'runner', 'labs', id, 'workstation.screen.json');
    await waitUntil({
      what: 'the stored screen',
      timeoutMs: 10_000,
      probe: async () => (await isThere(stored)) || undefined,
    });
    process.kill(first.pid, 'SIGKILL');
    await expect(first.ended).rejects.toThrow('SIGKILL');
    expect(await isThere(first.socketPath)).toBe(true);

    const second = await start();
    expect(LabInfo.parse((await call(second.socketPath, 'GET', `/labs/${id}`)).json())).toMatchObject({
      state: 'ready',
      adopted: true,
    });
    const after = await TestTerminal.attach(second.socketPath, id);
    expect(after.screens[0]).toMatchObject({ restarted: true });
    expect(after.screens[0]?.data).toContain('work of yesterday');
    await after.untilShown('nothing here is real');
    await waitUntil({
      what: 'both shells in one recording',
      timeoutMs: 5000,
      probe: async () =>
        (await call(second.socketPath, 'GET', `/labs/${id}/recordings/workstation`)).text.split('nothing here is real')
          .length === 3
          ? true
          : undefined,
    });
  });

  test('a second runner is refused, with words, and the first goes on', async () => {
    const runner = await start();
    const second = await launchRunner(folder.path);
    expect(second.exit).toBe(1);
    expect(second.stderr).toContain('another one is using this data folder');
    const other = await makeTempFolder();
    const third = await launchRunner(other.path, { PODWIRE_RUNNER_SOCKET: runner.socketPath });
    await other.remove();
    expect(third.exit).toBe(1);
    expect(third.stderr).toContain('another one answers on');
    expect((await call(runner.socketPath, 'GET', '/health')).status).toBe(200);
  });

  test('wrong settings end it with a list of them', async () => {
    const { exit, stderr } = await launchRunner(folder.path, { PODWIRE_MAX_LABS: 'many', PODWIRE_BACKENDS: 'docker' });
    expect(exit).toBe(1);
    expect(stderr).toContain('PODWIRE_MAX_LABS');
    expect(stderr).toContain('PODWIRE_BACKENDS');
  });
});

describe('lab-runner process: floods', () => {
  test('yes into a page that never acknowledges: memory stays, another session’s echo stays quick', async () => {
    const runner = await start();
    const quiet = await TestTerminal.attach(runner.socketPath, await startLab(runner.socketPath));
    const flooded = await TestTerminal.attach(runner.socketPath, await startLab(runner.socketPath));
    // Warm: code compiled, screens full, collector settled.
    flooded.type('yes warm\r');
    await flooded.until('a warm flood', () => flooded.received > 8 * MIB, 30_000);
    flooded.acknowledge = false;
    await waitUntil({
      what: 'the flood to be held back',
      timeoutMs: 5000,
      intervalMs: 200,
      probe: quietOnce(() => flooded.received),
    });
    const before = await runner.heldMiB();
    const echo = percentile(await measureEcho(quiet, { count: 60, everyMs: 50 }), 0.95);
    const growth = (await runner.heldMiB()) - before;
    console.info(`never-acknowledging page: holds ${growth.toFixed(1)} MiB more, echo p95 ${echo.toFixed(1)} ms`);
    expect(growth).toBeLessThan(2);
    expect(echo).toBeLessThan(ECHO_MS);
  });

  test('yes into a page that keeps up does not delay another session', async () => {
    const runner = await start();
    const quiet = await TestTerminal.attach(runner.socketPath, await startLab(runner.socketPath));
    const flooded = await TestTerminal.attach(runner.socketPath, await startLab(runner.socketPath));
    flooded.type('yes\r');
    await flooded.until('a flood', () => flooded.received > 5 * MIB, 30_000);
    const before = await runner.heldMiB();
    const from = flooded.received;
    const samples = await measureEcho(quiet, { count: 60, everyMs: 50 });
    const growth = (await runner.heldMiB()) - before;
    const p95 = percentile(samples, 0.95);
    const rate = (flooded.received - from) / MIB / 3;
    console.info(
      `flood of ${rate.toFixed(1)} MiB/s: holds ${growth.toFixed(1)} MiB more, echo p95 ${p95.toFixed(1)} ms`,
    );
    expect(p95).toBeLessThan(ECHO_MS);
  });

  test.each([
    ['an OSC without end', '\x1b]0;', 'x'],
    ['a DCS without end', '\x1bP', 'x'],
    ['repeat commands', 'a', '\x1b[2147483647b'],
    ['hyperlinks', 'a', '\x1b]8;;http://x\x07\x1b]8;;\x07'],
  ])('10 MiB of hostile output grow no memory: %s', async (_, prefix, body) => {
    const runner = await start();
    const terminal = await TestTerminal.attach(runner.socketPath, await startLab(runner.socketPath));
    const emit = (text: string, bytes?: number) =>
      terminal.type(`emit ${Buffer.from(text, 'latin1').toString('base64')} ${bytes ?? ''}\r`);
    // Warm with the same: code compiled, screens full.
    emit(prefix);
    emit(body, 8 * MIB);
    await terminal.until('the warm-up', () => terminal.received > 8 * MIB, 30_000);
    const before = await runner.heldMiB();
    emit(body, 10 * MIB);
    await terminal.until('the hostile output', () => terminal.received > 18 * MIB, 60_000);
    // It has drawn all of it when it can show the screen again.
    const again = await TestTerminal.attach(runner.socketPath, (await labIds(runner.socketPath))[0] ?? '');
    const growth = (await runner.heldMiB()) - before;
    console.info(`${body.slice(1, 4)}: holds ${growth.toFixed(1)} MiB more`);
    expect(again.screens[0]?.data.length).toBeLessThan(MIB);
    expect(growth).toBeLessThan(2);
  });

  test('200 connections leave no open file behind', async () => {
    const runner = await start();
    const id = await startLab(runner.socketPath);
    await (await TestTerminal.attach(runner.socketPath, id)).close();
    const settled = () =>
      waitUntil({
        what: 'the files to be closed',
        timeoutMs: 5000,
        intervalMs: 100,
        probe: quietOnce(() => runner.openFiles()),
      });
    await settled();
    const before = await runner.openFiles();
    for (let i = 0; i < 200; i += 1) {
      const terminal = await TestTerminal.attach(runner.socketPath, id);
      await terminal.close();
    }
    await settled();
    expect(await runner.openFiles()).toBeLessThanOrEqual(before);
  });
});

/** A probe that gives a value once two readings in a row agree. */
function quietOnce(read: () => number | Promise<number>): () => Promise<true | undefined> {
  let last: number | undefined;
  return async () => {
    const now = await read();
    if (now === last) return true;
    last = now;
    return undefined;
  };
}

const labIds = async (socketPath: string) =>
  LabInfo.array()
    .parse((await call(socketPath, 'GET', '/labs')).json())
    .map(({ id }) => id);
