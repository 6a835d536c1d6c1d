import { Failure } from '../http/failure';
import { RunnerRefusal, RunnerUnreachable } from './client';

/** A runner's failure in words for the page; other errors pass through. */
export function asFailure(error: unknown): unknown {
  if (error instanceof RunnerUnreachable) {
    return new Failure('runner-unreachable', { detail: error.message }, 2, { cause: error });
  }
  if (error instanceof RunnerRefusal) {
    const { message, remedy } = error.error;
    return new Failure('runner-refused', { detail: message, remedy: remedy ?? '' }, null, { cause: error });
  }
  return error;
}
