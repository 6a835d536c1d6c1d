// A session's recording: asciicast v2, one file per terminal of a lab, appended across shells and runners.
// What learners type is not recorded, only what was shown. https://docs.asciinema.org/manual/asciicast/v2/
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../sys/clock';
import type { Size } from './screen';

const MAX_RECORDING_BYTES = 8 * 1024 * 1024;
const FLUSH_EVERY_MS = 250;
const HEADER_BYTES = 4096;

const Header = z.object({ version: z.literal(2), timestamp: z.number() });

export interface RecorderOptions {
  path: string;
  size: Size;
  clock: Clock;
  maxBytes?: number;
  /** Told once when the file can no longer be written; the session goes on without a recording. */
  onFailure: (error: unknown) => void;
}

export class Recorder {
  readonly #decoder = new TextDecoder();
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #stopped = false;

  private constructor(
    private readonly file: FileHandle,
    private readonly options: RecorderOptions,
    private readonly startedAtMs: number,
    private bytesLeft: number,
  ) {}

  /** Opens or goes on with the recording at `path`. A last line torn by a crash is cut off. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    const { path, size, clock, maxBytes = MAX_RECORDING_BYTES } = options;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a+', 0o600);
    try {
      const { end, size: bytes, timestamp } = await inspect(file);
      if (end < bytes) await file.truncate(end);
      const seconds = timestamp ?? Math.floor(clock.now() / 1000);
      const recorder = new Recorder(file, options, seconds * 1000, maxBytes - end);
      if (timestamp === undefined) {
        const header = { version: 2, width: size.columns, height: size.rows, timestamp: seconds };
        recorder.#write(`${JSON.stringify({ ...header, env: { TERM: 'xterm-256color' } })}\n`);
      }
      return recorder;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  output(bytes: Uint8Array): void {
    if (this.#stopped) return;
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text !== '') this.#event('o', text);
  }

  resized(size: Size): void {
    this.#event('r', `${size.columns}x${size.rows}`);
  }

  /** Resolves when everything recorded so far is in the file. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length > 0) {
      const text = this.#lines.join('');
      this.#lines = [];
      this.#writing = this.#writing.then(() => this.file.appendFile(text)).catch((error: unknown) => this.#fail(error));
    }
    await this.#writing;
  }

  async close(): Promise<void> {
    await this.flush();
    if (this.#stopped) await this.#writing;
    this.#stopped = true;
    await this.file.close().catch((error: unknown) => this.options.onFailure(error));
  }

  #event(code: 'o' | 'r' | 'm', data: string): void {
    if (this.#stopped) return;
    const seconds = Math.max(0, (this.options.clock.now() - this.startedAtMs) / 1000);
    let line = `${JSON.stringify([Number(seconds.toFixed(3)), code, data])}\n`;
    if (Buffer.byteLength(line) > this.bytesLeft) {
      line = `${JSON.stringify([Number(seconds.toFixed(3)), 'm', 'recording truncated: size limit reached'])}\n`;
      this.#stopped = true;
    }
    this.#write(line);
  }

  #write(line: string): void {
    this.bytesLeft -= Buffer.byteLength(line);
    this.#lines.push(line);
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_EVERY_MS);
  }

  #fail(error: unknown): void {
    if (!this.#stopped) this.options.onFailure(error);
    this.#stopped = true;
  }
}

/** @returns the offset after the last whole line, and the start time if the first line is a header. */
async function inspect(file: FileHandle): Promise<{ end: number; size: number; timestamp: number | undefined }> {
  const { size } = await file.stat();
  const head = Buffer.alloc(Math.min(size, HEADER_BYTES));
  await file.read(head, 0, head.length, 0);
  const newline = head.indexOf(0x0a);
  if (newline < 0) return { end: 0, size, timestamp: undefined };
  const timestamp = parseHeader(head.toString('utf8', 0, newline));
  if (timestamp === undefined) return { end: 0, size, timestamp };
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - 64 * 1024);
    const block = Buffer.alloc(end - start);
    await file.read(block, 0, block.length, start);
    const last = block.lastIndexOf(0x0a);
    if (last >= 0) return { end: start + last + 1, size, timestamp };
    end = start;
  }
  return { end: 0, size, timestamp: undefined };
}

function parseHeader(line: string): number | undefined {
  try {
    return Header.parse(JSON.parse(line)).timestamp;
  } catch {
    return undefined;
  }
}
