import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema';

export type Db = NodePgDatabase<typeof schema>;

export interface Database {
  db: Db;
  /** Names this process's connections, so that another process can see whether it still lives. */
  instance: string;
  /** Waits for running queries. */
  close(): Promise<void>;
}

/** How a server process's connections are named in pg_stat_activity. */
export const applicationName = (instance: string) => `podwire:${instance}`;

/**
 * Opens a pool; the first query connects.
 * @param instance a name no other server process has
 */
export function openDatabase(url: string, instance: string, onError: (error: Error) => void): Database {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName(instance),
    // One connection stays open for as long as the process lives: its presence says that the process does.
    min: 1,
    max: 10,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    allowExitOnIdle: true,
  });
  pool.on('error', onError);
  return { db: drizzle(pool, { schema }), instance, close: () => pool.end() };
}
