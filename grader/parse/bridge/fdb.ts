import { address, AttributeTable, flag, hardwareAddress, integer, name, take, valued } from '../attribute';
import type { Attribute } from '../attribute';
import type { Extra, Form } from '../ip/types';
import { printJsonList, readJsonList } from '../json/list';
import { looksLikeJson } from '../json/read';
import { jsonInteger, jsonText, jsonTexts, JsonTable, jsonValued, jsonWord } from '../json/table';
import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { ItemBase, Note, Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listUnmodelled } from '../unmodelled';

/** One entry of `bridge fdb`: behind which port, or which far VTEP, a MAC address is. */
export interface FdbEntry extends ItemBase, Extra {
  kind: 'fdb';
  form: Form;
  mac: string;
  /** Absent where one device was asked for. */
  dev?: string;
  /** The far VTEP of a vxlan device. */
  dst?: string;
  dstport?: number;
  vni?: number;
  srcVni?: number;
  nhid?: number;
  via?: string;
  vlan?: number;
  /** The bridge the device belongs to. */
  master?: string;
  /** self, extern_learn, offload, sticky … */
  flags: string[];
  /** permanent, static, stale; absent or "" for an entry that was learned. */
  state?: string;
}

export type FdbItem = FdbEntry | Note;

const state = (word: string): Attribute<FdbEntry> => ({
  word,
  read: (item) => {
    item.state = word;
  },
  write: (item) => (item.state === word ? [word] : undefined),
});

const FDB = new AttributeTable<FdbEntry>([
  valued('dev', 'dev', name),
  valued('dst', 'dst', address),
  valued('port', 'dstport', integer),
  valued('vlan', 'vlan', integer),
  valued('vni', 'vni', integer),
  valued('src_vni', 'srcVni', integer),
  valued('nhid', 'nhid', integer),
  valued('via', 'via', name),
  ...['self', 'router', 'use', 'extern_learn', 'offload', 'sticky', 'locked'].map(flag),
  valued('master', 'master', name),
  state('permanent'),
  state('static'),
  state('stale'),
]);

/** Reads `bridge fdb show`, text and JSON. */
export function parseBridgeFdb(text: string): Parsed<FdbItem> {
  const items = looksLikeJson(text)
    ? parseJson(text)
    : linesOf(text).map((line) => (isNote(line) ? readNote(line) : readEntry(wordsOf(line))));
  return { format: 'bridge-fdb', items, unmodelled: listUnmodelled(items) };
}

export function printBridgeFdb(items: readonly FdbItem[]): string {
  const [first] = items;
  if (first?.kind === 'fdb' && first.form === 'json')
    return printJsonList(
      items.filter((item) => item.kind === 'fdb'),
      (item) => JSON_FDB.write(item, item.layout?.order),
    );
  return items.map((item) => (item.kind === 'note' ? printNote(item) : lineOf(entryWords(item), item.layout))).join('');
}

function readEntry(words: Words): FdbEntry {
  const mac = take(words, hardwareAddress);
  const item: FdbEntry = { kind: 'fdb', form: 'text', line: words.line.number, raw: words.line.text, mac, flags: [] };
  const order = FDB.read(item, words);
  return withLayout(item, layoutOf(words, entryWords(item, order), order));
}

function entryWords(item: FdbEntry, order = item.layout?.order): string[] {
  return [item.mac, ...FDB.write(item, order)];
}

const JSON_FDB = new JsonTable<FdbEntry>([
  jsonValued('mac', 'mac', jsonWord(hardwareAddress)),
  jsonValued('ifname', 'dev', jsonText),
  jsonValued('dst', 'dst', jsonWord(address)),
  jsonValued('port', 'dstport', jsonInteger),
  jsonValued('vlan', 'vlan', jsonInteger),
  jsonValued('vni', 'vni', jsonInteger),
  jsonValued('src_vni', 'srcVni', jsonInteger),
  jsonValued('nhid', 'nhid', jsonInteger),
  jsonValued('viaIf', 'via', jsonText),
  jsonValued('flags', 'flags', jsonTexts),
  jsonValued('master', 'master', jsonText),
  jsonValued('state', 'state', jsonText),
]);

function parseJson(text: string): FdbEntry[] {
  return readJsonList(text, (object, document) => {
    const item: FdbEntry = { kind: 'fdb', form: 'json', line: document.lineOf(object), mac: '', flags: [] };
    item.layout = { order: JSON_FDB.read(item, object, document) };
    if (item.mac === '') document.fail(object, 'an entry with "mac"');
    return item;
  });
}
