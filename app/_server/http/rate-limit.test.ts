import { describe, expect, it } from 'vitest';
import { RATES, RateLimiter } from './rate-limit';

describe('RateLimiter', () => {
  it('gives the burst, then one token per share of a minute, and says how long to wait', () => {
    let now = 0;
    const limiter = new RateLimiter(() => now);
    const { burst, perMinute } = RATES['lab-start'];
    const take = () => limiter.take('lab-start', 'u');
    for (let i = 0; i < burst; i += 1) expect(take()).toBe(0);
    expect(take()).toBe(60 / perMinute);
    now += 60_000 / perMinute;
    expect(take()).toBe(0);
    expect(take()).toBeGreaterThan(0);
  });

  it('counts people and kinds apart', () => {
    const limiter = new RateLimiter(() => 0);
    for (let i = 0; i < RATES['lab-start'].burst; i += 1) limiter.take('lab-start', 'u');
    expect(limiter.take('lab-start', 'u')).toBeGreaterThan(0);
    expect(limiter.take('lab-start', 'v')).toBe(0);
    expect(limiter.take('ticket', 'u')).toBe(0);
  });

  it('never holds more than the burst', () => {
    let now = 0;
    const limiter = new RateLimiter(() => now);
    limiter.take('ticket', 'u');
    now += 3_600_000;
    let given = 0;
    while (limiter.take('ticket', 'u') === 0) given += 1;
    expect(given).toBe(RATES.ticket.burst);
  });
});
