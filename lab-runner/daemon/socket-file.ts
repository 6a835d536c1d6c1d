// The unix socket as a file: a stale one is removed, a live one is respected, and only its owner and one group may open it.
import { chmod, chown, lstat, mkdir, rm } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { errorCode } from '../sys/files';

/** Linux: sizeof(sockaddr_un.sun_path) less the final NUL. */
const MAX_SOCKET_PATH_BYTES = 107;
const SOCKET_MODE = 0o660;

/** Listens on `path`. @throws Error when something answers there, when it is no socket, or when the path is too long. */
export async function listenOnSocket(server: Server, path: string, gid: number | undefined): Promise<void> {
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_SOCKET_PATH_BYTES)
    throw new Error(
      `Cannot listen on ${path}: a socket's path may have ${MAX_SOCKET_PATH_BYTES} bytes, this has ${bytes}. ` +
        'Set PODWIRE_RUNNER_SOCKET to a shorter one.',
    );
  // Others may pass through the folder: the socket's own mode says who may open it.
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  await removeStale(path);
  // Nobody else may connect between bind and chmod.
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } finally {
    process.umask(umask);
  }
  if (gid !== undefined) await chown(path, -1, gid);
  await chmod(path, SOCKET_MODE);
}

async function removeStale(path: string): Promise<void> {
  const stat = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!stat) return;
  if (!stat.isSocket()) throw new Error(`Cannot listen on ${path}: a file that is no socket is there. Move it away.`);
  if (await answers(path))
    throw new Error(
      `Cannot start lab-runner: another one answers on ${path}. Stop it first, or set PODWIRE_RUNNER_SOCKET.`,
    );
  await rm(path, { force: true });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = errorCode(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(false);
      // Alive, but with a full backlog.
      else if (code === 'EAGAIN') resolve(true);
      else reject(new Error(`Cannot tell whether a runner answers on ${path}`, { cause: error }));
    });
  });
}
