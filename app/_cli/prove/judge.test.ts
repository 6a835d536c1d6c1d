import { describe, expect, test } from 'vitest';
import type { CheckVerdict, StepVerdict } from '../../../grader/verdict';
import type { LessonStep } from '../lesson';
import { demandOf, judge } from './judge';

const step: LessonStep = {
  id: 'join',
  title: { en: 'Join', zh: '加入' },
  only: null,
  checks: {},
  graded: { id: 'join', mode: 'final', checks: [] },
  maxPoints: 0,
  hints: 0,
  solutionAfter: 3,
};
const check = (id: string, verdict: CheckVerdict['verdict'], code = 'grader.error'): CheckVerdict => ({
  id,
  verdict,
  code: code as CheckVerdict['code'],
  params: {},
  evidence: [],
  points: 0,
  maxPoints: 1,
});
const verdict = (...checks: CheckVerdict[]): StepVerdict => ({
  schema: 1,
  step: 'join',
  mode: 'final',
  verdict: checks.some((each) => each.verdict === 'fail')
    ? 'fail'
    : checks.every((each) => each.verdict === 'pass')
      ? 'pass'
      : 'not graded',
  provisional: false,
  points: 0,
  maxPoints: checks.length,
  checks,
});
const EXACTLY = { verdict: 'exactly', check: 'same-net', code: 'check.other' } as const;

describe('demandOf()', () => {
  const fails = { check: 'same-net', code: 'check.other' };
  test.each([
    ['untouched', true, { verdict: 'fail' }],
    ['solution', true, { verdict: 'pass' }],
    ['alt', false, { verdict: 'pass' }],
    ['wrong', false, { verdict: 'pass' }],
    ['wrong', true, EXACTLY],
  ] as const)('%s, last step %s', (kind, isLast, demand) => expect(demandOf(kind, isLast, fails)).toEqual(demand));
});

describe('judge()', () => {
  test('a solution that passes', () =>
    expect(judge(step, verdict(check('a', 'pass')), { verdict: 'pass' })).toBeNull());
  test('a solution that fails', () =>
    expect(judge(step, verdict(check('a', 'fail')), { verdict: 'pass' })).toContain('should pass, but is "fail"'));
  test('a solution that is not graded', () =>
    expect(judge(step, verdict(check('a', 'not graded')), { verdict: 'pass' })).toContain(
      'should pass, but is "not graded"',
    ));
  test('an untouched lab that fails', () =>
    expect(judge(step, verdict(check('a', 'fail')), { verdict: 'fail' })).toBeNull());
  test('an untouched lab that passes', () =>
    expect(judge(step, verdict(check('a', 'pass')), { verdict: 'fail' })).toContain('should fail, but passes'));
  test('an untouched lab that cannot be graded', () =>
    expect(judge(step, verdict(check('a', 'fail'), check('b', 'not graded')), { verdict: 'fail' })).toContain(
      'not graded: b',
    ));

  test('exactly the named check with the named code, another waiting for it', () =>
    expect(
      judge(step, verdict(check('same-net', 'fail', 'check.other'), check('b', 'not graded', 'check.waits')), EXACTLY),
    ).toBeNull());
  test('the named check with another code', () =>
    expect(judge(step, verdict(check('same-net', 'fail', 'check.third')), EXACTLY)).toContain(
      'should fail with check.other, but its code is check.third',
    ));
  test('another check', () =>
    expect(judge(step, verdict(check('b', 'fail', 'check.other')), EXACTLY)).toContain('but failed: b (check.other)'));
  test('one check too many', () =>
    expect(judge(step, verdict(check('same-net', 'fail', 'check.other'), check('b', 'fail')), EXACTLY)).toContain(
      'same-net (check.other), b',
    ));
});
