// Finds the deciding part inside an evidence line.

export interface MarkedText {
  before: string;
  marked: string;
  after: string;
}

/** Splits `text` around the first `mark`; without one, or when it is not there, everything is `before`. */
export function splitMark(text: string, mark: string | null): MarkedText {
  const at = mark ? text.indexOf(mark) : -1;
  if (at < 0 || mark === null) return { before: text, marked: '', after: '' };
  return { before: text.slice(0, at), marked: mark, after: text.slice(at + mark.length) };
}
