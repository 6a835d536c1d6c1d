// Tells whether a content folder changed, without reading its files: names, sizes and times.
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of the course's tooling, not of its content. */
const SKIPPED = new Set(['_schema', 'node_modules']);

export async function fingerprintOf(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const line of (await linesOf(dir)).sort()) hash.update(`${line}\n`);
  return hash.digest('hex');
}

async function linesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const parts = entries
    .filter((entry) => !SKIPPED.has(entry.name) && !entry.name.startsWith('.'))
    .map(async (entry) => {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) return linesOf(path);
      // A file can go between the listing and this look; the next request sees it gone.
      const info = await stat(path).catch(() => null);
      return info ? [`${path} ${info.size} ${info.mtimeMs}`] : [];
    });
  return (await Promise.all(parts)).flat();
}
