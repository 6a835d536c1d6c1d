import { expect, test } from 'vitest';
import { waitUntil, WaitError } from './wait';

test('waitUntil returns the first value, asking at least once', async () => {
  let asked = 0;
  const probe = () => ((asked += 1) === 3 ? 'there' : undefined);
  expect(await waitUntil({ what: 'it', timeoutMs: 1000, intervalMs: 1, probe })).toBe('there');
  expect(await waitUntil({ what: 'it', timeoutMs: 0, probe: () => false })).toBe(false);
});

test('waitUntil says what it waited for, how long, and what it saw', async () => {
  const waiting = waitUntil({
    what: 'the pause container',
    timeoutMs: 20,
    intervalMs: 5,
    probe: () => undefined,
    lastSeen: () => 'Created',
  });
  await expect(waiting).rejects.toThrow(new WaitError('Waited for the pause container for 20 ms; last seen: Created'));
});

test('waitUntil ends when aborted, and when its probe throws', async () => {
  const abort = new AbortController();
  const waiting = waitUntil({ what: 'it', timeoutMs: 10_000, probe: () => undefined, signal: abort.signal });
  abort.abort(new Error('stop'));
  await expect(waiting).rejects.toThrow();
  await expect(
    waitUntil({ what: 'it', timeoutMs: 10_000, probe: () => Promise.reject(new Error('broken')) }),
  ).rejects.toThrow('broken');
});
