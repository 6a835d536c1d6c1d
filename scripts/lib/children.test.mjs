import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endedProblem, isAlive, startChild, untilHealthy } from './children.mjs';

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'podwire-child-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const start = (script) =>
  startChild({
    name: 'part',
    argv: ['sh', '-c', script],
    env: process.env,
    cwd: folder,
    log: join(folder, 'part.log'),
  });
const logged = () => readFileSync(join(folder, 'part.log'), 'utf8');
const healthyWhen = (text) => ({
  what: 'start part',
  probe: () => Promise.resolve(logged().includes(text)),
  timeoutMs: 5000,
});

test('untilHealthy() says which child ended, how, and shows the end of its log', async () => {
  const child = start('echo no such table >&2; exit 3');
  await expect(untilHealthy(child, healthyWhen('never'))).rejects.toMatchObject({
    message: 'part ended with exit code 3',
    seen: 'no such table',
  });
});

test('endedProblem() names a full disk as what is to be mended', () => {
  const log = join(folder, 'app.log');
  writeFileSync(log, 'FATAL:  could not extend file "base/1/2691": No space left on device\n');
  expect(endedProblem({ name: 'web application', log }, 'ended with exit code 1', 'start it').remedy).toContain(
    'The disk is full',
  );
});

test('untilHealthy() gives up on a child that never answers', async () => {
  const child = start('echo waiting; exec sleep 60');
  await expect(untilHealthy(child, { ...healthyWhen('never'), timeoutMs: 100 })).rejects.toMatchObject({
    message: 'part runs but did not answer within 0.1 s',
  });
  await child.stop(1000);
});

test('stop() ends a polite child politely', async () => {
  const child = start('trap "echo bye; exit 0" TERM; echo up; while :; do sleep 0.05; done');
  await untilHealthy(child, healthyWhen('up'));
  expect(await child.stop(5000)).toBe(true);
  expect(logged()).toContain('bye');
  expect(isAlive(child)).toBe(false);
});

test('stop() kills a stubborn child with everything in its session', async () => {
  const child = start('trap "" TERM; sleep 61 & echo up $!; while :; do sleep 0.05; done');
  await untilHealthy(child, healthyWhen('up'));
  const grandchild = Number(/up (\d+)/.exec(logged())[1]);
  expect(await child.stop(100)).toBe(false);
  await child.ended;
  await expect.poll(() => readState(grandchild)).toBe('gone');
});

function readState(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0] === 'Z' ? 'gone' : 'alive';
  } catch {
    return 'gone';
  }
}
