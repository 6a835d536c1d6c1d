// One Podwire of its own, started as a person starts it: `node scripts/up.mjs`, with its own port, data folder, database and lab-runner.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './root';
import { removeDataFolder } from '../../lab-runner/sys/testing';

const READY = /Podwire is ready: (\S+)/;
const START_MS = 180_000;
const STOP_MS = 45_000;

export interface Podwire {
  /** "http://127.0.0.1:PORT" */
  readonly url: string;
  readonly dataDir: string;
  readonly runnerSocket: string;
  /** How far the logs of `up`, app and lab-runner reach now; hand it to {@link logSince}. */
  mark(): LogMark;
  /** What was logged after `mark`, by name of the log. */
  logSince(mark: LogMark): Record<string, string>;
  /** Ctrl-C, as the person at the terminal presses it. @throws Error when it does not end well in time. */
  stop(): Promise<void>;
}

type LogMark = Record<string, number>;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** @throws Error with what was printed, when it does not become ready. */
export async function startPodwire(env: Record<string, string> = {}): Promise<Podwire> {
  // Short, because the path of a unix socket may have 107 bytes.
  const dataDir = mkdtempSync(join(tmpdir(), 'pwe-'));
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'up.mjs'), '--no-install'], {
    cwd: ROOT,
    env: { ...process.env, ...env, PODWIRE_DATA: dataDir, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const tooLong = setTimeout(
      () => reject(new Error(`No "Podwire is ready" in ${START_MS} ms:\n${printed}`)),
      START_MS,
    );
    const read = (data: Buffer) => {
      printed += data.toString();
      const ready = READY.exec(printed)?.[1];
      if (ready === undefined) return;
      clearTimeout(tooLong);
      resolve(ready);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => reject(new Error(`scripts/up.mjs ended with exit code ${code}:\n${printed}`)));
  }).catch(async (error: unknown) => {
    child.kill('SIGTERM');
    await ended;
    await removeDataFolder(dataDir);
    throw error;
  });

  const logs = (): Record<string, string> => ({
    up: printed,
    app: readLog(join(dataDir, 'log', 'app.log')),
    runner: readLog(join(dataDir, 'log', 'runner.log')),
  });
  return {
    url,
    dataDir,
    runnerSocket: join(dataDir, 'run', 'runner.sock'),
    mark: () => Object.fromEntries(Object.entries(logs()).map(([name, text]) => [name, text.length])),
    logSince: (mark) =>
      Object.fromEntries(Object.entries(logs()).map(([name, text]) => [name, text.slice(mark[name] ?? 0)])),
    async stop() {
      child.kill('SIGINT');
      const tooLong = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const code = await ended;
      clearTimeout(tooLong);
      if (code !== 0) throw new Error(`Ctrl-C on Podwire ended with exit code ${code}:\n${printed.slice(-4000)}`);
      const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
      const left = mounts.filter((line) => line.includes(dataDir));
      if (left.length > 0) throw new Error(`Ctrl-C on Podwire left mounts behind:\n${left.join('\n')}`);
      await removeDataFolder(dataDir);
    },
  };
}
