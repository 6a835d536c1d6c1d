import { describe, expect, test } from 'vitest';
import { grade, withProbes } from '../testing/grade';
import { makeLab, SHOP } from '../testing/lab';
import { Check } from '.';

const lab = makeLab({ containers: SHOP });
const check = {
  type: 'reachable',
  from: { role: 'workstation' },
  to: { addressOf: { container: 'shop-pause' } },
  port: 80,
  kind: 'http',
  path: '/',
  status: 200,
  control: {
    from: { role: 'workstation' },
    to: { addressOf: { container: 'shop-pause' } },
    port: 81,
    outcome: ['refused'],
  },
};
type Answer = { outcome: 'connected' | 'refused' | 'timeout' | 'unreachable' | 'error'; status?: number };
const gradeWith = (first: Answer, control: Answer = { outcome: 'refused' }) =>
  grade(
    check,
    withProbes(check, lab, (target) => (target.startsWith('10.88.0.5:81') ? control : first)),
  );

describe('reachable', () => {
  test('passes when both attempts come out as said', () => {
    const result = gradeWith({ outcome: 'connected', status: 200 });
    expect(result).toMatchObject({ verdict: 'pass', code: 'reachable.ok', params: { host: '10.88.0.5', port: 80 } });
    expect(result.evidence).toHaveLength(2);
  });
  test.each<[string, Answer, string]>([
    ['refused', { outcome: 'refused' }, 'reachable.differs'],
    ['timeout', { outcome: 'timeout' }, 'reachable.differs'],
    ['another status', { outcome: 'connected', status: 502 }, 'reachable.status'],
    ['connected without an answer', { outcome: 'connected' }, 'reachable.status'],
  ])('fails: %s', (_, answer, code) => {
    expect(gradeWith(answer)).toMatchObject({ verdict: 'fail', code });
  });
  test('is not graded when the control does not hold, whatever the attempt says', () => {
    expect(gradeWith({ outcome: 'connected', status: 200 }, { outcome: 'connected' })).toMatchObject({
      verdict: 'not graded',
      code: 'reachable.control',
    });
    expect(gradeWith({ outcome: 'refused' }, { outcome: 'timeout' })).toMatchObject({
      verdict: 'not graded',
      code: 'reachable.control',
    });
  });
  test('is not graded when a probe was not made or could not be made', () => {
    expect(grade(check, lab)).toMatchObject({ verdict: 'not graded', code: 'reachable.not-tried' });
    expect(gradeWith({ outcome: 'error' })).toMatchObject({ verdict: 'not graded', code: 'reachable.error' });
  });
  test('takes no result of another question: the pod has moved since the probe', () => {
    const before = withProbes(check, lab, (target) =>
      target.includes(':81') ? { outcome: 'refused' } : { outcome: 'connected', status: 200 },
    );
    const moved = makeLab({
      containers: SHOP.map((each) => (each.addresses ? { ...each, addresses: ['10.88.0.6/16'] } : each)),
    });
    expect(grade(check, { ...moved, probes: before.probes })).toMatchObject({
      verdict: 'not graded',
      code: 'reachable.not-tried',
    });
  });
  test('fails when the target has no address', () => {
    const bare = makeLab({ containers: SHOP.map((each) => ({ ...each, addresses: [] })) });
    expect(grade(check, bare)).toMatchObject({ verdict: 'fail', code: 'address.no-reachable' });
  });
  test('needs a control', () => {
    expect(Check.safeParse({ ...check, control: undefined }).success).toBe(false);
  });
});
