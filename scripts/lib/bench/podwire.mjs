// A Podwire of the benchmark's own: started as a person starts it, with its own port and data folder.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../children.mjs';
import { ROOT } from '../places.mjs';

/**
 * Runs `work` while it is there.
 * @template T
 * @param {(podwire: {url: string, data: string, pids: number[]}) => Promise<T>} work `pids` of lab-runner, web application and PostgreSQL
 * @returns {Promise<T>}
 */
export async function withPodwire(work) {
  // Short, because the path of a unix socket may have 107 bytes.
  const data = mkdtempSync(join(tmpdir(), 'pwb-'));
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'up.mjs'), '--no-install'], {
    env: { ...process.env, PODWIRE_DATA: data, PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C is for the benchmark, which ends it in order.
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = () => child.kill('SIGTERM');
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const url = await new Promise((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        const ready = /Podwire is ready: (\S+)/.exec(text);
        if (ready) resolve(ready[1]);
      });
      void ended.then((code) => reject(new Error(`scripts/up.mjs ended with ${code}:\n${text}`)));
    });
    const { children } = JSON.parse(readFileSync(join(data, 'run', 'up.json'), 'utf8'));
    // PostgreSQL has no parent among them.
    const postgres = findPostgres(join(data, 'app', 'postgres', 'data'));
    return await work({ url, data, pids: [...children, postgres].filter(Boolean).map(({ pid }) => pid) });
  } finally {
    stop();
    await ended;
    for (const signal of SIGNALS) process.off(signal, stop);
    rmSync(data, { recursive: true, force: true });
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
