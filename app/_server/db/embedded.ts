// The PostgreSQL of one machine: real server binaries from npm, on a unix socket only, data in one folder.
import { randomBytes, createHash } from 'node:crypto';
import { chown, lstat, mkdir, readFile, rm, writeFile, access, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres, runPostgresProgram, type RunAs } from './binaries';

export interface EmbeddedPostgresOptions {
  /** PODWIRE_DATA: holds postgres/ (data, log) and postgres.password. */
  dataDir: string;
  /** Needed when root calls; the folder then belongs to this user. */
  runAs?: RunAs | null;
  /** Survive a power loss. @default true */
  durable?: boolean;
  /** Folder with PostgreSQL's bin/, lib/, share/. */
  nativeDir?: string;
}

export interface EmbeddedPostgres {
  url: string;
  /** True when a server left by an earlier process was taken over. */
  reused: boolean;
  /** Ends sessions and waits until the server has written everything; idempotent. */
  stop(): Promise<void>;
}

const DATABASE = 'podwire';
const PORT = 5432;
// sockaddr_un holds 108 bytes with the final zero.
const SOCKET_PATH_MAX = 107;

/**
 * Starts the server, making its data folder first when there is none.
 * @throws Error that says what to do when root calls without `runAs`, the folder is another user's, or the server does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const runAs = options.runAs ?? null;
  const uid = runAs?.uid ?? process.getuid?.() ?? -1;
  if (uid === 0) {
    throw new Error(
      'Cannot start PostgreSQL as root, which it refuses. Start Podwire with "npm run up", which makes the user podwire for it, start it as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  const nativeDir = options.nativeDir ?? findPostgres();
  const base = join(options.dataDir, 'postgres');
  const data = join(base, 'data');
  const log = join(base, 'server.log');
  await makePrivateDir(options.dataDir, null);
  await makePrivateDir(base, runAs);
  await assertOwned(base, uid);
  const password = await readOrMakePassword(join(options.dataDir, 'postgres.password'));
  const socketDir = await chooseSocketDir(base, runAs, uid);
  const connection = { host: socketDir, port: PORT, user: DATABASE, password };

  if (!(await exists(join(data, 'PG_VERSION')))) {
    await initialise({ nativeDir, data, base, password, runAs, durable: options.durable ?? true });
  }
  const reused = await answers(connection);
  if (!reused) {
    const server = [
      `-c listen_addresses= -c unix_socket_directories=${quote(socketDir)} -c unix_socket_permissions=0700 -p ${PORT}`,
      '-c max_connections=60 -c shared_buffers=64MB -c timezone=UTC -c log_timezone=UTC',
      options.durable === false ? '-c fsync=off -c synchronous_commit=off -c full_page_writes=off' : '-c fsync=on',
    ].join(' ');
    await runPostgresProgram(
      nativeDir,
      'pg_ctl',
      ['start', '-D', data, '-l', log, '-w', '-t', '30', '-o', server],
      runAs,
    ).catch(async (error: unknown) => {
      const tail = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-12).join('\n');
      throw new Error(`Cannot start PostgreSQL in ${data}. Its log (${log}) ends:\n${tail}`, { cause: error });
    });
  }
  await ensureDatabase(connection);
  const url = `postgresql://${DATABASE}:${password}@/${DATABASE}?host=${encodeURIComponent(socketDir)}&port=${PORT}`;
  let stopping: Promise<void> | undefined;
  return {
    url,
    reused,
    stop: () =>
      (stopping ??= runPostgresProgram(
        nativeDir,
        'pg_ctl',
        ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30'],
        runAs,
      )),
  };
}

interface Initialise {
  nativeDir: string;
  data: string;
  base: string;
  password: string;
  runAs: RunAs | null;
  durable: boolean;
}

async function initialise({ nativeDir, data, base, password, runAs, durable }: Initialise): Promise<void> {
  const passwordFile = join(base, 'initial-password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runAs) await chown(passwordFile, runAs.uid, runAs.gid);
  const args = [
    `--pgdata=${data}`,
    `--username=${DATABASE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The builtin provider sorts the same on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await runPostgresProgram(nativeDir, 'initdb', args, runAs);
  } finally {
    await rm(passwordFile);
  }
}

async function ensureDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function answers(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readOrMakePassword(path: string): Promise<string> {
  const found = await readFile(path, 'utf8').catch(() => null);
  if (found?.trim()) return found.trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}

async function chooseSocketDir(base: string, runAs: RunAs | null, uid: number): Promise<string> {
  const wanted = join(base, 'run');
  const fits = Buffer.byteLength(join(wanted, `.s.PGSQL.${PORT}`)) <= SOCKET_PATH_MAX;
  const hash = createHash('sha256').update(base).digest('hex').slice(0, 16);
  const dir = fits ? wanted : join(tmpdir(), `podwire-${uid}-${hash}`);
  await makePrivateDir(dir, runAs);
  await assertOwned(dir, uid);
  return dir;
}

async function makePrivateDir(path: string, runAs: RunAs | null): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  if (runAs) await chown(path, runAs.uid, runAs.gid);
  if (made !== undefined) await chmod(path, 0o700);
}

async function assertOwned(path: string, uid: number): Promise<void> {
  const stat = await lstat(path);
  if (stat.isDirectory() && stat.uid === uid) return;
  throw new Error(
    `Cannot keep the database in ${path}: it belongs to user ${stat.uid}, not ${uid}. Start Podwire as that user, or set PODWIRE_DATA to another folder.`,
  );
}

const quote = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
