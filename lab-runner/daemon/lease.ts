// How long a lab may live. Pure: times are milliseconds since the epoch and are passed in.
import { z } from 'zod';

const MINUTE_MS = 60_000;

/** Kept on disk, so that a restart of the runner neither shortens nor lengthens a lab's life. */
export const Lease = z.strictObject({
  idleMs: z.number(),
  /** The lab ends then, whoever is attached. */
  hardEndsAt: z.number(),
  /** The lab ends then if nobody is attached. */
  idleEndsAt: z.number(),
});
export type Lease = z.infer<typeof Lease>;

export function startLease(now: number, limits: { idleMinutes: number; maxMinutes: number }): Lease {
  const idleMs = limits.idleMinutes * MINUTE_MS;
  return { idleMs, hardEndsAt: now + limits.maxMinutes * MINUTE_MS, idleEndsAt: now + idleMs };
}

/** The learner did something. */
export const touchLease = (lease: Lease, now: number): Lease => ({
  ...lease,
  idleEndsAt: Math.max(lease.idleEndsAt, now + lease.idleMs),
});

/** Adds minutes to the absolute end, and keeps an unattended lab for at least that long. */
export const extendLease = (lease: Lease, now: number, minutes: number): Lease => ({
  ...lease,
  hardEndsAt: Math.max(lease.hardEndsAt, now) + minutes * MINUTE_MS,
  idleEndsAt: Math.max(lease.idleEndsAt, now + minutes * MINUTE_MS),
});

export const leaseEndsAt = (lease: Lease, attached: boolean): number =>
  attached ? lease.hardEndsAt : Math.min(lease.hardEndsAt, lease.idleEndsAt);
