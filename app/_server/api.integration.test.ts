// Every route, from its file: what a stranger, a foreign page and an oversized body get.
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeBackend } from '../../lab-runner/backends/fake';
import { startRunner, type Runner } from '../../lab-runner/daemon/server';
import { startTestPostgres, type TestPostgres } from './db/testing';
import { startTestApp, type TestApp } from './testing/app';
import { LESSON, OTHER_LESSON, THIRD_LESSON } from './testing/course';
import { loadRoutes } from './testing/route-files';
import { Visitor, type Answer } from './testing/visitor';
import { ApiError, LessonView, type LabView } from './views';

let dir: string;
let postgres: TestPostgres;
let runner: Runner;
let app: TestApp;
let owner: Visitor;
let lab: LabView;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'podwire-api-'));
  postgres = await startTestPostgres();
  runner = await startRunner({
    dataDir: dir,
    socketPath: join(dir, 'runner.sock'),
    backends: [createFakeBackend({ dataDir: dir })],
    log: pino({ level: 'silent' }),
  });
  app = await startTestApp({
    databaseUrl: await postgres.freshUrl(),
    runnerSocket: runner.socketPath,
    courseDir: join(dir, 'course'),
  });
  owner = new Visitor(app.url);
  lab = await readyLab(owner);
});

afterAll(async () => {
  await app.close();
  await runner.close();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function readyLab(visitor: Visitor): Promise<LabView> {
  const { body } = await visitor.post<LabView>('/api/labs', { lesson: LESSON });
  return visitor.until(body.id, (event) =>
    event.type === 'lab' && event.lab.state === 'ready' ? event.lab : undefined,
  );
}

const routes = await loadRoutes();
const BODIES: Record<string, unknown> = {
  '/api/labs/[id]/attempts': { step: 'both', key: '5f0c2c0e-6a6e-4a53-9c33-1f1f4d9d3b11' },
};
const withLab = routes
  .filter((route) => route.path.includes('[id]'))
  .flatMap((route) => Object.keys(route.methods).map((method) => ({ method, path: route.path })));
const mutations = routes.flatMap((route) =>
  Object.keys(route.methods)
    .filter((method) => method !== 'GET')
    .map((method) => ({ method, path: route.path })),
);
const fill = (path: string, id: string) =>
  path
    .replace('[id]', id)
    .replace('[name]', 'workstation')
    .replace('[...all]', 'sign-out')
    .replace(/\[\w+\]/g, 'x');
const ask = (visitor: Visitor, method: string, path: string, id: string): Promise<Answer> =>
  visitor.send(method, fill(path, id), method === 'GET' ? undefined : (BODIES[path] ?? {}));

it('the route files cover what this test is about', () => {
  expect(withLab.length).toBeGreaterThanOrEqual(8);
  expect(mutations.length).toBeGreaterThanOrEqual(7);
});

describe('a lab that is not yours is not there:', () => {
  it.each(withLab)('$method $path', async ({ method, path }) => {
    const stranger = new Visitor(app.url);
    const visited = await ask(stranger, method, path, lab.id);
    expect(visited.status).toBe(401);
    expect(ApiError.parse(visited.body).code).toBe('not-signed-in');
    await stranger.post('/api/labs', { lesson: OTHER_LESSON });
    const theirs = await ask(stranger, method, path, lab.id);
    const none = await ask(stranger, method, path, 'a0000000');
    expect(theirs.status).toBe(404);
    // Not even its existence can be told.
    expect(theirs.body).toEqual(none.body);
    expect((await owner.get<LabView>(`/api/labs/${lab.id}`)).body.state).toBe('ready');
  });
});

describe('a mutation from another origin is refused before anything is read:', () => {
  const origins = [null, 'null', 'https://evil.example', 'http://127.0.0.1', 'http://127.0.0.1:1'];
  it.each(mutations.flatMap((each) => origins.map((origin) => ({ ...each, origin }))))(
    '$method $path from $origin',
    async ({ method, path, origin }) => {
      const answer = await ask(new Visitor(app.url, origin), method, path, lab.id);
      expect(answer.status).toBe(403);
      expect(ApiError.parse(answer.body).code).toBe('foreign-origin');
    },
  );
});

it('a page under an address of PODWIRE_ORIGINS may ask', async () => {
  const answer = await new Visitor(app.url, 'https://podwire.example').post('/api/labs', { lesson: LESSON });
  expect(answer.status).toBe(200);
});

/** Sends a body as it is, which fetch would not. */
function sendRaw(headers: Record<string, string>, chunks: number): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(app.url);
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/api/labs',
      headers: { origin: app.url, 'content-type': 'application/json', ...headers },
    });
    let isAnswered = false;
    request.on('response', (response) => {
      isAnswered = true;
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    // The server closes while we are still sending, as it should.
    request.on('error', (error) => (isAnswered ? undefined : reject(error)));
    request.flushHeaders();
    for (let i = 0; i < chunks; i += 1) request.write(Buffer.alloc(64 * 1024, 0x20));
    request.end();
  });
}

it('a body of 10 MB is refused with 413, and one of unknown length with 411; the next request is served', async () => {
  const large = await sendRaw({ 'content-length': String(160 * 64 * 1024) }, 0).catch(() => null);
  expect(large?.status).toBe(413);
  expect(ApiError.parse(JSON.parse(large?.body ?? '')).code).toBe('body-too-large');
  const chunked = await sendRaw({ 'transfer-encoding': 'chunked' }, 1);
  expect(chunked.status).toBe(411);
  expect((await owner.get(`/api/labs/${lab.id}`)).status).toBe(200);
});

it('a body of another form is refused with its fields named', async () => {
  const answer = await owner.post<ApiError>('/api/labs', { lesson: '../../etc/passwd', admin: true });
  expect(answer.status).toBe(400);
  expect(answer.body.message['en']).toContain('lesson');
});

it('every answer carries the policy, with a nonce of its own and no way for foreign or evaluated scripts', async () => {
  const answers = await Promise.all(['/api/health', '/en', '/api/labs/a0000000'].map((path) => owner.get(path)));
  const policies = answers.map(({ headers }) => headers.get('content-security-policy') ?? '');
  const scripts = policies.map((policy) => /script-src ([^;]*)/.exec(policy)?.[1] ?? '');
  for (const script of scripts) expect(script).toMatch(/^'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'$/);
  expect(new Set(scripts).size).toBe(3);
  for (const policy of policies) expect(policy).toMatch(/frame-ancestors 'none'/);
  for (const { headers } of answers) expect(headers.get('x-content-type-options')).toBe('nosniff');
});

it('a visitor reads a lesson without an account; starting a lab signs a guest in with a cookie scripts cannot read', async () => {
  const visitor = new Visitor(app.url);
  const before = await visitor.get(`/api/lessons/${LESSON}`);
  expect(before.status).toBe(200);
  expect(before.headers.getSetCookie()).toEqual([]);
  expect(LessonView.parse(before.body)).toMatchObject({ lab: null, unavailable: null });
  const started = await visitor.post<LabView>('/api/labs', { lesson: LESSON });
  expect(started.headers.getSetCookie().join()).toMatch(/podwire\.session_token=.*HttpOnly; SameSite=Lax/i);
  const again = await visitor.post<LabView>('/api/labs', { lesson: LESSON });
  expect(again.body.id).toBe(started.body.id);
});

it('ten starts of one lesson at once make one lab; a third lab is refused with the open ones named', async () => {
  const visitor = new Visitor(app.url);
  await visitor.post('/api/labs', { lesson: OTHER_LESSON });
  const started = await Promise.all(
    Array.from({ length: 8 }, () => visitor.post<LabView>('/api/labs', { lesson: LESSON })),
  );
  expect(new Set(started.map(({ body }) => body.id)).size).toBe(1);
  const third = await visitor.post<ApiError>('/api/labs', { lesson: THIRD_LESSON });
  expect(third.status).toBe(409);
  expect(third.body.code).toBe('too-many-labs');
  expect(third.body.remedy?.['en']).toContain(OTHER_LESSON);
});

it('starting labs without end is answered with 429 and the seconds to wait', async () => {
  const visitor = new Visitor(app.url);
  const statuses: number[] = [];
  let last: Answer | null = null;
  for (let i = 0; i < 12; i += 1) {
    last = await visitor.post('/api/labs', { lesson: LESSON });
    statuses.push(last.status);
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
});

it('extend moves the end by half an hour, and an open page is told without asking', async () => {
  const visitor = new Visitor(app.url);
  const mine = await readyLab(visitor);
  const leave = new AbortController();
  const ends: number[] = [];
  let answered: Answer<LabView> | undefined;
  for await (const event of visitor.events(mine.id, leave.signal)) {
    if (event.type !== 'lab') continue;
    ends.push(event.lab.expiresAt);
    // The first is the present state; from here on the page only listens.
    answered ??= await visitor.post<LabView>(`/api/labs/${mine.id}/extend`);
    if (event.lab.expiresAt > mine.expiresAt) break;
  }
  leave.abort();
  expect(answered?.status).toBe(200);
  const told = ends.at(-1) ?? 0;
  expect(told).toBe(answered?.body.expiresAt);
  // Nobody is attached, so the end of five idle minutes counted.
  expect(Math.abs(told - Date.now() - 30 * 60_000)).toBeLessThan(20_000);
  expect((await visitor.get<LabView>(`/api/labs/${mine.id}`)).body.expiresAt).toBe(told);
  expect((await app.services.runner.lab(mine.id)).expiresAt).toBe(told);
});

it('a lab that ended cannot be extended, and says its state in both languages', async () => {
  const visitor = new Visitor(app.url);
  const mine = await readyLab(visitor);
  await visitor.delete(`/api/labs/${mine.id}`);
  const answer = await visitor.post<ApiError>(`/api/labs/${mine.id}/extend`);
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({
    code: 'lab-not-ready',
    message: { en: expect.stringContaining('“ended”') as string, zh: expect.stringContaining('“已结束”') as string },
  });
});

it('hints open one after the other, and there is none beyond the last', async () => {
  const open = (hint: number) =>
    owner.post<Record<string, unknown>>('/api/hints', { lesson: LESSON, step: 'listen', hint });
  expect((await open(1)).status).toBe(409);
  expect((await open(0)).body).toMatchObject({ hintsOpened: 1, hintsTotal: 2 });
  expect((await open(0)).body).toMatchObject({ hintsOpened: 1 });
  expect((await open(1)).body).toMatchObject({ hintsOpened: 2 });
  expect((await open(2)).status).toBe(409);
});

it('the runner of another lab’s recording path is not reachable by name', async () => {
  const answer = await owner.get(`/api/labs/${lab.id}/recordings/${encodeURIComponent('../workstation')}`);
  expect(answer.status).toBe(404);
});

it('health says which part does not answer', async () => {
  expect((await owner.get<{ ok: boolean }>('/api/health')).body).toMatchObject({
    ok: true,
    database: { ok: true },
    migrations: { ok: true },
    runner: { ok: true },
  });
});
