import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCorpus } from './corpus.mjs';

let place;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'pw-corpus-'));
  mkdirSync(join(place, 'clone'));
  mkdirSync(join(place, 'elsewhere', 'corpus'), { recursive: true });
  writeFileSync(join(place, 'elsewhere', 'corpus', 'INDEX.md'), '');
});
afterEach(() => rmSync(place, { recursive: true }));

describe('findCorpus()', () => {
  test('finds one in a folder beside the clone', () => {
    expect(findCorpus(join(place, 'clone'), undefined)).toBe(join(place, 'elsewhere', 'corpus'));
  });
  test('finds one through a link', () => {
    mkdirSync(join(place, 'deep', 'clone'), { recursive: true });
    symlinkSync(join(place, 'elsewhere'), join(place, 'deep', 'linked'));
    expect(findCorpus(join(place, 'deep', 'clone'), undefined)).toBe(join(place, 'deep', 'linked', 'corpus'));
  });
  test('takes the given one and no other', () => {
    expect(findCorpus(join(place, 'clone'), join(place, 'elsewhere', 'corpus'))).toBe(
      join(place, 'elsewhere', 'corpus'),
    );
    expect(findCorpus(join(place, 'clone'), join(place, 'nowhere'))).toBeUndefined();
  });
});
