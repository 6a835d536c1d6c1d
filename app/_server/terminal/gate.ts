// The way from a page to a lab's shell: exact origin, session, then a ticket in the first frame. Every refusal is one audit line.
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Actor } from '../auth/actor';
import type { Sessions } from '../auth/auth';
import { selectLab } from '../data/labs';
import { takeTicket } from '../data/tickets';
import type { Db } from '../db/client';
import { describeOrigin } from '../http/edge';
import type { Origins } from '../http/origins';
import type { CloseReason, Connections } from '../live/connections';
import type { Log } from '../log';
import type { RunnerClient } from '../runner/client';
import { CLOSE } from './close-codes';
import { closeSocket, FrameQueue, pipeSockets, type Frame } from './pipe';

export interface GateOptions {
  db: Db;
  sessions: Sessions;
  runner: RunnerClient;
  connections: Connections;
  origins: Origins;
  log: Log;
  /** Milliseconds within which the first frame must come. @default 5000 */
  firstFrameMs?: number;
}

const FirstFrame = z.strictObject({ ticket: z.string().min(1).max(200) });
// A pasted megabyte, as JSON writes it.
const MAX_FRAME_BYTES = 2 * 1024 * 1024;

export interface TerminalGate {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all terminals. */
  close(): void;
}

export function makeTerminalGate(options: GateOptions): TerminalGate {
  const { log, sessions, origins } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });

  const refuse = (request: IncomingMessage, socket: Duplex, status: number, reason: string) => {
    audit(log, request, null, reason);
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      () => socket.destroy(),
    );
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { origin } = request.headers;
    if (!origins.has(origin)) return refuse(request, socket, 403, `origin ${describeOrigin(origin)}`);
    const actor = await sessions.actorOf(new Headers({ cookie: request.headers.cookie ?? '' }));
    if (!actor) return refuse(request, socket, 401, 'no session');
    server.handleUpgrade(request, socket, head, (page) => void admit(options, request, page, actor));
  };

  return {
    upgrade: (request, socket, head) => {
      socket.on('error', (error) => log.debug({ err: error }, 'terminal connection lost'));
      upgrade(request, socket, head).catch((error: unknown) => {
        log.error({ err: error }, 'terminal upgrade failed');
        socket.destroy();
      });
    },
    close: () => {
      for (const page of server.clients) page.terminate();
      server.close();
    },
  };
}

const CLOSE_CODE: Record<CloseReason, number> = {
  'lab-ended': CLOSE.labEnded,
  'session-ended': CLOSE.sessionEnded,
  'server-stops': CLOSE.runnerUnreachable,
};

async function admit(options: GateOptions, request: IncomingMessage, page: WebSocket, actor: Actor): Promise<void> {
  const { db, runner, connections, log } = options;
  const frames = new FrameQueue(page);
  page.on('error', (error) => log.debug({ err: error }, 'terminal socket failed'));
  const refuse = (code: number, reason: string) => {
    audit(log, request, actor, reason);
    frames.release(() => undefined);
    closeSocket(page, code, reason);
  };
  try {
    const frame = await frames.first(options.firstFrameMs ?? 5000);
    if (!frame) return refuse(CLOSE.badFirstFrame, 'no ticket in time');
    const ticket = readTicket(frame);
    if (ticket === null) return refuse(CLOSE.badFirstFrame, 'first frame is no ticket');
    const use = await takeTicket(db, actor, ticket, new Date());
    if (!use.ok) return refuse(CLOSE.ticketRefused, `ticket ${use.reason}`);
    const lab = await selectLab(db, actor, use.labId);
    if (lab.endedAt !== null) return refuse(CLOSE.labEnded, 'lab ended');
    const upstream = await connect(runner.openTerminal(lab.id, use.terminal), page);
    if (!upstream) return refuse(CLOSE.runnerUnreachable, 'runner unreachable');
    const forget = connections.add({
      sessionId: actor.sessionId,
      labId: lab.id,
      close: (reason) => {
        log.info({ audit: 'terminal', outcome: 'closed', reason, user: actor.id, lab: lab.id });
        closeSocket(page, CLOSE_CODE[reason], reason);
        // A page that does not answer the closing frame is cut off.
        setTimeout(() => page.terminate(), 500).unref();
        closeSocket(upstream);
      },
    });
    log.info({ audit: 'terminal', outcome: 'opened', user: actor.id, lab: lab.id, terminal: use.terminal });
    pipeSockets(page, frames, upstream, (code, reason) => {
      forget();
      closePage(page, code, reason);
    });
  } catch (error) {
    log.error({ err: error }, 'terminal failed');
    closeSocket(page, 1011, 'internal');
  }
}

function readTicket(frame: Frame): string | null {
  if (frame.isBinary) return null;
  try {
    return FirstFrame.parse(JSON.parse(frame.data.toString())).ticket;
  } catch {
    return null;
  }
}

/** What a page is told when the runner's side closed: its own codes pass, a lost connection is one to retry. */
function closePage(page: WebSocket, code: number, reason: string): void {
  if (reason === 'lab_ended') closeSocket(page, CLOSE.labEnded, reason);
  else if (code >= 4000) closeSocket(page, code, reason);
  else closeSocket(page, CLOSE.runnerUnreachable, 'the runner closed the terminal');
}

/** @returns the open socket, or null when the runner refused it or the page left meanwhile. */
function connect(upstream: WebSocket, page: WebSocket): Promise<WebSocket | null> {
  return new Promise((resolve) => {
    upstream.on('error', () => resolve(null));
    upstream.once('open', () => {
      if (page.readyState === page.OPEN) return resolve(upstream);
      upstream.close();
      resolve(null);
    });
  });
}

function audit(log: Log, request: IncomingMessage, actor: Actor | null, reason: string): void {
  const address = request.socket.remoteAddress;
  log.warn({ audit: 'terminal', outcome: 'refused', reason, user: actor?.id ?? null, address });
}
