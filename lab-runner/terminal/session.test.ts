import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tty } from '../backends/backend';
import { HIGH_WATERMARK_BYTES, LOW_WATERMARK_BYTES, type TerminalServerMessage } from '../api';
import { makeTempFolder, TestClock } from '../daemon/testing';
import { waitUntil } from '../sys/wait';
import { TerminalSession, type TerminalClient } from './session';

/** A shell whose every step the test takes. */
class ScriptedTty implements Tty {
  typed = '';
  sizes: string[] = [];
  paused = false;
  killed = 0;
  #data: ((data: Uint8Array) => void)[] = [];
  #exit: ((exit: { code: number | null }) => void)[] = [];
  onData(listener: (data: Uint8Array) => void) {
    this.#data.push(listener);
    return () => undefined;
  }
  onExit(listener: (exit: { code: number | null }) => void) {
    this.#exit.push(listener);
    return () => undefined;
  }
  write(data: string | Uint8Array) {
    this.typed += typeof data === 'string' ? data : Buffer.from(data).toString();
  }
  resize(columns: number, rows: number) {
    this.sizes.push(`${columns}x${rows}`);
  }
  pause() {
    this.paused = true;
  }
  resume() {
    this.paused = false;
  }
  kill() {
    this.killed += 1;
  }
  print(data: string | Uint8Array) {
    for (const listener of this.#data) listener(Buffer.from(data));
  }
  exit(code: number) {
    for (const listener of this.#exit) listener({ code });
  }
}

class Viewer implements TerminalClient {
  messages: TerminalServerMessage[] = [];
  bytes: Buffer[] = [];
  closed: string | undefined;
  inSocket = 0;
  message(message: TerminalServerMessage) {
    this.messages.push(message);
  }
  output(bytes: Uint8Array) {
    this.bytes.push(Buffer.from(bytes));
  }
  buffered() {
    return this.inSocket;
  }
  close(reason: { code: string }) {
    this.closed = reason.code;
  }
  get text() {
    return Buffer.concat(this.bytes).toString('utf8');
  }
  get screens() {
    return this.messages.filter((message) => message.type === 'screen');
  }
  /** Resolves with its n-th screen. */
  screen(n = 1) {
    return waitUntil({ what: `screen ${n}`, timeoutMs: 5000, intervalMs: 1, probe: () => this.screens[n - 1] });
  }
}

const SIZE = { columns: 80, rows: 24 };
let folder: Awaited<ReturnType<typeof makeTempFolder>>;
let clock: TestClock;
let ttys: ScriptedTty[];
let sessions: TerminalSession[];
let activity: number;

beforeEach(async () => {
  folder = await makeTempFolder();
  clock = new TestClock();
  ttys = [];
  sessions = [];
  activity = 0;
});
afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close({ code: 'over', message: 'over' })));
  await folder.remove();
});

function makeSession(openTty?: () => Promise<Tty>): TerminalSession {
  const session = new TerminalSession({
    openTty:
      openTty ??
      (() => {
        const tty = new ScriptedTty();
        ttys.push(tty);
        return Promise.resolve(tty);
      }),
    recordingPath: join(folder.path, 'a.cast'),
    snapshotPath: join(folder.path, 'a.screen.json'),
    clock,
    log: pino({ level: 'silent' }),
    onActivity: () => (activity += 1),
    snapshotEveryMs: 10,
  });
  sessions.push(session);
  return session;
}

const tty = (index = 0) => ttys[index] ?? expect.fail(`there is no shell ${index}`);

async function attached(session: TerminalSession, size = SIZE): Promise<Viewer> {
  const viewer = new Viewer();
  await session.attach(viewer, size);
  await viewer.screen();
  return viewer;
}

describe('TerminalSession screen and shells', () => {
  test('attach starts one shell, whoever comes', async () => {
    const session = makeSession();
    const [a, b] = await Promise.all([attached(session), attached(session)]);
    expect(ttys).toHaveLength(1);
    tty().print('hello');
    expect([a.text, b.text]).toEqual(['hello', 'hello']);
    expect(a.screens[0]).toEqual({ type: 'screen', data: '', ...SIZE, restarted: false });
  });

  test('attach after a lost connection shows the screen, then goes on', async () => {
    const session = makeSession();
    const first = await attached(session);
    tty().print('before ');
    session.detach(first);
    tty().print('meanwhile ');
    const second = await attached(session);
    tty().print('after');
    expect(second.screens[0]?.data).toBe('before meanwhile ');
    expect(second.text).toBe('after');
    expect(first.text).toBe('before ');
  });

  test('attach in the middle of a flood loses and repeats nothing', async () => {
    const session = makeSession();
    await attached(session);
    for (let i = 0; i < 20; i += 1) tty().print(`${'y'.repeat(70)}\r\n`.repeat(20));
    const late = new Viewer();
    const attaching = session.attach(late, SIZE);
    for (let i = 0; i < 50; i += 1) tty().print(`line ${i}\r\n`);
    await attaching;
    await late.screen();
    tty().print('end');
    const all = (late.screens[0]?.data ?? '') + late.text;
    for (let i = 0; i < 50; i += 1) expect(all.split(`line ${i}\r\n`)).toHaveLength(2);
    expect(all.endsWith('end')).toBe(true);
  });

  test('attach in the middle of a character and of a sequence reads the rest right', async () => {
    const session = makeSession();
    await attached(session);
    tty().print(Buffer.from('网').subarray(0, 2));
    const inCharacter = await attached(session);
    tty().print(Buffer.from('网').subarray(2));
    expect(inCharacter.text).toBe('网');
    tty().print('\x1b[3');
    const inSequence = await attached(session);
    expect(inSequence.screens[0]?.data.endsWith('\x1b[3')).toBe(true);
  });

  test('exit is told, and a further attach starts a new shell under the screen', async () => {
    const session = makeSession();
    const viewer = await attached(session);
    tty().print('\x1b[?1049hfull screen');
    tty().exit(3);
    expect(viewer.messages.at(-1)).toEqual({ type: 'exit', code: 3 });
    expect(tty().killed).toBe(1);
    await session.attach(viewer, SIZE);
    const screen = await viewer.screen(2);
    expect(ttys).toHaveLength(2);
    expect(screen.restarted).toBe(true);
    expect(screen.data).not.toContain('full screen');
    tty(1).print('$ ');
    expect(viewer.text.endsWith('$ ')).toBe(true);
  });

  test('a session of a later runner starts a new shell under the stored screen', async () => {
    const before = makeSession();
    await attached(before);
    tty().print('work of yesterday');
    const path = join(folder.path, 'a.screen.json');
    await waitUntil({
      what: 'the stored screen',
      timeoutMs: 5000,
      probe: async () => ((await readFile(path, 'utf8').catch(() => '')).includes('yesterday') ? true : undefined),
    });
    // The earlier runner is gone without a word.
    const viewer = await attached(makeSession());
    expect(viewer.screens[0]?.restarted).toBe(true);
    expect(viewer.screens[0]?.data).toContain('work of yesterday');
  });

  test('attach tells why a shell cannot start, and the next one may', async () => {
    let broken = true;
    const session = makeSession(() =>
      broken ? Promise.reject(new Error('no pty left')) : Promise.resolve(new ScriptedTty()),
    );
    await expect(session.attach(new Viewer(), SIZE)).rejects.toThrow('no pty left');
    expect(session.attached).toBe(0);
    broken = false;
    await attached(session);
  });

  test('close while a shell is starting leaves none', async () => {
    const late = new ScriptedTty();
    let give: (tty: Tty) => void = () => undefined;
    let tellAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (tellAsked = resolve));
    const session = makeSession(() => {
      tellAsked();
      return new Promise((resolve) => (give = resolve));
    });
    const attaching = session.attach(new Viewer(), SIZE).catch((error: unknown) => error);
    await asked;
    const closing = session.close({ code: 'lab_ended', message: '' });
    give(late);
    expect(await attaching).toBeInstanceOf(Error);
    await closing;
    expect(late.killed).toBeGreaterThan(0);
  });
});

describe('TerminalSession sizes', () => {
  test('the last who resizes wins, and the others get the screen again', async () => {
    const session = makeSession();
    const a = await attached(session);
    const b = await attached(session, { columns: 100, rows: 30 });
    expect(tty().sizes).toEqual(['100x30']);
    expect(await a.screen(2)).toMatchObject({ columns: 100, rows: 30, restarted: false });
    session.resize(a, { columns: 100, rows: 30 });
    expect(tty().sizes).toEqual(['100x30']);
    expect(b.screens).toHaveLength(1);
  });
});

describe('TerminalSession flow control', () => {
  const kib = (n: number) => 'x'.repeat(n * 1024);

  test('pauses the shell above the high watermark and resumes below the low one', async () => {
    const session = makeSession();
    const viewer = await attached(session);
    tty().print(kib(100));
    expect(tty().paused).toBe(false);
    tty().print(kib(100));
    expect(tty().paused).toBe(true);
    session.acknowledge(viewer, 200 * 1024 - LOW_WATERMARK_BYTES - 1);
    expect(tty().paused).toBe(true);
    session.acknowledge(viewer, 1);
    expect(tty().paused).toBe(false);
    expect(viewer.text).toBe(kib(200));
  });

  test('bytes that an acknowledging liar has not read count', async () => {
    const session = makeSession();
    const viewer = await attached(session);
    viewer.inSocket = HIGH_WATERMARK_BYTES + 1;
    tty().print('x');
    session.acknowledge(viewer, 1_000_000_000);
    expect(tty().paused).toBe(true);
    viewer.inSocket = 0;
    session.balance();
    expect(tty().paused).toBe(false);
  });

  test('resumes when the slow viewer leaves', async () => {
    const session = makeSession();
    const viewer = await attached(session);
    tty().print(kib(129));
    expect(tty().paused).toBe(true);
    session.detach(viewer);
    expect(tty().paused).toBe(false);
  });

  test('one who never acknowledges is let go only when others keep up', async () => {
    const session = makeSession();
    const stuck = await attached(session);
    tty().print(kib(129));
    clock.advance(60_000);
    session.balance();
    expect(stuck.closed).toBeUndefined();
    const lively = await attached(session);
    session.balance();
    expect(stuck.closed).toBe('too_slow');
    expect(lively.closed).toBeUndefined();
    expect(tty().paused).toBe(false);
  });

  test('with nobody attached only the runner’s own screen holds the shell back', async () => {
    const session = makeSession();
    session.detach(await attached(session));
    tty().print('y\r\n'.repeat(100_000));
    expect(tty().paused).toBe(true);
    await waitUntil({ what: 'the screen to catch up', timeoutMs: 10_000, probe: () => !tty().paused || undefined });
  });

  test('attach, typing and leaving are activity, output is not', async () => {
    const session = makeSession();
    const viewer = await attached(session);
    const before = activity;
    tty().print('x');
    expect(activity).toBe(before);
    session.input('ls\r');
    session.detach(viewer);
    expect(activity).toBe(before + 2);
    expect(tty().typed).toBe('ls\r');
  });

  test('what a program asks the terminal is not answered by the runner', async () => {
    const session = makeSession();
    const viewer = await attached(session);
    tty().print(
      '\x1b[c\x1b[>c\x1b[5n\x1b[6n\x1b[?6n\x1bP$qm\x1b\\\x1b]10;?\x07\x1b]52;c;?\x07\x1b[?2026$p\x1b[14t\x05done',
    );
    await waitUntil({ what: 'the output', timeoutMs: 2000, probe: () => viewer.text.includes('done') || undefined });
    await session.attach(viewer, SIZE);
    await viewer.screen(2);
    expect(tty().typed).toBe('');
  });
});
