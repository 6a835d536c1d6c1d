import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS_AND_DIGITS = `${LETTERS}0123456789`;

/** A lab id: a letter and seven of a–z0–9. Random, not a secret. */
export function makeLabId(random: (max: number) => number = randomInt): string {
  const first = LETTERS[random(LETTERS.length)] ?? 'a';
  return first + Array.from({ length: 7 }, () => LETTERS_AND_DIGITS[random(LETTERS_AND_DIGITS.length)]).join('');
}
