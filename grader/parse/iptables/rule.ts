import { parseNet } from '../ip';
import type { IpNet } from '../ip';
import { layoutOf, withLayout } from '../layout';
import type { Words } from '../text';
import { MODULES, PROTOCOL_MODULES } from './matches';
import type { Match } from './matches/types';
import { once } from './option';
import type { Option } from './option';
import { ruleToWords } from './print';
import { TARGETS } from './targets';
import type { Target } from './targets/types';
import type { Rule } from './types';

/** The one-letter name of each option of the rule itself. */
const CORE: ReadonlyMap<string, string> = new Map([
  ['-s', '-s'],
  ['--source', '-s'],
  ['--src', '-s'],
  ['-d', '-d'],
  ['--destination', '-d'],
  ['--dst', '-d'],
  ['-i', '-i'],
  ['--in-interface', '-i'],
  ['-o', '-o'],
  ['--out-interface', '-o'],
  ['-p', '-p'],
  ['--protocol', '-p'],
  ['--proto', '-p'],
  ['-f', '-f'],
  ['--fragment', '-f'],
  ['-m', '-m'],
  ['--match', '-m'],
  ['-j', '-j'],
  ['--jump', '-j'],
  ['-g', '-g'],
  ['--goto', '-g'],
  ['-c', '-c'],
  ['--set-counters', '-c'],
]);

const NEVER_NEGATED = new Set(['-m', '-j', '-g', '-c']);

/** Reads the options of a rule, from the word after the chain's name to the end. */
class RuleReader {
  constructor(
    private readonly rule: Rule,
    private readonly words: Words,
    /** Where the order of the options is noted, when anybody wants to know it. */
    private readonly order?: string[],
  ) {}

  read(): void {
    const { words } = this;
    while (words.left > 0) {
      const not = words.peek() === '!';
      if (not) words.at++;
      const name = words.next('an option after "!"');
      const core = CORE.get(name);
      // Both modules named "policy" and the rule have --proto: the module, loaded last, owns it.
      if (core !== undefined && !(name === '--proto' && this.rule.matches.at(-1)?.module === 'policy'))
        this.core(core, not);
      else if (name.startsWith('-')) this.extension(name, not);
      else this.leftOver(not, name);
    }
  }

  private core(name: string, notBefore: boolean): void {
    const { rule, words } = this;
    if (notBefore && NEVER_NEGATED.has(name)) words.failBack(`${name} without "!"`);
    const not = this.notAfter(name, notBefore) || notBefore;
    switch (name) {
      case '-s':
      case '-d':
        this.net(name, not);
        return;
      case '-i':
        once(rule.inInterface, words, name);
        rule.inInterface = { not, value: words.next('an interface name') };
        break;
      case '-o':
        once(rule.outInterface, words, name);
        rule.outInterface = { not, value: words.next('an interface name') };
        break;
      case '-p':
        once(rule.protocol, words, name);
        rule.protocol = { not, value: words.next('a protocol') };
        break;
      case '-f':
        once(rule.fragment, words, name);
        rule.fragment = { not, value: true };
        break;
      case '-c':
        once(rule.counters, words, name);
        rule.counters = { packets: this.count(), bytes: this.count() };
        break;
      case '-m':
        this.match(words.next('the name of a match'));
        break;
      default:
        this.target(name, words.next('a target or chain'));
    }
    this.order?.push(name);
  }

  /** Old versions wrote `-s ! 10.0.0.0/8`. */
  private notAfter(name: string, notBefore: boolean): boolean {
    if (this.words.peek() !== '!' || name === '-f' || NEVER_NEGATED.has(name)) return false;
    if (notBefore) this.words.fail('only one "!"');
    this.words.at++;
    return true;
  }

  private net(name: '-s' | '-d', not: boolean): void {
    const word = this.words.next('an address or a network');
    const net = parseNet(word);
    if (!net) {
      // A name may stand here, and says nothing about addresses; a number that is no address is a mistake.
      if (/^[0-9.:[]/.test(word) || word.includes(':'))
        this.words.failBack('an address or a network, such as 10.0.0.0/8');
      this.leftOver(not, name, word);
      return;
    }
    this.setNet(name, not, net);
    this.order?.push(name);
  }

  private setNet(name: '-s' | '-d', not: boolean, value: IpNet): void {
    once(name === '-s' ? this.rule.source : this.rule.destination, this.words, name);
    if (name === '-s') this.rule.source = { not, value };
    else this.rule.destination = { not, value };
  }

  private count(): number {
    const digits = this.words.next('a number of packets or bytes');
    return /^\d{1,20}$/.test(digits) ? Number(digits) : this.words.failBack('a number of packets or bytes');
  }

  private match(name: string): void {
    if (this.rule.matches.length >= MAX_MATCHES) this.words.failBack(`at most ${MAX_MATCHES} matches in a rule`);
    const module = MODULES.get(name);
    this.rule.matches.push(module ? module.create() : { module: 'unknown', name, words: [] });
  }

  private target(option: string, name: string): void {
    once(this.rule.target, this.words, option);
    if (option === '-g') this.rule.target = { kind: 'goto', chain: name };
    else this.rule.target = TARGETS.get(name)?.create() ?? { kind: 'jump', chain: name };
  }

  /** Options after the target belong to it first, then to the latest match that has one of that name. */
  private extension(name: string, not: boolean): void {
    const { target, matches } = this.rule;
    if (target) {
      const option = optionOf(target, name);
      if (option && !option.isTaken?.(target)) {
        this.take(option, target, 't', not, name);
        return;
      }
    }
    for (let index = matches.length - 1; index >= 0; index--) {
      const match = matches[index];
      const option = match && MODULES.get(match.module)?.table.byName.get(name);
      if (match && option && !option.isTaken?.(match)) {
        this.take(option, match, String(index), not, name);
        return;
      }
    }
    this.withoutOwner(name, not);
  }

  private take<Holder extends Match | Target>(
    option: Option<Holder>,
    holder: Holder,
    owner: string,
    notBefore: boolean,
    name: string,
  ): void {
    const notAfter = option.count > 0 && this.notAfter(name, notBefore);
    option.read(holder, this.words, notBefore || notAfter, name);
    this.order?.push(`${owner}:${option.writtenBy ?? option.names[0] ?? name}`);
  }

  /** `-p tcp --dport 80` loads the tcp match by itself; an unknown module owns whatever follows it. */
  private withoutOwner(name: string, not: boolean): void {
    const { rule, words } = this;
    const implied = PROTOCOL_MODULES.get(rule.protocol?.value ?? '');
    const module = implied === undefined ? undefined : MODULES.get(implied);
    const option = module?.table.byName.get(name);
    if (module && option && !rule.matches.some((match) => match.module === implied)) {
      const match = module.create();
      match.implicit = true;
      rule.matches.push(match);
      this.take(option, match, String(rule.matches.length - 1), not, name);
      return;
    }
    const last = rule.matches.at(-1);
    if (rule.target?.kind === 'jump') rule.target = { kind: 'unknown', name: rule.target.chain, words: [] };
    if (rule.target?.kind === 'unknown') this.unknownWords(rule.target.words, 't', not, name);
    else if (!rule.target && last?.module === 'unknown')
      this.unknownWords(last.words, String(rule.matches.length - 1), not, name);
    else {
      this.leftOver(not, name);
      while (words.left > 0 && !isOption(words.peek())) this.leftOver(false, words.next('a value'));
    }
  }

  private unknownWords(into: string[], owner: string, not: boolean, name: string): void {
    const from = into.length;
    if (not) into.push('!');
    into.push(name);
    while (this.words.left > 0 && !isOption(this.words.peek())) into.push(this.words.next('a value'));
    for (let index = from; index < into.length; index++) this.order?.push(`${owner}:?`);
  }

  private leftOver(not: boolean, ...words: string[]): void {
    for (const word of not ? ['!', ...words] : words) {
      (this.rule.extra ??= []).push(word);
      this.order?.push('?');
    }
  }
}

function isOption(word: string | undefined): boolean {
  return word === '!' || (word !== undefined && word.startsWith('-'));
}

function optionOf(target: Target, name: string): Option<Target> | undefined {
  return 'chain' in target || target.kind === 'unknown' ? undefined : TARGETS.get(target.kind)?.table.byName.get(name);
}

/** What of a rule stands before its options. */
export type RuleHead = Pick<Rule, 'line' | 'raw' | 'table' | 'chain' | 'counters'>;

/** Naming every field at once gives all rules one shape in memory: twice as fast to read and print as fields added one by one. */
function emptyRule({ line, raw, table, chain, counters }: RuleHead): Rule {
  return {
    kind: 'rule',
    line,
    raw,
    table,
    chain,
    counters,
    source: undefined,
    destination: undefined,
    inInterface: undefined,
    outInterface: undefined,
    protocol: undefined,
    fragment: undefined,
    matches: [],
    target: undefined,
    extra: undefined,
    layout: undefined,
  };
}

/**
 * Reads a rule whose first words, up to the chain's name, are taken; `leading` is how they are usually written.
 * Most rules are written the usual way: only the others are read again to note their order.
 */
export function readRule(words: Words, head: RuleHead, leading: readonly string[]): Rule {
  const start = words.at;
  const plain = emptyRule(head);
  new RuleReader(plain, words).read();
  if (isUsual(words, ruleToWords(plain, leading))) return plain;
  words.at = start;
  const rule = emptyRule(head);
  const met: string[] = [];
  new RuleReader(rule, words, met).read();
  const order = intern(met);
  return withLayout(rule, layoutOf(words, ruleToWords(rule, leading, order), order));
}

/** The kernel takes no rule of more than 64 KiB; each option is looked for in all matches before it. */
const MAX_MATCHES = 500;

/** Are these the words, one blank apart, with a line feed at the end? */
function isUsual({ texts, starts, line }: Words, usual: readonly string[]): boolean {
  if (usual.length !== texts.length || line.end !== '\n' || starts[0] !== 0) return false;
  let end = -1;
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index] ?? '';
    if (text !== usual[index] || starts[index] !== end + 1 || (end >= 0 && line.text.charCodeAt(end) !== BLANK))
      return false;
    end += 1 + text.length;
  }
  return end === line.text.length;
}

const BLANK = 32;

/** Few orders occur, in many rules: they share one list. */
const orders = new Map<string, readonly string[]>();
const MAX_ORDERS = 5_000;
const MAX_INTERNED = 100;

function intern(order: readonly string[]): readonly string[] {
  if (order.length > MAX_INTERNED) return order;
  const key = order.join(' ');
  const known = orders.get(key);
  if (known) return known;
  if (orders.size < MAX_ORDERS) orders.set(key, order);
  return order;
}
