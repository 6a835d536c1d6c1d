import { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { ANSWERS_PER_SECOND, restrictReplies } from './replies';

/** A real xterm parser; everything it would say, and everything we let it say. */
async function ask(output: string, state: { redrawing?: boolean; now?: () => number } = {}) {
  const terminal = new Terminal({ allowProposedApi: true, columns: 80, rows: 24 } as ConstructorParameters<
    typeof Terminal
  >[0]);
  const own: string[] = [];
  const ours: string[] = [];
  terminal.onData((data) => own.push(data));
  restrictReplies(terminal.parser, {
    cursor: () => ({ row: terminal.buffer.active.cursorY + 1, column: terminal.buffer.active.cursorX + 1 }),
    isRedrawing: () => state.redrawing ?? false,
    reply: (data) => ours.push(data),
    now: state.now ?? (() => 0),
  });
  await new Promise<void>((resolve) => {
    terminal.write(output, resolve);
  });
  terminal.dispose();
  return { own, ours };
}

describe('restrictReplies()', () => {
  it.each([
    ['primary device attributes', '\x1b[c', '\x1b[?1;2c'],
    ['primary device attributes with 0', '\x1b[0c', '\x1b[?1;2c'],
    ['status', '\x1b[5n', '\x1b[0n'],
    ['cursor position', 'abc\x1b[6n', '\x1b[1;4R'],
  ])('answers %s in its fixed form', async (_name, query, answer) => {
    expect(await ask(query)).toEqual({ own: [], ours: [answer] });
  });

  it.each([
    ['secondary device attributes', '\x1b[>c'],
    ['tertiary device attributes', '\x1b[=c'],
    ['XTVERSION', '\x1b[>q'],
    ['DEC cursor position', '\x1b[?6n'],
    ['colour scheme', '\x1b[?996n'],
    ['DECRQM of a private mode', '\x1b[?2004$p'],
    ['DECRQM of a mode', '\x1b[4$p'],
    ['DECRQSS', '\x1bP$qm\x1b\\'],
    ['DECRQSS with a payload', '\x1bP$q\r rm -rf / \r\x1b\\'],
    ['XTGETTCAP', '\x1bP+q544e\x1b\\'],
    ['foreground colour', '\x1b]10;?\x07'],
    ['background colour', '\x1b]11;?\x1b\\'],
    ['cursor colour', '\x1b]12;?\x07'],
    ['palette colour', '\x1b]4;1;?\x07'],
    ['palette colour beside one that is set', '\x1b]4;2;rgb:00/00/00;1;?\x07'],
    ['window title', '\x1b[21t'],
    ['window size', '\x1b[18t'],
    ['clipboard read', '\x1b]52;c;?\x07'],
    ['clipboard write', '\x1b]52;c;aGk=\x07'],
    ['a keyboard protocol', '\x1b[?u'],
  ])('stays silent at %s', async (_name, query) => {
    expect(await ask(query)).toEqual({ own: [], ours: [] });
  });

  it('answers nothing while a screen is redrawn', async () => {
    expect(await ask('\x1b[c\x1b[6n', { redrawing: true })).toEqual({ own: [], ours: [] });
  });

  it('stops answering a flood, and answers again a second later', async () => {
    const flood = await ask('\x1b[c'.repeat(1000));
    expect(flood.ours).toHaveLength(ANSWERS_PER_SECOND);
    let now = 0;
    const later = await ask('\x1b[c'.repeat(30), { now: () => (now += 100) });
    expect(later.ours.length).toBeGreaterThan(ANSWERS_PER_SECOND);
  });
});
