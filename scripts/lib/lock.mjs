// One Podwire per data folder. The kernel keeps the lock and drops it with its holder, so it is never stale.
import { createHash } from 'node:crypto';
import { createConnection, createServer } from 'node:net';
import { Problem } from './problem.mjs';

/** The abstract unix socket that stands for a data folder. */
export const lockName = (data) => `\0podwire-up-${createHash('sha256').update(data).digest('hex').slice(0, 32)}`;

/**
 * @param {string} data
 * @param {object} about told to whoever asks: at least {pid}
 * @returns {Promise<{release: () => Promise<void>}>}
 * @throws {Problem} when another process has it
 */
export async function takeLock(data, about) {
  const server = createServer((socket) => socket.on('error', () => {}).end(JSON.stringify(about)));
  const code = await new Promise((resolve) => {
    server.once('error', (error) => resolve(error.code));
    server.listen(lockName(data), () => resolve(null));
  });
  if (code === 'EADDRINUSE') throw alreadyRunning(data, await askHolder(data));
  if (code) throw new Error(`Cannot take the lock of ${data}: ${code}`);
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** @returns {Promise<{pid: number, url?: string} | null>} what the holder says of itself; null when nobody holds the lock */
export function askHolder(data) {
  return new Promise((resolve) => {
    let text = '';
    const socket = createConnection(lockName(data));
    socket.setTimeout(1000, () => socket.destroy());
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      try {
        resolve(JSON.parse(text));
      } catch {
        resolve(null);
      }
    });
  });
}

export function alreadyRunning(data, holder) {
  const pid = holder?.pid;
  return new Problem('Podwire already runs on this data folder', {
    tried: `take ${data} for this start`,
    seen: pid ? `process ${pid} has it${holder.url ? `: ${holder.url}` : ''}` : 'another process has it',
    remedy: `Use the running one, stop it (Ctrl-C there${pid ? `, or: kill ${pid}` : ''}), or start a second one with PODWIRE_DATA=/another/folder PORT=3001`,
  });
}
