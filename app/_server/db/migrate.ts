import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { z } from 'zod';
import { ROOT } from '../root';
import type { Db } from './client';

export const MIGRATIONS_DIR = join(ROOT, 'app/_server/migrations');

// Any number will do, as long as every server process takes the same.
const MIGRATION_LOCK = 7_046_021;

/**
 * Brings the database to the newest schema. Server processes that start together wait for each other.
 * @throws Error naming the database's answer; nothing is half applied, each migration is a transaction.
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'podwire:migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runMigrations(drizzle(client), { migrationsFolder: MIGRATIONS_DIR });
  } catch (error) {
    throw new Error(`Cannot migrate the database: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

const Journal = z.object({ entries: z.array(z.object({ when: z.number() })) });

/** @returns how many migrations the program has and the database has not. */
export async function countPendingMigrations(db: Db): Promise<number> {
  const journal = Journal.parse(JSON.parse(readFileSync(join(MIGRATIONS_DIR, 'meta/_journal.json'), 'utf8')));
  const rows = await db.execute<{ newest: string | null }>(
    sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`,
  );
  const newest = Number(rows.rows[0]?.newest ?? 0);
  return journal.entries.filter((entry) => entry.when > newest).length;
}
