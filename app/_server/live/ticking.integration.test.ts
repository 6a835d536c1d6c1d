import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFakeBackend } from '../../../lab-runner/backends/fake';
import { startRunner, type Runner } from '../../../lab-runner/daemon/server';
import { startTestPostgres, type TestPostgres } from '../db/testing';
import { startTestApp, type TestApp } from '../testing/app';
import { LESSON } from '../testing/course';
import { showPorts, type Faults } from '../testing/listening-evidence';
import { Relay } from '../testing/relay';
import { Visitor } from '../testing/visitor';
import type { AttemptView, LabView, LessonView, StepView } from '../views';

let dir: string;
let postgres: TestPostgres;
let runner: Runner;
let relay: Relay;
let app: TestApp;
const faults: Faults = { beforeEvidence: () => undefined };

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'podwire-tick-'));
  postgres = await startTestPostgres();
  runner = await startTestRunner();
  relay = new Relay(join(dir, 'relay.sock'), runner.socketPath);
  await relay.open();
  app = await startTestApp({
    databaseUrl: await postgres.freshUrl(),
    runnerSocket: relay.path,
    courseDir: join(dir, 'course'),
  });
});

afterAll(async () => {
  await app.close();
  await relay.cut();
  await runner.close();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

const startTestRunner = () =>
  startRunner({
    dataDir: dir,
    socketPath: join(dir, 'runner.sock'),
    backends: [showPorts(createFakeBackend({ dataDir: dir }), faults)],
    log: pino({ level: 'silent' }),
    checkpointOnStop: true,
  });

/** Runs a command in a lab as the learner would, but without a terminal. */
async function inLab(labId: string, argv: string[], input = ''): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const body = JSON.stringify({ terminal: 'workstation', argv, input });
    const request = httpRequest(
      {
        socketPath: runner.socketPath,
        method: 'POST',
        path: `/v1/labs/${labId}/exec`,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`exec ${response.statusCode}`)),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const listenOn = (labId: string, port: number) => inLab(labId, ['tee', `/listen-${port}`]);

async function readyLab(): Promise<{ learner: Visitor; lab: LabView }> {
  const learner = new Visitor(app.url);
  const started = await learner.post<LabView>('/api/labs', { lesson: LESSON });
  expect(started.status).toBe(200);
  const lab = await learner.until(started.body.id, (event) =>
    event.type === 'lab' && event.lab.state === 'ready' ? event.lab : undefined,
  );
  return { learner, lab };
}

const stepDone = (id: string) => (event: { type: string; step?: StepView }) =>
  event.type === 'step' && event.step?.id === id && event.step.state === 'done' ? event.step : undefined;

it('a step turns green by itself within a second, is stored, costs no attempt, and stays done', async () => {
  const { learner, lab } = await readyLab();
  const green = learner.until(lab.id, stepDone('listen'));
  const looking = learner.until(lab.id, (event) =>
    event.type === 'step' && event.step.id === 'listen' && event.step.state === 'looking' ? true : undefined,
  );
  await looking;
  const startedAt = performance.now();
  await listenOn(lab.id, 8080);
  const step = await green;
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(step).toMatchObject({ points: 2, maxPoints: 2, attempts: 0, solutionOpen: true });
  const view = await learner.get<LessonView>(`/api/lessons/${LESSON}`);
  expect(view.body.steps[0]).toMatchObject({ id: 'listen', state: 'done', attempts: 0 });
  expect(view.body.startP50Ms).toBeGreaterThanOrEqual(0);
  await learner.delete(`/api/labs/${lab.id}`);
  const after = await learner.get<LessonView>(`/api/lessons/${LESSON}`);
  expect(after.body.lab).toBeNull();
  expect(after.body.steps[0]?.state).toBe('done');
});

it('Check tells what differs, counts one attempt, and opens the solution after the author’s number of tries', async () => {
  const { learner, lab } = await readyLab();
  const check = async () =>
    (await learner.post<AttemptView>(`/api/labs/${lab.id}/attempts`, { step: 'both', key: randomUUID() })).body;
  const first = await check();
  expect(first.view).toMatchObject({ state: 'differs', attempts: 1, solutionOpen: false });
  expect(first.view?.checks[0]).toMatchObject({ id: 'second', verdict: 'fail', code: 'listening.none' });
  expect(first.view?.checks[0]?.messages.zh.expected).toContain('9090');
  const second = await check();
  expect(second.view).toMatchObject({ attempts: 2, solutionOpen: true });
  await listenOn(lab.id, 9090);
  expect((await check()).view).toMatchObject({ state: 'done', points: 3 });
  // A final step must hold: broken again and asked again, it differs.
  await learner.delete(`/api/labs/${lab.id}`);
});

it('an answer is graded by Check, and a step with an answer does not hold up the ticks of the next', async () => {
  const { learner, lab } = await readyLab();
  await listenOn(lab.id, 8080);
  await learner.until(lab.id, stepDone('listen'));
  await listenOn(lab.id, 9090);
  await learner.until(lab.id, stepDone('both'));
  const wrong = await learner.post<AttemptView>(`/api/labs/${lab.id}/attempts`, {
    step: 'say',
    key: randomUUID(),
    answers: { word: 'init' },
  });
  expect(wrong.body.view).toMatchObject({ state: 'differs' });
  const right = await learner.post<AttemptView>(`/api/labs/${lab.id}/attempts`, {
    step: 'say',
    key: randomUUID(),
    answers: { word: 'Pause' },
  });
  expect(right.body.view).toMatchObject({ state: 'done', attempts: 2 });
  await learner.delete(`/api/labs/${lab.id}`);
});

it('a runner that fails gives "not graded" with a reference, and costs no attempt', async () => {
  const { learner, lab } = await readyLab();
  faults.beforeEvidence = (request) => {
    if (request.freeze) throw new Error('the disk is on fire');
  };
  try {
    const answer = await learner.post<AttemptView>(`/api/labs/${lab.id}/attempts`, {
      step: 'both',
      key: randomUUID(),
    });
    expect(answer.body.view).toMatchObject({ state: 'not-graded', attempts: 0 });
    expect(answer.body.reference).toBe(answer.body.id);
    expect(answer.body.view?.checks[0]?.messages.en.actual).toContain('the disk is on fire');
  } finally {
    faults.beforeEvidence = () => undefined;
  }
  await learner.delete(`/api/labs/${lab.id}`);
});

it('the same key fifty times at once stores, grades and counts one attempt', async () => {
  const { learner, lab } = await readyLab();
  const key = randomUUID();
  const actor = await app.services.sessions.actorOf(new Headers({ cookie: learner.cookie }));
  if (!actor) throw new Error('the learner has no session');
  const views = await Promise.all(
    Array.from({ length: 50 }, () => app.services.attempts.check(actor, lab.id, { step: 'both', key, answers: {} })),
  );
  expect(new Set(views.map(({ id }) => id)).size).toBe(1);
  expect(views.every(({ state }) => state === 'graded')).toBe(true);
  const again = await learner.post<AttemptView>(`/api/labs/${lab.id}/attempts`, { step: 'both', key });
  expect(again.body.id).toBe(views[0]?.id);
  expect(again.body.view).toMatchObject({ state: 'differs', attempts: 1 });
  const other = await learner.post(`/api/labs/${lab.id}/attempts`, { step: 'say', key });
  expect(other.status).toBe(400);
  await learner.delete(`/api/labs/${lab.id}`);
});

it('Reset gives a fresh lab and keeps progress; an ended lab’s files come back with the next', async () => {
  const { learner, lab } = await readyLab();
  await listenOn(lab.id, 8080);
  await learner.until(lab.id, stepDone('listen'));
  const reset = await learner.post<LabView>(`/api/labs/${lab.id}/reset`);
  expect(reset.body.id).not.toBe(lab.id);
  await learner.until(reset.body.id, (event) =>
    event.type === 'lab' && event.lab.state === 'ready' ? true : undefined,
  );
  // Fresh: the port of the first lab is not listened on.
  const differs = await learner.post<AttemptView>(`/api/labs/${reset.body.id}/attempts`, {
    step: 'both',
    key: randomUUID(),
  });
  expect(differs.body.view?.checks[0]?.code).toBe('listening.none');
  expect((await learner.get<LessonView>(`/api/lessons/${LESSON}`)).body.steps[0]?.state).toBe('done');

  await listenOn(reset.body.id, 9090);
  await learner.delete(`/api/labs/${reset.body.id}`);
  const again = await learner.post<LabView>('/api/labs', { lesson: LESSON });
  await learner.until(again.body.id, stepDone('both'));
  await learner.delete(`/api/labs/${again.body.id}`);
});

it('a lab outlives the way to the runner: the page is told, and ticking goes on', async () => {
  const { learner, lab } = await readyLab();
  const seen: string[] = [];
  const back = learner.until(lab.id, (event) => {
    if (event.type === 'runner') seen.push(event.reachable ? 'there' : 'gone');
    return seen.length === 3 ? true : undefined;
  });
  const gone = learner.until(lab.id, (event) => (event.type === 'runner' && !event.reachable ? true : undefined));
  await learner.until(lab.id, (event) => (event.type === 'step' && event.step.state === 'looking' ? true : undefined));
  await relay.cut();
  await gone;
  const failed = await learner.post<AttemptView>(`/api/labs/${lab.id}/attempts`, {
    step: 'both',
    key: randomUUID(),
  });
  expect(failed.body.view).toMatchObject({ state: 'not-graded', attempts: 0 });
  await relay.open();
  await back;
  expect(seen).toEqual(['there', 'gone', 'there']);
  const green = learner.until(lab.id, stepDone('listen'));
  await listenOn(lab.id, 8080);
  await green;
  await learner.delete(`/api/labs/${lab.id}`);
});

it('the present state comes first in the stream, and the page of a stranger gets none', async () => {
  const { learner, lab } = await readyLab();
  const first: string[] = [];
  await learner.until(lab.id, (event) => {
    first.push(event.type);
    return first.length === 5 ? true : undefined;
  });
  expect(first).toEqual(['runner', 'lab', 'step', 'step', 'step']);
  const stranger = new Visitor(app.url);
  await stranger.post('/api/labs', { lesson: LESSON });
  expect((await stranger.get(`/api/labs/${lab.id}/events`)).status).toBe(404);
  await learner.delete(`/api/labs/${lab.id}`);
});

it('an attempt that a killed server left is finished from its evidence, or marked when none was taken', async () => {
  const { learner, lab } = await readyLab();
  const { db } = app.services.database;
  const graded = (await learner.post<AttemptView>(`/api/labs/${lab.id}/attempts`, { step: 'both', key: randomUUID() }))
    .body;
  // As a process that died between evidence and verdict left it, and one that died before the evidence.
  await db.execute(sql`delete from check_results where attempt_id = ${graded.id}`);
  await db.execute(
    sql`update attempts set state = 'grading', verdict = null, claimed_by = 'dead' where id = ${graded.id}`,
  );
  const early = randomUUID();
  await db.execute(sql`insert into attempts (id, user_id, lab_id, lesson, step, kind, key, spec_hash, claimed_by)
    select ${early}, user_id, lab_id, lesson, 'say', 'check', ${randomUUID()}, spec_hash, 'dead' from attempts where id = ${graded.id}`);
  const mine = randomUUID();
  await db.execute(sql`insert into attempts (id, user_id, lab_id, lesson, step, kind, key, spec_hash, claimed_by)
    select ${mine}, user_id, lab_id, lesson, 'say', 'check', ${randomUUID()}, spec_hash, ${app.services.database.instance}
    from attempts where id = ${graded.id}`);
  expect(await app.services.attempts.recover()).toBe(2);
  const rows = await db.execute<{ id: string; state: string; verdict: string | null }>(
    sql`select id, state, verdict from attempts where lab_id = ${lab.id}`,
  );
  const of = (id: string) => rows.rows.find((row) => row.id === id);
  expect(of(graded.id)).toMatchObject({ state: 'graded', verdict: 'fail' });
  expect(of(early)).toMatchObject({ state: 'graded', verdict: 'not graded' });
  // A living process's own attempt is left to it.
  expect(of(mine)).toMatchObject({ state: 'grading' });
  await learner.delete(`/api/labs/${lab.id}`);
});
