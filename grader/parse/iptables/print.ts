import { formatNet } from '../ip';
import { MODULES } from './matches';
import { synWords } from './matches/ports';
import type { Match } from './matches/types';
import { TARGETS } from './targets';
import type { Target } from './targets/types';
import type { Negatable, Rule } from './types';

/** The words of a rule after those that lead up to the chain's name, as iptables-save writes them or in the given order. */
export function ruleToWords(rule: Rule, leading: readonly string[], order?: readonly string[]): string[] {
  const words = [...leading];
  if (order) inOrder(words, rule, order);
  else inUsualOrder(words, rule);
  return words;
}

function negated<Value>(
  words: string[],
  name: string,
  field: Negatable<Value> | undefined,
  text: (value: Value) => string,
): void {
  if (!field) return;
  if (field.not) words.push('!');
  words.push(name, text(field.value));
}

const same = (value: string): string => value;

/** Adds the words of one option of the rule itself. */
function core(words: string[], rule: Rule, name: string): void {
  switch (name) {
    case '-s':
      return negated(words, '-s', rule.source, formatNet);
    case '-d':
      return negated(words, '-d', rule.destination, formatNet);
    case '-i':
      return negated(words, '-i', rule.inInterface, same);
    case '-o':
      return negated(words, '-o', rule.outInterface, same);
    case '-p':
      return negated(words, '-p', rule.protocol, same);
    case '-f':
      if (rule.fragment) push(words, rule.fragment.not ? ['!', '-f'] : ['-f']);
      return;
    case '-c':
      if (rule.counters) words.push('-c', String(rule.counters.packets), String(rule.counters.bytes));
      return;
    default:
      if (rule.target) targetHead(words, rule.target);
  }
}

const BEFORE_MATCHES = ['-s', '-d', '-i', '-o', '-p', '-f'];

function inUsualOrder(words: string[], rule: Rule): void {
  for (const name of BEFORE_MATCHES) core(words, rule, name);
  for (const match of rule.matches) {
    matchHead(words, match);
    optionWords(words, match);
  }
  if (rule.extra) push(words, rule.extra);
  if (rule.target) {
    targetHead(words, rule.target);
    optionWords(words, rule.target);
  }
}

function push(words: string[], more: readonly string[]): void {
  for (const one of more) words.push(one);
}

function matchHead(words: string[], match: Match): void {
  if (!match.implicit) words.push('-m', match.module === 'unknown' ? match.name : match.module);
}

function targetHead(words: string[], target: Target): void {
  switch (target.kind) {
    case 'goto':
      words.push('-g', target.chain);
      break;
    case 'jump':
      words.push('-j', target.chain);
      break;
    case 'unknown':
      words.push('-j', target.name);
      break;
    default:
      words.push('-j', target.kind);
  }
}

/** Adds all options of a match or target, in the order iptables-save writes them. */
function optionWords(words: string[], holder: Match | Target): void {
  if ('words' in holder) push(words, holder.words);
  else if ('module' in holder)
    for (const option of MODULES.get(holder.module)?.table.options ?? []) option.write(holder, words);
  else for (const option of TARGETS.get(holder.kind)?.table.options ?? []) option.write(holder, words);
}

/** Adds one option; of several of the same name the last counts. */
function optionWord(words: string[], holder: Match | Target, name: string): void {
  if (name === '--syn' && 'module' in holder && holder.module === 'tcp') push(words, synWords(holder));
  else if ('module' in holder) MODULES.get(holder.module)?.table.byName.get(name)?.write(holder, words);
  else TARGETS.get(holder.kind)?.table.byName.get(name)?.write(holder, words);
}

/** Follows the order, then adds what the order does not name. */
function inOrder(words: string[], rule: Rule, order: readonly string[]): void {
  let matches = 0;
  let extras = 0;
  const unknown = new Map<string, number>();
  for (const entry of order) {
    if (entry === '?') push(words, rule.extra?.slice(extras, ++extras) ?? []);
    else if (entry === '-m') {
      while (rule.matches[matches]?.implicit) matches++;
      const match = rule.matches[matches++];
      if (match) matchHead(words, match);
    } else if (entry.startsWith('-')) core(words, rule, entry);
    else {
      const [owner = '', name = ''] = entry.split(':');
      const holder = owner === 't' ? rule.target : rule.matches[Number(owner)];
      if (!holder) continue;
      if (name === '?' && 'words' in holder) {
        const index = unknown.get(owner) ?? 0;
        unknown.set(owner, index + 1);
        push(words, holder.words.slice(index, index + 1));
      } else optionWord(words, holder, name);
    }
  }
}
