// Next behind our server: how it is started, and how it is kept from answering WebSockets that are not its own.
import { Server } from 'node:http';
import createNext from 'next';
import { ROOT } from './root';
import type { RequestHandler, UpgradeHandler } from './server';

export interface Pages {
  handle: RequestHandler;
  /** Next's own sockets (reloading in development); null in production. */
  upgrade: UpgradeHandler | null;
  close(): Promise<void>;
}

export async function startPages(options: { dev: boolean; host: string; port: number }): Promise<Pages> {
  // Next listens for upgrades on the server it is given. Given this one, which never listens, it hears only what it is told.
  const decoy = new Server();
  const next = createNext({
    dev: options.dev,
    dir: ROOT,
    hostname: options.host,
    port: options.port,
    httpServer: decoy,
  });
  await next.prepare();
  const handle = next.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: options.dev
      ? (request, socket, head) => {
          decoy.emit('upgrade', request, socket, head);
        }
      : null,
    close: () => next.close(),
  };
}
