// An answer that is not what was asked for, in both languages. Thrown anywhere, turned into an ApiError at the edge.
import type { ApiError } from '../views';
import { FAILURES, type FailureCode } from './failures';

// The server and Next's route bundles hold separate copies of this file, so instanceof would not know the other's.
const BRAND = Symbol.for('podwire.failure');

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly [BRAND] = true;
  readonly status: number;
  readonly body: ApiError;

  /**
   * @param params fill {name} in the sentences
   * @param retryAfterSeconds goes into the Retry-After header
   */
  constructor(
    readonly code: FailureCode,
    params: Readonly<Record<string, string | number>> = {},
    readonly retryAfterSeconds: number | null = null,
    options?: ErrorOptions,
  ) {
    const { status, message, remedy } = FAILURES[code];
    const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
    const both = (texts: { en: string; zh: string }) => ({ en: fill(texts.en), zh: fill(texts.zh) });
    super(fill(message.en), options);
    this.status = status;
    const advice = remedy ? both(remedy) : null;
    // Some advice is another program's, which may have none.
    this.body = { code, message: both(message), remedy: advice?.en ? advice : null };
  }
}

export function isFailure(error: unknown): error is Failure {
  return typeof error === 'object' && error !== null && BRAND in error;
}

export function failureResponse(failure: Failure): Response {
  return Response.json(failure.body, {
    status: failure.status,
    headers: {
      'cache-control': 'no-store',
      ...(failure.retryAfterSeconds === null ? {} : { 'retry-after': String(failure.retryAfterSeconds) }),
    },
  });
}
