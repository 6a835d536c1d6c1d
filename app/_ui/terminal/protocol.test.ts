import { describe, expect, it } from 'vitest';
import { LOW_WATERMARK_BYTES, TerminalClientMessage, TerminalServerMessage } from '../../../lab-runner/api';
import { TERMINAL_PATH as SERVER_PATH } from '../../_server/views';
import { ACK_EVERY_BYTES, AckCounter } from './ack';
import { backoffMs, FIRST_DELAY_MS, LONGEST_DELAY_MS } from './backoff';
import { frames, HeldInput, MAX_FRAME_CHARS, MAX_HELD_CHARS } from './held-input';
import { readServerMessage, TERMINAL_PATH } from './messages';

describe('readServerMessage()', () => {
  it.each([
    { type: 'screen', data: 'x', columns: 80, rows: 24, restarted: true },
    { type: 'exit', code: 0 },
    { type: 'exit', code: null },
    { type: 'error', code: 'x', message: 'y' },
    { type: 'pong' },
  ])('reads what the runner’s schema allows: $type', (message) => {
    expect(readServerMessage(JSON.stringify(message))).toEqual(TerminalServerMessage.parse(message));
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['an unknown type', '{"type":"title"}'],
    ['a screen without size', '{"type":"screen","data":"","restarted":false}'],
    ['a screen whose data is an object', '{"type":"screen","data":{},"columns":1,"rows":1,"restarted":false}'],
    ['an exit code that is a text', '{"type":"exit","code":"0"}'],
  ])('knows nothing of %s', (_name, frame) => {
    expect(readServerMessage(frame)).toBeNull();
  });

  it('goes to the path that the server has', () => {
    expect(TERMINAL_PATH).toBe(SERVER_PATH);
  });
});

describe('frames()', () => {
  it('cuts a long paste into frames the runner takes', () => {
    const parts = frames('x'.repeat(MAX_FRAME_CHARS * 2 + 1));
    expect(parts.map((part) => part.length)).toEqual([MAX_FRAME_CHARS, MAX_FRAME_CHARS, 1]);
    for (const data of parts) TerminalClientMessage.parse({ type: 'input', data });
  });

  it('keeps a surrogate pair whole at the cut', () => {
    const text = `${'x'.repeat(MAX_FRAME_CHARS - 1)}😀y`;
    expect(frames(text)).toEqual(['x'.repeat(MAX_FRAME_CHARS - 1), '😀y']);
  });

  it('sends nothing for nothing', () => {
    expect(frames('')).toEqual([]);
  });
});

describe('HeldInput', () => {
  it('gives back all of it once, in order', () => {
    const held = new HeldInput();
    expect(held.hold('a') && held.hold('b')).toBe(true);
    expect([held.take(), held.take()]).toEqual(['ab', '']);
  });

  it('takes all or nothing of what does not fit', () => {
    const held = new HeldInput();
    expect(held.hold('x'.repeat(MAX_HELD_CHARS + 1))).toBe(false);
    expect(held.length).toBe(0);
  });
});

describe('AckCounter', () => {
  it('acknowledges often enough that a paused pty is always resumed', () => {
    expect(ACK_EVERY_BYTES).toBeLessThan(LOW_WATERMARK_BYTES);
  });

  it('adds up to what was drawn, whatever the pieces', () => {
    const acks = new AckCounter();
    const pieces = [1, 4000, 5000, 20_000, 3, ACK_EVERY_BYTES - 1];
    for (const bytes of pieces) acks.received(bytes);
    const sent = pieces.map((bytes) => acks.drawn(bytes));
    expect(sent.reduce((a, b) => a + b)).toBe(pieces.reduce((a, b) => a + b));
    expect(sent.filter((bytes) => bytes > 0)).toHaveLength(3);
  });
});

describe('backoffMs()', () => {
  it('doubles from the first delay to the longest, between half and whole', () => {
    expect([0, 1, 2].map((attempt) => backoffMs(attempt, 0))).toEqual([125, 250, 500]);
    expect(backoffMs(0, 0.999_999)).toBeLessThanOrEqual(FIRST_DELAY_MS);
    expect(backoffMs(1000, 0.999_999)).toBeLessThanOrEqual(LONGEST_DELAY_MS);
  });
});
