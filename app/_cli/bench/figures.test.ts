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
