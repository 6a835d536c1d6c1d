import { looksLikeJson } from '../json/read';
import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { Parsed, Unmodelled } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Line, Words } from '../text';
import { elementWords, readElements } from './elements';
import { jsonUnmodelled, parseNftJson, printNftJson } from './json';
import { readStatement, statementWords } from './statement';
import type { NftBase, NftBlock, NftItem, NftPlace, NftRule, NftTable } from './types';

const BLOCKS = [
  'chain',
  'set',
  'map',
  'flowtable',
  'counter',
  'quota',
  'limit',
  'meter',
  'ct',
  'secmark',
  'synproxy',
] as const;

/** Reads `nft list ruleset`, `list table`, `list chain`, also with -a and -s, and `nft -j`. */
export function parseNft(text: string): Parsed<NftItem> {
  if (looksLikeJson(text)) {
    const items = parseNftJson(text);
    return { format: 'nft', items, unmodelled: items.flatMap(jsonUnmodelled) };
  }
  const items = new RulesetReader().read(text);
  return { format: 'nft', items, unmodelled: items.flatMap(unmodelledOf) };
}

function unmodelledOf(item: NftItem): Unmodelled[] {
  if (item.kind !== 'rule') return [];
  const unknown = item.statements.filter(({ kind }) => kind === 'other' || kind === 'xt');
  return unknown.map((statement) => ({ line: item.line, token: statementWords(statement).join(' ') }));
}

export function printNft(items: readonly NftItem[]): string {
  return items[0]?.kind === 'object' ? printNftJson(items) : items.map(printItem).join('');
}

/** Goes through the lines with the table and block they stand in. */
class RulesetReader {
  private table: NftTable | undefined;
  private block: NftBlock | undefined;

  read(text: string): NftItem[] {
    const items: NftItem[] = [];
    const lines = linesOf(text);
    for (let index = 0; index < lines.length; index++) {
      const first = lines[index];
      if (!first) break;
      const joined = joinElements(lines, index);
      index += joined.length - 1;
      items.push(
        this.readLine(
          joined.length === 1
            ? first
            : {
                number: first.number,
                text: joined.map(({ text: one }) => one).join('\n'),
                end: joined.at(-1)?.end ?? '',
              },
        ),
      );
    }
    if (this.table) this.openEnd(lines);
    return items;
  }

  private openEnd(lines: readonly Line[]): never {
    return wordsOf({ number: lines.length + 1, text: '', end: '' }).fail('"}"');
  }

  private readLine(line: Line): NftItem {
    if (isNote(line)) return readNote(line);
    const words = wordsOf(line);
    const base = { line: line.number, raw: line.text };
    if (words.peek() === '}') return this.close(words, base);
    if (!this.table) return (this.table = readTable(words, base));
    const place = { family: this.table.family, table: this.table.name };
    if (!this.block) {
      const kind = BLOCKS.find((known) => known === words.peek());
      if (kind && opens(words)) return (this.block = readBlock(words, { kind, ...base, ...place, name: '' }));
      return readProperty(words, base);
    }
    return this.readInBlock(words, base, this.block, place);
  }

  private close(words: Words, base: Base): NftItem {
    if (words.left > 1 || !this.table) words.fail('a table');
    if (this.block) this.block = undefined;
    else this.table = undefined;
    return withLayout<NftItem>({ kind: 'close', ...base }, layoutOf(words, ['}']));
  }

  private readInBlock(words: Words, base: Base, block: NftBlock, place: NftPlace): NftItem {
    const first = words.peek();
    if (first === 'elements' && words.peek(1) === '=' && words.peek(2) === '{') {
      words.at = 3;
      const elements = readElements(words);
      endOf(words);
      return withLayout<NftItem>(
        { kind: 'elements', ...base, ...place, set: block.name, elements },
        layoutOf(words, ['elements', '=', ...elementWords(elements)]),
      );
    }
    if (block.kind !== 'chain' || (first === 'comment' && words.texts.at(-1)?.endsWith('"')))
      return readProperty(words, base);
    if (first === 'type' && words.texts.includes('hook'))
      return readBase(words, { kind: 'base', ...base, ...place, chain: block.name, type: '', hook: '', priority: '' });
    return readRule(words, { kind: 'rule', ...base, ...place, chain: block.name, statements: [] });
  }
}

/** The lines of the elements of a set, which may go over several; otherwise the one line. */
function joinElements(lines: readonly Line[], from: number): readonly Line[] {
  let end = from;
  if (lines[from]?.text.trimStart().startsWith('elements = {'))
    while (end < lines.length - 1 && lines[end]?.text.includes('}') === false) end++;
  return lines.slice(from, end + 1);
}

interface Base {
  line: number;
  raw: string;
}

function endOf(words: Words): void {
  if (words.left > 0) words.fail('the end of the line');
}

/** Does a brace stand at the end, perhaps before a handle? */
function opens(words: Words): boolean {
  return words.texts.at(-1) === '{' || words.texts.at(-4) === '{';
}

/** `{` or `{ # handle 5` to the end. */
function readOpening(words: Words): number | undefined {
  if (words.next('"{"') !== '{') words.failBack('"{"');
  const handle = readHandle(words);
  endOf(words);
  return handle;
}

function readHandle(words: Words): number | undefined {
  if (words.peek() !== '#' || words.peek(1) !== 'handle') return undefined;
  words.at += 2;
  const word = words.next('the number of the handle');
  return /^\d{1,15}$/.test(word) ? Number(word) : words.failBack('the number of the handle');
}

const handleWords = (handle: number | undefined): string[] =>
  handle === undefined ? [] : ['#', 'handle', String(handle)];

function readTable(words: Words, base: Base): NftTable {
  if (words.next('table, a family and a name') !== 'table') words.failBack('table, a family and a name');
  const table: NftTable = {
    kind: 'table',
    ...base,
    family: words.next('a family, such as ip'),
    name: words.next('the name of the table'),
  };
  const handle = readOpening(words);
  if (handle !== undefined) table.handle = handle;
  return withLayout(table, layoutOf(words, tableWords(table)));
}

const tableWords = ({ family, name, handle }: NftTable): string[] => [
  'table',
  family,
  name,
  '{',
  ...handleWords(handle),
];

function readBlock(words: Words, block: NftBlock): NftBlock {
  words.at++;
  const from = words.at;
  while (words.peek() !== undefined && words.peek() !== '{') words.at++;
  block.name = words.texts.slice(from, words.at).join(' ');
  if (block.name === '') words.fail(`the name of a ${block.kind}`);
  const handle = readOpening(words);
  if (handle !== undefined) block.handle = handle;
  return withLayout(block, layoutOf(words, blockWords(block)));
}

const blockWords = ({ kind, name, handle }: NftBlock): string[] => [
  kind,
  ...name.split(' '),
  '{',
  ...handleWords(handle),
];

/** `type filter hook forward priority filter; policy accept;` */
function readBase(words: Words, base: NftBase): NftBase {
  words.at = 1;
  base.type = words.next('the type of the chain');
  if (words.next('hook') !== 'hook') words.failBack('hook');
  base.hook = words.next('a hook, such as forward');
  if (words.peek() === 'device') {
    words.at++;
    base.device = words.next('a device');
  }
  if (words.next('priority') !== 'priority') words.failBack('priority');
  const from = words.at;
  while (!words.next('a priority and ";"').endsWith(';'));
  base.priority = words.texts.slice(from, words.at).join(' ').slice(0, -1);
  if (words.peek() === 'policy') {
    words.at++;
    const policy = words.next('a policy and ";"');
    base.policy = policy.endsWith(';') ? policy.slice(0, -1) : words.failBack('a policy and ";"');
  }
  endOf(words);
  return withLayout(base, layoutOf(words, baseWords(base)));
}

function baseWords({ type, hook, device, priority, policy }: NftBase): string[] {
  const on = device === undefined ? [] : ['device', device];
  return [
    'type',
    type,
    'hook',
    hook,
    ...on,
    'priority',
    ...`${priority};`.split(' '),
    ...(policy === undefined ? [] : ['policy', `${policy};`]),
  ];
}

function readProperty(words: Words, base: Base): NftItem {
  const name = words.next('a property');
  return withLayout<NftItem>(
    { kind: 'property', ...base, name, words: words.texts.slice(1) },
    layoutOf(words, words.texts),
  );
}

function readRule(words: Words, rule: NftRule): NftRule {
  while (words.left > 0) {
    const handle = readHandle(words);
    if (handle === undefined) rule.statements.push(readStatement(words));
    else {
      rule.handle = handle;
      endOf(words);
    }
  }
  return withLayout(rule, layoutOf(words, ruleWords(rule)));
}

const ruleWords = ({ statements, handle }: NftRule): string[] => [
  ...statements.flatMap(statementWords),
  ...handleWords(handle),
];

function printItem(item: NftItem): string {
  switch (item.kind) {
    case 'note':
      return printNote(item);
    case 'table':
      return lineOf(tableWords(item), item.layout);
    case 'base':
      return lineOf(baseWords(item), item.layout);
    case 'property':
      return lineOf([item.name, ...item.words], item.layout);
    case 'elements':
      return lineOf(['elements', '=', ...elementWords(item.elements)], item.layout);
    case 'rule':
      return lineOf(ruleWords(item), item.layout);
    case 'close':
      return lineOf(['}'], item.layout);
    case 'object':
      return '';
    default:
      return lineOf(blockWords(item), item.layout);
  }
}
