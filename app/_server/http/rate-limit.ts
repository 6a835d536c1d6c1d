/** How often something may be done: `burst` at once, and `perMinute` in the long run. */
export interface Rate {
  burst: number;
  perMinute: number;
}

export const RATES = {
  // A class behind one address signs in together.
  'sign-in': { burst: 120, perMinute: 120 },
  'lab-start': { burst: 10, perMinute: 10 },
  attempt: { burst: 30, perMinute: 40 },
  ticket: { burst: 60, perMinute: 120 },
} as const satisfies Record<string, Rate>;
export type RateName = keyof typeof RATES;

interface Bucket {
  tokens: number;
  at: number;
}

const MAX_BUCKETS = 10_000;

/** Token buckets in memory: one server process's share is what one process limits. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Takes one token. @returns 0, or the seconds until there is one. */
  take(name: RateName, who: string): number {
    const { burst, perMinute } = RATES[name];
    const key = `${name} ${who}`;
    const at = this.now();
    const last = this.#buckets.get(key) ?? { tokens: burst, at };
    const tokens = Math.min(burst, last.tokens + ((at - last.at) / 60_000) * perMinute);
    // Deleting first keeps the map in the order of last use.
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
    if (this.#buckets.size > MAX_BUCKETS) this.#forgetOldest();
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil(((1 - tokens) / perMinute) * 60));
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next().value;
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
