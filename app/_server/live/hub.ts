// Tells the pages that are open on a lab what happened to it. In one process; knows nothing of HTTP.
import type { LabStreamEvent } from '../views';

type Listener = (event: LabStreamEvent) => void;

export interface HubWatcher {
  /** The first page on a lab came. */
  onFirst(labId: string, ownerId: string): void;
  /** The last page on it left. */
  onLast(labId: string): void;
}

export class Hub {
  readonly #listeners = new Map<string, Set<Listener>>();
  #watcher: HubWatcher | null = null;

  watch(watcher: HubWatcher): void {
    this.#watcher = watcher;
  }

  publish(labId: string, event: LabStreamEvent): void {
    for (const listener of this.#listeners.get(labId) ?? []) listener(event);
  }

  publishToAll(event: LabStreamEvent): void {
    for (const labId of this.#listeners.keys()) this.publish(labId, event);
  }

  isWatched(labId: string): boolean {
    return this.#listeners.has(labId);
  }

  /** @returns a function that stops listening; calling it twice is once. */
  subscribe({ id: labId, userId }: { id: string; userId: string }, listener: Listener): () => void {
    const listeners = this.#listeners.get(labId) ?? new Set();
    const isFirst = listeners.size === 0;
    listeners.add(listener);
    this.#listeners.set(labId, listeners);
    if (isFirst) this.#watcher?.onFirst(labId, userId);
    return () => {
      if (!listeners.delete(listener) || listeners.size > 0) return;
      this.#listeners.delete(labId);
      this.#watcher?.onLast(labId);
    };
  }
}
