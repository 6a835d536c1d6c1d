// Where things are on this machine. Pure: the caller says who is asking.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone this script belongs to. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Longest path a unix socket may have on Linux, without the closing zero byte. */
export const SOCKET_PATH_BYTES = 107;

/** The system user that runs PostgreSQL and the web application when Podwire is started as root. */
export const SERVICE_USER = 'podwire';

/**
 * @param {{uid: number, env: Record<string, string | undefined>, home: string}} who
 * @returns the folders and files of one installation; nothing is created
 */
export function placesFor({ uid, env, home }) {
  const data = resolve(
    env.PODWIRE_DATA ||
      (uid === 0 ? '/var/lib/podwire' : join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'podwire')),
  );
  return {
    data,
    /** The web application's: PostgreSQL's files, secrets. */
    app: join(data, 'app'),
    /** lab-runner's: the base of the labs, their files and checkpoints. */
    runner: join(data, 'runner'),
    log: join(data, 'log'),
    /** Sockets and mount points: nothing here outlives a stop. */
    run: join(data, 'run'),
    socket: env.PODWIRE_RUNNER_SOCKET || join(data, 'run', 'runner.sock'),
    state: join(data, 'run', 'up.json'),
  };
}

/** @returns {{port: number, host: string} | null} null when PORT is not a port */
export function listenAddress(env) {
  const text = env.PORT || '3000';
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65535 ? { port, host: env.HOST || '127.0.0.1' } : null;
}
