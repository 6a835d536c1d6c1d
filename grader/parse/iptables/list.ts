import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { ItemBase, Note, Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listOwnUnmodelled } from '../unmodelled';
import { clauseWords, readClause } from './clauses';
import type { Clause } from './clauses';
import type { Negatable } from './types';

/** `Chain INPUT (policy ACCEPT 10 packets, 600 bytes)`, `Chain KUBE-SERVICES (2 references)`. Numbers may end in K, M or G. */
export interface ListedChain extends ItemBase {
  kind: 'chain';
  chain: string;
  policy?: string;
  packets?: string;
  bytes?: string;
  references?: number;
}

/** One rule of `iptables -L`. */
export interface ListedRule extends ItemBase {
  kind: 'rule';
  chain: string;
  /** `--line-numbers` */
  number?: number;
  /** `-v`; rounded, with K, M or G, unless `-x` was given. */
  packets?: string;
  bytes?: string;
  /** Absent for a rule that only counts. */
  target?: string;
  /** "all", "tcp", or a number. */
  protocol: string;
  /** "--", "-f", "!f"; absent in old listings of IPv6. */
  fragment?: string;
  /** `-v` only; "*" or "any" for every interface. */
  inInterface?: Negatable<string>;
  outInterface?: Negatable<string>;
  /** An address, a network, or a name where `-n` was not given. */
  source: Negatable<string>;
  destination: Negatable<string>;
  clauses: Clause[];
  extra?: string[];
}

export type ListedItem = ListedChain | ListedRule | Note;

const COLUMNS = ['num', 'pkts', 'bytes', 'target', 'prot', 'opt', 'in', 'out', 'source', 'destination'];

/** Reads `iptables -L`, with or without -n, -v, -x, --line-numbers. */
export function parseIptablesL(text: string): Parsed<ListedItem> {
  const items: ListedItem[] = [];
  let chain: string | undefined;
  let columns: readonly string[] | undefined;
  for (const line of linesOf(text)) {
    const words = wordsOf(line);
    if (isNote(line)) items.push(readNote(line));
    else if (words.peek() === 'Chain') {
      const head = readChain(words);
      chain = head.chain;
      columns = undefined;
      items.push(head);
    } else if (chain === undefined) words.fail('Chain and its name');
    else if (!columns) {
      columns = readHeading(words);
      items.push(readNote(line));
    } else items.push(readRule(words, chain, columns));
  }
  return { format: 'iptables-L', items, unmodelled: listOwnUnmodelled(items) };
}

function readHeading(words: Words): readonly string[] {
  for (const [index, column] of words.texts.entries())
    if (!COLUMNS.includes(column)) {
      words.at = index;
      words.fail(`one of the columns ${COLUMNS.join(', ')}`);
    }
  if (!words.texts.includes('target')) words.fail('the heading "target prot opt source destination"');
  return words.texts;
}

const AMOUNT = /^\d{1,20}[KMGTP]?$/;

function takeAmount(words: Words, expected: string): string {
  const word = words.next(expected);
  return AMOUNT.test(word) ? word : words.failBack(expected);
}

/** The brackets are taken off and put on again by the words they stand on. */
function readChain(words: Words): ListedChain {
  words.at = 1;
  const item: ListedChain = {
    kind: 'chain',
    line: words.line.number,
    raw: words.line.text,
    chain: words.next('the name of a chain'),
  };
  const first = words.next('(policy … or (N references)');
  if (first === '(policy') {
    const policy = words.next('a policy');
    item.policy = policy.replace(/\)$/, '');
    if (!policy.endsWith(')')) {
      item.packets = takeAmount(words, 'a number of packets');
      if (words.next('packets,') !== 'packets,') words.failBack('packets,');
      item.bytes = takeAmount(words, 'a number of bytes');
      if (words.next('bytes)') !== 'bytes)') words.failBack('bytes)');
    }
  } else {
    const count = /^\((\d{1,9})$/.exec(first) ?? words.failBack('(policy … or (N references)');
    item.references = Number(count[1]);
    if (words.next('references)') !== 'references)') words.failBack('references)');
  }
  if (words.left > 0) words.fail('the end of the line');
  return withLayout(item, layoutOf(words, chainWords(item)));
}

function chainWords({ chain, policy, packets, bytes, references }: ListedChain): string[] {
  if (policy === undefined) return ['Chain', chain, `(${references ?? 0}`, 'references)'];
  if (packets === undefined) return ['Chain', chain, '(policy', `${policy})`];
  return ['Chain', chain, '(policy', policy, packets, 'packets,', bytes ?? '0', 'bytes)'];
}

const FRAGMENTS = new Set(['--', '-f', '!f']);
const PROTOCOL = /^!?(\d{1,3}|[a-z][a-z0-9-]*)$/;

function readRule(words: Words, chain: string, columns: readonly string[]): ListedRule {
  const has = (column: string): boolean => columns.includes(column);
  const number = has('num') ? Number(takeAmount(words, 'a line number')) : undefined;
  const packets = has('pkts') ? takeAmount(words, 'a number of packets') : undefined;
  const bytes = has('bytes') ? takeAmount(words, 'a number of bytes') : undefined;
  const target = hasTarget(words) ? words.next('a target') : undefined;
  const protocol = words.next('a protocol');
  if (!PROTOCOL.test(protocol)) words.failBack('a protocol, such as tcp, 6 or all');
  const fragment = FRAGMENTS.has(words.peek() ?? '') ? words.next('--') : undefined;
  const rule: ListedRule = {
    kind: 'rule',
    line: words.line.number,
    raw: words.line.text,
    chain,
    ...(number === undefined ? {} : { number }),
    ...(packets === undefined ? {} : { packets }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(target === undefined ? {} : { target }),
    protocol,
    ...(fragment === undefined ? {} : { fragment }),
    ...(has('in') ? { inInterface: takeNegatable(words, 'an interface') } : {}),
    ...(has('out') ? { outInterface: takeNegatable(words, 'an interface') } : {}),
    source: takeNegatable(words, 'a source'),
    destination: takeNegatable(words, 'a destination'),
    clauses: [],
  };
  const order = readClauses(rule, words);
  return withLayout(rule, layoutOf(words, ruleWords(rule, order), order));
}

/** A rule without a target has nothing in that column: then the word after the first is the fragment sign. */
function hasTarget(words: Words): boolean {
  if (FRAGMENTS.has(words.peek(1) ?? '')) return false;
  return FRAGMENTS.has(words.peek(2) ?? '') || PROTOCOL.test(words.peek(1) ?? '');
}

function takeNegatable(words: Words, expected: string): Negatable<string> {
  const word = words.next(expected);
  const not = word.startsWith('!');
  return { not, value: not ? word.slice(1) : word };
}

function readClauses(rule: ListedRule, words: Words): string[] {
  const order: string[] = [];
  while (words.left > 0) {
    const read = readClause(words.texts, words.at);
    if (read) {
      rule.clauses.push(read.clause);
      words.at += read.length;
      order.push('clause');
    } else {
      (rule.extra ??= []).push(words.next('a word'));
      order.push('?');
    }
  }
  return order;
}

const negatableWord = (value: Negatable<string> | undefined): string[] =>
  value ? [`${value.not ? '!' : ''}${value.value}`] : [];
const optional = (value: string | number | undefined): string[] => (value === undefined ? [] : [String(value)]);

function ruleWords(rule: ListedRule, order = rule.layout?.order ?? usualOrder(rule)): string[] {
  let clauses = 0;
  let extras = 0;
  const tail = order.flatMap((entry) => {
    if (entry === '?') return optional(rule.extra?.[extras++]);
    const clause = rule.clauses[clauses++];
    return clause ? clauseWords(clause) : [];
  });
  return [
    ...optional(rule.number),
    ...optional(rule.packets),
    ...optional(rule.bytes),
    ...optional(rule.target),
    rule.protocol,
    ...optional(rule.fragment),
    ...negatableWord(rule.inInterface),
    ...negatableWord(rule.outInterface),
    ...negatableWord(rule.source),
    ...negatableWord(rule.destination),
    ...tail,
  ];
}

function usualOrder(rule: ListedRule): string[] {
  return [...rule.clauses.map(() => 'clause'), ...(rule.extra ?? []).map(() => '?')];
}

export function printIptablesL(items: readonly ListedItem[]): string {
  return items
    .map((item) => {
      if (item.kind === 'note') return printNote(item);
      return lineOf(item.kind === 'chain' ? chainWords(item) : ruleWords(item), item.layout);
    })
    .join('');
}
