// What of a lab's output may reach the runner's own headless screen. The screen serves many labs from one process, so a
// learner must not be able to make it hold or compute without bound: strings that draw nothing (titles, clipboard, links,
// palettes, device control) are left out, repeat counts are clamped, and piles of combining characters are cut.
// What the learner's own page gets is not filtered. Pure; knows nothing about xterm's buffer.

/** Longest prefix of an unfinished string that is kept for a client that attaches in its middle. */
export const MAX_HELD = 4096;
const MAX_CSI = 256;
const MAX_COMBINING = 16;
/** Controls whose first parameter makes the emulator loop: ICH, IL, DL, DCH, SU, SD, ECH, CHT, CBT, REP. */
const LOOPING_FINALS = new Set('@LMPSTXIZb');
const MAX_REPEAT = 1000;

type Mode = 'ground' | 'escape' | 'csi' | 'osc' | 'string';

/** Characters that start something in plain text: ESC and the eight-bit forms of CSI, DCS, SOS, OSC, PM, APC. */
const STARTS = /[\x1b\x90\x98\x9b\x9d\x9e\x9f]/g;
const COMBINING = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;
const COMBINING_PILE = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]{16,}/gu;

const C1_MODE = new Map<string, Mode>([
  ['\x90', 'string'],
  ['\x98', 'string'],
  ['\x9e', 'string'],
  ['\x9f', 'string'],
  ['\x9b', 'csi'],
  ['\x9d', 'osc'],
]);
const ESCAPE_MODE = new Map<string, Mode>([
  ['P', 'string'],
  ['X', 'string'],
  ['^', 'string'],
  ['_', 'string'],
  ['[', 'csi'],
  [']', 'osc'],
]);

/** Turns a stream of output text into the text a screen needs. Chunks may be cut anywhere. */
export class ScreenFilter {
  #mode: Mode = 'ground';
  #held = '';
  #combining = 0;

  /** The start of an unfinished sequence: a client that is given the screen must be given this too, or it prints the rest. */
  get pending(): string {
    return this.#held;
  }

  push(text: string): string {
    const out: string[] = [];
    let at = 0;
    while (at < text.length) {
      if (this.#mode === 'ground') {
        STARTS.lastIndex = at;
        const start = STARTS.exec(text)?.index ?? text.length;
        if (start > at) out.push(this.#print(text.slice(at, start)));
        if (start < text.length) this.#enter(text[start] === '\x1b' ? 'escape' : this.#c1(text[start]), text[start]);
        at = start + 1;
      } else if (this.#mode === 'osc' || this.#mode === 'string') {
        at = this.#swallow(text, at);
      } else {
        const emitted = this.#mode === 'escape' ? this.#escape(text[at] ?? '') : this.#csi(text[at] ?? '');
        if (emitted) out.push(emitted);
        at += 1;
      }
    }
    return out.join('');
  }

  #c1 = (char: string | undefined): Mode => C1_MODE.get(char ?? '') ?? 'ground';

  #enter(mode: Mode, held = ''): void {
    this.#mode = mode;
    this.#held = mode === 'ground' ? '' : held;
    this.#combining = 0;
  }

  #print(text: string): string {
    // Most output is ASCII; the test is cheaper than the work it saves.
    if (!/[^\x00-\x7f]/.test(text)) {
      this.#combining = 0;
      return text;
    }
    const chars = Array.from(text);
    let run = this.#combining;
    let lead = 0;
    while (lead < chars.length && COMBINING.test(chars[lead] ?? '')) lead += 1;
    const keep = Math.max(0, Math.min(lead, MAX_COMBINING - run));
    const head = chars.slice(0, keep).join('');
    const rest = chars.slice(lead).join('');
    if (lead === chars.length) run += lead;
    else {
      let tail = 0;
      while (COMBINING.test(chars[chars.length - 1 - tail] ?? '')) tail += 1;
      run = tail;
    }
    this.#combining = run;
    return head + rest.replace(COMBINING_PILE, (pile) => Array.from(pile).slice(0, MAX_COMBINING).join(''));
  }

  /** Skips the payload of a string up to its terminator. @returns where to go on. */
  #swallow(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x1b) {
        this.#enter('escape', '\x1b');
        return at + 1;
      }
      const c1 = code >= 0x80 && code <= 0x9f;
      if (code === 0x18 || code === 0x1a || c1 || (code === 0x07 && this.#mode === 'osc')) {
        const next = c1 ? this.#c1(text[at]) : 'ground';
        this.#enter(next, text[at]);
        return at + 1;
      }
      if (this.#held.length < MAX_HELD) this.#held += text[at];
    }
    return text.length;
  }

  #escape(char: string): string {
    const held = this.#held + char;
    const code = char.charCodeAt(0);
    if (char === '\x1b') this.#enter('escape', '\x1b');
    else if (code >= 0x80 && code <= 0x9f) this.#enter(this.#c1(char), char);
    else if (code < 0x20) {
      if (code !== 0x18 && code !== 0x1a) return char;
      this.#enter('ground');
    } else if (code <= 0x2f) {
      this.#held = held.slice(0, MAX_CSI);
    } else if (this.#held === '\x1b' && ESCAPE_MODE.has(char)) {
      this.#enter(ESCAPE_MODE.get(char) ?? 'ground', held);
    } else {
      this.#enter('ground');
      // `ESC \` ends a string that was left out; alone it draws nothing.
      if (char !== '\\') return held;
    }
    return '';
  }

  #csi(char: string): string {
    const code = char.charCodeAt(0);
    if (code === 0x1b) this.#enter('escape', '\x1b');
    else if (code === 0x18 || code === 0x1a) this.#enter('ground');
    else if (code < 0x20) return char;
    else if (code >= 0x80 && code <= 0x9f) this.#enter(this.#c1(char), char);
    else if (code >= 0x40 && code <= 0x7e) {
      const sequence = this.#held + char;
      this.#enter('ground');
      if (sequence.length <= MAX_CSI) return clampRepeat(sequence);
    } else if (code > 0x9f) this.#enter('ground');
    else if (this.#held.length <= MAX_CSI) this.#held += char;
    return '';
  }
}

function clampRepeat(sequence: string): string {
  if (!LOOPING_FINALS.has(sequence.at(-1) ?? '')) return sequence;
  return sequence.replace(/\d+/g, (digits) => String(Math.min(Number(digits), MAX_REPEAT)));
}
