// An answer that is not what was asked for, in both languages. Thrown anywhere, turned into an ApiError at the edge.
import type { ApiError } from '../views';
import { FAILURES, type FailureCode, type Words } from './failures';

// The server and Next's route bundles hold separate copies of this file, so instanceof would not know the other's.
const BRAND = Symbol.for('podwire.failure');

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly [BRAND] = true;
  readonly status: number;
  readonly body: ApiError;

  /**
   * @param params fill {name} in the sentences; a pair fills each language's with its own
   * @param retryAfterSeconds goes into the Retry-After header
   */
  constructor(
    readonly code: FailureCode,
    params: Readonly<Record<string, string | number | Words>> = {},
    readonly retryAfterSeconds: number | null = null,
    options?: ErrorOptions,
  ) {
    const { status, message, remedy } = FAILURES[code];
    const fill = (text: string, language: keyof Words) =>
      text.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = params[name] ?? '';
        return String(typeof value === 'object' ? value[language] : value);
      });
    const both = ({ en, zh }: Words): Words => ({ en: fill(en, 'en'), zh: fill(zh, 'zh') });
    super(fill(message.en, 'en'), options);
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
