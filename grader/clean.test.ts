import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean } from './clean';

test.each([
  ['an escape sequence', 'a\u001b[2Jb', 'a\\u{1b}[2Jb'],
  ['a line feed', 'a\nb', 'a\\u{a}b'],
  ['a right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
  ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ['Chinese and emoji stay', '网络 🐳', '网络 🐳'],
])('clean() %s', (_, text, expected) => expect(clean(text)).toBe(expected));

test('clean() cuts by characters, with an ellipsis', () => expect(clean('🐳🐳🐳', 2)).toBe('🐳…'));

test('clean() gives one line without control characters for any text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(clean(text)),
    ),
  );
});
