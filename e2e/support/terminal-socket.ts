// A WebSocket to a terminal as a program would open it, with any origin and any first frame.
import type { BrowserContext } from '@playwright/test';
import { WebSocket } from 'ws';

export interface SocketOutcome {
  /** Of the refused handshake; null when it was accepted. */
  status: number | null;
  /** Close code; null when it stayed open until a frame came. */
  code: number | null;
  /** The first text frame from the server. */
  frame: string | null;
}

interface OpenOptions {
  url: string;
  origin: string;
  cookie: string;
  /** Sent one after the other once the socket is open. */
  frames: readonly unknown[];
}

export async function cookieOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** Opens, sends, and resolves at the first thing that comes back; the socket is closed then. */
export function tryTerminal({ url, origin, cookie, frames }: OpenOptions): Promise<SocketOutcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/terminal`, { headers: { origin, cookie } });
    const outcome: SocketOutcome = { status: null, code: null, frame: null };
    const settle = (part: Partial<SocketOutcome>) => {
      resolve({ ...outcome, ...part });
      socket.terminate();
    };
    socket.on('unexpected-response', (request, response) => {
      settle({ status: response.statusCode ?? 0 });
      request.destroy();
    });
    socket.on('error', () => undefined); // What matters of it comes as one of the other events.
    socket.on('open', () => {
      for (const frame of frames) socket.send(JSON.stringify(frame));
    });
    socket.on('message', (data: Buffer) => settle({ frame: data.toString() }));
    socket.on('close', (code) => settle({ code }));
  });
}
