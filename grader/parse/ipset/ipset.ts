import { ParseError } from '../error';
import { quoted, unquoted } from '../iptables/quote';
import { ruleWords } from '../iptables/tokenize';
import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { ItemBase, Layout, Note, Parsed } from '../parsed';
import { linesOf, Words } from '../text';
import type { Line } from '../text';
import { listOwnUnmodelled } from '../unmodelled';

/** `timeout 60`, `nomatch`: a word that takes a value or stands alone. */
export interface IpsetOption {
  name: string;
  value?: string;
}

/** A set: `create …` of `ipset save`, or the head of a set in `ipset list`. */
export interface Ipset extends ItemBase {
  kind: 'set';
  form: 'save' | 'list';
  name: string;
  /** "hash:ip,port", "bitmap:port" … */
  type: string;
  /** family, hashsize, maxelem, timeout, counters, comment … */
  options: IpsetOption[];
  /** `ipset list` only: Revision, Size in memory, References, Number of entries, in the order written. */
  facts?: Fact[];
  extra?: string[];
}

interface Fact {
  name: string;
  value: string;
  layout?: Layout;
}

/** An element of a set. */
export interface IpsetMember extends ItemBase {
  kind: 'member';
  form: 'save' | 'list';
  set: string;
  /** "10.96.0.1,tcp:443" */
  element: string;
  options: IpsetOption[];
  extra?: string[];
}

export type IpsetItem = Ipset | IpsetMember | Note;

const VALUED = new Set(
  'family hashsize maxelem timeout netmask bitmask markmask bucketsize initval range size packets bytes skbmark skbprio skbqueue comment'.split(
    ' ',
  ),
);
/** In `create`, these stand alone. */
const BARE = new Set('counters comment skbinfo forceadd nomatch'.split(' '));

/** Reads `ipset save` and `ipset list`. */
export function parseIpset(text: string): Parsed<IpsetItem> {
  const items: IpsetItem[] = [];
  let listed: Ipset | undefined;
  let inMembers = false;
  for (const line of linesOf(text)) {
    const words = ruleWords(line);
    const first = words.peek();
    const fact = /^([A-Z][A-Za-z ]{2,30}):(?:[ \t]+|$)/.exec(line.text);
    if (isNote(line)) {
      items.push(readNote(line));
      listed = undefined;
      inMembers = false;
    } else if (first === 'create' || first === 'add') items.push(readSaved(words, first));
    else if (fact?.[1] === 'Name') {
      listed = {
        kind: 'set',
        form: 'list',
        line: line.number,
        raw: line.text,
        name: line.text.slice(fact[0].length).trim(),
        type: '',
        options: [],
      };
      listed.facts = [readFact(line, 'Name')];
      inMembers = false;
      items.push(listed);
    } else if (fact?.[1] !== undefined && listed && !inMembers) {
      inMembers = readListedFact(listed, line, fact[1]);
    } else if (listed && inMembers) items.push(readMember(words, listed.name, 'list', []));
    else words.fail('create, add, or "Name:" and the name of a set');
  }
  return { format: 'ipset', items, unmodelled: listOwnUnmodelled(items) };
}

function readSaved(words: Words, first: 'create' | 'add'): IpsetItem {
  words.at = 1;
  const name = words.next('the name of a set');
  if (first === 'add') return readMember(words, name, 'save', ['add', name]);
  const set: Ipset = {
    kind: 'set',
    form: 'save',
    line: words.line.number,
    raw: words.line.text,
    name,
    type: words.next('a type, such as hash:ip'),
    options: [],
  };
  readOptions(set, words, true);
  return withLayout(set, layoutOf(words, savedWords(set)));
}

function readMember(words: Words, set: string, form: 'save' | 'list', leading: readonly string[]): IpsetMember {
  const member: IpsetMember = {
    kind: 'member',
    form,
    line: words.line.number,
    raw: words.line.text,
    set,
    element: words.next('an element'),
    options: [],
  };
  readOptions(member, words, false);
  return withLayout(member, layoutOf(words, [...leading, ...memberWords(member)]));
}

function readOptions(item: { options: IpsetOption[]; extra?: string[] }, words: Words, isCreate: boolean): void {
  while (words.left > 0) {
    const name = words.next('an option');
    if (BARE.has(name) && (isCreate || name === 'nomatch')) item.options.push({ name });
    else if (VALUED.has(name))
      item.options.push({
        name,
        value: unquoted(words.next(`a value after ${name}`)) ?? words.failBack('a text in quotes'),
      });
    // What follows cannot be told apart from values: it is kept to the end of the line.
    else {
      item.extra = [name, ...words.texts.slice(words.at)];
      words.at = words.texts.length;
    }
  }
}

function optionWords({ options, extra }: { options: IpsetOption[]; extra?: string[] }): string[] {
  return [
    ...options.flatMap(({ name, value }) =>
      value === undefined ? [name] : [name, name === 'comment' ? quotedAlways(value) : value],
    ),
    ...(extra ?? []),
  ];
}

const quotedAlways = (text: string): string => (quoted(text) === text ? `"${text}"` : quoted(text));

const savedWords = (set: Ipset): string[] => ['create', set.name, set.type, ...optionWords(set)];
const memberWords = (member: IpsetMember): string[] => [member.element, ...optionWords(member)];

/** A line "Fact: value"; the layout belongs to the fact. */
function readFact(line: Line, name: string): Fact {
  const value = line.text.slice(name.length + 1).trim();
  const words = factWords(name, value);
  const starts = value === '' ? [0] : [0, line.text.indexOf(value, name.length + 1)];
  return withLayout<Fact>({ name, value }, layoutOf(new Words(line, words, starts), words));
}

const factWords = (name: string, value: string): string[] => [`${name}:`, ...(value === '' ? [] : [value])];

/** True once the members follow. The header's words are the set's options. */
function readListedFact(set: Ipset, line: Line, name: string): boolean {
  const facts = (set.facts ??= []);
  if (facts.some((fact) => fact.name === name))
    throw new ParseError(line.number, 1, `${name} only once in a set`, name);
  if (name === 'Header') {
    const words = ruleWords(line);
    words.at = 1;
    readOptions(set, words, true);
    facts.push(withLayout<Fact>({ name, value: '' }, layoutOf(words, ['Header:', ...optionWords(set)])));
    return false;
  }
  const fact = readFact(line, name);
  facts.push(fact);
  if (name === 'Type') set.type = fact.value;
  return name === 'Members';
}

const USUAL_FACTS: readonly Fact[] = ['Name', 'Type', 'Header', 'Members'].map((name) => ({ name, value: '' }));

/** What the model holds is written from it, not from the facts. */
function printListed(set: Ipset): string {
  return (set.facts ?? USUAL_FACTS)
    .map(({ name, value, layout }) => {
      if (name === 'Header') return lineOf(['Header:', ...optionWords(set)], layout);
      return lineOf(factWords(name, name === 'Name' ? set.name : name === 'Type' ? set.type : value), layout);
    })
    .join('');
}

export function printIpset(items: readonly IpsetItem[]): string {
  return items
    .map((item) => {
      if (item.kind === 'note') return printNote(item);
      if (item.kind === 'set') return item.form === 'list' ? printListed(item) : lineOf(savedWords(item), item.layout);
      return lineOf([...(item.form === 'save' ? ['add', item.set] : []), ...memberWords(item)], item.layout);
    })
    .join('');
}
