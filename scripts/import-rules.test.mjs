// The import rules are only worth something if breaking one is caught: this breaks each of them on purpose, in a clone made of two-line files.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from './lib/places.mjs';

const FILES = {
  'grader/index.ts': "import { run } from '../lab-runner/sys/command';\nexport const a = run;",
  'grader/reads.ts': "import { readFileSync } from 'node:fs';\nexport const b = readFileSync;",
  'grader/one.ts': "import { two } from './two';\nexport const one = () => two;",
  'grader/two.ts': "import { one } from './one';\nexport const two = () => one;",
  'grader/good.ts': 'export const good = 1;',
  'grader/good.test.ts': "import { good } from './good';\nexport const t = good;",
  'grader/bad.ts': "import { t } from './good.test';\nexport const u = t;",
  'lab-runner/sys/command.ts': 'export const run = 1;',
  'lab-runner/api.ts': 'export const api = 1;',
  'lab-runner/knows.ts': "import { good } from '../grader/good';\nexport const c = good;",
  'lab-runner/cluster/wide.ts': "import { api } from '../api';\nexport const d = api;",
  'app/allowed.ts':
    "import { api } from '../lab-runner/api';\nimport { good } from '../grader/good';\nexport const e = [api, good];",
  'app/inside.ts': "import { run } from '../lab-runner/sys/command';\nexport const f = run;",
  'content/_schema/up.ts': "import { e } from '../../app/allowed';\nexport const g = e;",
  'e2e/lost.ts': "import { h } from './nowhere';\nexport const i = h;",
};

const CAUGHT = [
  ['grader-is-alone', 'grader/index.ts', 'lab-runner/sys/command.ts'],
  ['grader-does-no-io', 'grader/reads.ts', 'fs'],
  ['no-cycles', 'grader/one.ts', 'grader/two.ts'],
  ['nothing-imports-tests', 'grader/bad.ts', 'grader/good.test.ts'],
  ['runner-knows-no-users', 'lab-runner/knows.ts', 'grader/good.ts'],
  ['cluster-imports-sys-only', 'lab-runner/cluster/wide.ts', 'lab-runner/api.ts'],
  ['app-sees-faces-only', 'app/inside.ts', 'lab-runner/sys/command.ts'],
  ['content-sees-grader-only', 'content/_schema/up.ts', 'app/allowed.ts'],
  ['not-to-unresolvable', 'e2e/lost.ts', './nowhere'],
];

let folder;
let violations;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podwire-rules-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    cpSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const depcruise = join(ROOT, 'node_modules', '.bin', 'depcruise');
  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    'app',
    'content',
    'grader',
    'lab-runner',
    'e2e',
  ];
  const { stdout, stderr } = spawnSync(depcruise, args, { cwd: folder, encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  violations = JSON.parse(stdout).summary.violations.map(({ rule, from, to }) => [rule.name, from, to]);
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(CAUGHT)('the import rule %s catches %s importing %s', (...caught) =>
  expect(violations).toContainEqual(caught),
);

test('nothing else is caught: app may import lab-runner/api.ts and grader, tests may import what they test', () => {
  const cycle = ['no-cycles', 'grader/two.ts', 'grader/one.ts'];
  const expected = [...CAUGHT, cycle];
  expect(violations.filter((violation) => !expected.some((each) => each.join() === violation.join()))).toEqual([]);
});
