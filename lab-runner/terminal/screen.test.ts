import { describe, expect, test, vi } from 'vitest';
import { Screen } from './screen';

const drawn = (screen: Screen) =>
  new Promise<string>((resolve) => screen.afterDrawn(() => resolve(screen.serialise())));
const screenWith = async (text: string, size = { columns: 20, rows: 5 }) => {
  const screen = new Screen(size);
  screen.write(Buffer.from(text));
  return { screen, text: await drawn(screen) };
};

describe('Screen', () => {
  test('serialise draws the same screen again', async () => {
    const { text } = await screenWith('one\r\n\x1b[31mtwo\x1b[0m\r\n网络');
    expect((await screenWith(text)).text).toBe(text);
    expect(text).toContain('two');
    expect(text).toContain('网络');
  });

  test('afterDrawn is in order with writes and resizes', async () => {
    const screen = new Screen({ columns: 20, rows: 5 });
    const seen: string[] = [];
    screen.writeText('a');
    screen.afterDrawn(() => seen.push(`${screen.size.columns} ${screen.serialise()}`));
    screen.resize({ columns: 30, rows: 5 });
    screen.writeText('b');
    expect(screen.target.columns).toBe(30);
    await drawn(screen);
    screen.afterDrawn(() => seen.push(`${screen.size.columns} ${screen.serialise()}`));
    expect(seen).toEqual(['20 a', '30 ab']);
  });

  test('unfinished gives half characters and half sequences', async () => {
    const screen = new Screen({ columns: 20, rows: 5 });
    const bytes = Buffer.from('网');
    screen.write(bytes.subarray(0, 1));
    screen.write(bytes.subarray(1, 2));
    await drawn(screen);
    expect(screen.unfinished()).toEqual({ text: '', bytes: Uint8Array.from(bytes.subarray(0, 2)) });
    screen.write(bytes.subarray(2));
    screen.write(Buffer.from('\x1b[3'));
    await drawn(screen);
    expect(screen.unfinished()).toEqual({ text: '\x1b[3', bytes: new Uint8Array() });
  });

  test('congestion is told above the high mark and again below the low one', async () => {
    const told = vi.fn();
    const screen = new Screen({ columns: 80, rows: 24 }, told);
    screen.writeText('y\r\n'.repeat(100_000));
    expect(screen.congested).toBe(true);
    await drawn(screen);
    expect(screen.congested).toBe(false);
    expect(told.mock.calls).toEqual([[true], [false]]);
  });

  test.each([
    ['2 MB of unterminated OSC', '\x1b]0;' + 'x'.repeat(2_000_000)],
    ['2 MB of unterminated DCS', '\x1bP' + 'x'.repeat(2_000_000)],
    ['REP without bound', 'a\x1b[2147483647b'.repeat(100)],
    ['scrolling without bound', '\x1b[2147483647S'.repeat(50)],
    ['combining marks without bound', 'a' + '\u0301'.repeat(500_000)],
    ['a hundred thousand hyperlinks', '\x1b]8;;http://x\x07\x1b]8;;\x07'.repeat(100_000)],
  ])('hostile output is survived: %s', async (_, text) => {
    const { screen, text: after } = await screenWith(text);
    expect(after.length).toBeLessThan(64 * 1024);
    screen.writeText('\x1b\\\x18\x1bcstill here');
    expect(await drawn(screen)).toContain('still here');
    screen.close();
  });

  test('serialise is bounded at any size', async () => {
    const cells = Array.from({ length: 60_000 }, (_, i) => `\x1b[38;2;${i % 256};${i % 199};${i % 101}mx`).join('');
    const { text } = await screenWith(cells, { columns: 200, rows: 50 });
    expect(text.length).toBeLessThan(512 * 1024);
  });
});
