import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { Format, Parsed } from '../parsed';
import { linesOf } from '../text';
import type { Line, Words } from '../text';
import { readRule } from './rule';
import { ruleToWords } from './print';
import { ruleWords } from './tokenize';
import type { Chain, CommitLine, Counters, IptablesItem, Rule, TableLine } from './types';
import { unmodelledOfRules } from './unmodelled';

const COUNTERS = /^\[(\d{1,20}):(\d{1,20})\]$/;

/** Reads iptables-save and ip6tables-save of any version, legacy or nft, with or without counters, whole or in part. */
export function parseIptablesSave(text: string): Parsed<IptablesItem> {
  return parseRules(text, 'iptables-save');
}

/** Reads `iptables -S`, also with `-v`. */
export function parseIptablesS(text: string): Parsed<IptablesItem> {
  return parseRules(text, 'iptables-S');
}

function parseRules(text: string, format: Format): Parsed<IptablesItem> {
  const items: IptablesItem[] = [];
  let table: string | undefined;
  for (const line of linesOf(text)) {
    const item = readLine(line, table);
    if (item.kind === 'table') table = item.table;
    else if (item.kind === 'commit') table = undefined;
    items.push(item);
  }
  return { format, items, unmodelled: unmodelledOfRules(items) };
}

function readLine(line: Line, table: string | undefined): IptablesItem {
  if (isNote(line)) return readNote(line);
  const words = ruleWords(line);
  const base = { line: line.number, raw: line.text };
  const first = words.peek() ?? '';
  if (first === '-A' || first === '--append' || first.startsWith('[')) return readRuleLine(words, base, table);
  if (first === '-P' || first === '-N') return readChainOption(words, base, table);
  if (first === 'COMMIT') return readCommit(words, base, table);
  if (first.startsWith('*')) return readTable(words, base);
  if (first.startsWith(':')) return readChain(words, base, table);
  return words.fail('a comment, a table "*filter", a chain ":INPUT ACCEPT [0:0]", a rule "-A …" or COMMIT');
}

interface Base {
  line: number;
  raw: string;
}

function endOf(words: Words): void {
  if (words.left > 0) words.fail('the end of the line');
}

function readTable(words: Words, base: Base): TableLine {
  const table: string = words.next('a table').slice(1);
  if (!/^[a-z0-9_-]+$/.test(table)) words.failBack('a table, such as *filter');
  endOf(words);
  return withLayout<TableLine>({ kind: 'table', ...base, table }, layoutOf(words, [`*${table}`]));
}

function readCommit(words: Words, base: Base, table: string | undefined): CommitLine {
  words.at++;
  endOf(words);
  const commit: CommitLine = { kind: 'commit', ...base };
  if (table !== undefined) commit.table = table;
  return withLayout(commit, layoutOf(words, ['COMMIT']));
}

function readCounters(word: string): Counters | undefined {
  const match = COUNTERS.exec(word);
  return match ? { packets: Number(match[1]), bytes: Number(match[2]) } : undefined;
}

/** `:INPUT ACCEPT [0:0]`; "-" stands for no policy. */
function readChain(words: Words, base: Base, table: string | undefined): Chain {
  const chain: Chain = { kind: 'chain', ...base, chain: words.next('a chain').slice(1) };
  if (chain.chain === '') words.failBack('a chain name after ":"');
  if (table !== undefined) chain.table = table;
  const policy = words.next('a policy or "-"');
  if (policy !== '-') chain.policy = policy;
  if (words.left > 0) chain.counters = readCounters(words.next('counters')) ?? words.failBack('counters such as [0:0]');
  endOf(words);
  return withLayout(chain, layoutOf(words, chainWords(chain)));
}

function chainWords({ chain, policy, counters }: Chain): string[] {
  return [`:${chain}`, policy ?? '-', ...(counters ? [counterWord(counters)] : [])];
}

const counterWord = ({ packets, bytes }: Counters): string => `[${packets}:${bytes}]`;

/** `-P INPUT ACCEPT [-c 0 0]` and `-N CHAIN`. */
function readChainOption(words: Words, base: Base, table: string | undefined): Chain {
  const isPolicy = words.next('-P or -N') === '-P';
  const chain: Chain = { kind: 'chain', ...base, chain: words.next('a chain') };
  if (table !== undefined) chain.table = table;
  if (isPolicy) chain.policy = words.next('a policy');
  if (words.peek() === '-c') {
    words.at++;
    const [packets, bytes] = [words.next('a number of packets'), words.next('a number of bytes')];
    chain.counters = readCounters(`[${packets}:${bytes}]`) ?? words.failBack('two whole numbers');
  }
  endOf(words);
  return withLayout(chain, layoutOf(words, chainOptionWords(chain), ['-S']));
}

function chainOptionWords({ chain, policy, counters }: Chain): string[] {
  const head = policy === undefined ? ['-N', chain] : ['-P', chain, policy];
  return counters ? [...head, '-c', String(counters.packets), String(counters.bytes)] : head;
}

function readRuleLine(words: Words, base: Base, table: string | undefined): Rule {
  const counters = words.peek()?.startsWith('[') ? readCounters(words.next('counters')) : undefined;
  if (words.at > 0 && !counters) words.failBack('counters such as [0:0]');
  const append = words.next('-A');
  if (append !== '-A' && append !== '--append') words.failBack('-A');
  const head = { line: base.line, raw: base.raw, table, chain: words.next('a chain'), counters };
  return readRule(words, head, leadingWords(head, counters));
}

function leadingWords({ chain }: Pick<Rule, 'chain'>, counters: Counters | undefined): string[] {
  return counters ? [counterWord(counters), '-A', chain] : ['-A', chain];
}

/** Prints whole or partial dumps, in the form they were read: `[1:2] -A`, or `-c 1 2` where the order says so. */
export function printIptablesSave(items: readonly IptablesItem[]): string {
  return items.map(printItem).join('');
}

function printItem(item: IptablesItem): string {
  switch (item.kind) {
    case 'note':
      return printNote(item);
    case 'table':
      return lineOf([`*${item.table}`], item.layout);
    case 'commit':
      return lineOf(['COMMIT'], item.layout);
    case 'chain':
      return lineOf(item.layout?.order ? chainOptionWords(item) : chainWords(item), item.layout);
    case 'rule': {
      const order = item.layout?.order;
      const leading = leadingWords(item, order?.includes('-c') ? undefined : item.counters);
      return lineOf(ruleToWords(item, leading, order), item.layout);
    }
  }
}
