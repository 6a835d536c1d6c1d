import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_HELD, ScreenFilter } from './screen-filter';

const filter = (...chunks: string[]) => {
  const it = new ScreenFilter();
  return chunks.map((chunk) => it.push(chunk)).join('');
};

describe('ScreenFilter leaves what draws alone', () => {
  test.each([
    ['plain text', 'hello\r\nworld\t\b\x07'],
    ['colours', '\x1b[38;2;10;20;30mx\x1b[0m'],
    ['cursor moves', '\x1b[2J\x1b[9999;9999H\x1b[3A'],
    ['private modes', '\x1b[?1049h\x1b[?2004l'],
    ['escapes with intermediates', '\x1b(0qqq\x1b(B\x1b#8\x1b7\x1b8\x1bM'],
    ['small repeats', 'a\x1b[20b\x1b[5L'],
    ['Chinese and emoji', '网络命名空间 👩‍👩‍👧 é'],
    ['eight-bit CSI', '\x9b31m'],
    ['a few combining marks', 'e\u0301\u0302\u0303'],
  ])('%s', (_, text) => expect(filter(text)).toBe(text));
});

describe('ScreenFilter drops strings that draw nothing', () => {
  test.each([
    ['title, ended by BEL', 'a\x1b]0;title\x07b', 'ab'],
    ['clipboard, ended by ST', 'a\x1b]52;c;aGk=\x1b\\b', 'ab'],
    ['hyperlink', '\x1b]8;;http://x\x07text\x1b]8;;\x07', 'text'],
    ['DECRQSS', 'a\x1bP$qm\x1b\\b', 'ab'],
    ['APC, PM and SOS', '\x1b_x\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\b', 'b'],
    ['eight-bit OSC and ST', 'a\x9d2;t\x9cb', 'ab'],
    ['string aborted by CAN', 'a\x1b]2;t\x18b', 'ab'],
    ['string aborted by another sequence', 'a\x1b]2;t\x1b[31mb', 'a\x1b[31mb'],
    ['BEL inside a DCS does not end it', '\x1bPx\x07y\x1b\\b', 'b'],
    ['ESC ESC inside a string', '\x1b]2;t\x1b\x1b[1mb', '\x1b[1mb'],
  ])('%s', (_, text, expected) => expect(filter(text)).toBe(expected));
});

describe('ScreenFilter bounds', () => {
  test.each(['@', 'L', 'M', 'P', 'S', 'T', 'X', 'I', 'Z', 'b'])('the repeat count of CSI %s', (final) =>
    expect(filter(`\x1b[2147483647${final}`)).toBe(`\x1b[1000${final}`),
  );

  test('piles of combining characters, also over chunks', () => {
    const piled = filter(`a${'\u0301'.repeat(500)}`, '\u0301'.repeat(500), '\u0301b');
    expect(piled).toBe(`a${'\u0301'.repeat(16)}b`);
  });

  test('sequences without end', () => {
    const it = new ScreenFilter();
    for (let i = 0; i < 100; i += 1) it.push(i === 0 ? '\x1b[' : '1;'.repeat(1000));
    expect(it.pending.length).toBeLessThan(300);
    expect(it.push('mtext')).toBe('text');
  });

  test('what is held of a string without end', () => {
    const it = new ScreenFilter();
    it.push(`\x1b]2;${'x'.repeat(100_000)}`);
    expect(it.pending.length).toBeLessThanOrEqual(MAX_HELD);
    expect(it.pending.startsWith('\x1b]2;xxx')).toBe(true);
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    '\x1b',
    '\x1b[',
    '\x1b]',
    '\x1bP',
    '\x07',
    '\x1b\\',
    '\x9d',
    '\x9c',
    '\x18',
    ';',
    '9'.repeat(9),
    'm',
    'b',
    'H',
    '?',
    '\u0301',
    '\u0301'.repeat(20),
    '网',
  ),
  fc.string({ unit: 'binary' }),
);
const stream = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

test('ScreenFilter gives the same wherever chunks are cut', () => {
  fc.assert(
    fc.property(stream, fc.nat(), (text, at) => {
      const chars = Array.from(text);
      const cut = at % (chars.length + 1);
      expect(filter(chars.slice(0, cut).join(''), chars.slice(cut).join(''))).toBe(filter(text));
    }),
    { numRuns: 2000 },
  );
});

test('ScreenFilter: pending and the rest read as the whole', () => {
  fc.assert(
    fc.property(stream, fc.nat(), (text, at) => {
      const chars = Array.from(text);
      const cut = at % (chars.length + 1);
      const before = new ScreenFilter();
      const drawn = before.push(chars.slice(0, cut).join(''));
      // A pile of combining marks is cut by count, which a newcomer starts afresh: compare without them.
      const plain = (value: string) => value.replace(/[\p{Mn}\p{Me}\p{Cf}]+/gu, '');
      expect(plain(drawn + filter(before.pending + chars.slice(cut).join('')))).toBe(plain(filter(text)));
    }),
    { numRuns: 2000 },
  );
});
