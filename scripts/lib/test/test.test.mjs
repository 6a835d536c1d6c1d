import { describe, expect, test } from 'vitest';
import { playwrightOutcomes, vitestOutcomes, withExit } from './outcomes.mjs';
import { countsLine, failures, table, totals } from './report.mjs';
import { applySkips } from './skips.mjs';

const passed = (name) => ({ name, state: 'passed', detail: '' });
const skipped = (name) => ({ name, state: 'skipped', detail: '' });

describe('vitestOutcomes()', () => {
  const file = (more) => ({ name: '/c/a.test.ts', status: 'passed', message: '', assertionResults: [], ...more });
  const one = (status, more) => ({ ancestorTitles: ['f()'], title: 'works', status, ...more });

  test.each([
    ['passed', 'passed'],
    ['failed', 'failed'],
    ['pending', 'skipped'],
    ['skipped', 'skipped'],
    ['todo', 'skipped'],
  ])('%s is %s', (status, state) => {
    const [outcome] = vitestOutcomes({ testResults: [file({ assertionResults: [one(status)] })] }, '/c');
    expect(outcome).toMatchObject({ name: 'a.test.ts › f() › works', state });
  });

  test('a file that does not load is a failure', () =>
    expect(vitestOutcomes({ testResults: [file({ status: 'failed', message: 'SyntaxError' })] }, '/c')).toEqual([
      { name: 'a.test.ts', state: 'failed', detail: 'SyntaxError' },
    ]));

  test('a hook that throws is a failure beside its passed tests', () => {
    const report = { testResults: [file({ status: 'failed', assertionResults: [one('passed')] })] };
    expect(vitestOutcomes(report, '/c').map(({ state }) => state)).toEqual(['passed', 'failed']);
  });
});

describe('playwrightOutcomes()', () => {
  const report = (status, results = [{ status: 'passed' }]) => ({
    suites: [
      {
        title: 'learner.spec.ts',
        file: 'learner.spec.ts',
        suites: [
          {
            title: 'lesson',
            specs: [{ title: 'starts', file: 'learner.spec.ts', tests: [{ status, results, projectName: '' }] }],
          },
        ],
      },
    ],
  });

  test.each([
    ['expected', 'passed'],
    ['unexpected', 'failed'],
    ['flaky', 'failed'],
    ['skipped', 'skipped'],
  ])('%s is %s', (status, state) =>
    expect(playwrightOutcomes(report(status))).toMatchObject([
      { name: 'e2e/learner.spec.ts › lesson › starts', state },
    ]),
  );

  test('an error outside of tests is a failure', () =>
    expect(playwrightOutcomes({ suites: [], errors: [{ message: 'no browser' }] })).toEqual([
      { name: 'e2e', state: 'failed', detail: 'no browser' },
    ]));
});

describe('withExit()', () => {
  test('no test at all is a failure', () =>
    expect(withExit('unit', { exit: 0, output: '' }, [])[0].state).toBe('failed'));

  test('a bad exit code without a failing test is a failure', () =>
    expect(withExit('unit', { exit: 1, output: 'Unhandled' }, [passed('a')])[1]).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('Unhandled'),
    }));

  test('a bad exit code with a failing test adds nothing', () =>
    expect(withExit('unit', { exit: 1, output: '' }, [{ ...passed('a'), state: 'failed' }])).toHaveLength(1));
});

describe('applySkips()', () => {
  const skips = [
    { test: 'a.test.ts › needs root', reason: 'mounts', when: 'not root' },
    { test: 'b.test.ts*', reason: 'no Docker here' },
  ];
  const judge = (outcome, conditions = { 'not root': true }) => applySkips([outcome], skips, conditions).outcomes[0];

  test('lets a listed skip pass, with its reason', () => {
    const result = applySkips([skipped('a.test.ts › needs root')], skips, { 'not root': true });
    expect(result.outcomes[0].state).toBe('skipped');
    expect(result.skipped).toEqual([{ name: 'a.test.ts › needs root', reason: 'mounts' }]);
  });

  test('fails a skip that is not on the list', () => expect(judge(skipped('a.test.ts › other')).state).toBe('failed'));

  test('fails a skip whose condition does not hold', () =>
    expect(judge(skipped('a.test.ts › needs root'), { 'not root': false }).state).toBe('failed'));

  test('fails a listed skip that ran', () =>
    expect(judge(passed('b.test.ts › x'))).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('no Docker here'),
    }));

  test('lets a listed test run where its condition does not hold', () =>
    expect(judge(passed('a.test.ts › needs root'), { 'not root': false }).state).toBe('passed'));

  test('fails an entry whose test is gone from its file', () =>
    expect(applySkips([passed('a.test.ts › renamed')], skips, { 'not root': false }).outcomes[1]).toMatchObject({
      name: 'scripts/skips.json: a.test.ts › needs root',
      state: 'failed',
    }));

  test('fails an entry with an unknown condition', () =>
    expect(applySkips([], skips, {}).outcomes).toMatchObject([
      { state: 'failed', detail: expect.stringContaining('"not root"') },
    ]));
});

describe('report', () => {
  const results = [
    { lane: 'unit', ms: 21_000, budgetMs: 20_000, outcomes: [passed('a'), skipped('b')] },
    { lane: 'e2e', ms: 100, budgetMs: null, outcomes: [{ name: 'c', state: 'failed', detail: 'line\n'.repeat(100) }] },
  ];

  test('countsLine() sums all lanes', () => expect(countsLine(totals(results))).toBe('1 passed, 1 failed, 1 skipped'));

  test('table() marks a lane over its budget', () =>
    expect(table(results).split('\n')[1]).toMatch(/^unit +1 +0 +1 +21\.0 s +20\.0 s {2}OVER$/));

  test('failures() shortens long output and says so', () => {
    expect(failures(results, 5)).toContain('✗ [e2e] c');
    expect(failures(results, 5)).toContain('… 95 more lines');
  });
});
