import { ParseError } from './error';

/** A line of a dump without its end. */
export interface Line {
  number: number;
  text: string;
  /** What ended it: "\n", or "" for a last line without one. A carriage return is part of the text. */
  end: string;
}

/** All lines; a line feed at the end of the text begins no further line. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf('\n', start);
    const stop = feed < 0 ? text.length : feed;
    lines.push({ number: lines.length + 1, text: text.slice(start, stop), end: feed < 0 ? '' : '\n' });
    start = stop + 1;
  }
  return lines;
}

/** The words of one line and a place in them; every failure knows its column. */
export class Words {
  at = 0;

  constructor(
    readonly line: Line,
    readonly texts: readonly string[],
    /** 0-based start of each word in the line. */
    readonly starts: readonly number[],
  ) {}

  get left(): number {
    return this.texts.length - this.at;
  }

  peek(ahead = 0): string | undefined {
    return this.texts[this.at + ahead];
  }

  next(expected: string): string {
    const word = this.texts[this.at];
    if (word === undefined) this.fail(expected);
    this.at++;
    return word;
  }

  /** Blames the word before the current place: it was read but makes no sense. */
  failBack(expected: string): never {
    this.at--;
    this.fail(expected);
  }

  fail(expected: string): never {
    const start = this.starts[this.at] ?? this.line.text.length;
    throw new ParseError(this.line.number, start + 1, expected, this.texts[this.at] ?? '');
  }
}

/** Splits at blanks, tabs and carriage returns, and at line feeds where several lines were joined. */
export function wordsOf(line: Line): Words {
  const texts: string[] = [];
  const starts: number[] = [];
  const { text } = line;
  let at = 0;
  while (at < text.length) {
    while (at < text.length && isSpaceCode(text.charCodeAt(at))) at++;
    if (at >= text.length) break;
    const start = at;
    while (at < text.length && !isSpaceCode(text.charCodeAt(at))) at++;
    texts.push(text.slice(start, at));
    starts.push(start);
  }
  return new Words(line, texts, starts);
}

export function isSpaceCode(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10;
}
