// The HTTP server in front of Next: the edge for requests, the terminal for WebSockets. Knows neither pages nor labs.
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { passEdge, refuse } from './http/edge';
import type { Origins } from './http/origins';
import type { Log } from './log';
import { TERMINAL_PATH } from './views';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface ServerOptions {
  host: string;
  port: number;
  dev: boolean;
  log: Log;
  /** Called once the port is known, which matters when 0 was asked for. */
  makeOrigins(port: number): Origins;
}

export interface Routing {
  /** Pages and route handlers. */
  handle: RequestHandler;
  terminal: UpgradeHandler;
  /** Other WebSockets (Next's, in development); null refuses them. */
  otherUpgrade: UpgradeHandler | null;
}

export interface RunningServer {
  port: number;
  origins: Origins;
  /** Until this is called, every request is told to come back. */
  open(routing: Routing): void;
  /** Stops listening, lets answers finish for `graceMs`, then cuts what is left (event streams, mostly). */
  close(graceMs: number): Promise<void>;
}

/** @throws Error that says what to do when the port is taken or may not be used. */
export async function listen(options: ServerOptions): Promise<RunningServer> {
  const { log } = options;
  let routing: Routing | null = null;
  let origins: Origins = { list: [], has: () => false };

  const server = createHttpServer((request, response) => {
    if (!routing) {
      response.writeHead(503, { 'retry-after': '1' }).end('Podwire is starting.\n');
      return;
    }
    const refusal = passEdge(request, response, { origins, dev: options.dev });
    if (refusal) {
      log.warn({
        audit: 'request',
        reason: refusal.code,
        method: request.method,
        address: request.socket.remoteAddress,
      });
      refuse(request, response, refusal);
      return;
    }
    Promise.resolve(routing.handle(request, response)).catch((error: unknown) => {
      log.error({ err: error }, 'request handler failed');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  server.on('upgrade', (request, socket, head) => {
    if (routing && pathOf(request) === TERMINAL_PATH) routing.terminal(request, socket, head);
    else if (routing?.otherUpgrade) routing.otherUpgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });

  const port = await bind(server, options);
  origins = options.makeOrigins(port);
  return {
    port,
    origins,
    open: (given) => {
      routing = given;
    },
    close: (graceMs) => close(server, graceMs),
  };
}

const pathOf = (request: IncomingMessage) => (request.url ?? '').split('?', 1)[0];

function bind(server: Server, { host, port }: ServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainBind(error, host, port)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function explainBind(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const what = `Cannot listen on ${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return new Error(`${what}: another program has the port. Stop it, or start with PORT=${port + 1}.`, {
      cause: error,
    });
  }
  if (error.code === 'EACCES') {
    return new Error(`${what}: ports below 1024 need a privilege. Start with PORT=3000.`, { cause: error });
  }
  return new Error(`${what}: ${error.message}. Set HOST to an address of this machine.`, { cause: error });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
