// Joins two WebSockets. Frames pass as they are; a side that does not take them stops the other from sending.
import type { RawData, WebSocket } from 'ws';

/** Bytes waiting in a socket above which its sender is paused. */
const HIGH_BYTES = 256 * 1024;

export interface Frame {
  data: Buffer;
  isBinary: boolean;
}

/** Frames of a socket in order from the first on, also while nobody takes them: a page sends several without waiting. */
export class FrameQueue {
  readonly #waiting: Frame[] = [];
  #sink: ((frame: Frame) => void) | null = null;

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: RawData, isBinary: boolean) => {
      const frame = { data: asBuffer(data), isBinary };
      if (this.#sink) this.#sink(frame);
      else this.#hold(frame);
    });
  }

  /** @returns the next frame; null when none came in time or the socket closed. */
  first(timeoutMs: number): Promise<Frame | null> {
    return new Promise((resolve) => {
      const settle = (frame: Frame | null) => {
        clearTimeout(timer);
        this.socket.off('close', onClose);
        this.#sink = null;
        if (frame) this.socket.pause();
        resolve(frame);
      };
      const onClose = () => settle(null);
      const timer = setTimeout(() => settle(null), timeoutMs);
      this.socket.once('close', onClose);
      const held = this.#waiting.shift();
      if (held) settle(held);
      else this.#sink = settle;
    });
  }

  /** Gives all frames, those that wait first, to `sink`. */
  release(sink: (frame: Frame) => void): void {
    for (const frame of this.#waiting.splice(0)) sink(frame);
    this.#sink = sink;
    this.socket.resume();
  }

  /** The rest of a chunk that was read before the socket was paused. */
  #hold(frame: Frame): void {
    this.#waiting.push(frame);
    this.socket.pause();
  }
}

/** Forwards until one of them closes, then closes the other. `runner` is open and has sent nothing yet. */
export function pipeSockets(page: WebSocket, frames: FrameQueue, runner: WebSocket, onEnd: RunnerEnd): void {
  frames.release((frame) => pass(frame, page, runner));
  runner.on('message', (data: RawData, isBinary: boolean) => pass({ data: asBuffer(data), isBinary }, runner, page));
  page.on('close', () => closeSocket(runner));
  runner.on('close', (code, reason) => onEnd(code, reason.toString()));
}

/** Called once, when the runner's side has closed, whoever began it. */
export type RunnerEnd = (code: number, reason: string) => void;

/** Closes also a socket that is paused: it could not read the other side's closing frame, and would wait for it. */
export function closeSocket(socket: WebSocket, code?: number, reason?: string): void {
  socket.close(code, reason);
  socket.resume();
}

function pass({ data, isBinary }: Frame, from: WebSocket, to: WebSocket): void {
  if (to.readyState !== to.OPEN) return;
  to.send(data, { binary: isBinary }, () => {
    if (from.isPaused && to.bufferedAmount < HIGH_BYTES) from.resume();
  });
  if (to.bufferedAmount >= HIGH_BYTES) from.pause();
}

function asBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
