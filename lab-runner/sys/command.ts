// The one way this project starts another program: an argv array, a deadline, and a failure that can be pasted into a shell.
import { execa, ExecaError } from 'execa';

export interface CommandOptions {
  /** Milliseconds until SIGTERM; SIGKILL follows two seconds later. @default 30_000 */
  timeoutMs?: number;
  /** Written to standard input, which is otherwise empty. */
  input?: string | Uint8Array;
  env?: Record<string, string>;
  cwd?: string;
  signal?: AbortSignal;
  /** Bytes of each output kept before the program is stopped. @default 16 MiB */
  maxBytes?: number;
}

export interface CommandResult {
  argv: readonly string[];
  exit: number;
  stdout: string;
  stderr: string;
  /** True when an output was longer than `maxBytes` and was cut. */
  truncated: boolean;
  ms: number;
}

/** Runs programs on some machine: this host, or a node reached through it. */
export type CommandRunner = (argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;

const SAFE_WORD = /^[\w@%+=:,./-]+$/;

/** @returns the command as a line that can be pasted into a POSIX shell. */
export function quoteCommand(argv: readonly string[]): string {
  return argv.map((word) => (SAFE_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

/** A program that could not be started, was stopped, or exited non-zero where that was not expected. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    readonly reason: string,
    readonly argv: readonly string[],
    readonly result: Partial<CommandResult>,
    options?: ErrorOptions,
  ) {
    const output = (result.stderr?.trim() || result.stdout?.trim() || '').slice(-2000);
    super(`${reason}: ${quoteCommand(argv)}${output ? `\n${output}` : ''}`, options);
  }
}

/**
 * Runs a program and returns its result whatever its exit code.
 * @throws CommandError when it cannot be started, times out or is cancelled.
 */
export const tryRun: CommandRunner = async (argv, options = {}) => {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError('Cannot run a command: argv is empty');
  const { timeoutMs = 30_000, input, env, cwd, signal, maxBytes = 16 << 20 } = options;
  const startedAt = performance.now();
  const result = await execa(file, args, {
    timeout: timeoutMs,
    forceKillAfterDelay: 2000,
    maxBuffer: maxBytes,
    reject: false,
    stripFinalNewline: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(env && { env }),
    ...(cwd && { cwd }),
    ...(signal && { cancelSignal: signal }),
  });
  const done = {
    argv,
    exit: result.exitCode ?? -1,
    stdout: typeof result.stdout === 'string' ? result.stdout : '',
    stderr: typeof result.stderr === 'string' ? result.stderr : '',
    truncated: result.isMaxBuffer,
    ms: performance.now() - startedAt,
  };
  // A program that is told to stop may still exit in an orderly way: its code says nothing then.
  const stopped = result.timedOut || result.isCanceled;
  if (!stopped && (result.isMaxBuffer || result.exitCode !== undefined)) return done;
  const reason = result.timedOut
    ? `Timed out after ${timeoutMs} ms`
    : result.isCanceled
      ? 'Cancelled'
      : result.signal
        ? `Killed by ${result.signal}`
        : result.code === 'ENOENT'
          ? `Cannot start ${file}: not found`
          : 'Cannot start';
  throw new CommandError(reason, argv, done, result instanceof ExecaError ? { cause: result } : undefined);
};

/**
 * Runs a program that must succeed.
 * @throws CommandError as {@link tryRun}, and when the exit code is not 0.
 */
export const run: CommandRunner = async (argv, options) => {
  const result = await tryRun(argv, options);
  if (result.exit !== 0) throw new CommandError(`Exit ${result.exit}`, argv, result);
  return result;
};
