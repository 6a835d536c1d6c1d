// The runner's text frames, narrowed by hand: zod would cost the page more than the whole protocol. messages.test.ts holds
// this reader to the schema of lab-runner/api.ts.
import type { TerminalClientMessage, TerminalServerMessage } from '../../../lab-runner/api';

export type { TerminalClientMessage, TerminalServerMessage };

/** The path of app/_server/views.ts, which the page may not import at run time. */
export const TERMINAL_PATH = '/api/terminal';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The message in a text frame, or null when it is none we know. */
export function readServerMessage(frame: string): TerminalServerMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { type } = value;
  if (type === 'pong') return { type };
  if (type === 'exit' && (value.code === null || Number.isInteger(value.code)))
    return { type, code: value.code as number | null };
  if (type === 'error' && typeof value.code === 'string' && typeof value.message === 'string')
    return { type, code: value.code, message: value.message };
  const { data, columns, rows, restarted } = value;
  if (type !== 'screen' || typeof data !== 'string' || typeof restarted !== 'boolean') return null;
  if (typeof columns !== 'number' || typeof rows !== 'number') return null;
  return { type, data, columns, rows, restarted };
}
