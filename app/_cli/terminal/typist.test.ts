import { describe, expect, test } from 'vitest';
import { makePrompts, plain } from './typist';

describe('makePrompts()', () => {
  const prompts = makePrompts('abc123');

  test('is not fooled by the echo of its own set-up line', () => expect(prompts.find(prompts.setUp)).toBeUndefined());

  test.each([
    ['after a command', 'ls\r\nfile\r\n[pw-abc123:0]', 0],
    ['after a failed command', '[pw-abc123:127]', 127],
    ['inside an unfinished command', '> \r\n[pw-abc123:]', null],
  ])('finds the prompt %s', (_, text, status) =>
    expect(prompts.find(text)).toMatchObject({ status, end: text.length }),
  );

  test('finds the first of two', () =>
    expect(prompts.find('[pw-abc123:1] [pw-abc123:2]')).toMatchObject({ start: 0, status: 1 }));
});

test('plain() drops colours, titles and bracketed paste', () =>
  expect(plain('\x1b[?2004h\x1b]0;title\x07\x1b[01;32mroot\x1b[0m\r\n')).toBe('root\n'));
