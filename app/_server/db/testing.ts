// A throwaway PostgreSQL for a test file, and a fresh migrated database per call in some tens of milliseconds.
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import pg from 'pg';
import { findPostgres, type RunAs } from './binaries';
import { openDatabase, type Database } from './client';
import { startEmbeddedPostgres } from './embedded';
import { migrate, MIGRATIONS_DIR } from './migrate';

// PostgreSQL refuses root; "nobody" owns nothing else and exists everywhere.
export const TEST_USER: RunAs = { uid: 65534, gid: 65534 };

export interface TestPostgres {
  /** URL of a new database with all migrations applied. */
  freshUrl(): Promise<string>;
  /** An open pool on a new database; closed with the server. */
  freshDatabase(): Promise<Database>;
  stop(): Promise<void>;
}

/** Starts a server in a temporary folder. A migrated copy of its data folder is kept there for the next test file. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const runAs = process.getuid?.() === 0 ? TEST_USER : null;
  const nativeDir = reachableBinaries(runAs);
  const template = await makeTemplate(runAs, nativeDir);
  const dataDir = mkdtempSync(join(tmpdir(), 'podwire-test-'));
  copyOwned(template, dataDir, runAs);
  const server = await startEmbeddedPostgres({ dataDir, runAs, nativeDir, durable: false });
  const open: Database[] = [];
  const freshUrl = async () => {
    const name = `t${randomBytes(6).toString('hex')}`;
    await execute(server.url, `create database ${name} template podwire`);
    return server.url.replace('@/podwire?', `@/${name}?`);
  };
  return {
    freshUrl,
    freshDatabase: async () => {
      const database = openDatabase(await freshUrl(), `test-${randomBytes(4).toString('hex')}`, () => undefined);
      open.push(database);
      return database;
    },
    stop: async () => {
      await Promise.all(open.map((database) => database.close()));
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(runAs: RunAs | null, nativeDir: string): Promise<string> {
  const journal = readFileSync(join(MIGRATIONS_DIR, 'meta/_journal.json'));
  const key = createHash('sha256').update(journal).update(nativeDir).digest('hex').slice(0, 12);
  const kept = join(tmpdir(), `podwire-test-template-${runAs?.uid ?? process.getuid?.() ?? 0}-${key}`);
  if (existsSync(kept)) return kept;
  const making = mkdtempSync(`${kept}-`);
  copyOwned(null, making, runAs);
  const server = await startEmbeddedPostgres({ dataDir: making, runAs, nativeDir, durable: false });
  await migrate(server.url);
  await server.stop();
  try {
    renameSync(making, kept);
  } catch {
    // Another test file made it meanwhile.
    rmSync(making, { recursive: true, force: true });
  }
  return kept;
}

function copyOwned(from: string | null, to: string, runAs: RunAs | null): void {
  if (from) cpSync(from, to, { recursive: true, preserveTimestamps: true });
  if (runAs) execaSync('chown', ['-R', `${runAs.uid}:${runAs.gid}`, to]);
}

/** The programs as npm left them, or a copy when that folder is closed to the other user (a clone in /root). */
export function reachableBinaries(runAs: RunAs | null): string {
  const nativeDir = findPostgres();
  if (!runAs) return nativeDir;
  const tried = execaSync(join(nativeDir, 'bin/postgres'), ['--version'], { ...runAs, reject: false, cwd: '/' });
  if (tried.exitCode === 0) return nativeDir;
  const copy = join(tmpdir(), 'podwire-test-postgres-programs');
  if (!existsSync(copy)) {
    const making = mkdtempSync(`${copy}-`);
    cpSync(nativeDir, making, { recursive: true });
    mkdirSync(copy, { recursive: true });
    chownSync(making, runAs.uid, runAs.gid);
    renameSync(making, copy);
  }
  return copy;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace('@/podwire?', '@/postgres?') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
