import { BITS, ipFamily } from '../ip';
import { readBits } from '../iptables/values';
import { printJsonList, readJsonList } from '../json/list';
import { jsonInteger, jsonText, JsonTable, jsonValued } from '../json/table';
import type { JsonAttribute } from '../json/table';
import type { JsonValue } from '../json/value';
import type { PolicyRule, PolicyRuleItem } from './rule-types';

/** `"src":"10.9.0.0","srclen":16`; a host has no length. */
function address(key: string, field: 'from' | 'to'): JsonAttribute<PolicyRule> {
  return {
    key,
    read(rule, value, document, member) {
      if (value === 'all') return;
      const family = typeof value === 'string' ? ipFamily(value) : undefined;
      if (!family || typeof value !== 'string') return document.fail(member, `"${key}" to be "all" or an address`);
      rule[field] = { family, address: value, length: BITS[family] };
    },
    write: (rule) => rule[field]?.address ?? (field === 'from' ? 'all' : undefined),
  };
}

function addressLength(key: string, field: 'from' | 'to'): JsonAttribute<PolicyRule> {
  return {
    key,
    read(rule, value, document, member) {
      const length = jsonInteger.read(value);
      const net = rule[field];
      if (length === undefined || !net || length < 0 || length > BITS[net.family])
        return document.fail(member, `"${key}" to be the length of the prefix before it`);
      net.length = length;
    },
    write(rule) {
      const net = rule[field];
      return net && net.length !== BITS[net.family] ? jsonInteger.write(net.length) : undefined;
    },
  };
}

type RangeField = 'sport' | 'dport' | 'uidRange';

/** `"sport":443`, or `"sport_start":1000,"sport_end":2000`. */
function range(field: RangeField, prefix: string): JsonAttribute<PolicyRule>[] {
  const end = (
    key: string,
    set: (rule: PolicyRule, value: number) => void,
    get: (from: number, to: number) => number | undefined,
  ): JsonAttribute<PolicyRule> => ({
    key,
    read(rule, value, document, member) {
      const number = jsonInteger.read(value);
      if (number === undefined || number < 0) return document.fail(member, `"${key}" to be a whole number`);
      set(rule, number);
    },
    write(rule) {
      const value = rule[field] && get(rule[field].from, rule[field].to);
      return value === undefined ? undefined : jsonInteger.write(value);
    },
  });
  const isOne = (from: number, to: number): boolean => from === to && field !== 'uidRange';
  return [
    end(
      prefix,
      (rule, value) => (rule[field] = { from: value, to: value }),
      (from, to) => (isOne(from, to) ? from : undefined),
    ),
    end(
      `${prefix}_start`,
      (rule, value) => (rule[field] = { from: value, to: value }),
      (from, to) => (isOne(from, to) ? undefined : from),
    ),
    end(
      `${prefix}_end`,
      (rule, value) => {
        if (rule[field]) rule[field].to = value;
      },
      (from, to) => (isOne(from, to) ? undefined : to),
    ),
  ];
}

const hex = (value: number): string => `0x${value.toString(16)}`;
const ALL_BITS = 0xffffffff;

function markPart(key: 'fwmark' | 'fwmask'): JsonAttribute<PolicyRule> {
  return {
    key,
    read(rule, value: JsonValue, document, member) {
      const bits = typeof value === 'string' ? readBits(value) : undefined;
      if (bits === undefined) return document.fail(member, `"${key}" to be a number of 32 bits in quotes`);
      if (key === 'fwmark') rule.fwmark = { value: bits, mask: ALL_BITS };
      else if (rule.fwmark) rule.fwmark.mask = bits;
      else document.fail(member, '"fwmark" before "fwmask"');
    },
    write({ fwmark }) {
      if (!fwmark || (key === 'fwmask' && fwmark.mask === ALL_BITS)) return undefined;
      return hex(key === 'fwmark' ? fwmark.value : fwmark.mask);
    },
  };
}

/** `"not":null`: a member that is there or not. */
function present(key: string, field: 'not' | 'l3mdev'): JsonAttribute<PolicyRule> {
  return {
    key,
    read(rule, value, document, member) {
      if (value !== null) return document.fail(member, `"${key}" to be null`);
      rule[field] = true;
    },
    write: (rule) => (rule[field] ? null : undefined),
  };
}

const ACTION: JsonAttribute<PolicyRule> = {
  key: 'action',
  read(rule, value, document, member) {
    if (value !== 'unreachable' && value !== 'blackhole' && value !== 'prohibit' && value !== 'nop')
      return document.fail(member, '"action" to be unreachable, blackhole, prohibit or nop');
    rule.action = value;
  },
  write: ({ action }) => action,
};

const RULE = new JsonTable<PolicyRule>([
  jsonValued('priority', 'priority', jsonInteger),
  present('not', 'not'),
  address('src', 'from'),
  addressLength('srclen', 'from'),
  address('dst', 'to'),
  addressLength('dstlen', 'to'),
  jsonValued('tos', 'tos', jsonText),
  markPart('fwmark'),
  markPart('fwmask'),
  jsonValued('iif', 'iif', jsonText),
  jsonValued('oif', 'oif', jsonText),
  ...range('uidRange', 'uid'),
  jsonValued('ipproto', 'ipproto', jsonText),
  ...range('sport', 'sport'),
  ...range('dport', 'dport'),
  jsonValued('tun_id', 'tunId', jsonInteger),
  jsonValued('table', 'table', jsonText),
  present('l3mdev', 'l3mdev'),
  jsonValued('suppress_prefixlen', 'suppressPrefixlength', jsonInteger),
  jsonValued('suppress_ifgroup', 'suppressIfgroup', jsonText),
  jsonValued('goto', 'goto', jsonInteger),
  ACTION,
  jsonValued('protocol', 'protocol', jsonText),
]);

export function parseRuleJson(text: string): PolicyRule[] {
  return readJsonList(text, (object, document) => {
    const rule: PolicyRule = { kind: 'rule', form: 'json', line: document.lineOf(object), priority: -1, flags: [] };
    rule.layout = { order: RULE.read(rule, object, document) };
    if (rule.priority < 0) document.fail(object, 'a rule with a "priority" of 0 or more');
    return rule;
  });
}

export function printRuleJson(items: readonly PolicyRuleItem[]): string {
  const rules = items.filter((item) => item.kind === 'rule');
  return printJsonList(rules, (rule) => RULE.write(rule, rule.layout?.order));
}
