// Only tests import this file.
import { rm } from 'node:fs/promises';
import { run } from './command';

/** Removes a data folder. An ordinary user's has files of ids of that user's range, which only a user namespace can remove. */
export async function removeDataFolder(path: string): Promise<void> {
  if (process.getuid?.() === 0) await rm(path, { recursive: true, force: true });
  else await run(['unshare', '--map-root-user', '--map-auto', 'rm', '-rf', path], { timeoutMs: 120_000 });
}
