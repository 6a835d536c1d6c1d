// A unix socket that passes everything to another, until it is cut: what an app sees of a runner that died.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { rmSync } from 'node:fs';

export class Relay {
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  constructor(
    readonly path: string,
    private readonly target: string,
  ) {}

  async open(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.target);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.path, resolve));
  }

  /** Breaks every connection and answers no more. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(this.path, { force: true });
  }
}
