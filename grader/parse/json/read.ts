import { ParseError } from '../error';
import { SpacingReader } from './spacing';
import type { Place, Spacing } from './spacing';
import type { JsonList, JsonMember, JsonObject, JsonValue } from './value';

/** Deeper nesting is no dump of a network tool, and would exhaust the stack. */
const MAX_DEPTH = 200;

const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** A document, and where its parts began so that a later complaint can name the place. */
export class JsonDocument {
  readonly root: JsonValue;
  private readonly starts = new WeakMap<object, number>();
  private at = 0;
  private readonly spacingReader = new SpacingReader();

  /** Reads one JSON document. Strict, save that it keeps what JSON.parse forgets; see JsonValue. */
  constructor(private readonly text: string) {
    this.space('start');
    this.root = this.value(0);
    this.space('end');
    if (this.at < text.length) this.failAt(this.at, 'the end of the text');
  }

  /** How the white space of the document lies. */
  get spacing(): Spacing {
    return this.spacingReader.spacing;
  }

  /** 1-based line on which the part began. */
  lineOf(part: object): number {
    return this.place(this.starts.get(part) ?? 0).line;
  }

  /** Blames the part. */
  fail(part: object, expected: string): never {
    this.failAt(this.starts.get(part) ?? 0, expected);
  }

  private failAt(at: number, expected: string): never {
    const { line, column } = this.place(at);
    throw new ParseError(line, column, expected, this.text.slice(at, at + 41));
  }

  private lastPlace = { line: 1, lineStart: 0, lineEnd: -1 };

  /** Line and column of an offset. Goes on from the last answer, since places are mostly asked for in order. */
  private place(at: number): { line: number; column: number } {
    let { line, lineStart, lineEnd } = this.lastPlace;
    if (lineEnd < 0 || at < lineStart) {
      line = 1;
      lineStart = 0;
      lineEnd = this.endOfLine(0);
    }
    while (lineEnd < at) {
      line++;
      lineStart = lineEnd + 1;
      lineEnd = this.endOfLine(lineStart);
    }
    this.lastPlace = { line, lineStart, lineEnd };
    return { line, column: at - lineStart + 1 };
  }

  private endOfLine(from: number): number {
    const feed = this.text.indexOf('\n', from);
    return feed < 0 ? Infinity : feed;
  }

  private space(place: Place): void {
    const start = this.at;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 9 && code !== 13) break;
      this.at++;
    }
    this.spacingReader.add(place, start === this.at ? '' : this.text.slice(start, this.at));
  }

  private started<Part extends object>(at: number, part: Part): Part {
    this.starts.set(part, at);
    return part;
  }

  private value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) this.failAt(this.at, `at most ${MAX_DEPTH} levels of nesting`);
    const start = this.at;
    switch (this.text[start]) {
      case '{':
        return this.started<JsonObject>(start, { type: 'object', members: this.list('}', () => this.member(depth)) });
      case '[':
        return this.started<JsonList>(start, { type: 'list', items: this.list(']', () => this.value(depth + 1)) });
      case '"':
        return this.string();
      case 't':
        return this.literal('true', true);
      case 'f':
        return this.literal('false', false);
      case 'n':
        return this.literal('null', null);
      default:
        return this.number();
    }
  }

  private member(depth: number): JsonMember {
    const start = this.at;
    if (this.text[start] !== '"') this.failAt(start, 'a member name in quotes');
    const key = this.string();
    this.space('before colon');
    if (this.text[this.at] !== ':') this.failAt(this.at, '":"');
    this.at++;
    this.space('after colon');
    return this.started(start, { key, value: this.value(depth + 1) });
  }

  private list<Element>(close: string, element: () => Element): Element[] {
    const elements: Element[] = [];
    this.at++;
    this.space('open');
    if (this.text[this.at] === close) {
      this.at++;
      return elements;
    }
    for (;;) {
      elements.push(element());
      this.space('before comma');
      const next = this.text[this.at];
      if (next !== ',' && next !== close) this.failAt(this.at, `"," or "${close}"`);
      this.at++;
      if (next === close) return elements;
      this.space('after comma');
    }
  }

  private string(): string {
    const start = this.at;
    let escaped = false;
    for (this.at++; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34) break;
      if (!(code >= 32)) this.failAt(this.at, 'the rest of a string and its closing quote');
      if (code === 92) {
        ESCAPE.lastIndex = this.at;
        const escape = ESCAPE.exec(this.text);
        if (!escape) this.failAt(this.at, 'an escape such as \\n or \\u0041');
        escaped = true;
        this.at += escape[0].length - 1;
      }
    }
    this.at++;
    return escaped ? (JSON.parse(this.text.slice(start, this.at)) as string) : this.text.slice(start + 1, this.at - 1);
  }

  private number(): JsonValue {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) this.failAt(this.at, 'a JSON value');
    this.at += match[0].length;
    return { type: 'number', text: match[0] };
  }

  private literal<Value extends boolean>(word: string, value: Value | null): Value | null {
    if (!this.text.startsWith(word, this.at)) this.failAt(this.at, 'a JSON value');
    this.at += word.length;
    return value;
  }
}

/** True when the text is meant as JSON. */
export function looksLikeJson(text: string): boolean {
  const first = text.search(/[^ \t\r\n]/);
  return first >= 0 && (text[first] === '[' || text[first] === '{');
}
