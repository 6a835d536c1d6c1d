import { formatNet } from '../ip';
import type { IpNet } from '../ip';
import { MODULES } from './matches';
import { synWords } from './matches/ports';
import type { Match } from './matches/types';
import { TARGETS } from './targets';
import type { Target } from './targets/types';
import type { Negatable, Rule } from './types';

/** The words of a rule after the chain's name, as iptables-save writes them or in the given order. */
export function ruleToWords(rule: Rule, order?: readonly string[]): string[] {
  return order ? inOrder(rule, order) : inUsualOrder(rule);
}

function negated<Value>(
  name: string,
  field: Negatable<Value> | undefined,
  write: (value: Value) => string[],
): string[] {
  if (!field) return [];
  return field.not ? ['!', name, ...write(field.value)] : [name, ...write(field.value)];
}

const net = (value: IpNet): string[] => [formatNet(value)];
const word = (value: string): string[] => [value];

/** The words of one option of the rule itself. */
function core(rule: Rule, name: string): string[] {
  switch (name) {
    case '-s':
      return negated('-s', rule.source, net);
    case '-d':
      return negated('-d', rule.destination, net);
    case '-i':
      return negated('-i', rule.inInterface, word);
    case '-o':
      return negated('-o', rule.outInterface, word);
    case '-p':
      return negated('-p', rule.protocol, word);
    case '-f':
      return negated('-f', rule.fragment, () => []);
    case '-c':
      return rule.counters ? ['-c', String(rule.counters.packets), String(rule.counters.bytes)] : [];
    default:
      return rule.target ? targetHead(rule.target) : [];
  }
}

const BEFORE_MATCHES = ['-s', '-d', '-i', '-o', '-p', '-f'];

function inUsualOrder(rule: Rule): string[] {
  const words: string[] = [];
  for (const name of BEFORE_MATCHES) push(words, core(rule, name));
  for (const match of rule.matches) {
    push(words, matchHead(match));
    push(words, optionWords(match));
  }
  if (rule.extra) push(words, rule.extra);
  if (rule.target) {
    push(words, targetHead(rule.target));
    push(words, optionWords(rule.target));
  }
  return words;
}

function push(words: string[], more: readonly string[]): void {
  for (const one of more) words.push(one);
}

function matchHead(match: Match): string[] {
  if (match.implicit) return [];
  return ['-m', match.module === 'unknown' ? match.name : match.module];
}

function targetHead(target: Target): string[] {
  switch (target.kind) {
    case 'goto':
      return ['-g', target.chain];
    case 'jump':
      return ['-j', target.chain];
    case 'unknown':
      return ['-j', target.name];
    default:
      return ['-j', target.kind];
  }
}

/** All options of a match or target, in the order iptables-save writes them. */
function optionWords(holder: Match | Target): string[] {
  if ('words' in holder) return holder.words;
  const words: string[] = [];
  if ('module' in holder) {
    for (const option of MODULES.get(holder.module)?.table.options ?? []) push(words, option.write(holder) ?? []);
  } else for (const option of TARGETS.get(holder.kind)?.table.options ?? []) push(words, option.write(holder) ?? []);
  return words;
}

/** One option; several of the same name are written once, as only the last counts. */
function optionWord(holder: Match | Target, name: string): string[] {
  if (name === '--syn' && 'module' in holder && holder.module === 'tcp') return synWords(holder);
  const option =
    'module' in holder
      ? MODULES.get(holder.module)?.table.byName.get(name)?.write(holder)
      : TARGETS.get(holder.kind)?.table.byName.get(name)?.write(holder);
  return option ?? [];
}

/** Follows the order, then adds what the order does not name. */
function inOrder(rule: Rule, order: readonly string[]): string[] {
  const words: string[] = [];
  let matches = 0;
  let extras = 0;
  const unknown = new Map<string, number>();
  for (const entry of order) {
    if (entry === '?') push(words, rule.extra?.slice(extras, ++extras) ?? []);
    else if (entry === '-m') {
      while (rule.matches[matches]?.implicit) matches++;
      const match = rule.matches[matches++];
      if (match) push(words, matchHead(match));
    } else if (entry.startsWith('-')) push(words, core(rule, entry));
    else {
      const [owner = '', name = ''] = entry.split(':');
      const holder = owner === 't' ? rule.target : rule.matches[Number(owner)];
      if (!holder) continue;
      if (name === '?' && 'words' in holder) {
        const index = unknown.get(owner) ?? 0;
        unknown.set(owner, index + 1);
        push(words, holder.words.slice(index, index + 1));
      } else push(words, optionWord(holder, name));
    }
  }
  return words;
}
