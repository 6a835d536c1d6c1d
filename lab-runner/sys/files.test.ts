import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTempFolder } from '../daemon/testing';
import { errorCode, readFileIfThere, writeFileAtomic } from './files';

let folder: Awaited<ReturnType<typeof makeTempFolder>>;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

test('writeFileAtomic makes folders, replaces whole files and leaves no draft', async () => {
  const path = join(folder.path, 'a', 'b', 'c.json');
  await writeFileAtomic(path, 'one');
  await writeFileAtomic(path, 'two', 0o640);
  expect(await readFileIfThere(path)).toBe('two');
  expect((await stat(path)).mode & 0o777).toBe(0o640);
  expect(await readdir(join(folder.path, 'a', 'b'))).toEqual(['c.json']);
});

test('writeFileAtomic leaves no draft when it fails', async () => {
  await expect(writeFileAtomic(join(folder.path, 'a'), 'over a folder')).rejects.toThrow('EISDIR');
  expect(await readdir(folder.path)).toEqual(['a']);
});

test('readFileIfThere: absent is undefined, unreadable is an error', async () => {
  expect(await readFileIfThere(join(folder.path, 'none'))).toBeUndefined();
  await expect(readFileIfThere(join(folder.path, 'a'))).rejects.toThrow('EISDIR');
});

test('errorCode knows errno names and nothing else', () => {
  expect(errorCode(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBe('ENOSPC');
  expect(errorCode(Object.assign(new Error('x'), { code: 5 }))).toBeUndefined();
  expect(errorCode('ENOSPC')).toBeUndefined();
});
