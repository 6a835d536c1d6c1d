import { address, AttributeTable, flag, hardwareAddress, name, valued } from '../attribute';
import { ipFamily } from '../ip';
import { printJsonList, readJsonList } from '../json/list';
import { looksLikeJson } from '../json/read';
import { jsonText, jsonTexts, JsonTable, jsonValued, jsonWord } from '../json/table';
import type { JsonAttribute } from '../json/table';
import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { ItemBase, Note, Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listUnmodelled } from '../unmodelled';
import type { Extra, Form } from './types';

/** One entry of `ip neigh`. */
export interface Neighbour extends ItemBase, Extra {
  kind: 'neighbour';
  form: Form;
  /** The IP address asked for. */
  dst: string;
  dev?: string;
  lladdr?: string;
  /** router, proxy, extern_learn … */
  flags: string[];
  /** PERMANENT, REACHABLE, STALE, FAILED, INCOMPLETE … */
  states: string[];
}

export type NeighbourItem = Neighbour | Note;

const STATES = ['INCOMPLETE', 'REACHABLE', 'STALE', 'DELAY', 'PROBE', 'FAILED', 'NOARP', 'PERMANENT', 'NONE'];
const FLAGS = ['router', 'proxy', 'extern_learn', 'offload', 'managed', 'extern_valid'];

const state = (word: string) => ({
  word,
  read: (item: Neighbour) => void item.states.push(word),
  write: (item: Neighbour) => (item.states.includes(word) ? [word] : undefined),
});

const NEIGHBOUR = new AttributeTable<Neighbour>([
  valued('dev', 'dev', name),
  valued('lladdr', 'lladdr', hardwareAddress),
  ...FLAGS.map(flag),
  ...STATES.map(state),
]);

/** Reads `ip neigh`, text and JSON. */
export function parseIpNeigh(text: string): Parsed<NeighbourItem> {
  const items = looksLikeJson(text)
    ? parseJson(text)
    : linesOf(text).map((line) => (isNote(line) ? readNote(line) : readNeighbour(wordsOf(line))));
  return { format: 'ip-neigh', items, unmodelled: listUnmodelled(items) };
}

export function printIpNeigh(items: readonly NeighbourItem[]): string {
  const [first] = items;
  if (first?.kind === 'neighbour' && first.form === 'json')
    return printJsonList(
      items.filter((item) => item.kind === 'neighbour'),
      (item) => JSON_NEIGHBOUR.write(item, item.layout?.order),
    );
  return items
    .map((item) => (item.kind === 'note' ? printNote(item) : lineOf(neighbourWords(item), item.layout)))
    .join('');
}

function readNeighbour(words: Words): Neighbour {
  const dst = words.next(address.expected);
  if (!ipFamily(dst)) words.failBack(address.expected);
  const item: Neighbour = {
    kind: 'neighbour',
    form: 'text',
    line: words.line.number,
    raw: words.line.text,
    dst,
    flags: [],
    states: [],
  };
  const order = NEIGHBOUR.read(item, words);
  return withLayout(item, layoutOf(words, neighbourWords(item, order), order));
}

function neighbourWords(item: Neighbour, order = item.layout?.order): string[] {
  return [item.dst, ...NEIGHBOUR.write(item, order)];
}

/** `"router":null` */
const jsonFlag = (key: string): JsonAttribute<Neighbour> => ({
  key,
  read(item, value, document, member) {
    if (value !== null) return document.fail(member, `"${key}" to be null`);
    item.flags.push(key);
  },
  write: (item) => (item.flags.includes(key) ? null : undefined),
});

const JSON_NEIGHBOUR = new JsonTable<Neighbour>([
  jsonValued('dst', 'dst', jsonWord(address)),
  jsonValued('dev', 'dev', jsonText),
  jsonValued('lladdr', 'lladdr', jsonWord(hardwareAddress)),
  ...FLAGS.map(jsonFlag),
  jsonValued('state', 'states', jsonTexts),
]);

function parseJson(text: string): Neighbour[] {
  return readJsonList(text, (object, document) => {
    const item: Neighbour = {
      kind: 'neighbour',
      form: 'json',
      line: document.lineOf(object),
      dst: '',
      flags: [],
      states: [],
    };
    item.layout = { order: JSON_NEIGHBOUR.read(item, object, document) };
    if (item.dst === '') document.fail(object, 'a neighbour with "dst"');
    return item;
  });
}
