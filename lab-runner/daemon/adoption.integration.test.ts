// A real lab outlives its runner: kill -9, a new start, the same files under a new shell; then SIGTERM leaves nothing.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabInfo } from '../api';
import { embeddedObstacle } from '../backends/contract-obstacle';
import { waitUntil } from '../sys/wait';
import { startRunnerProcess, type RunnerProcess } from './runner-process';
import { call, makeTempFolder, startLab, TestTerminal } from './testing';

const skip = await embeddedObstacle();
if (skip !== undefined) console.warn(`Skipped: adoption of real labs. ${skip}`);

describe.skipIf(skip !== undefined)('lab-runner process with embedded labs', () => {
  let folder: Awaited<ReturnType<typeof makeTempFolder>>;
  const runners: RunnerProcess[] = [];
  const start = async () => {
    const runner = await startRunnerProcess(folder.path, { PODWIRE_BACKENDS: 'embedded' });
    runners.push(runner);
    return runner;
  };
  beforeAll(async () => {
    folder = await makeTempFolder();
  });
  afterAll(async () => {
    await Promise.all(runners.map((runner) => runner.stop().catch(() => undefined)));
    await folder.remove();
  });

  test('after kill -9 the next start adopts the lab; SIGTERM then ends it', async () => {
    const first = await start();
    const id = await startLab(first.socketPath, { backend: 'embedded' });
    const before = await TestTerminal.attach(first.socketPath, id);
    before.type("echo kept > /root/work; echo 'work of yester''day'\r");
    await before.untilShown('work of yesterday');
    const screen = join(folder.path, 'runner', 'labs', id, 'workstation.screen.json');
    await waitUntil<true>({
      what: 'the stored screen',
      timeoutMs: 10_000,
      probe: async () => (await readFile(screen, 'utf8').catch(() => '')).includes('yesterday') || undefined,
    });
    process.kill(first.pid, 'SIGKILL');
    await expect(first.ended).rejects.toThrow('SIGKILL');

    const second = await start();
    const info = LabInfo.parse((await call(second.socketPath, 'GET', `/labs/${id}`)).json());
    expect(info).toMatchObject({ state: 'ready', adopted: true });
    const after = await TestTerminal.attach(second.socketPath, id);
    expect(after.screens[0]).toMatchObject({ restarted: true });
    expect(after.screens[0]?.data).toContain('work of yesterday');
    after.type('cat /root/work\r');
    await after.untilShown('kept\r\n');

    const { exit, stderr } = await second.stop();
    expect(exit, stderr).toBe(0);
    expect(await processesNaming(id)).toEqual([]);
    expect(await readFile('/proc/self/mountinfo', 'utf8')).not.toContain(id);
  });
});

/** Command lines and cgroups of this machine's processes that name the lab. */
async function processesNaming(id: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const texts = await Promise.all(
    pids.map(async (pid) => {
      const parts = await Promise.all(
        ['cmdline', 'cgroup'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      return parts.join(' ');
    }),
  );
  return texts.filter((text) => text.includes(id));
}
