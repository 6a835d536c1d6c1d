// The contract every lab backend keeps. Written with Docker in mind from the first day: each method says how dockerode does it.
import type { Evidence, EvidenceRequest, ProbeRequest, ProbeResult } from '../evidence/document';
import type { BackendName, CreateStep, Detection, LabSpec } from '../api';

/** A terminal's byte stream. The embedded backend gives a node-pty; kind gives the hijacked stream of a container exec with `Tty: true`. */
export interface Tty {
  /** @returns a function that stops listening. */
  onData(listener: (data: Uint8Array) => void): () => void;
  onExit(listener: (exit: { code: number | null }) => void): () => void;
  write(data: string | Uint8Array): void;
  resize(columns: number, rows: number): void;
  /** Stops reading, so that the kernel's buffer fills and the writer blocks; dockerode pauses the socket. */
  pause(): void;
  resume(): void;
  /** Ends the session's processes and frees the pty; idempotent. */
  kill(): void;
}

export interface ExecOptions {
  /** Terminal whose machine the command runs on: "workstation", or a node role. */
  terminal: string;
  argv: readonly string[];
  input?: string;
  timeoutMs?: number;
}

export interface ExecResult {
  exit: number;
  stdout: string;
  stderr: string;
}

/** A lab that exists. All methods reject with an Error that says what was tried, on what, and what to do. */
export interface Lab {
  readonly id: string;
  readonly spec: LabSpec;
  readonly backend: BackendName;
  /** Milliseconds since the epoch. Survives a restart of the runner. */
  readonly createdAt: number;

  /** Starts a login shell on a pty of the lab's own devpts. kind: container exec, `Tty: true`, `resize` by exec resize. */
  openTerminal(name: string, size: { columns: number; rows: number }): Promise<Tty>;

  /** Runs one command and waits. What it prints is what the lab *claims*. kind: container exec without TTY, demultiplexed. */
  exec(options: ExecOptions): Promise<ExecResult>;

  /**
   * Reads the lab from outside, with the host's programs, in the three timed parts of the document.
   * Changes nothing in the lab; the lab is thawed again whatever fails. kind: by the trusted helper container.
   */
  evidence(request: EvidenceRequest): Promise<Evidence>;

  /** Connects from inside a namespace with the platform's own program. kind: from the helper container. */
  probe(requests: readonly ProbeRequest[]): Promise<ProbeResult[]>;

  /**
   * Yields a fingerprint of the named sources, then another each time it differs. Never freezes the lab.
   * Ends when `signal` aborts or the lab is gone. kind: the helper reads every 300 ms.
   */
  watch(request: EvidenceRequest, signal: AbortSignal): AsyncIterable<string>;

  /** Stores the lab's files (not its processes) under `path`, a file of the runner's. kind: archive of each node container's changes. */
  checkpoint(path: string): Promise<void>;

  /** Puts a checkpoint's files back into a fresh lab of the same spec. */
  restore(path: string): Promise<void>;

  /** Resolves when processes, namespaces, mounts, cgroups and files are gone; a second call returns the first's result. */
  destroy(): Promise<void>;

  /** Whether the lab's first process is alive; false after something killed it from outside. */
  isAlive(): boolean;
}

export interface LabBackend {
  readonly name: BackendName;

  /** "not applicable here, because …" or "usable". Throws when it is applicable but broken. kind: ping of the Engine. */
  detect(): Promise<Detection>;

  /**
   * Makes a lab by named steps, each with its undo; a failure or an abort undoes what was done and rejects.
   * Intent is on disk before anything is created.
   */
  create(spec: LabSpec, onStep: (step: CreateStep) => void, signal: AbortSignal): Promise<Lab>;

  /** The labs found in the world (cgroups, labels), also those of an earlier runner. They may or may not be healthy: see isAlive. */
  list(): Promise<Lab[]>;

  /** Removes everything this backend owns that belongs to none of `keep`. @returns what was removed, in words. */
  reap(keep: ReadonlySet<string>): Promise<string[]>;

  /** Releases what the backend itself holds (not the labs). */
  close(): Promise<void>;
}
