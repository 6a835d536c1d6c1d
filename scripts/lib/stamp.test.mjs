import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'podwire-stamp-'));
  mkdirSync(join(root, 'app', 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'app', 'a.ts'), 'a');
});
afterEach(() => rmSync(root, { recursive: true }));

const now = () => fingerprint(root, ['app', 'package.json', 'absent'], ['linux']);

test('fingerprint() ignores times and node_modules', () => {
  const before = now();
  utimesSync(join(root, 'app', 'a.ts'), 1, 1);
  writeFileSync(join(root, 'app', 'node_modules', 'x.js'), 'x');
  expect(now()).toBe(before);
});

test.each([
  ['changed text', () => writeFileSync(join(root, 'app', 'a.ts'), 'b')],
  ['a new file', () => writeFileSync(join(root, 'app', 'b.ts'), '')],
  ['a removed file', () => rmSync(join(root, 'app', 'a.ts'))],
  ['a named file', () => writeFileSync(join(root, 'package.json'), '{}')],
])('fingerprint() sees %s', (_, change) => {
  const before = now();
  change();
  expect(now()).not.toBe(before);
});

test('isFresh() is true only for the written value', () => {
  const stamp = join(root, 'dist', 'stamp');
  expect(isFresh(stamp, 'x')).toBe(false);
  writeStamp(stamp, 'x');
  expect(isFresh(stamp, 'x')).toBe(true);
  expect(isFresh(stamp, 'y')).toBe(false);
});
