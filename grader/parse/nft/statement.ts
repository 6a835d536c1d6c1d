import type { Words } from '../text';
import { elementWords, readElements } from './elements';
import { beginsSelector, readSelector } from './selector';
import type { NftNat, NftOperand, NftStatement } from './types';

const OPERATORS = new Set(['==', '!=', '<', '>', '<=', '>=', 'eq', 'ne', 'lt', 'gt', 'le', 'ge', '!']);
const VERDICTS = ['accept', 'drop', 'return', 'continue'] as const;
const NATS = ['dnat', 'snat', 'masquerade', 'redirect', 'tproxy'] as const;
const NAT_FLAGS = /^(random|fully-random|persistent)(,(random|fully-random|persistent))*$/;

/** Reads one statement of a rule. Words that belong to none become a statement of their own, one by one. */
export function readStatement(words: Words): NftStatement {
  const word = words.peek() ?? '';
  const verdict = VERDICTS.find((known) => known === word);
  const nat = NATS.find((known) => known === word);
  if (beginsSelector(word)) return readSelection(words);
  words.at++;
  if (verdict) return { kind: 'verdict', verdict };
  if (nat) return readNat(words, nat);
  switch (word) {
    case 'jump':
    case 'goto':
      return { kind: word, chain: words.next('the name of a chain') };
    case 'counter':
      return readCounter(words);
    case 'notrack':
      return { kind: 'notrack' };
    case 'reject':
      return readReject(words);
    case 'log':
      return { kind: 'log', options: readOptions(words, LOG_OPTIONS) };
    case 'limit':
      return { kind: 'limit', options: readLimit(words) };
    case 'comment':
      return { kind: 'comment', text: readQuoted(words) };
    case 'update':
    case 'add':
    case 'delete':
      return readUpdate(words, word);
    case 'xt':
      if (words.left >= 2)
        return { kind: 'xt', type: words.next('match or target'), name: words.next('the name of an extension') };
      return { kind: 'other', word };
    default:
      return { kind: 'other', word };
  }
}

/** `ip saddr != 10.0.0.0/8`, `ct state vmap { … }`, `meta mark set …` */
function readSelection(words: Words): NftStatement {
  const left = readSelector(words);
  const next = words.peek();
  if (next === 'set') {
    words.at++;
    return { kind: 'assign', left, value: readValue(words, true) };
  }
  if (next === 'vmap') {
    words.at++;
    return { kind: 'vmap', left, right: readOperand(words) };
  }
  if (next === undefined || !OPERATORS.has(next)) return { kind: 'match', left, right: readOperand(words) };
  words.at++;
  return { kind: 'match', left, op: next, right: readOperand(words) };
}

function readOperand(words: Words): NftOperand {
  const word = words.peek();
  if (word === '{') {
    words.at++;
    return { elements: readElements(words) };
  }
  if (word?.startsWith('@')) {
    words.at++;
    return { set: word.slice(1) };
  }
  return { value: readValue(words, false) };
}

const JOINING = new Set(['.', '/', '|', '&', 'and', 'or', 'xor']);

/** One value and what is joined to it: `10.1.1.1 . 80`, `syn / syn,rst`, `mark or 0x4000`, `numgen random mod 2 map { … }`. */
function readValue(words: Words, mayBeSelector: boolean): string {
  const from = words.at;
  if (mayBeSelector && beginsSelector(words.peek()) && words.left > 1) readSelector(words);
  else if (words.next('a value').startsWith('"')) closeQuote(words);
  for (let next = words.peek(); next !== undefined && (JOINING.has(next) || next === 'map'); next = words.peek()) {
    words.at++;
    const operand = words.next('a value');
    if (operand === '{') readElements(words);
  }
  return words.texts.slice(from, words.at).join(' ');
}

/** Goes on to the word that ends in a quote; the word before the place has opened one. */
function closeQuote(words: Words): void {
  const opened = words.texts[words.at - 1] ?? '';
  if (opened.length > 1 && /"[^ ]*$/.test(opened.slice(1))) return;
  while (!words.next('a closing quote').endsWith('"'));
}

function readQuoted(words: Words): string {
  const from = words.at;
  if (!words.next('a text in quotes').startsWith('"')) words.failBack('a text in quotes');
  closeQuote(words);
  return words.texts.slice(from, words.at).join(' ').slice(1, -1);
}

function readCounter(words: Words): NftStatement {
  if (words.peek() === 'name') {
    words.at++;
    return { kind: 'counter', name: words.next('the name of a counter') };
  }
  if (words.peek() !== 'packets') return { kind: 'counter' };
  words.at++;
  const packets = takeCount(words);
  if (words.next('bytes') !== 'bytes') words.failBack('bytes');
  return { kind: 'counter', packets, bytes: takeCount(words) };
}

function takeCount(words: Words): number {
  const word = words.next('a whole number');
  return /^\d{1,20}$/.test(word) ? Number(word) : words.failBack('a whole number');
}

/** `dnat ip to 10.1.1.1:80 random,persistent`; the address may come from a map. */
function readNat(words: Words, kind: NftNat['kind']): NftStatement {
  const nat: NftNat = { kind };
  const family = words.peek();
  if ((family === 'ip' || family === 'ip6') && words.left > 1) {
    nat.family = family;
    words.at++;
    while (words.peek() !== undefined && words.peek() !== 'to') nat.family += ` ${words.next('to')}`;
  }
  if (words.peek() === 'to') {
    words.at++;
    nat.to = readValue(words, true);
  }
  const flags = words.peek();
  if (flags !== undefined && NAT_FLAGS.test(flags)) {
    nat.flags = flags.split(',');
    words.at++;
  }
  return nat;
}

/** `with tcp reset`, `with icmp port-unreachable`, `with icmpx type admin-prohibited` */
function readReject(words: Words): NftStatement {
  if (words.peek() !== 'with') return { kind: 'reject' };
  words.at++;
  const from = words.at;
  words.next('tcp, icmp, icmpv6 or icmpx');
  if (words.peek() === 'type') words.at++;
  words.next('reset or a type');
  return { kind: 'reject', with: words.texts.slice(from, words.at).join(' ') };
}

const LOG_OPTIONS = new Set(['prefix', 'level', 'group', 'snaplen', 'queue-threshold', 'flags']);

function readOptions(words: Words, names: ReadonlySet<string>): string {
  const from = words.at;
  for (let name = words.peek(); name !== undefined && names.has(name); name = words.peek()) {
    words.at++;
    if (name === 'prefix') readQuoted(words);
    else {
      const value = words.next(`a value after ${name}`);
      if (name === 'flags' && (value === 'tcp' || value === 'ip')) words.next('sequence or options');
    }
  }
  return words.texts.slice(from, words.at).join(' ');
}

/** `rate over 10/second burst 5 packets`, `rate 10 mbytes/second` */
function readLimit(words: Words): string {
  const from = words.at;
  if (words.next('rate') !== 'rate' && words.next('the name of a limit') === '') words.failBack('rate');
  if (words.peek() === 'over') words.at++;
  const rate = words.next('a rate, such as 10/second');
  if (!rate.includes('/')) words.next('a unit, such as mbytes/second');
  if (words.peek() === 'burst') {
    words.at++;
    words.next('a number');
    words.next('packets or a unit of bytes');
  }
  return words.texts.slice(from, words.at).join(' ');
}

/** `update @affinity { ip saddr timeout 3h }` */
function readUpdate(words: Words, first: string): NftStatement {
  const from = words.at;
  if (!words.peek()?.startsWith('@') || words.peek(1) !== '{') return { kind: 'other', word: first };
  words.at += 2;
  readElements(words);
  return { kind: 'update', words: [first, ...words.texts.slice(from, words.at)].join(' ') };
}

export function statementWords(statement: NftStatement): string[] {
  switch (statement.kind) {
    case 'match':
      return [
        ...split(statement.left),
        ...(statement.op === undefined ? [] : [statement.op]),
        ...operandWords(statement.right),
      ];
    case 'vmap':
      return [...split(statement.left), 'vmap', ...operandWords(statement.right)];
    case 'assign':
      return [...split(statement.left), 'set', ...split(statement.value)];
    case 'counter':
      if (statement.name !== undefined) return ['counter', 'name', statement.name];
      return statement.packets === undefined
        ? ['counter']
        : ['counter', 'packets', String(statement.packets), 'bytes', String(statement.bytes ?? 0)];
    case 'verdict':
      return [statement.verdict];
    case 'jump':
    case 'goto':
      return [statement.kind, statement.chain];
    case 'reject':
      return statement.with === undefined ? ['reject'] : ['reject', 'with', ...split(statement.with)];
    case 'log':
    case 'limit':
      return [statement.kind, ...split(statement.options)];
    case 'notrack':
      return ['notrack'];
    case 'update':
      return split(statement.words);
    case 'comment':
      return ['comment', ...`"${statement.text}"`.split(' ')];
    case 'xt':
      return ['xt', statement.type, statement.name];
    case 'other':
      return [statement.word];
    default: {
      const { kind, family, to, flags } = statement;
      return [
        kind,
        ...split(family ?? ''),
        ...(to === undefined ? [] : ['to', ...split(to)]),
        ...(flags ? [flags.join(',')] : []),
      ];
    }
  }
}

function split(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

function operandWords(operand: NftOperand): string[] {
  if ('value' in operand) return split(operand.value);
  return 'set' in operand ? [`@${operand.set}`] : elementWords(operand.elements);
}
