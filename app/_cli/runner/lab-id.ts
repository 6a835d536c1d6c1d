import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A letter and seven of a–z0–9, as lab-runner/api.ts wants it. */
export function makeLabId(): string {
  const any = `${LETTERS}0123456789`;
  return (
    LETTERS.charAt(randomInt(LETTERS.length)) +
    Array.from({ length: 7 }, () => any.charAt(randomInt(any.length))).join('')
  );
}
