// Single-use rights to open a terminal. The ticket itself is told once and never stored or logged.
import { createHash, randomBytes } from 'node:crypto';
import { eq, lt } from 'drizzle-orm';
import type { Actor } from '../auth/actor';
import type { Db } from '../db/client';
import { tickets } from '../db/schema';
import type { LabRow } from './labs';

export const TICKET_SECONDS = 30;

const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest('hex');

/** @param lab a lab of the actor's, as selectLab gave it */
export async function createTicket(db: Db, actor: Actor, lab: LabRow, terminal: string, now: Date): Promise<string> {
  const ticket = randomBytes(32).toString('base64url');
  await db.delete(tickets).where(lt(tickets.expiresAt, now));
  await db.insert(tickets).values({
    hash: hashOf(ticket),
    userId: actor.id,
    sessionId: actor.sessionId,
    labId: lab.id,
    terminal,
    expiresAt: new Date(now.getTime() + TICKET_SECONDS * 1000),
  });
  return ticket;
}

export type TicketUse =
  | { ok: true; labId: string; terminal: string }
  /** "unknown" is also a ticket that was used: nothing of it is left. */
  | { ok: false; reason: 'unknown' | 'expired' | 'other-session' };

/** Uses a ticket up, whatever comes of it. */
export async function takeTicket(db: Db, actor: Actor, ticket: string, now: Date): Promise<TicketUse> {
  const [row] = await db
    .delete(tickets)
    .where(eq(tickets.hash, hashOf(ticket)))
    .returning();
  if (!row) return { ok: false, reason: 'unknown' };
  if (row.expiresAt <= now) return { ok: false, reason: 'expired' };
  if (row.userId !== actor.id || row.sessionId !== actor.sessionId) return { ok: false, reason: 'other-session' };
  return { ok: true, labId: row.labId, terminal: row.terminal };
}
