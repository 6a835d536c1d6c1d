// What a client of the runner is told when something fails: a code for programs, words and a remedy for people.
import type { RunnerError } from '../api';
import { errorCode } from '../sys/files';

export class RunnerProblem extends Error {
  override readonly name = 'RunnerProblem';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly remedy: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  toJSON(): RunnerError {
    return { code: this.code, message: this.message, remedy: this.remedy };
  }
}

export const unknownLab = (id: string) =>
  new RunnerProblem(
    404,
    'unknown_lab',
    `There is no lab ${id} on this runner.`,
    'Start a lab: this one may have ended.',
  );

/** True when the disk is full, however deep in the chain of causes that is said. */
function isDiskFull(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1)
    if (errorCode(cause) === 'ENOSPC' || /no space left on device/i.test(cause.message)) return true;
  return false;
}

/** The message and those of its causes that it does not hold already: what was tried, then what was seen. */
function withCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  let words = error.message;
  for (let { cause } = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1)
    if (!words.includes(cause.message)) words += `: ${cause.message}`;
  return words;
}

/** @returns the problem itself, or one with status 500 (507 when the disk is full) that keeps the error as its cause. */
export function toProblem(error: unknown): RunnerProblem {
  if (error instanceof RunnerProblem) return error;
  const message = withCauses(error);
  if (isDiskFull(error))
    return new RunnerProblem(
      507,
      'disk_full',
      `The disk of this machine's data folder is full: ${message}`,
      'Free space on it (df -h shows how much is left), then start the lab again.',
      { cause: error },
    );
  return new RunnerProblem(500, 'failed', message, null, { cause: error });
}

/** One line of words for people who read English: logs, the command line. */
export function inWords(error: unknown): string {
  const { message, remedy } = toProblem(error);
  return remedy ? `${message} ${remedy}` : message;
}
