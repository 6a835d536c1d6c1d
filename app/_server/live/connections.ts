// Long-lived connections (terminals, event streams) end soon after the session or the lab they belong to.
import type { Log } from '../log';

export type CloseReason = 'session-ended' | 'lab-ended' | 'server-stops';

export interface Connection {
  sessionId: string;
  labId: string;
  close(reason: CloseReason): void;
}

const SWEEP_MS = 1000;

export class Connections {
  readonly #open = new Set<Connection>();
  #timer: NodeJS.Timeout | null = null;

  /** @param livingSessions of the given ids, those that are still valid */
  constructor(
    private readonly livingSessions: (ids: string[]) => Promise<Set<string>>,
    private readonly log: Log,
  ) {}

  /** @returns a function that forgets the connection. */
  add(connection: Connection): () => void {
    this.#open.add(connection);
    this.#timer ??= setInterval(() => void this.sweep(), SWEEP_MS).unref();
    return () => {
      this.#open.delete(connection);
      if (this.#open.size === 0) this.#stopSweeping();
    };
  }

  closeLab(labId: string): void {
    for (const connection of [...this.#open]) if (connection.labId === labId) connection.close('lab-ended');
  }

  /** Closes what belongs to no living session. */
  async sweep(): Promise<void> {
    const ids = [...new Set([...this.#open].map((connection) => connection.sessionId))];
    if (ids.length === 0) return;
    try {
      const living = await this.livingSessions(ids);
      for (const connection of [...this.#open]) {
        if (ids.includes(connection.sessionId) && !living.has(connection.sessionId)) connection.close('session-ended');
      }
    } catch (error) {
      this.log.warn({ err: error }, 'sessions could not be looked up; connections stay');
    }
  }

  closeAll(): void {
    for (const connection of [...this.#open]) connection.close('server-stops');
  }

  #stopSweeping(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}
