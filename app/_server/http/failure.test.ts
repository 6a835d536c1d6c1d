import { describe, expect, it } from 'vitest';
import { ApiError } from '../views';
import { Failure, failureResponse, isFailure } from './failure';
import { FAILURES, type FailureCode } from './failures';

describe('Failure', () => {
  it.each(Object.keys(FAILURES) as FailureCode[])(
    '%s is an ApiError in both languages, with all places filled',
    (code) => {
      const params = Object.fromEntries(
        [
          'detail',
          'origin',
          'what',
          'lesson',
          'bytes',
          'max',
          'state',
          'count',
          'lessons',
          'seconds',
          'remedy',
          'step',
          'hint',
          'reference',
        ].map((name) => [name, `<${name}>`]),
      );
      const { body } = new Failure(code, params);
      ApiError.parse(body);
      expect(JSON.stringify(body)).not.toMatch(/[{]\w+[}]/);
      expect(body.message['zh']).toMatch(/\p{Script=Han}/u);
    },
  );

  it('of another copy of this module is known by its brand', () => {
    expect(isFailure({ [Symbol.for('podwire.failure')]: true })).toBe(true);
    expect(isFailure(new Error('x'))).toBe(false);
    expect(isFailure(null)).toBe(false);
  });

  it('without advice of its own has none', () => {
    expect(new Failure('runner-refused', { detail: 'x', remedy: '' }).body.remedy).toBeNull();
  });

  it('tells in a header when to come back', async () => {
    const response = failureResponse(new Failure('too-often', { seconds: 7 }, 7));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(((await response.json()) as { code: string }).code).toBe('too-often');
  });
});
