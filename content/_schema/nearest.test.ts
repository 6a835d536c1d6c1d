import { expect, test } from 'vitest';
import { nearest } from './nearest';

const TYPES = ['listening', 'shares-namespace', 'pod', 'route'];

test.each([
  ['listenning', 'listening'],
  ['shares-namespaces', 'shares-namespace'],
  ['Pod', 'pod'],
  ['opd', 'pod'],
  ['weather', undefined],
  ['', undefined],
  ['__proto__', undefined],
])('nearest() of %s', (word, expected) => {
  expect(nearest(word, TYPES)).toBe(expected);
});
