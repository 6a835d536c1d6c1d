import { describe, expect, it } from 'vitest';
import { CreateStepName, LAB_REASON_CODES } from '../../lab-runner/api';
import en from './en.json';
import { chooseLocale } from './locales';
import zh from './zh.json';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

/** Names inside {…} and <…>, plural forms left out: what the page passes in. */
function placeholders(message: string): string[] {
  const names = [...message.matchAll(/\{\s*([a-zA-Z]+)\s*[,}]/g)].map((match) => match[1] ?? '');
  const tags = [...message.matchAll(/<([a-z]+)>/g)].map((match) => `<${match[1]}>`);
  return [...new Set([...names, ...tags])].sort();
}

const EN = flatten(en);
const ZH = flatten(zh);

describe('messages', () => {
  it('has the same keys in both languages', () => {
    expect([...ZH.keys()].sort()).toEqual([...EN.keys()].sort());
  });

  it.each([...EN.keys()])('takes the same values in both languages: %s', (key) => {
    expect(placeholders(ZH.get(key) ?? '')).toEqual(placeholders(EN.get(key) ?? ''));
  });

  it('never shouts and leaves nothing empty', () => {
    for (const [key, text] of [...EN, ...ZH]) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).not.toMatch(/[!！]/);
    }
  });

  it('keeps Chinese where Chinese is due', () => {
    const latinOnly = [...ZH].filter(([, text]) => !/\p{Script=Han}/u.test(text)).map(([key]) => key);
    expect(latinOnly.sort()).toEqual(['common.product', 'frame.language']);
  });
});

describe('what lab-runner says by code', () => {
  it('has words for every reason of a lab and every step of its creation', () => {
    expect(Object.keys(en.labReason)).toEqual(expect.arrayContaining([...LAB_REASON_CODES]));
    expect(Object.keys(en.createStep).sort()).toEqual([...CreateStepName.options].sort());
  });
});

describe('chooseLocale()', () => {
  it.each([
    ['the cookie before the browser', 'zh', 'en-GB,en;q=0.9', 'zh'],
    ['the browser’s first known language', undefined, 'de, zh-TW;q=0.8, en;q=0.7', 'zh'],
    ['quality before order', undefined, 'en;q=0.3, zh-CN;q=0.9', 'zh'],
    ['English when nothing known is wanted', undefined, 'de,fr;q=0.5', 'en'],
    ['English when Chinese is refused', undefined, 'zh;q=0', 'en'],
    ['English without a header', undefined, null, 'en'],
    ['the header when the cookie is nonsense', '../zh', 'zh', 'zh'],
  ] as const)('takes %s', (_name, cookie, header, locale) => {
    expect(chooseLocale(cookie, header)).toBe(locale);
  });
});
