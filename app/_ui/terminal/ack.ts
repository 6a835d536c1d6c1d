// Counts what xterm has drawn and says when to tell the runner. A connection gets its own counter: bytes of an earlier
// connection that are drawn late must not be acknowledged on the next, whose runner never sent them.

/** Acknowledge at least this often; a quarter of the runner's low watermark, so that a flood never stalls on us. */
export const ACK_EVERY_BYTES = 8 * 1024;

export class AckCounter {
  #received = 0;
  #drawn = 0;
  #acknowledged = 0;

  received(bytes: number): void {
    this.#received += bytes;
  }

  /** Bytes to acknowledge now, 0 for "not yet". The last outstanding bytes are acknowledged at once. */
  drawn(bytes: number): number {
    this.#drawn += bytes;
    const owed = this.#drawn - this.#acknowledged;
    const idle = this.#drawn === this.#received;
    if (owed === 0 || (!idle && owed < ACK_EVERY_BYTES)) return 0;
    this.#acknowledged = this.#drawn;
    return owed;
  }
}
