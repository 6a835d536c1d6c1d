// A lab-runner in the background for labs that were started with --detach while Podwire itself does not run.
// The keeper ends it with its last lab; `npm run up` takes its labs over, since it is noted where up looks for what is left.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeRunnerClient } from '../../_server/runner/client';
import { CliFailure } from '../failure';
import type { Host } from '../host';
import { note, say } from '../output';
import { startRunnerProcess } from './process';

/** Hidden command that this file's {@link keepRunner} runs under. */
export const KEEP_COMMAND = 'keep-runner';

const LOOK_EVERY_MS = 2000;
/** Time for the first lab to appear. */
const FIRST_LAB_MS = 60_000;
const READY = 'ready';

/** Starts the keeper in the background and waits until its runner answers. @throws CliFailure */
export async function startKeeper(host: Host): Promise<void> {
  const log = join(host.data, 'log', 'runner.log');
  const child = spawn(process.execPath, [join(host.root, 'bin', 'podwire.mjs'), KEEP_COMMAND], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
  const first = await Promise.race([line, once(child, 'exit').then(() => 'ended')]);
  if (first !== READY)
    throw new CliFailure(first === 'ended' ? `No lab-runner could be kept in the background; see ${log}` : first);
  child.unref();
  child.stdout.destroy();
}

/** What the keeper does: runs a lab-runner until it has no labs any more. */
export async function keepRunner(host: Host): Promise<void> {
  const data = join(host.data, 'runner');
  await mkdir(dirname(host.socket), { recursive: true, mode: 0o711 });
  const state = join(host.data, 'run', 'up.json');
  const log = join(host.data, 'log', 'runner.log');
  const lock = await host.tryLock(`${data}:keeper`);
  if (!lock) return say('Another lab-runner is being started in the background. Try again.');
  try {
    const runner = await startRunnerProcess(host, {
      data,
      socket: host.socket,
      log,
      backends: ['embedded'],
      onDeath: 'KILL',
    });
    const children = [
      { name: 'lab-runner', pid: runner.pid, ticks: await startTicks(runner.pid), keepsLabs: true },
      { name: 'keeper of lab-runner', pid: process.pid, ticks: await startTicks(process.pid), keepsLabs: false },
    ];
    await writeFile(state, JSON.stringify({ pid: process.pid, children }));
    let over = false;
    const stop = () => (over = true);
    process.once('SIGTERM', stop).once('SIGINT', stop);
    void runner.ended.then(stop);
    say(READY);
    const client = makeRunnerClient(host.socket);
    const from = performance.now();
    let hadLabs = false;
    while (!over) {
      await sleep(LOOK_EVERY_MS);
      const labs = await client.labs().catch(() => []);
      const living = labs.filter(({ state }) => state !== 'ended' && state !== 'failed');
      hadLabs ||= living.length > 0;
      if (living.length === 0 && (hadLabs || performance.now() - from > FIRST_LAB_MS)) over = true;
    }
    client.close();
    await runner.stop();
    await rm(state, { force: true });
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    await lock.release();
  }
}

/** Clock ticks since boot at which a process started, as scripts/up.mjs compares them. */
async function startTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
}
