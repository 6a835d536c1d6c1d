// What is typed while there is no connection is kept and sent after the screen is back.

/** Beyond this, typing is refused rather than silently cut: a paste half sent is worse than one not sent. */
export const MAX_HELD_CHARS = 64 * 1024;
/** The runner takes at most 2^20 characters in one frame; smaller frames keep echo quick. */
export const MAX_FRAME_CHARS = 64 * 1024;

export class HeldInput {
  #text = '';

  get length(): number {
    return this.#text.length;
  }

  /** False when it does not fit; then nothing of it is kept. */
  hold(data: string): boolean {
    if (this.#text.length + data.length > MAX_HELD_CHARS) return false;
    this.#text += data;
    return true;
  }

  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/** Cuts input into frames without splitting a surrogate pair. */
export function frames(data: string): string[] {
  const out: string[] = [];
  let at = 0;
  while (at < data.length) {
    let end = Math.min(data.length, at + MAX_FRAME_CHARS);
    const last = data.charCodeAt(end - 1);
    if (end < data.length && last >= 0xd800 && last <= 0xdbff) end -= 1;
    out.push(data.slice(at, end));
    at = end;
  }
  return out;
}
