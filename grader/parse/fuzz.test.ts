import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS, parse, ParseError, print } from './index';
import type { Format } from './index';
import { SAMPLES } from './samples';

/** More with FUZZ_RUNS=10000, and other cases with another FUZZ_SEED; fixed so that a run can be repeated. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 40);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

/** Characters. Ten million with FUZZ_LINE=10000000. */
const LONG = Number(process.env['FUZZ_LINE'] ?? 20_000);

const NASTY = [
  '__proto__',
  'constructor',
  'toString',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '!',
  '-',
  '--',
  '\0',
  '\u2028',
  '999.1.1.1',
  '0x10',
  '[',
  ']',
  ',',
  '%',
  '\r',
  '\t',
  '\n',
  '4294967296',
  'hasOwnProperty',
];

const piece = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.integer().map(String),
);

/** A sample with some words or characters cut out, doubled, exchanged or replaced. */
function mangled(format: Format): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(2_000),
    length: fc.nat(12),
    what: fc.constantFrom('cut', 'double', 'replace', 'truncate', 'word'),
    piece,
  });
  return fc
    .tuple(fc.constantFrom(...SAMPLES[format]), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([sample, edits]) =>
      edits.reduce((text, { at, length, what, piece: by }) => {
        const from = at % (text.length + 1);
        const head = text.slice(0, from);
        const middle = text.slice(from, from + length);
        const tail = text.slice(from + length);
        if (what === 'cut') return head + tail;
        if (what === 'double') return head + middle + middle + tail;
        if (what === 'truncate') return head;
        if (what === 'word') return `${head} ${by} ${middle}${tail}`;
        return head + by + tail;
      }, sample),
    );
}

/** Lines of a sample in another order, some more than once. */
function reordered(format: Format): fc.Arbitrary<string> {
  return fc
    .constantFrom(...SAMPLES[format])
    .chain((sample) => fc.array(fc.constantFrom(...sample.split('\n')), { maxLength: 12 }))
    .map((lines) => lines.join('\n'));
}

/** The items printed again, or undefined when the text was refused; anything but a ParseError goes through. */
function roundTrip(format: Format, text: string): string | undefined {
  let parsed;
  try {
    parsed = parse(format, text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    expect(error.line).toBeGreaterThanOrEqual(1);
    expect(error.column).toBeGreaterThanOrEqual(1);
    expect(error.expected).not.toBe('');
    return undefined;
  }
  for (const item of parsed.items) delete item.raw;
  return print(format, parsed.items as never);
}

/** Lines that would show recursion, spreading of arguments, or work that grows faster than the line. */
function longLines(length: number): string[] {
  const fill = (text: string): string => text.repeat(length / text.length);
  return [
    fill('x'),
    fill('"'),
    fill('[1,'),
    fill('{"a":'),
    `-A x ${fill('-m a ')}`,
    `-A x ${fill('--y ')}`,
    `default encap ${fill('a ')}`,
    `table ip x {\nset y {\nelements = { ${fill('a,\n')}`,
    `tcp 6 src=1.1.1.1 ${fill('[A] ')}`,
  ];
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

describe.each(FORMATS)('%s', (format) => {
  it('parse() and print() give back every sample', () => {
    for (const sample of SAMPLES[format]) expect(roundTrip(format, sample)).toBe(sample);
  });

  it('parse() throws nothing but ParseError; print() gives back whatever text was accepted', () => {
    const text = fc.oneof(
      { weight: 4, arbitrary: mangled(format) },
      { weight: 1, arbitrary: reordered(format) },
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, (input) => {
        const printed = roundTrip(format, input);
        // JSON may spell one string in several ways.
        if (printed !== undefined && !isJson(input)) expect(printed.split('\n')).toEqual(input.split('\n'));
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('parse() withstands a very long line', () => {
    for (const line of longLines(LONG)) roundTrip(format, line);
  });
});
