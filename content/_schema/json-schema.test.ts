import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from './json-schema';

const folder = join(import.meta.dirname, 'json');

test.each(Object.entries(jsonSchemas()))(
  'json/%s says what the schema says; UPDATE_JSON_SCHEMAS=1 writes it anew',
  (name, text) => {
    if (process.env.UPDATE_JSON_SCHEMAS === '1') writeFileSync(join(folder, name), text);
    expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toEqual(JSON.parse(text));
  },
);

test('lab.json names every check type and describes their fields', () => {
  const text = jsonSchemas()['lab.json'] ?? '';
  for (const type of ['pod', 'listening', 'iptables', 'all']) expect(text).toContain(`"const": "${type}"`);
  expect(text.match(/"description"/g)?.length).toBeGreaterThan(50);
});
