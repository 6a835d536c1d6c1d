// The few keys the page keeps for itself while the terminal has the focus, and what the key bar of a phone sends.

export type TerminalCommand = 'leave' | 'search' | 'copy' | 'paste';

interface KeyLike {
  type: string;
  key: string;
  code?: string;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

const CTRL_SHIFT = new Map<string, TerminalCommand>([
  ['KeyM', 'leave'],
  ['KeyF', 'search'],
  ['KeyC', 'copy'],
  ['KeyV', 'paste'],
]);

/** The page's own command for a key, or null when the key belongs to the shell. By place on the keyboard, as layouts differ. */
export function terminalCommand(event: KeyLike): TerminalCommand | null {
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return null;
  return CTRL_SHIFT.get(event.code ?? '') ?? null;
}

export type BarKey = 'escape' | 'tab' | 'up' | 'down' | 'left' | 'right';

const NORMAL: Record<BarKey, string> = {
  escape: '\x1b',
  tab: '\t',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
};
const APPLICATION: Partial<Record<BarKey, string>> = {
  up: '\x1bOA',
  down: '\x1bOB',
  right: '\x1bOC',
  left: '\x1bOD',
};

/** What a bar key sends; arrows differ while a program has asked for application cursor keys (DECCKM). */
export function barKeySequence(key: BarKey, applicationCursor: boolean): string {
  return (applicationCursor ? APPLICATION[key] : undefined) ?? NORMAL[key];
}

/** The control character of a typed one (c → ^C), or the text unchanged when it has none. */
export function withControl(data: string): string {
  const code = data.length === 1 ? data.toUpperCase().charCodeAt(0) : 0;
  if (code >= 0x40 && code <= 0x5f) return String.fromCharCode(code & 0x1f);
  return data === ' ' ? '\0' : data;
}
