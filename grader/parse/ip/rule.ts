import { AttributeTable, flag, integer, name, valued } from '../attribute';
import type { Attribute, Codec } from '../attribute';
import type { MarkMask, PortRange } from '../iptables/matches/types';
import { mark, readPorts, writePorts } from '../iptables/values';
import { looksLikeJson } from '../json/read';
import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listUnmodelled } from '../unmodelled';
import { net } from './route-words';
import { parseRuleJson, printRuleJson } from './rule-json';
import type { PolicyRule, PolicyRuleItem } from './rule-types';

const ALL = 'all';

/** `from all` says nothing, but is always written. */
const FROM: Attribute<PolicyRule> = {
  word: 'from',
  read(rule, words) {
    const word = words.next('"all", an address or a network');
    if (word !== ALL) rule.from = net.read(word) ?? words.failBack('"all", an address or a network');
  },
  write: ({ from }) => ['from', from ? net.write(from) : ALL],
};

const NOT: Attribute<PolicyRule> = {
  word: 'not',
  read: (rule) => {
    rule.not = true;
  },
  write: (rule) => (rule.not ? ['not'] : undefined),
};

const MARK: Codec<MarkMask> = {
  expected: mark.expected,
  read: (word) => mark.read([word]),
  write: (value) => mark.write(value).join(' '),
};

const PORTS: Codec<PortRange> = {
  expected: 'a port or a range such as 1000-2000',
  read: (word) => readPorts(word, '-'),
  write: (range) => writePorts(range, '-'),
};

const UIDS: Codec<PortRange> = {
  expected: 'a range of user numbers, such as 1000-1999',
  read(word) {
    const match = /^(\d{1,10})-(\d{1,10})$/.exec(word);
    return match ? { from: Number(match[1]), to: Number(match[2]) } : undefined;
  },
  write: ({ from, to }) => `${from}-${to}`,
};

const L3MDEV = '[l3mdev-table]';

const LOOKUP: Attribute<PolicyRule> = {
  word: 'lookup',
  read(rule, words) {
    const table = words.next('a table');
    if (table === L3MDEV) rule.l3mdev = true;
    else rule.table = table;
  },
  write: ({ table, l3mdev }) => (l3mdev ? ['lookup', L3MDEV] : table === undefined ? undefined : ['lookup', table]),
};

function action(word: NonNullable<PolicyRule['action']>): Attribute<PolicyRule> {
  return {
    word,
    read: (rule) => {
      rule.action = word;
    },
    write: (rule) => (rule.action === word ? [word] : undefined),
  };
}

const RULE = new AttributeTable<PolicyRule>([
  NOT,
  FROM,
  valued<PolicyRule, 'to'>('to', 'to', net),
  valued('tos', 'tos', name),
  valued('fwmark', 'fwmark', MARK),
  valued('iif', 'iif', name),
  valued('oif', 'oif', name),
  flag('[detached]'),
  valued('uidrange', 'uidRange', UIDS),
  valued('ipproto', 'ipproto', name),
  valued('sport', 'sport', PORTS),
  valued('dport', 'dport', PORTS),
  valued('tun_id', 'tunId', integer),
  LOOKUP,
  valued('suppress_prefixlength', 'suppressPrefixlength', integer),
  valued('suppress_ifgroup', 'suppressIfgroup', name),
  valued('realms', 'realms', name),
  valued('goto', 'goto', integer),
  flag('[unresolved]'),
  action('unreachable'),
  action('blackhole'),
  action('prohibit'),
  action('nop'),
  valued('proto', 'protocol', name),
]);

/** Reads `ip rule`, text and JSON. */
export function parseIpRule(text: string): Parsed<PolicyRuleItem> {
  const items = looksLikeJson(text)
    ? parseRuleJson(text)
    : linesOf(text).map((line) => (isNote(line) ? readNote(line) : readRule(wordsOf(line))));
  return { format: 'ip-rule', items, unmodelled: listUnmodelled(items) };
}

export function printIpRule(items: readonly PolicyRuleItem[]): string {
  const [first] = items;
  if (first?.kind === 'rule' && first.form === 'json') return printRuleJson(items);
  return items
    .map((item) => (item.kind === 'note' ? printNote(item) : lineOf(ruleWords(item), item.layout ?? USUAL)))
    .join('');
}

/** A tab follows the priority. */
const USUAL = { gaps: [[1, '\t']] } as const;

function readRule(words: Words): PolicyRule {
  const expected = 'a priority, such as "32766:"';
  const priority = /^(\d{1,10}):$/.exec(words.next(expected)) ?? words.failBack(expected);
  const rule: PolicyRule = {
    kind: 'rule',
    form: 'text',
    line: words.line.number,
    raw: words.line.text,
    priority: Number(priority[1]),
    flags: [],
  };
  const order = RULE.read(rule, words);
  if (!order.includes('from')) words.fail('"from" and "all", an address or a network');
  return withLayout(rule, layoutOf(words, ruleWords(rule, order), order));
}

function ruleWords(rule: PolicyRule, order = rule.layout?.order): string[] {
  return [`${rule.priority}:`, ...RULE.write(rule, order)];
}
