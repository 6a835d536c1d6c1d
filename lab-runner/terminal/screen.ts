// The screen of a session as the runner keeps it, so that whoever attaches sees what was there. A headless xterm whose
// replies (device attributes, cursor position, …) go nowhere: only a person's terminal may answer a program.
import { SerializeAddon } from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import { ScreenFilter } from './screen-filter';

export interface Size {
  columns: number;
  rows: number;
}

/** Undrawn characters above which `congested` is true. */
const QUEUE_HIGH = 256 * 1024;
const QUEUE_LOW = 64 * 1024;
/** Cells kept per buffer, about 12 bytes each: bounds a session's memory whatever its width. */
const MAX_CELLS = 200_000;
const MAX_SCROLLBACK = 1000;
const MAX_SERIALISED = 512 * 1024;
const SLICE_MIN = 512;
const SLICE_MAX = 32 * 1024;
/** A slice that takes longer delays the echo of everyone else's keys. */
const SLICE_BUDGET_MS = 2;

type Task = { text: string } | { then: () => void };

export class Screen {
  readonly #terminal: headless.Terminal;
  readonly #serializer = new SerializeAddon();
  readonly #filter = new ScreenFilter();
  readonly #decoder = new TextDecoder();
  #partial: Uint8Array = new Uint8Array();
  #queue: Task[] = [];
  #queued = 0;
  #congested = false;
  #pumping = false;
  #closed = false;
  #slice = SLICE_MAX / 2;
  #target: Size;

  constructor(
    size: Size,
    private readonly onCongestion: (congested: boolean) => void = () => undefined,
  ) {
    this.#terminal = new headless.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: scrollbackFor(size),
      allowProposedApi: true,
      logLevel: 'off',
    });
    this.#terminal.loadAddon(this.#serializer);
    this.#target = { columns: size.columns, rows: size.rows };
  }

  /** The size it has been asked to have. */
  get target(): Size {
    return this.#target;
  }

  /** The size of what is drawn so far. */
  get size(): Size {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** True while drawing is behind: the source should be paused. Memory is bounded only if it is. */
  get congested(): boolean {
    return this.#congested;
  }

  write(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#partial = trailingPartial(this.#partial, bytes);
    this.writeText(this.#decoder.decode(bytes, { stream: true }));
  }

  writeText(text: string): void {
    if (text !== '') this.#enqueue({ text });
  }

  /** In order with what was written before. */
  resize(size: Size): void {
    this.#target = { columns: size.columns, rows: size.rows };
    this.#enqueue({
      then: () => {
        this.#terminal.resize(size.columns, size.rows);
        this.#terminal.options.scrollback = scrollbackFor(size);
      },
    });
  }

  /** Calls back, synchronously with its position in the stream, once everything written so far is drawn. */
  afterDrawn(callback: () => void): void {
    this.#enqueue({ then: callback });
  }

  /** Text that draws this screen on a cleared terminal of the same size. Only sensible inside {@link afterDrawn}. */
  serialise(): string {
    for (const scrollback of [MAX_SCROLLBACK, 100, 0]) {
      const text = this.#serializer.serialize({ scrollback });
      if (text.length <= MAX_SERIALISED || scrollback === 0) return text;
    }
    return '';
  }

  /** What a client needs after the screen to read the next byte right: an unfinished sequence and an unfinished character. */
  unfinished(): { text: string; bytes: Uint8Array } {
    return { text: this.#filter.pending, bytes: this.#partial };
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#terminal.dispose();
  }

  #enqueue(task: Task): void {
    if (this.#closed) return;
    this.#queue.push(task);
    if ('text' in task) this.#account(task.text.length);
    if (!this.#pumping) this.#pump();
  }

  #account(change: number): void {
    this.#queued += change;
    const congested = this.#congested ? this.#queued > QUEUE_LOW : this.#queued > QUEUE_HIGH;
    if (congested === this.#congested) return;
    this.#congested = congested;
    this.onCongestion(congested);
  }

  /** Draws one slice, then lets the event loop serve others for as long as the slice took. */
  #pump(): void {
    this.#pumping = true;
    for (;;) {
      const task = this.#queue[0];
      if (task === undefined || this.#closed) {
        this.#pumping = false;
        return;
      }
      if ('then' in task) {
        this.#queue.shift();
        task.then();
        continue;
      }
      const slice = task.text.slice(0, this.#slice);
      if (slice.length === task.text.length) this.#queue.shift();
      else task.text = task.text.slice(slice.length);
      this.#draw(slice);
      return;
    }
  }

  #draw(slice: string): void {
    const startedAt = performance.now();
    const cpuAt = process.cpuUsage();
    this.#terminal.write(this.#filter.push(slice), () => {
      if (this.#closed) return;
      this.#account(-slice.length);
      const cpu = process.cpuUsage(cpuAt);
      const ms = Math.min(performance.now() - startedAt, (cpu.user + cpu.system) / 1000);
      if (ms > SLICE_BUDGET_MS) this.#slice = Math.max(SLICE_MIN, this.#slice >> 1);
      else if (ms < SLICE_BUDGET_MS / 2) this.#slice = Math.min(SLICE_MAX, this.#slice << 1);
      if (ms > SLICE_BUDGET_MS) setTimeout(() => this.#pump(), ms);
      else setImmediate(() => this.#pump());
    });
  }
}

const scrollbackFor = ({ columns, rows }: Size): number =>
  Math.max(0, Math.min(MAX_SCROLLBACK, Math.floor(MAX_CELLS / columns) - rows));

/** @returns the bytes of a UTF-8 character that has not ended yet, at most three. */
function trailingPartial(before: Uint8Array, chunk: Uint8Array): Uint8Array {
  const tail = chunk.length >= 4 ? chunk.subarray(-4) : Buffer.concat([before, chunk]).subarray(-4);
  for (let back = 1; back <= Math.min(3, tail.length); back += 1) {
    const byte = tail[tail.length - back] ?? 0;
    if (byte < 0x80) return new Uint8Array();
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? Uint8Array.from(tail.subarray(-back)) : new Uint8Array();
    }
  }
  return new Uint8Array();
}
