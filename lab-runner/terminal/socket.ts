// Carries one WebSocket's frames to and from a session: parses what comes, keeps the connection alive, limits typing.
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import { TerminalClientMessage, type TerminalServerMessage } from '../api';
import type { TerminalClient, TerminalSession } from './session';

/** Close codes of our own (4000–4999). */
const CLOSE_BAD_MESSAGE = 4400;
const CLOSE_FAILED = 4500;
const CLOSE_SESSION = 4001;

const KEEPALIVE_MS = 20_000;
const BALANCE_MS = 1000;
/** A pty accepts what is typed as fast as it comes, into memory when the lab does not read it: more than this waits. */
const INPUT_BYTES_PER_SECOND = 256 * 1024;
const INPUT_BURST_BYTES = 2 * 1024 * 1024;

/** Serves a WebSocket until it closes. */
export function serveTerminal(socket: WebSocket, session: TerminalSession, log: Logger): void {
  let buffered = 0;
  let alive = true;
  let allowance = INPUT_BURST_BYTES;

  const client: TerminalClient = {
    message: (message: TerminalServerMessage) => socket.send(JSON.stringify(message)),
    output(bytes) {
      buffered += bytes.length;
      socket.send(bytes, { binary: true }, () => {
        buffered -= bytes.length;
        if (buffered === 0) session.balance();
      });
    },
    buffered: () => buffered,
    close(reason) {
      socket.send(JSON.stringify({ type: 'error', ...reason } satisfies TerminalServerMessage));
      socket.close(CLOSE_SESSION, reason.code);
    },
  };

  const refuse = (code: number, reason: { code: string; message: string }) => {
    socket.send(JSON.stringify({ type: 'error', ...reason } satisfies TerminalServerMessage));
    socket.close(code, reason.code);
  };

  const keepalive = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, KEEPALIVE_MS);
  const second = setInterval(() => {
    allowance = Math.min(INPUT_BURST_BYTES, allowance + INPUT_BYTES_PER_SECOND);
    if (allowance > 0 && socket.isPaused) socket.resume();
    session.balance();
  }, BALANCE_MS);

  let attached = false;
  const onMessage = (data: RawData, isBinary: boolean) => {
    alive = true;
    const message = isBinary ? undefined : parse(rawText(data));
    if (!message) return refuse(CLOSE_BAD_MESSAGE, { code: 'bad_message', message: 'Not a terminal message.' });
    if (!attached && message.type !== 'attach' && message.type !== 'ping')
      return refuse(CLOSE_BAD_MESSAGE, { code: 'not_attached', message: 'The first message must be "attach".' });
    switch (message.type) {
      case 'attach':
        attached = true;
        session.attach(client, message).catch((error: unknown) => {
          log.warn({ err: error }, 'terminal not opened');
          const words = error instanceof Error ? error.message : String(error);
          refuse(CLOSE_FAILED, { code: 'terminal_failed', message: `Cannot open the terminal: ${words}` });
        });
        return;
      case 'input':
        allowance -= Buffer.byteLength(message.data);
        if (allowance <= 0) socket.pause();
        return session.input(message.data);
      case 'resize':
        return session.resize(client, message);
      case 'ack':
        return session.acknowledge(client, message.bytes);
      case 'ping':
        return client.message({ type: 'pong' });
    }
  };

  socket.on('message', onMessage);
  socket.on('pong', () => (alive = true));
  // ws closes the connection itself after an error (a frame over maxPayload, broken UTF-8); `close` follows.
  socket.on('error', (error) => log.info({ err: error }, 'terminal connection failed'));
  socket.on('close', () => {
    clearInterval(keepalive);
    clearInterval(second);
    session.detach(client);
  });
}

function parse(text: string): TerminalClientMessage | undefined {
  try {
    return TerminalClientMessage.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function rawText(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data).toString('utf8');
}
