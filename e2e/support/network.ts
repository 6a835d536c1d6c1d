// A network between browser and app that a test can cut: an HTTP proxy, so that the page keeps its origin.
import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** Start with {@link startNetwork}; hand `proxy` to `browser.newContext`. */
export interface Network {
  readonly proxy: { server: string; bypass: string };
  /** Drops every open connection and refuses new ones, as a pulled cable does. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
}

function serve(sockets: Set<Socket>, isCut: () => boolean): Server {
  const server = createServer((incoming, outgoing) => {
    const forwarded = request(
      incoming.url ?? '',
      { method: incoming.method, headers: incoming.headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      },
    );
    forwarded.on('socket', (socket) => keep(sockets, socket));
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  server.on('connect', (incoming, client: Socket, head: Buffer) => {
    const [host = '', port = ''] = (incoming.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    keep(sockets, upstream);
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.on('connection', (socket) => {
    keep(sockets, socket);
    if (isCut()) socket.destroy();
  });
  return server;
}

export async function startNetwork(): Promise<Network> {
  const sockets = new Set<Socket>();
  let cut = false;
  const server = serve(sockets, () => cut);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    // Chromium never sends loopback addresses through a proxy unless it is told to.
    proxy: { server: `http://127.0.0.1:${port}`, bypass: '<-loopback>' },
    cut() {
      cut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      cut = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
