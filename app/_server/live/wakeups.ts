/**
 * When to look again: because something happened, or because a time is over. What happens while nobody waits is one wake-up,
 * however often it was.
 */
export class Wakeups {
  #isDue = false;
  #over: { error?: unknown } | null = null;
  #notify: () => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;

  wake(): void {
    this.#isDue = true;
    this.#notify();
  }

  /** Wakes after `ms`, unless something wakes before that. */
  wakeIn(ms: number): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => this.wake(), ms);
  }

  /** Wakes from each value of `source`, and ends with it. */
  async follow(source: AsyncIterable<unknown>): Promise<void> {
    try {
      for await (const _value of source) this.wake();
      this.#over ??= {};
    } catch (error) {
      this.#over ??= { error };
    }
    this.#notify();
  }

  /** @returns true when it is time to look, false when there is nothing more to wait for. @throws what the source threw */
  async next(): Promise<boolean> {
    for (;;) {
      if (this.#over) {
        this.#stopTimer();
        if ('error' in this.#over) throw this.#over.error;
        return false;
      }
      if (this.#isDue) {
        this.#isDue = false;
        this.#stopTimer();
        return true;
      }
      await new Promise<void>((resolve) => (this.#notify = resolve));
    }
  }

  close(): void {
    this.#stopTimer();
    this.#over ??= {};
    this.#notify();
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
