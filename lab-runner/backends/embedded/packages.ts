// The system packages the embedded backend needs. `npm run up` and `podwire doctor` read the JSON; the rest of this folder reads this.
import { access } from 'node:fs/promises';
import packages from './packages.json';

export interface SystemPackage {
  name: string;
  /** A program's name, looked for in the system's folders, or an absolute path. */
  binary: string;
  why: string;
}

export const REQUIRED_PACKAGES: readonly SystemPackage[] = packages.required;

/** Without them labs can be made, but none with a way out. */
export const OPTIONAL_PACKAGES: readonly SystemPackage[] = packages.optional;

/** Debian keeps programs for root apart; an ordinary user's PATH may not name them. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** @returns the absolute path of a program, or undefined. */
export async function findProgram(binary: string): Promise<string | undefined> {
  const candidates = binary.startsWith('/') ? [binary] : SYSTEM_PATH.split(':').map((folder) => `${folder}/${binary}`);
  for (const path of candidates) {
    if (await exists(path)) return path;
  }
  return undefined;
}

/** @returns the packages whose program is not on this machine. */
export async function missingPackages(wanted = REQUIRED_PACKAGES): Promise<SystemPackage[]> {
  const found = await Promise.all(wanted.map(async (item) => [item, await findProgram(item.binary)] as const));
  return found.filter(([, path]) => path === undefined).map(([item]) => item);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
