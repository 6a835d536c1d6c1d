// WebSockets of the runner: /v1/labs/ID/terminals/NAME. What cannot be served is refused before the upgrade, with the same
// errors as the other routes.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { API_PREFIX } from '../api';
import { serveTerminal } from '../terminal/socket';
import type { Labs } from './labs';
import { RunnerProblem, toProblem } from './problem';

/** One megabyte of typed text, with room for how JSON writes it. */
const MAX_FRAME_BYTES = 2 * 1024 * 1024;
const PATH = new RegExp(`^${API_PREFIX}/labs/([^/]+)/terminals/([^/]+)$`);

export interface Upgrades {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all connections that are left. */
  close(): void;
}

export function makeUpgrades(labs: Labs, log: Logger): Upgrades {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  return {
    handle(request, socket, head) {
      socket.on('error', (error) => log.debug({ err: error }, 'connection lost'));
      try {
        const { pathname } = new URL(request.url ?? '/', 'http://runner');
        const [, id = '', name = ''] = PATH.exec(pathname) ?? [];
        if (id === '') throw new RunnerProblem(404, 'no_such_route', 'The runner has no such WebSocket.');
        const session = labs.get(id).terminal(name);
        server.handleUpgrade(request, socket, head, (webSocket) =>
          serveTerminal(webSocket, session, log.child({ lab: id, terminal: name })),
        );
      } catch (error) {
        refuse(socket, toProblem(error));
      }
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function refuse(socket: Duplex, problem: RunnerProblem): void {
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
