// The page's end of one terminal: ticket, socket, attach, acknowledge, and come back after a loss. Knows nothing of xterm or
// of the DOM; sockets, tickets, timers and the screen are given to it.
import { AckCounter } from './ack';
import { backoffMs } from './backoff';
import { frames, HeldInput } from './held-input';
import { readServerMessage, type TerminalClientMessage, type TerminalServerMessage } from './messages';

/** An error frame's code, and its words in English. */
export type RunnerWord = Pick<Extract<TerminalServerMessage, { type: 'error' }>, 'code' | 'message'>;

export type ConnectionState =
  | { name: 'connecting' }
  | { name: 'live'; restarted: boolean }
  /** Lost; the next try is at `retryAt` (ms since the epoch). `reason` is the runner's, when it gave one. */
  | { name: 'waiting'; attempt: number; retryAt: number; reason: RunnerWord | null }
  /** The shell ended; a new one starts when asked for. */
  | { name: 'exited'; code: number | null }
  /** Trying again would not help: the lab is gone or is not ours. */
  | { name: 'refused'; code: string; message: string }
  | { name: 'closed' };

/** The four things of a WebSocket that are used. */
export interface Socket {
  send(data: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((data: string | Uint8Array) => void) | null;
  onclose: (() => void) | null;
}

export interface Screen {
  /** Takes this size, clears and draws a serialised screen; nothing drawn by it may be answered. */
  redraw(data: string, columns: number, rows: number): void;
  /** Takes a size that the runner is told of. */
  resize(columns: number, rows: number): void;
  /** Draws output; calls `done` once it is parsed. */
  draw(bytes: Uint8Array, done: () => void): void;
}

export interface ConnectionOptions {
  openSocket: () => Socket;
  /** Resolves to a fresh ticket. Rejects with a `TicketRefused` when trying again would not help. */
  ticket: (signal: AbortSignal) => Promise<string>;
  screen: Screen;
  size: () => { columns: number; rows: number };
  onState: (state: ConnectionState) => void;
  /** Told how many characters are held, whenever that changes; -1 when input was refused because too much is held. */
  onHeld?: (characters: number) => void;
  now?: () => number;
  random?: () => number;
  setTimer?: (run: () => void, ms: number) => unknown;
  clearTimer?: (timer: unknown) => void;
}

export class TicketRefused extends Error {
  override name = 'TicketRefused';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A quiet line is probed this often; two silent probes make it lost (a laptop that slept, a network that changed). */
export const PING_EVERY_MS = 15_000;
/** From opening the socket to the first screen. */
export const ATTACH_TIMEOUT_MS = 10_000;

export class TerminalConnection {
  #state: ConnectionState = { name: 'closed' };
  #socket: Socket | null = null;
  #abort: AbortController | null = null;
  #acks = new AckCounter();
  #held = new HeldInput();
  #attempt = 0;
  #timers = new Map<'retry' | 'ping' | 'attach', unknown>();
  #silentPings = 0;
  readonly #o: Required<ConnectionOptions>;

  constructor(options: ConnectionOptions) {
    this.#o = {
      onHeld: () => undefined,
      now: Date.now,
      random: Math.random,
      setTimer: (run, ms) => setTimeout(run, ms),
      clearTimer: (timer) => {
        clearTimeout(timer as ReturnType<typeof setTimeout>);
      },
      ...options,
    };
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Opens, or opens again after an exit, a refusal or a loss; no-op while connecting or live. */
  connect(): void {
    if (this.#state.name === 'connecting' || this.#state.name === 'live') return;
    this.#drop();
    this.#to({ name: 'connecting' });
    void this.#open();
  }

  /** What the learner typed. Held while there is no live connection. */
  input(data: string): void {
    if (this.#state.name === 'live') {
      // Who types in a new shell has seen that it is one.
      if (this.#state.restarted) this.#to({ name: 'live', restarted: false });
      this.#sendInput(data);
      return;
    }
    if (this.#state.name === 'exited' || this.#state.name === 'refused' || this.#state.name === 'closed') return;
    this.#o.onHeld(this.#held.hold(data) ? this.#held.length : -1);
  }

  /** What the terminal itself answers to a program. Worthless later, so never held. */
  reply(data: string): void {
    if (this.#state.name === 'live') this.#sendInput(data);
  }

  resize(columns: number, rows: number): void {
    if (this.#state.name === 'live') this.#send({ type: 'resize', columns, rows });
  }

  close(): void {
    this.#drop();
    this.#to({ name: 'closed' });
  }

  async #open(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    let ticket: string;
    try {
      ticket = await this.#o.ticket(abort.signal);
    } catch (error) {
      if (abort.signal.aborted) return;
      if (error instanceof TicketRefused) this.#to({ name: 'refused', code: error.code, message: error.message });
      else this.#lost();
      return;
    }
    if (abort.signal.aborted) return;
    const socket = this.#o.openSocket();
    this.#socket = socket;
    this.#acks = new AckCounter();
    this.#arm('attach', ATTACH_TIMEOUT_MS, () => {
      this.#lost();
    });
    socket.onopen = () => {
      socket.send(JSON.stringify({ ticket }));
      this.#send({ type: 'attach', ...this.#o.size() });
    };
    socket.onclose = () => {
      this.#lost();
    };
    socket.onmessage = (data) => {
      this.#silentPings = 0;
      if (typeof data === 'string') this.#onText(data);
      else this.#onOutput(data);
    };
  }

  #onOutput(bytes: Uint8Array): void {
    const acks = this.#acks;
    acks.received(bytes.byteLength);
    this.#o.screen.draw(bytes, () => {
      const owed = acks.drawn(bytes.byteLength);
      if (owed > 0 && acks === this.#acks && this.#state.name === 'live') this.#send({ type: 'ack', bytes: owed });
    });
  }

  #onText(frame: string): void {
    const message = readServerMessage(frame);
    switch (message?.type) {
      case 'screen':
        this.#onScreen(message);
        return;
      case 'exit':
        this.#drop();
        this.#to({ name: 'exited', code: message.code });
        return;
      case 'error':
        // What can't be mended by trying again is said by the next ticket, which the server knows best about.
        this.#lost({ code: message.code, message: message.message });
        return;
      case 'pong':
      case undefined:
        return;
    }
  }

  #onScreen(message: Extract<TerminalServerMessage, { type: 'screen' }>): void {
    // The runner counts from zero after a screen. Output of before it is covered by it.
    this.#acks = new AckCounter();
    const wanted = this.#o.size();
    this.#o.screen.redraw(message.data, message.columns, message.rows);
    // A later screen means that somebody else set the size: we follow, or two pages would resize each other for ever.
    if (this.#state.name === 'live') return;
    this.#disarm('attach');
    this.#attempt = 0;
    this.#to({ name: 'live', restarted: message.restarted });
    // The page may have changed its size since it attached.
    if (wanted.columns !== message.columns || wanted.rows !== message.rows) {
      this.#o.screen.resize(wanted.columns, wanted.rows);
      this.resize(wanted.columns, wanted.rows);
    }
    const held = this.#held.take();
    if (held !== '') {
      this.#sendInput(held);
      this.#o.onHeld(0);
    }
    this.#ping();
  }

  #ping(): void {
    this.#arm('ping', PING_EVERY_MS, () => {
      if (this.#silentPings >= 2) {
        this.#lost();
        return;
      }
      this.#silentPings += 1;
      this.#send({ type: 'ping' });
      this.#ping();
    });
  }

  #lost(reason: RunnerWord | null = null): void {
    this.#drop();
    const delay = backoffMs(this.#attempt, this.#o.random());
    this.#to({ name: 'waiting', attempt: this.#attempt, retryAt: this.#o.now() + delay, reason });
    this.#attempt += 1;
    this.#arm('retry', delay, () => {
      this.connect();
    });
  }

  /** Ends the present socket and everything that waits on it, without a word to the outside. */
  #drop(): void {
    for (const name of [...this.#timers.keys()]) this.#disarm(name);
    this.#abort?.abort();
    this.#abort = null;
    this.#silentPings = 0;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #sendInput(data: string): void {
    for (const part of frames(data)) this.#send({ type: 'input', data: part });
  }

  #send(message: TerminalClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #to(state: ConnectionState): void {
    this.#state = state;
    this.#o.onState(state);
  }

  #arm(name: 'retry' | 'ping' | 'attach', ms: number, run: () => void): void {
    this.#disarm(name);
    this.#timers.set(name, this.#o.setTimer(run, ms));
  }

  #disarm(name: 'retry' | 'ping' | 'attach'): void {
    if (!this.#timers.has(name)) return;
    this.#o.clearTimer(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
