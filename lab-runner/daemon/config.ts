// The runner's settings, from environment variables.
import { join } from 'node:path';
import { z } from 'zod';
import { BackendName } from '../api';

/** "1,2" to ["1", "2"]. */
const list = (text: string) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const Environment = z.object({
  PODWIRE_DATA: z.string({ error: 'is not set: name the data folder' }).startsWith('/', 'must be an absolute path'),
  PODWIRE_RUNNER_SOCKET: z.string().startsWith('/', 'must be an absolute path').optional(),
  PODWIRE_RUNNER_GID: z.coerce.number().int().nonnegative().optional(),
  PODWIRE_BACKENDS: z.string().default('embedded').transform(list).pipe(z.array(BackendName).min(1)),
  PODWIRE_MAX_LABS: z.coerce.number().int().positive().default(40),
  PODWIRE_CHECKPOINT: z.enum(['0', '1']).default('0'),
  PODWIRE_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface RunnerSettings {
  dataDir: string;
  socketPath: string;
  /** Group that may open the socket; undefined leaves it to the runner's own group. */
  socketGid: number | undefined;
  backends: BackendName[];
  maxLabs: number;
  /** Keep the files of labs that are ended because the runner stops. */
  checkpointOnStop: boolean;
  logLevel: string;
}

/** @throws Error that lists every variable that is wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): RunnerSettings {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n');
    throw new Error(`Cannot start lab-runner, its environment is wrong:\n${problems}`);
  }
  const { data } = parsed;
  return {
    dataDir: data.PODWIRE_DATA,
    socketPath: data.PODWIRE_RUNNER_SOCKET ?? join(data.PODWIRE_DATA, 'run', 'runner.sock'),
    socketGid: data.PODWIRE_RUNNER_GID,
    backends: [...new Set(data.PODWIRE_BACKENDS)],
    maxLabs: data.PODWIRE_MAX_LABS,
    checkpointOnStop: data.PODWIRE_CHECKPOINT === '1',
    logLevel: data.PODWIRE_LOG,
  };
}
