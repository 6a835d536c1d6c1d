import { expect, test } from 'vitest';
import { figure, percentile } from './figures';

test.each([
  [[5], 0.5, 5],
  [[3, 1, 2], 0.5, 2],
  [[1, 2, 3, 4], 0.5, 2],
  [Array.from({ length: 20 }, (_, i) => i + 1), 0.95, 19],
])('percentile(%j, %f) is the nearest rank', (values, share, result) => expect(percentile(values, share)).toBe(result));

test('figure() sums up', () =>
  expect(figure('start', 'ms', [10, 30, 20], { p50: 450, p95: 800 }, '')).toMatchObject({
    count: 3,
    p50: 20,
    p95: 30,
    max: 30,
  }));

test.each([
  [{ p50: 20, p95: 30 }, 'met'],
  [{ p50: 19, p95: null }, 'missed'],
  [{ p50: null, p95: 29 }, 'missed'],
  [{ p50: null, p95: null }, 'no budget'],
] as const)('figure() with budget %j is %s', (budget, verdict) =>
  expect(figure('start', 'ms', [10, 30, 20], budget, '').verdict).toBe(verdict),
);

test('figure() of nothing measured misses its budget', () =>
  expect(figure('start', 'ms', [], { p50: 1, p95: null }, '').verdict).toBe('missed'));
