import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeAttemptKey } from './attempt-key';

describe('makeAttemptKey()', () => {
  it('makes what the server accepts, another each time', () => {
    const keys = Array.from({ length: 100 }, () => makeAttemptKey());
    for (const key of keys) expect(z.uuidv4().safeParse(key).success).toBe(true);
    expect(new Set(keys).size).toBe(100);
  });

  it('sets version and variant whatever the random bytes are', () => {
    expect(makeAttemptKey((bytes) => void bytes.fill(0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(makeAttemptKey((bytes) => void bytes.fill(0))).toBe('00000000-0000-4000-8000-000000000000');
  });
});
