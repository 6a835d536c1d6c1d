import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { build } from 'esbuild';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFakeBackend } from '../../../lab-runner/backends/fake';
import { startRunner, type Runner } from '../../../lab-runner/daemon/server';
import { startTestPostgres, type TestPostgres } from '../db/testing';
import { ROOT } from '../root';
import { startTestApp, type TestApp } from '../testing/app';
import { LESSON } from '../testing/course';
import type { Task } from '../testing/doomed';
import { showPorts, type Faults } from '../testing/listening-evidence';
import { Visitor } from '../testing/visitor';
import type { AttemptView, LabView } from '../views';

let dir: string;
let bundle: string;
let databaseUrl: string;
let postgres: TestPostgres;
let runner: Runner;
let app: TestApp;
const faults: Faults = { beforeEvidence: () => undefined };

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'podwire-killed-'));
  postgres = await startTestPostgres();
  databaseUrl = await postgres.freshUrl();
  runner = await startRunner({
    dataDir: dir,
    socketPath: join(dir, 'runner.sock'),
    backends: [showPorts(createFakeBackend({ dataDir: dir }), faults)],
    log: pino({ level: 'silent' }),
  });
  app = await startTestApp({ databaseUrl, runnerSocket: runner.socketPath, courseDir: join(dir, 'course') });
  // Beside node_modules, so that its packages are found.
  bundle = join(ROOT, 'node_modules/.cache', `podwire-doomed-${process.pid}.mjs`);
  await build({
    entryPoints: [join(ROOT, 'app/_server/testing/doomed.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
});

afterAll(async () => {
  await app.close();
  await runner.close();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
  rmSync(bundle, { force: true });
});

async function readyLab(): Promise<{ learner: Visitor; lab: LabView; actorId: string }> {
  const learner = new Visitor(app.url);
  const { body } = await learner.post<LabView>('/api/labs', { lesson: LESSON });
  const lab = await learner.until(body.id, (event) =>
    event.type === 'lab' && event.lab.state === 'ready' ? event.lab : undefined,
  );
  await app.services.snapshots.settled(lab.id);
  const actor = await app.services.sessions.actorOf(new Headers({ cookie: learner.cookie }));
  return { learner, lab, actorId: actor?.id ?? '' };
}

/** Starts the doomed process and kills it when `stuck` resolves or it says that it is stuck itself. */
async function dieAt(task: Task, stuck: Promise<void> | null): Promise<void> {
  const child = spawn(process.execPath, [bundle, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
  await (stuck ?? new Promise<void>((resolve) => child.stdout.once('data', () => resolve())));
  child.kill('SIGKILL');
  expect(await exit).toBe('SIGKILL');
}

const rowOf = async (key: string) =>
  (
    await app.services.database.db.execute<{ state: string; verdict: string | null; evidence_id: string | null }>(
      sql`select state, verdict, evidence_id from attempts where key = ${key}`,
    )
  ).rows;

/** The database notices a dead client when it next writes to it or reads its socket's end; that takes a moment. */
async function recoverOne(): Promise<void> {
  for (const deadline = performance.now() + 5000; performance.now() < deadline;) {
    if ((await app.services.attempts.recover()) === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('The attempt of the killed process was not taken over');
}

it('an attempt whose server is killed before the lab was looked at is kept, marked not graded, and costs nothing', async () => {
  const { learner, lab, actorId } = await readyLab();
  const key = randomUUID();
  const asked = new Promise<void>((resolve) => {
    faults.beforeEvidence = () => {
      resolve();
      return new Promise(() => undefined);
    };
  });
  const task = { databaseUrl, runnerSocket: runner.socketPath, courseDir: join(dir, 'course'), actorId, labId: lab.id };
  await dieAt({ ...task, step: 'both', key, stuckIn: 'nowhere' }, asked);
  faults.beforeEvidence = () => undefined;
  expect(await rowOf(key)).toMatchObject([{ state: 'grading', evidence_id: null }]);
  await recoverOne();
  expect(await rowOf(key)).toMatchObject([{ state: 'graded', verdict: 'not graded' }]);
  const again = await learner.post<AttemptView>(`/api/labs/${lab.id}/attempts`, { step: 'both', key });
  expect(again.body.view).toMatchObject({ state: 'not-graded', attempts: 0 });
  await learner.delete(`/api/labs/${lab.id}`);
});

it('an attempt whose server is killed while it grades is graded by the next from the stored evidence', async () => {
  const { learner, lab, actorId } = await readyLab();
  const key = randomUUID();
  const task = { databaseUrl, runnerSocket: runner.socketPath, courseDir: join(dir, 'course'), actorId, labId: lab.id };
  await dieAt({ ...task, step: 'both', key, stuckIn: 'grader' }, null);
  expect((await rowOf(key))[0]).toMatchObject({ state: 'grading' });
  expect((await rowOf(key))[0]?.evidence_id).not.toBeNull();
  // The lab is gone by then; the evidence is not.
  await learner.delete(`/api/labs/${lab.id}`);
  await recoverOne();
  expect(await rowOf(key)).toMatchObject([{ state: 'graded', verdict: 'fail' }]);
});
