// Where the program was unpacked: migrations, content and dist/ are found from here, bundled or not.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`Cannot find package.json above ${fileURLToPath(import.meta.url)}`);
  return findRoot(parent);
}

/** The repository's absolute path. */
export const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));
