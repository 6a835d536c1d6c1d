import { address, integer, take } from '../attribute';
import { ipv4ToNumber } from '../ip';
import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { ItemBase, Note, Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';

/** One line of `route -n` or `netstat -rn`. */
export interface KernelRoute extends ItemBase {
  kind: 'route';
  destination: string;
  /** "0.0.0.0" for none; "-" for a reject route. */
  gateway: string;
  genmask: string;
  /** U up, G gateway, H host, ! reject … */
  flags: string;
  /** Columns between the flags and the interface, named as in the heading: Metric Ref Use, or MSS Window irtt. */
  columns: { name: string; value: number | '-' }[];
  /** "-" for a reject route. */
  iface: string;
}

export type KernelRouteItem = KernelRoute | Note;

const USUAL_COLUMNS = ['Metric', 'Ref', 'Use'];

export function parseRouteN(text: string): Parsed<KernelRouteItem> {
  let columns = USUAL_COLUMNS;
  const items = linesOf(text).map((line): KernelRouteItem => {
    if (isNote(line) || /^Kernel IP /.test(line.text)) return readNote(line);
    const words = wordsOf(line);
    if (words.peek() !== 'Destination') return readRoute(words, columns);
    columns = readHeading(words);
    return readNote(line);
  });
  return { format: 'route-n', items, unmodelled: [] };
}

function readHeading(words: Words): string[] {
  for (const column of ['Destination', 'Gateway', 'Genmask', 'Flags'])
    if (words.next(column) !== column) words.failBack(column);
  if (words.texts.at(-1) !== 'Iface') words.fail('Iface at the end of the line');
  return words.texts.slice(words.at, -1);
}

/** 1.2.3.4, or "-" where a reject route has nothing. */
const gateway = {
  ...address,
  read: (word: string) => (word === '-' || ipv4ToNumber(word) !== undefined ? word : undefined),
};
const quad = {
  ...address,
  expected: 'an IPv4 address',
  read: (word: string) => (ipv4ToNumber(word) !== undefined ? word : undefined),
};
const flags = {
  expected: 'flags, such as UG',
  read: (word: string) => (/^[A-Z!]{1,12}$/i.test(word) ? word : undefined),
  write: (word: string) => word,
};

function readRoute(words: Words, columns: readonly string[]): KernelRoute {
  const route: KernelRoute = {
    kind: 'route',
    line: words.line.number,
    raw: words.line.text,
    destination: take(words, quad),
    gateway: take(words, gateway),
    genmask: take(words, quad),
    flags: take(words, flags),
    columns: columns.map((name) => ({ name, value: words.peek() === '-' ? takeDash(words) : take(words, integer) })),
    iface: words.next('an interface'),
  };
  if (words.left > 0) words.fail('the end of the line');
  return withLayout(route, layoutOf(words, routeWords(route)));
}

function takeDash(words: Words): '-' {
  words.at++;
  return '-';
}

function routeWords({ destination, gateway: via, genmask, flags: letters, columns, iface }: KernelRoute): string[] {
  return [destination, via, genmask, letters, ...columns.map(({ value }) => String(value)), iface];
}

export function printRouteN(items: readonly KernelRouteItem[]): string {
  return items.map((item) => (item.kind === 'note' ? printNote(item) : lineOf(routeWords(item), item.layout))).join('');
}
