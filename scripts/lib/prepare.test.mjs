import { describe, expect, test } from 'vitest';
import { buildProblem, npmProblem, staleDependencies } from './prepare.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.4.0', integrity: 'sha512-a' },
    'node_modules/other-platform': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  },
};
const zod = (entry) => ({ packages: { 'node_modules/zod': entry } });

describe('staleDependencies()', () => {
  test.each([
    ['nothing installed', null, ['node_modules/zod']],
    ['the same version', zod({ version: '4.4.0', integrity: 'sha512-a' }), []],
    ['another version', zod({ version: '4.3.0', integrity: 'sha512-c' }), ['node_modules/zod']],
    ['another content of the same version', zod({ version: '4.4.0', integrity: 'sha512-c' }), ['node_modules/zod']],
    ['no integrity noted', zod({ version: '4.4.0' }), []],
    [
      "another platform's package of another version",
      { packages: { ...zod({ version: '4.4.0' }).packages, 'node_modules/other-platform': { version: '0.9.0' } } },
      ['node_modules/other-platform'],
    ],
  ])('%s', (_, installed, stale) => expect(staleDependencies(wanted, installed)).toEqual(stale));
});

describe('npmProblem()', () => {
  test('leaves out the usage text', () => {
    const stderr = 'npm error Missing: x@1\nnpm error\nnpm error Clean install a project\nnpm error Usage:\n'.padEnd(
      3000,
      'npm error\n',
    );
    expect(npmProblem(['npm', 'ci'], { exit: 1, stdout: '', stderr }).seen).toMatch(
      /^exit 1\n+npm error Missing: x@1\nnpm error$/,
    );
  });

  test.each([
    ['npm error code ENOSPC', 'disk is full'],
    [`npm error code ENOSPC\n${'npm error a line of a script\n'.repeat(40)}`, 'disk is full'],
    ['npm error code EACCES', 'chown'],
    ['npm error code ENOTFOUND', 'registry could not be reached'],
    ['npm error `npm ci` can only install packages when your package.json and package-lock.json', 'npm install'],
    ['npm error code E500', 'Read what npm says'],
  ])('%s', (stderr, remedy) =>
    expect(npmProblem(['npm', 'ci'], { exit: 1, stdout: '', stderr }).remedy).toContain(remedy),
  );
});

describe('buildProblem()', () => {
  test.each([
    ['Error: ENOSPC: no space left on device', 'disk is full'],
    ["EACCES: permission denied, mkdir '.next'", 'chown'],
    ['Type error: x', 'bug of Podwire'],
  ])('%s', (stderr, remedy) => {
    const problem = buildProblem('node scripts/build.mjs', { exit: 1, stdout: '', stderr });
    expect(problem.remedy).toContain(remedy);
    expect(problem.seen).toContain(stderr);
  });
});
