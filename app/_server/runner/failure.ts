import type { LabReason } from '../../../lab-runner/api';
import { Failure } from '../http/failure';
import type { FailureCode } from '../http/failures';
import { RunnerRefusal, RunnerUnreachable } from './client';

/** Refusals of the runner that a learner can meet, for which there are words in both languages. */
const KNOWN: Readonly<Record<string, FailureCode>> = {
  full: 'runner-full',
  stopping: 'runner-stopping',
  disk_full: 'disk-full',
  unknown_lab: 'lab-gone',
};

/** A runner's failure in words for the page; other errors pass through. */
export function asFailure(error: unknown): unknown {
  if (error instanceof RunnerUnreachable) {
    return new Failure('runner-unreachable', { detail: error.message }, 2, { cause: error });
  }
  if (error instanceof RunnerRefusal) {
    const { code, message, remedy } = error.error;
    const params = { detail: message, remedy: remedy ?? '' };
    return new Failure(KNOWN[code] ?? 'runner-refused', params, null, { cause: error });
  }
  return error;
}

/** Why a lab that the runner was asked for did not come to be. */
export function startReason(error: unknown): LabReason {
  const message = error instanceof Error ? error.message : String(error);
  const reason = (code: string): LabReason => ({ code, params: { detail: message }, message });
  if (error instanceof RunnerUnreachable) return reason('runner-unreachable');
  if (!(error instanceof RunnerRefusal)) return reason('create-failed');
  return reason(KNOWN[error.error.code] ?? 'runner-refused');
}
