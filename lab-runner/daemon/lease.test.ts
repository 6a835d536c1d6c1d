import { expect, test } from 'vitest';
import { extendLease, leaseEndsAt, startLease, touchLease } from './lease';

const MINUTE = 60_000;
const lease = startLease(0, { idleMinutes: 30, maxMinutes: 120 });

test('leaseEndsAt: an attached lab ends at its absolute end, another when it was idle', () => {
  expect(leaseEndsAt(lease, true)).toBe(120 * MINUTE);
  expect(leaseEndsAt(lease, false)).toBe(30 * MINUTE);
});

test('touchLease moves the idle end, never the absolute one', () => {
  expect(leaseEndsAt(touchLease(lease, 20 * MINUTE), false)).toBe(50 * MINUTE);
  expect(leaseEndsAt(touchLease(lease, 110 * MINUTE), false)).toBe(120 * MINUTE);
});

test('extendLease keeps even an idle lab for the minutes that were asked for', () => {
  const extended = extendLease(lease, 10 * MINUTE, 60);
  expect(leaseEndsAt(extended, true)).toBe(180 * MINUTE);
  expect(leaseEndsAt(extended, false)).toBe(70 * MINUTE);
  expect(leaseEndsAt(touchLease(extended, 20 * MINUTE), false)).toBe(70 * MINUTE);
});
