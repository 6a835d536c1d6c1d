// better-auth's own routes as a stranger would use them: they give no more than the app's do.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createFakeBackend } from '../../../lab-runner/backends/fake';
import { startRunner, type Runner } from '../../../lab-runner/daemon/server';
import { users } from '../db/schema';
import { startTestPostgres, type TestPostgres } from '../db/testing';
import { RATES } from '../http/rate-limit';
import { startTestApp, type TestApp } from '../testing/app';
import { LESSON } from '../testing/course';
import { Visitor } from '../testing/visitor';
import { ApiError } from '../views';

let dir: string;
let postgres: TestPostgres;
let runner: Runner;
let app: TestApp;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'podwire-auth-'));
  postgres = await startTestPostgres();
  runner = await startRunner({
    dataDir: dir,
    socketPath: join(dir, 'runner.sock'),
    backends: [createFakeBackend({ dataDir: dir })],
    log: pino({ level: 'silent' }),
  });
});

// The limiter lives in the app, so each test has its own.
beforeEach(async () => {
  app = await startTestApp({
    databaseUrl: await postgres.freshUrl(),
    runnerSocket: runner.socketPath,
    courseDir: join(dir, 'course'),
  });
  return () => app.close();
});

afterAll(async () => {
  await runner.close();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

const allUsers = () => app.services.database.db.select().from(users);

it('POST /api/auth/sign-in/anonymous draws on the limit of the first lab, and makes no guest beyond it', async () => {
  const { burst } = RATES['sign-in'];
  for (let i = 0; i < burst; i += 1) app.services.limiter.take('sign-in', '127.0.0.1');
  const signIn = await new Visitor(app.url).post('/api/auth/sign-in/anonymous');
  expect(signIn.status).toBe(429);
  expect(ApiError.parse(signIn.body).code).toBe('too-often');
  expect(Number(signIn.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(signIn.headers.getSetCookie()).toEqual([]);
  expect((await new Visitor(app.url).post('/api/labs', { lesson: LESSON })).status).toBe(429);
  expect(await allUsers()).toEqual([]);
});

it('POST /api/auth/sign-in/anonymous takes one token of it for each guest', async () => {
  const { burst } = RATES['sign-in'];
  for (let i = 0; i < burst - 1; i += 1) app.services.limiter.take('sign-in', '127.0.0.1');
  expect((await new Visitor(app.url).post('/api/auth/sign-in/anonymous')).status).toBe(200);
  expect((await new Visitor(app.url).post('/api/auth/sign-in/anonymous')).status).toBe(429);
  expect(await allUsers()).toHaveLength(1);
});

it.each([
  ['sign-in with another case', '/api/auth/Sign-In/anonymous'],
  ['sign-in with a trailing slash', '/api/auth/sign-in/anonymous/'],
  ['sign-in with two slashes', '/api/auth//sign-in/anonymous'],
  ['sign-in written with an escape', '/api/auth/sign%2Din/anonymous'],
])('a guest cannot be made past the limit by %s', async (_name, path) => {
  const { burst } = RATES['sign-in'];
  for (let i = 0; i < burst; i += 1) app.services.limiter.take('sign-in', '127.0.0.1');
  await new Visitor(app.url).post(path);
  expect(await allUsers()).toEqual([]);
});

it('POST /api/auth/update-user changes no role, whatever it is called, and with other fields neither', async () => {
  const visitor = new Visitor(app.url);
  await visitor.post('/api/auth/sign-in/anonymous', { role: 'operator' });
  const [before] = await allUsers();
  expect(before).toMatchObject({ role: 'learner', isAnonymous: true });
  for (const body of [
    { role: 'operator' },
    { role: ['operator'] },
    { name: 'Mallory', role: 'operator' },
    { data: { role: 'operator' } },
    { id: 'x', isAnonymous: false, emailVerified: true },
  ]) {
    await visitor.post('/api/auth/update-user', body);
  }
  const [after] = await app.services.database.db
    .select()
    .from(users)
    .where(eq(users.id, before?.id ?? ''));
  expect({ ...after, updatedAt: null }).toEqual({ ...before, updatedAt: null });
});
