import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Wakeups } from './wakeups';

describe('Wakeups', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('joins what happens while nobody waits into one', async () => {
    const wakeups = new Wakeups();
    wakeups.wake();
    wakeups.wake();
    expect(await wakeups.next()).toBe(true);
    let isWoken = false;
    const second = wakeups.next().then(() => (isWoken = true));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(isWoken).toBe(false);
    wakeups.wake();
    await second;
  });

  it('wakes after a time, which anything earlier calls off', async () => {
    const wakeups = new Wakeups();
    wakeups.wakeIn(500);
    let woken = 0;
    void (async () => {
      while (await wakeups.next()) woken += 1;
    })();
    await vi.advanceTimersByTimeAsync(499);
    expect(woken).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(woken).toBe(1);
    wakeups.wakeIn(500);
    wakeups.wake();
    await vi.advanceTimersByTimeAsync(1000);
    expect(woken).toBe(2);
    wakeups.close();
  });

  it('ends with its source, and throws what the source threw', async () => {
    const quiet = new Wakeups();
    void quiet.follow((async function* () {})());
    expect(await quiet.next()).toBe(false);
    const loud = new Wakeups();
    void loud.follow(
      (async function* () {
        yield await Promise.reject(new Error('the runner is gone'));
      })(),
    );
    await expect(loud.next()).rejects.toThrow('the runner is gone');
  });
});
