import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabId } from '../api';
import { makeLabId } from './ids';

test('makeLabId gives ids that LabId accepts, whatever the dice say', () => {
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.nat()),
      (dice) => LabId.safeParse(makeLabId((max) => (dice.next().value ?? 0) % max)).success,
    ),
  );
});

test('makeLabId does not repeat itself', () => {
  expect(new Set(Array.from({ length: 1000 }, () => makeLabId())).size).toBe(1000);
});
