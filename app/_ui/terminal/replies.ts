// What a terminal answers to a program becomes input of that program, or of the shell if the program is gone: output of a
// hostile file can so type at the learner's prompt. Therefore every query that xterm.js would answer is taken from it here,
// and only these get an answer, each of fixed form, digits only, without anything the program chose:
//   CSI c      primary device attributes: fish and tmux wait for it
//   CSI 5 n    status: "fine"
//   CSI 6 n    cursor position: line editors (prompt_toolkit, vim's ambiwidth test) need it
// Not while a screen is redrawn (those bytes were answered when they were new), not more often than ANSWERS_PER_SECOND.
// Silent: secondary and tertiary attributes, XTVERSION, DECRQSS, DECRQM, window reports, colour queries (OSC 4, 10–12), and
// OSC 52, which would read or write the clipboard.

/** A program asks once or twice; a file full of queries would type a flood. */
export const ANSWERS_PER_SECOND = 10;

export interface CsiId {
  prefix?: string;
  intermediates?: string;
  final: string;
}

/** The part of xterm's public parser that is used. */
export interface QueryParser {
  registerCsiHandler(id: CsiId, handler: (params: (number | number[])[]) => boolean): unknown;
  registerDcsHandler(id: CsiId, handler: () => boolean): unknown;
  registerOscHandler(id: number, handler: (data: string) => boolean): unknown;
}

export interface ReplyOptions {
  /** The cursor, counted from 1, in the visible screen. */
  cursor: () => { row: number; column: number };
  isRedrawing: () => boolean;
  reply: (data: string) => void;
  now?: () => number;
}

const SILENT_CSI: readonly CsiId[] = [
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { prefix: '>', final: 'q' },
  { prefix: '?', final: 'n' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', final: 'u' },
  { final: 't' },
];

/** Palette, foreground, background and cursor colour, and what resets them: a `?` in any of them is a query. */
const COLOUR_OSC = [4, 10, 11, 12] as const;
const CLIPBOARD_OSC = 52;

/** Takes all queries from xterm; must be called before anything is written to it. */
export function restrictReplies(parser: QueryParser, options: ReplyOptions): void {
  const now = options.now ?? Date.now;
  let windowStart = 0;
  let answered = 0;

  const answer = (make: () => string): true => {
    if (options.isRedrawing()) return true;
    if (now() - windowStart >= 1000) {
      windowStart = now();
      answered = 0;
    }
    answered += 1;
    if (answered <= ANSWERS_PER_SECOND) options.reply(make());
    return true;
  };

  for (const id of SILENT_CSI) parser.registerCsiHandler(id, () => true);
  parser.registerCsiHandler({ final: 'c' }, (params) => (params[0] ? true : answer(() => '\x1b[?1;2c')));
  parser.registerCsiHandler({ final: 'n' }, (params) => {
    if (params[0] === 5) return answer(() => '\x1b[0n');
    if (params[0] !== 6) return true;
    return answer(() => {
      const { row, column } = options.cursor();
      return `\x1b[${row};${column}R`;
    });
  });
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true);
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, () => true);
  // Setting a colour is harmless; asking for one is answered with what the program set.
  for (const id of COLOUR_OSC) parser.registerOscHandler(id, (data) => data.split(';').includes('?'));
  parser.registerOscHandler(CLIPBOARD_OSC, () => true);
}
