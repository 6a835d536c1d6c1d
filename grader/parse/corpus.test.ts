import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS, parse, print, unmodelledTokens } from './index';
import type { Format, ItemBase } from './index';

/** Dumps of real hosts, one folder a format; PODWIRE_CORPUS, or the nearest */
function findCorpus(): string | undefined {
  const given = process.env['PODWIRE_CORPUS'];
  if (given !== undefined) return existsSync(given) ? given : undefined;
  for (let folder = resolve(import.meta.dirname); dirname(folder) !== folder; folder = dirname(folder)) {
    const beside = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
    );
    const found = beside
      .map(({ name }) => join(folder, name, 'corpus'))
      .find((path) => existsSync(join(path, 'INDEX.md')));
    if (found !== undefined) return found;
  }
  return undefined;
}

const corpus = findCorpus();
if (corpus === undefined) console.log('skipped: no corpus of dumps found; name its folder in PODWIRE_CORPUS');

const files = corpus === undefined ? [] : FORMATS.flatMap((folder) => filesOf(corpus, folder));

function filesOf(root: string, folder: Format): { format: Format; file: string; text: string }[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path).map((name) => ({
    format: name.includes('route-n.') ? 'route-n' : folder,
    file: `${folder}/${name}`,
    text: readFileSync(join(path, name), 'utf8'),
  }));
}

describe.skipIf(corpus === undefined)('corpus', () => {
  it.each(files)('parse() and print() of $file give back its text without raw', ({ format, text }) => {
    const { items } = parse(format, text);
    for (const item of items as ItemBase[]) delete item.raw;
    expect(print(format, items as never)).toBe(text);
  });

  it('parse() models at least 95 % of all iptables rules', () => {
    const rules = files
      .filter(({ format }) => format === 'iptables-save' || format === 'iptables-S')
      .flatMap(({ format, text }) =>
        parse(format as 'iptables-save', text).items.filter((item) => item.kind === 'rule'),
      );
    const modelled = rules.filter((rule) => unmodelledTokens(rule).length === 0);
    console.log(
      `corpus: ${files.length} files; ${modelled.length} of ${rules.length} iptables rules without an unmodelled token`,
    );
    expect(rules.length).toBeGreaterThan(1_000);
    expect(modelled.length / rules.length).toBeGreaterThanOrEqual(0.95);
  });

  it('parse() understands most clauses of iptables -L', () => {
    const parsed = files.filter(({ format }) => format === 'iptables-L').map(({ text }) => parse('iptables-L', text));
    const rules = parsed.flatMap(({ items }) => items.filter((item) => item.kind === 'rule'));
    const modelled = rules.filter((rule) => rule.extra === undefined);
    console.log(
      `corpus: ${modelled.length} of ${rules.length} rules of iptables -L without an unmodelled token`,
      parsed.flatMap(({ unmodelled }) => unmodelled.map((u) => u.token)).join(' '),
    );
    expect(modelled.length / rules.length).toBeGreaterThanOrEqual(0.95);
  });
});
