// Dumps of real hosts, to parse: a folder "corpus" with an INDEX.md, in a folder beside this checkout or beside one above it.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} root the clone's path
 * @param {string | undefined} given what PODWIRE_CORPUS says; nothing else is looked at then
 * @returns {string | undefined} the corpus's path
 */
export function findCorpus(root, given) {
  const isCorpus = (path) => existsSync(join(path, 'INDEX.md'));
  if (given) return isCorpus(given) ? given : undefined;
  for (let folder = root; dirname(folder) !== folder; folder = dirname(folder)) {
    // A link to a folder is a folder here, so names are tried without asking what they are.
    const found = readdirSync(dirname(folder))
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(dirname(folder), name, 'corpus'))
      .find(isCorpus);
    if (found !== undefined) return found;
  }
  return undefined;
}
