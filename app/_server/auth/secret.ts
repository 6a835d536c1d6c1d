import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @returns the key that signs session cookies; made on the first start and kept with mode 0600. */
export async function readOrMakeSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'auth.secret');
  const found = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (found.length >= 32) return found;
  if (found !== '')
    throw new Error(`Cannot sign sessions: ${path} is cut short. Remove it; everyone then signs in again.`);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('base64url');
  try {
    await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    // Another server process made it at the same moment.
    const theirs = (await readFile(path, 'utf8').catch(() => '')).trim();
    if (theirs.length >= 32) return theirs;
    throw error;
  }
}
