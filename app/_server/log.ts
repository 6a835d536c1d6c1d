import { pino, type Logger } from 'pino';

export type Log = Logger;

/** One JSON line per event on standard output. Tickets, cookies and secrets are never passed to it. */
export function makeLog(level: string): Log {
  return pino({ level, base: { part: 'app' }, redact: ['ticket', 'cookie', 'req.headers.cookie'] });
}
