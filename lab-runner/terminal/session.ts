// One terminal of a lab: a shell, the screen it has drawn, its recording, and everyone who is looking.
// Knows nothing about sockets. It outlives its clients and, on disk, its runner.
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Tty } from '../backends/backend';
import { HIGH_WATERMARK_BYTES, LOW_WATERMARK_BYTES, type TerminalServerMessage } from '../api';
import type { Clock } from '../sys/clock';
import { readFileIfThere, writeFileAtomic } from '../sys/files';
import { Recorder } from './recorder';
import { Screen, type Size } from './screen';

/** Someone who looks at a session. */
export interface TerminalClient {
  message(message: TerminalServerMessage): void;
  output(bytes: Uint8Array): void;
  /** Bytes given to {@link output} that have not left this process. */
  buffered(): number;
  close(reason: { code: string; message: string }): void;
}

export interface SessionOptions {
  /** Starts a shell of this size. */
  openTty: (size: Size) => Promise<Tty>;
  /** Where the recording and the last screen are kept. */
  recordingPath: string;
  snapshotPath: string;
  clock: Clock;
  log: Logger;
  /** Called when somebody attaches, leaves or types. */
  onActivity: () => void;
  maxRecordingBytes?: number;
  /** The stored screen may be this old when the runner dies. @default 2000 */
  snapshotEveryMs?: number;
}

/** A client that holds everyone back for this long is let go; when it attaches again it gets the whole screen. */
const STALL_LIMIT_MS = 15_000;
const SNAPSHOT_EVERY_MS = 2000;

/** Leaves full-screen programs, mouse reporting, bracketed paste and attributes behind before a new shell starts. */
const AFTER_SHELL = '\x1b[?1049l\x1b[?1000;1002;1003;1004;1006;2004l\x1b[!p\x1b[0m\x1b[?25h\r\n';

const Snapshot = z.strictObject({ columns: z.number(), rows: z.number(), data: z.string() });

interface Viewer {
  client: TerminalClient;
  /** Output that arrived after it attached and before its screen was drawn; undefined once it is live. */
  waiting: Uint8Array[] | undefined;
  unacknowledged: number;
  behindSince: number | undefined;
}

export class TerminalSession {
  readonly #viewers = new Map<TerminalClient, Viewer>();
  #tty: Tty | undefined;
  #screen: Screen | undefined;
  #recorder: Recorder | undefined;
  #opening: Promise<void> = Promise.resolve();
  #paused = false;
  #shells = 0;
  #lastExit: number | null = null;
  #restored = false;
  #snapshotTimer: NodeJS.Timeout | undefined;
  #savingSnapshot: Promise<void> = Promise.resolve();
  #abandonSnapshot: (() => void) | undefined;
  #closed = false;

  constructor(private readonly options: SessionOptions) {}

  get attached(): number {
    return this.#viewers.size;
  }

  /** Shows the screen to `client`, then all output. Starts a shell if none runs. Also restarts one after `exit`. */
  async attach(client: TerminalClient, size: Size): Promise<void> {
    const viewer: Viewer = { client, waiting: [], unacknowledged: 0, behindSince: undefined };
    this.#viewers.set(client, viewer);
    this.options.onActivity();
    const opened = this.#opening.then(() => this.#ensureShell(size));
    this.#opening = opened.then(
      () => undefined,
      () => undefined,
    );
    let restarted: boolean;
    try {
      restarted = await opened;
    } catch (error) {
      this.detach(client);
      throw error;
    }
    if (this.#viewers.get(client) !== viewer) return;
    this.resize(client, size);
    this.#sendScreen(viewer, restarted);
  }

  detach(client: TerminalClient): void {
    if (!this.#viewers.delete(client)) return;
    this.#balance();
    this.options.onActivity();
  }

  input(data: string): void {
    this.#tty?.write(data);
    this.options.onActivity();
  }

  /** The last one who resizes wins; everybody else is shown the screen at its new size. */
  resize(client: TerminalClient, size: Size): void {
    const screen = this.#screen;
    if (!screen || (screen.target.columns === size.columns && screen.target.rows === size.rows)) return;
    screen.resize(size);
    this.#tty?.resize(size.columns, size.rows);
    this.#recorder?.resized(size);
    for (const viewer of this.#viewers.values())
      if (viewer.client !== client && !viewer.waiting) this.#sendScreen(viewer, false);
  }

  acknowledge(client: TerminalClient, bytes: number): void {
    const viewer = this.#viewers.get(client);
    if (!viewer) return;
    viewer.unacknowledged = Math.max(0, viewer.unacknowledged - bytes);
    this.#balance();
  }

  /** To be called when a client's buffer has drained, and now and then. */
  balance(): void {
    this.#balance();
  }

  /** Resolves when the recording so far is on disk. */
  async flush(): Promise<void> {
    await this.#recorder?.flush();
  }

  /** Ends the shell and lets everybody go. The recording stays on disk. */
  async close(reason: { code: string; message: string }): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const { client } of this.#viewers.values()) client.close(reason);
    this.#viewers.clear();
    await this.#opening;
    this.#tty?.kill();
    this.#tty = undefined;
    clearTimeout(this.#snapshotTimer);
    this.#abandonSnapshot?.();
    await this.#savingSnapshot;
    this.#screen?.close();
    await this.#recorder?.close();
  }

  /** @returns true when a shell was started under a screen that an earlier one had drawn. */
  async #ensureShell(size: Size): Promise<boolean> {
    if (this.#closed) throw new Error('The terminal is closing.');
    if (this.#tty) return false;
    const screen = (this.#screen ??= await this.#restoreScreen(size));
    this.#recorder ??= await this.#openRecorder(screen.target);
    const restarted = this.#restored || this.#shells > 0;
    const tty = await this.options.openTty(size);
    this.#shells += 1;
    this.#tty = tty;
    if (this.#closed) {
      tty.kill();
      throw new Error('The terminal is closing.');
    }
    if (restarted) this.#onData(Buffer.from(AFTER_SHELL));
    tty.onData((bytes) => this.#onData(bytes));
    tty.onExit(({ code }) => this.#onExit(tty, code));
    this.#paused = false;
    this.#balance();
    return restarted;
  }

  async #restoreScreen(size: Size): Promise<Screen> {
    const onCongestion = () => this.#balance();
    const text = await readFileIfThere(this.options.snapshotPath);
    if (text === undefined) return new Screen(size, onCongestion);
    try {
      const snapshot = Snapshot.parse(JSON.parse(text));
      const screen = new Screen(snapshot, onCongestion);
      screen.writeText(snapshot.data);
      this.#restored = true;
      return screen;
    } catch (error) {
      this.options.log.warn(
        { err: error, path: this.options.snapshotPath },
        'stored screen unreadable; starting empty',
      );
      return new Screen(size, onCongestion);
    }
  }

  async #openRecorder(size: Size): Promise<Recorder | undefined> {
    const onFailure = (error: unknown) =>
      this.options.log.error({ err: error, path: this.options.recordingPath }, 'recording stopped');
    const { recordingPath: path, clock, maxRecordingBytes: maxBytes } = this.options;
    try {
      return await Recorder.open({ path, size, clock, onFailure, ...(maxBytes !== undefined && { maxBytes }) });
    } catch (error) {
      // A learner can work without a recording.
      onFailure(error);
      return undefined;
    }
  }

  #onData(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#screen?.write(bytes);
    this.#recorder?.output(bytes);
    for (const viewer of this.#viewers.values()) {
      viewer.unacknowledged += bytes.length;
      if (viewer.waiting) viewer.waiting.push(bytes);
      else viewer.client.output(bytes);
    }
    this.#balance();
    this.#scheduleSnapshot();
  }

  #onExit(tty: Tty, code: number | null): void {
    if (this.#tty !== tty) return;
    this.#tty = undefined;
    this.#lastExit = code;
    // The shell is gone, but a process it left behind may hold the pty open.
    tty.kill();
    for (const { client, waiting } of this.#viewers.values()) if (!waiting) client.message({ type: 'exit', code });
    this.#scheduleSnapshot();
  }

  #sendScreen(viewer: Viewer, restarted: boolean): void {
    const screen = this.#screen;
    if (!screen) return;
    const waiting: Uint8Array[] = [];
    viewer.waiting = waiting;
    viewer.unacknowledged = 0;
    screen.afterDrawn(() => {
      // It may have left, or asked again, meanwhile.
      if (this.#viewers.get(viewer.client) !== viewer || viewer.waiting !== waiting) return;
      const unfinished = screen.unfinished();
      const data = screen.serialise() + unfinished.text;
      viewer.client.message({ type: 'screen', data, ...screen.size, restarted });
      viewer.waiting = undefined;
      viewer.unacknowledged = 0;
      for (const bytes of unfinished.bytes.length > 0 ? [unfinished.bytes, ...waiting] : waiting) {
        viewer.unacknowledged += bytes.length;
        viewer.client.output(bytes);
      }
      if (!this.#tty) viewer.client.message({ type: 'exit', code: this.#lastExit });
      this.#balance();
    });
  }

  /** Pauses or resumes the shell's output by the slowest viewer and by the runner's own screen. */
  #balance(): void {
    const now = this.options.clock.now();
    let lag = 0;
    for (const viewer of this.#viewers.values()) {
      const behind = Math.max(viewer.unacknowledged, viewer.client.buffered());
      lag = Math.max(lag, behind);
      if (behind <= HIGH_WATERMARK_BYTES) viewer.behindSince = undefined;
      else this.#considerStalled(viewer, now);
    }
    const tooMuch = lag > (this.#paused ? LOW_WATERMARK_BYTES : HIGH_WATERMARK_BYTES);
    const pause = tooMuch || this.#screen?.congested === true;
    if (pause === this.#paused || !this.#tty) return;
    this.#paused = pause;
    if (pause) this.#tty.pause();
    else this.#tty.resume();
  }

  #considerStalled(viewer: Viewer, now: number): void {
    viewer.behindSince ??= now;
    if (now - viewer.behindSince < STALL_LIMIT_MS) return;
    const othersKeepUp = [...this.#viewers.values()].some((other) => other.unacknowledged <= LOW_WATERMARK_BYTES);
    if (!othersKeepUp) return;
    this.#viewers.delete(viewer.client);
    viewer.client.close({ code: 'too_slow', message: 'This view fell behind and held back the others. Attach again.' });
  }

  #scheduleSnapshot(): void {
    if (this.#closed) return;
    this.#snapshotTimer ??= setTimeout(() => {
      this.#snapshotTimer = undefined;
      this.#savingSnapshot = this.#savingSnapshot.then(() => this.#saveSnapshot());
    }, this.options.snapshotEveryMs ?? SNAPSHOT_EVERY_MS);
  }

  async #saveSnapshot(): Promise<void> {
    const screen = this.#screen;
    if (!screen) return;
    const snapshot = await new Promise<z.infer<typeof Snapshot> | undefined>((resolve) => {
      this.#abandonSnapshot = () => resolve(undefined);
      screen.afterDrawn(() => resolve({ ...screen.size, data: screen.serialise() }));
    });
    if (!snapshot) return;
    try {
      await writeFileAtomic(this.options.snapshotPath, JSON.stringify(snapshot));
    } catch (error) {
      this.options.log.error({ err: error, path: this.options.snapshotPath }, 'screen not stored');
    }
  }
}
