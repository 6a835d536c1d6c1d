// One runner per data folder: two would reap each other's labs. The kernel drops the lock when the process dies, however.
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import koffi from 'koffi';

const LOCK_EX = 2;
const LOCK_NB = 4;

type Flock = (fd: number, operation: number) => number;
let flock: Flock | undefined;

/**
 * Takes the lock or fails at once.
 * @returns the open file; closing it gives the lock back.
 * @throws Error naming the file when another process holds it.
 */
export async function takeLock(path: string): Promise<FileHandle> {
  flock ??= koffi.load('libc.so.6').func('int flock(int fd, int operation)') as Flock;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  if (flock(file.fd, LOCK_EX | LOCK_NB) === 0) return file;
  await file.close();
  throw new Error(
    `Cannot start lab-runner: another one is using this data folder (it holds ${path}). ` +
      'Stop it first, or give this one its own folder with PODWIRE_DATA.',
  );
}
