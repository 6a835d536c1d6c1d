// Every code that a check can answer has words, and words that no check uses are removed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from './messages/en';

const folder = import.meta.dirname;
const sources = ['.', 'checks', 'model', 'select']
  .flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

test('every message is the message of a code that the grader uses', () => {
  const unused = Object.keys(en).filter((code) => !sources.includes(`'${code}'`));
  expect(unused).toEqual([]);
});
