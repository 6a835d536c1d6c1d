// The environment, read once and checked; nothing else in the server reads process.env.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ROOT } from './root';

const Flag = z
  .enum(['', '0', '1', 'false', 'true'])
  .default('')
  .transform((value) => value === '1' || value === 'true');

const Origin = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PODWIRE_DATA: z.string().min(1).optional(),
  PODWIRE_RUNNER_SOCKET: z.string().min(1).optional(),
  PODWIRE_CONTENT: z.string().min(1).default(join(ROOT, 'content')),
  PODWIRE_ORIGINS: z
    .string()
    .default('')
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(Origin)),
  PODWIRE_DEV: Flag,
  DATABASE_URL: z.string().min(1).optional(),
  BETTER_AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  PODWIRE_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  XDG_STATE_HOME: z.string().optional(),
});

export interface Config {
  port: number;
  host: string;
  dataDir: string;
  runnerSocket: string;
  contentDir: string;
  /** Origins besides this server's own loopback names that pages may be served under. */
  extraOrigins: string[];
  dev: boolean;
  /** null starts the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | null;
  /** null reads it from `dataDir`, or makes it. */
  authSecret: string | null;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** @throws Error naming every variable that is wrong and how. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Cannot start with this environment: ${problems.join('; ')}`);
  }
  const e = parsed.data;
  const dataDir = resolve(e.PODWIRE_DATA ?? join(e.XDG_STATE_HOME || join(homedir(), '.local/state'), 'podwire'));
  return {
    port: e.PORT,
    host: e.HOST,
    dataDir,
    runnerSocket: e.PODWIRE_RUNNER_SOCKET ?? join(dataDir, 'run', 'runner.sock'),
    contentDir: resolve(e.PODWIRE_CONTENT),
    extraOrigins: e.PODWIRE_ORIGINS,
    dev: e.PODWIRE_DEV,
    databaseUrl: e.DATABASE_URL ?? null,
    authSecret: e.BETTER_AUTH_SECRET ?? null,
    logLevel: e.PODWIRE_LOG,
  };
}
