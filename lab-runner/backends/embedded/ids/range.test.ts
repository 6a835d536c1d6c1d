import { expect, test } from 'vitest';
import { findSubordinateRange, pickRange, RANGE_SIZE } from './range';

test('pickRange() gives labs ranges that do not overlap and skips those taken', () => {
  const taken = new Set<number>();
  for (let lab = 0; lab < 200; lab++) taken.add(pickRange('owner', `lab${lab}`, taken));
  expect(taken.size).toBe(200);
  for (const first of taken) expect(first % RANGE_SIZE).toBe(0);
});

test('pickRange() stays below the sign bit', () => {
  expect(pickRange('owner', 'a', new Set()) + RANGE_SIZE).toBeLessThanOrEqual(0x80000000);
});

test('findSubordinateRange() knows a user by name or id and skips ranges that are too small', () => {
  const text = 'eve:100000:65536\nann:1:10\nann:165536:65536\n1001:231072:65536\n';
  expect(findSubordinateRange(text, { name: 'ann', uid: 1000 })).toBe(165536);
  expect(findSubordinateRange(text, { name: 'bob', uid: 1001 })).toBe(231072);
  expect(findSubordinateRange(text, { name: 'carl', uid: 1002 })).toBeUndefined();
});
