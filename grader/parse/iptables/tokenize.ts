import { isSpaceCode, Words } from '../text';
import type { Line } from '../text';
import { ParseError } from '../error';

const QUOTE = 34;
const BACKSLASH = 92;

/** Splits a rule at blanks outside of double quotes. The quotes stay part of the word. */
export function ruleWords(line: Line): Words {
  const texts: string[] = [];
  const starts: number[] = [];
  const { text } = line;
  const { length } = text;
  let at = 0;
  while (at < length) {
    if (isSpaceCode(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const start = at;
    if (text.charCodeAt(at) === QUOTE) at = closingQuote(line, at) + 1;
    while (at < length && !isSpaceCode(text.charCodeAt(at))) at++;
    texts.push(text.slice(start, at));
    starts.push(start);
  }
  return new Words(line, texts, starts);
}

function closingQuote({ text, number }: Line, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  throw new ParseError(number, open + 1, 'a closing quote after this one', text.slice(open, open + 41));
}
