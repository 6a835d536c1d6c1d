/** The only error a parser of this folder throws: where the text stopped making sense and what should stand there. */
export class ParseError extends Error {
  override readonly name = 'ParseError';

  constructor(
    /** 1-based line of the text given to the parser. */
    readonly line: number,
    /** 1-based column, in UTF-16 units. */
    readonly column: number,
    /** What would have been right here, e.g. "an IPv4 or IPv6 address". */
    readonly expected: string,
    /** What stood there instead, cut short. */
    readonly seen = '',
  ) {
    super(
      `Cannot read line ${line}, column ${column}: expected ${expected}${seen === '' ? '' : `, found ${excerpt(seen)}`}`,
    );
  }
}

const EXCERPT_LENGTH = 40;

function excerpt(seen: string): string {
  return JSON.stringify(seen.length > EXCERPT_LENGTH ? `${seen.slice(0, EXCERPT_LENGTH)}…` : seen);
}
