import { describe, expect, it } from 'vitest';
import {
  ATTACH_TIMEOUT_MS,
  PING_EVERY_MS,
  TerminalConnection,
  TicketRefused,
  type ConnectionState,
  type Socket,
} from './connection';
import { MAX_HELD_CHARS } from './held-input';

/** A clock and timers that move only when told. */
class FakeTime {
  now = 0;
  #timers: { at: number; run: () => void }[] = [];
  set = (run: () => void, ms: number) => {
    const timer = { at: this.now + ms, run };
    this.#timers.push(timer);
    return timer;
  };
  clear = (timer: unknown) => {
    this.#timers = this.#timers.filter((one) => one !== timer);
  };
  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.#timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.clear(next);
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }
}

class FakeSocket implements Socket {
  sent: unknown[] = [];
  closed = false;
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }
  close(): void {
    this.closed = true;
  }
  say(message: unknown): void {
    this.onmessage?.(JSON.stringify(message));
  }
  output(bytes: number): void {
    this.onmessage?.(new Uint8Array(bytes));
  }
}

const SCREEN = { type: 'screen', data: '$ ', columns: 80, rows: 24, restarted: false };

function setUp(options: { ticket?: () => Promise<string> } = {}) {
  const time = new FakeTime();
  const sockets: FakeSocket[] = [];
  const states: ConnectionState[] = [];
  const held: number[] = [];
  const drawn: (() => void)[] = [];
  const redrawn: { data: string; columns: number; rows: number }[] = [];
  const size = { columns: 80, rows: 24 };
  let tickets = 0;
  const connection = new TerminalConnection({
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    ticket: options.ticket ?? (() => Promise.resolve(`ticket-${++tickets}`)),
    screen: {
      redraw: (data, columns, rows) => {
        redrawn.push({ data, columns, rows });
        Object.assign(size, { columns, rows });
      },
      resize: (columns, rows) => Object.assign(size, { columns, rows }),
      draw: (_bytes, done) => drawn.push(done),
    },
    size: () => ({ ...size }),
    onState: (state) => states.push(state),
    onHeld: (count) => held.push(count),
    now: () => time.now,
    random: () => 0.5,
    setTimer: time.set,
    clearTimer: time.clear,
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const open = async () => {
    connection.connect();
    await settle();
    sockets.at(-1)?.onopen?.();
  };
  const live = async () => {
    await open();
    sockets.at(-1)?.say(SCREEN);
  };
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('No socket was opened.');
    return socket;
  };
  return { time, connection, sockets, states, held, drawn, redrawn, size, settle, open, live, last };
}

describe('TerminalConnection', () => {
  it('sends the ticket first, then attaches at the present size, and is live with the first screen', async () => {
    const t = setUp();
    await t.open();
    expect(t.last().sent).toEqual([{ ticket: 'ticket-1' }, { type: 'attach', columns: 80, rows: 24 }]);
    expect(t.connection.state.name).toBe('connecting');
    t.last().say(SCREEN);
    expect(t.connection.state).toEqual({ name: 'live', restarted: false });
    expect(t.redrawn).toEqual([{ data: '$ ', columns: 80, rows: 24 }]);
  });

  it('tells the runner of a size that changed while it attached', async () => {
    const t = setUp();
    await t.open();
    t.size.columns = 120;
    t.last().say(SCREEN);
    expect(t.last().sent.at(-1)).toEqual({ type: 'resize', columns: 120, rows: 24 });
    expect(t.size.columns).toBe(120);
  });

  it('follows a later screen of another size without resizing back', async () => {
    const t = setUp();
    await t.live();
    const before = t.last().sent.length;
    t.last().say({ ...SCREEN, columns: 40 });
    expect(t.redrawn.at(-1)?.columns).toBe(40);
    expect(t.last().sent).toHaveLength(before);
  });

  it('comes back after a loss with a fresh ticket and redraws', async () => {
    const t = setUp();
    await t.live();
    t.last().onclose?.();
    expect(t.connection.state).toMatchObject({ name: 'waiting', attempt: 0 });
    t.time.pass(250);
    await t.settle();
    expect(t.sockets).toHaveLength(2);
    t.last().onopen?.();
    expect(t.last().sent[0]).toEqual({ ticket: 'ticket-2' });
    t.last().say(SCREEN);
    expect(t.redrawn).toHaveLength(2);
    expect(t.connection.state.name).toBe('live');
  });

  it('waits longer after each try that fails, and starts over after a screen', async () => {
    const t = setUp({ ticket: () => Promise.reject(new Error('offline')) });
    t.connection.connect();
    const waits: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      await t.settle();
      const { state } = t.connection;
      if (state.name !== 'waiting') throw new Error(`Expected to wait, is ${state.name}.`);
      waits.push(state.retryAt - t.time.now);
      t.time.pass(state.retryAt - t.time.now);
    }
    expect(waits).toEqual([188, 375, 750, 1500, 3000, 6000, 6000]);
  });

  it('holds what is typed while it is away and sends it after the screen', async () => {
    const t = setUp();
    await t.live();
    t.last().onclose?.();
    t.connection.input('ls');
    t.connection.input('\r');
    expect(t.held).toEqual([2, 3]);
    t.time.pass(250);
    await t.settle();
    t.last().onopen?.();
    expect(t.last().sent).not.toContainEqual({ type: 'input', data: 'ls\r' });
    t.last().say(SCREEN);
    expect(t.last().sent.at(-1)).toEqual({ type: 'input', data: 'ls\r' });
    expect(t.held.at(-1)).toBe(0);
  });

  it('refuses input beyond what it can hold and keeps what it has', async () => {
    const t = setUp();
    await t.live();
    t.last().onclose?.();
    t.connection.input('a');
    t.connection.input('b'.repeat(MAX_HELD_CHARS));
    expect(t.held).toEqual([1, -1]);
  });

  it('does not hold replies of the terminal', async () => {
    const t = setUp();
    await t.live();
    t.last().onclose?.();
    t.connection.reply('\x1b[1;1R');
    t.time.pass(250);
    await t.settle();
    t.last().onopen?.();
    t.last().say(SCREEN);
    expect(t.last().sent.filter((frame) => (frame as { type?: string }).type === 'input')).toEqual([]);
  });

  it('acknowledges when all is drawn, and not what an earlier connection sent', async () => {
    const t = setUp();
    await t.live();
    t.last().output(100);
    t.last().output(50);
    t.drawn[0]?.();
    expect(t.last().sent.at(-1)).not.toMatchObject({ type: 'ack' });
    t.last().onclose?.();
    t.time.pass(250);
    await t.settle();
    t.last().onopen?.();
    t.last().say(SCREEN);
    t.drawn[1]?.();
    expect(t.last().sent.some((frame) => (frame as { type?: string }).type === 'ack')).toBe(false);
    t.last().output(7);
    t.drawn[2]?.();
    expect(t.last().sent.at(-1)).toEqual({ type: 'ack', bytes: 7 });
  });

  it('counts anew after a later screen', async () => {
    const t = setUp();
    await t.live();
    t.last().output(100);
    t.last().say({ ...SCREEN, columns: 40 });
    t.drawn[0]?.();
    expect(t.last().sent.some((frame) => (frame as { type?: string }).type === 'ack')).toBe(false);
  });

  it('pings a quiet line and leaves it after two silent pings', async () => {
    const t = setUp();
    await t.live();
    t.time.pass(PING_EVERY_MS);
    t.last().say({ type: 'pong' });
    t.time.pass(2 * PING_EVERY_MS);
    expect(t.connection.state.name).toBe('live');
    t.time.pass(PING_EVERY_MS);
    expect(t.sockets[0]?.closed).toBe(true);
    expect(t.connection.state.name).toBe('waiting');
  });

  it('gives up on a socket that never shows a screen', async () => {
    const t = setUp();
    await t.open();
    t.time.pass(ATTACH_TIMEOUT_MS);
    expect(t.sockets[0]?.closed).toBe(true);
    expect(t.states.some((state) => state.name === 'waiting')).toBe(true);
  });

  it('stops at a refused ticket until asked again', async () => {
    const t = setUp({ ticket: () => Promise.reject(new TicketRefused('lab-ended', 'The lab has ended.')) });
    t.connection.connect();
    await t.settle();
    t.time.pass(60_000);
    expect(t.connection.state).toEqual({ name: 'refused', code: 'lab-ended', message: 'The lab has ended.' });
    expect(t.sockets).toHaveLength(0);
  });

  it('stays at an exit with its code, and a new connect starts a shell', async () => {
    const t = setUp();
    await t.live();
    t.last().say({ type: 'exit', code: 3 });
    expect(t.connection.state).toEqual({ name: 'exited', code: 3 });
    t.connection.input('x');
    expect(t.held).toEqual([]);
    await t.live();
    expect(t.connection.state.name).toBe('live');
  });

  it('says that a shell is new until something is typed into it', async () => {
    const t = setUp();
    await t.open();
    t.last().say({ ...SCREEN, restarted: true });
    expect(t.connection.state).toEqual({ name: 'live', restarted: true });
    t.connection.input('l');
    expect(t.connection.state).toEqual({ name: 'live', restarted: false });
    expect(t.last().sent.at(-1)).toEqual({ type: 'input', data: 'l' });
  });

  it('says the runner’s reason while it tries again after an error', async () => {
    const t = setUp();
    await t.live();
    t.last().say({ type: 'error', code: 'too_slow', message: 'This view fell behind.' });
    expect(t.connection.state).toMatchObject({
      name: 'waiting',
      reason: { code: 'too_slow', message: 'This view fell behind.' },
    });
  });

  it('opens nothing when it is closed while the ticket is on its way', async () => {
    const t = setUp();
    t.connection.connect();
    t.connection.close();
    await t.settle();
    expect(t.sockets).toHaveLength(0);
    expect(t.connection.state.name).toBe('closed');
  });
});
