import { chownSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded';
import { countPendingMigrations, migrate } from './migrate';
import { openDatabase } from './client';
import { reachableBinaries, TEST_USER } from './testing';

const isRoot = process.getuid?.() === 0;
const runAs = isRoot ? TEST_USER : null;
const nativeDir = reachableBinaries(runAs);
let dataDir: string;
const started: EmbeddedPostgres[] = [];

const start = async () => {
  const server = await startEmbeddedPostgres({ dataDir, runAs, nativeDir });
  started.push(server);
  return server;
};

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const serverPid = () => Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'podwire-pg-'));
  if (runAs) chownSync(dataDir, runAs.uid, runAs.gid);
});

afterAll(async () => {
  await started.at(-1)?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it('startEmbeddedPostgres() makes a durable server on a unix socket only, behind a password', async () => {
  const server = await start();
  expect(server.reused).toBe(false);
  const setting = async (name: string) => (await query<Record<string, string>>(server.url, `show ${name}`))[0]?.[name];
  expect(await setting('listen_addresses')).toBe('');
  expect(await setting('fsync')).toBe('on');
  expect(await setting('synchronous_commit')).toBe('on');
  expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'postgres/run')).mode & 0o777).toBe(0o700);
  const withoutPassword = server.url.replace(/:[^:@]*@/, ':wrong@');
  await expect(query(withoutPassword, 'select 1')).rejects.toThrow(/password authentication failed/);
});

it('migrate() brings an empty database to the newest schema, and eight at once do it once', async () => {
  const server = await start();
  expect(server.reused).toBe(true);
  await Promise.all(Array.from({ length: 8 }, () => migrate(server.url)));
  const database = openDatabase(server.url, 'test', () => undefined);
  expect(await countPendingMigrations(database.db)).toBe(0);
  await database.close();
  await query(server.url, `insert into users (id, name, email) values ('u', 'U', 'u@x.example')`);
});

it('what was committed survives kill -9 of the whole server, and the stale pid file is no obstacle', async () => {
  const before = serverPid();
  process.kill(before, 'SIGKILL');
  // The kernel has removed the process when its pid no longer answers.
  for (let isAlive = true; isAlive; await new Promise((resolve) => setTimeout(resolve, 10))) {
    try {
      process.kill(before, 0);
    } catch {
      isAlive = false;
    }
  }
  const server = await start();
  expect(serverPid()).not.toBe(before);
  expect(await query(server.url, 'select id from users')).toEqual([{ id: 'u' }]);
});

it('a server that an earlier process left running is used again, and a second start takes at most a second', async () => {
  const pid = serverPid();
  const reused = await start();
  expect(reused.reused).toBe(true);
  expect(serverPid()).toBe(pid);
  await reused.stop();
  const startedAt = performance.now();
  const server = await start();
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(await query(server.url, 'select id from users')).toEqual([{ id: 'u' }]);
});

it('stop() ends the server, and a second call returns the first’s result', async () => {
  const server = await start();
  await Promise.all([server.stop(), server.stop()]);
  expect(existsSync(join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
  await expect(query(server.url, 'select 1')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
});

it('root is told what to do instead', async ({ skip }) => {
  skip(!isRoot, 'only root is refused');
  await expect(startEmbeddedPostgres({ dataDir, nativeDir })).rejects.toThrow(/npm run up.*DATABASE_URL/s);
});

it('a server that cannot start fails with the end of its log', async () => {
  const broken = mkdtempSync(join(tmpdir(), 'podwire-pg-broken-'));
  if (runAs) chownSync(broken, runAs.uid, runAs.gid);
  try {
    const server = await startEmbeddedPostgres({ dataDir: broken, runAs, nativeDir, durable: false });
    await server.stop();
    writeFileSync(join(broken, 'postgres/data/postgresql.conf'), 'no_such_setting = on\n');
    await expect(startEmbeddedPostgres({ dataDir: broken, runAs, nativeDir })).rejects.toThrow(/no_such_setting/);
  } finally {
    rmSync(broken, { recursive: true, force: true });
  }
});
