import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS, parse, print, unmodelledTokens } from './index';
import type { Format, ItemBase } from './index';

/** Dumps of real hosts, one folder a format. The test configuration looks for them beside this checkout. */
const corpus = process.env['PODWIRE_CORPUS'] || undefined;
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
    console.log(`corpus: ${modelled.length} of ${rules.length} rules of iptables -L without an unmodelled token`);
    expect(modelled.length / rules.length).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    ['ip-addr', '09-local-cni-like.txt', '10-local-cni-like-json.txt'],
    ['ip-route', '31-local-odd-types-table-all.txt', '32-local-odd-types-table-all-json.txt'],
    ['ip-rule', '11-local-all-selectors.txt', '12-local-all-selectors-json.txt'],
    ['ip-neigh', '06-local-states.txt', '07-local-states-json.txt'],
    ['bridge-fdb', '06-local-mixed.txt', '07-local-mixed-json.txt'],
  ] as const)('parse() of %s makes the same of %s and of its JSON form', (format, text, json) => {
    const meaning = (name: string): unknown =>
      meaningOf(format, files.find(({ file }) => file === `${format}/${name}`)?.text ?? '');
    expect(meaning(text)).not.toHaveLength(0);
    expect(meaning(json)).toEqual(meaning(text));
  });
});

/** What the two forms say in different ways, or only one of them says. */
const FORM_ONLY = new Set([
  'raw',
  'line',
  'layout',
  'lifetimeLayout',
  'body',
  'form',
  'extra',
  'extraJson',
  'settings',
  'settingsJson',
  'encap',
  'encapJson',
  'locked',
]);

function meaningOf(format: Format, text: string): unknown {
  const { items } = parse(format, text);
  return JSON.parse(
    JSON.stringify(items, (key, value: unknown) =>
      FORM_ONLY.has(key) || (key === 'state' && value === '') ? undefined : value,
    ),
  );
}
