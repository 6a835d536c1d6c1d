import { describe, expect, it } from 'vitest';
import { ParseError } from '../error';
import { parseIptablesS, parseIptablesSave, printIptablesSave } from './save';
import type { Rule } from './types';
import { isModelled, unmodelledTokens } from './unmodelled';

function ruleOf(text: string): Rule {
  const [item] = parseIptablesS(`-A x ${text}\n`).items;
  if (item?.kind !== 'rule') throw new Error('the line is no rule');
  return item;
}

function failureOf(text: string): ParseError {
  try {
    parseIptablesSave(text);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('parseIptablesSave()', () => {
  it('knows the table of each chain, rule and COMMIT', () => {
    const { items } = parseIptablesSave('*nat\n:A - [1:2]\n-A A -j RETURN\nCOMMIT\n*filter\n-A A -j DROP\nCOMMIT\n');
    expect(items.map((item) => `${item.kind} ${'table' in item ? item.table : ''}`)).toEqual([
      'table nat',
      'chain nat',
      'rule nat',
      'commit nat',
      'table filter',
      'rule filter',
      'commit filter',
    ]);
  });

  it('types what kube-proxy writes', () => {
    const rule = ruleOf(
      '! -s 10.244.0.0/16 -d 10.96.0.1/32 -p tcp -m comment --comment "a b" -m tcp --dport 443 -j DNAT --to-destination 10.1.1.1:8443',
    );
    expect(rule).toMatchObject({
      chain: 'x',
      source: { not: true, value: { address: '10.244.0.0', length: 16 } },
      destination: { not: false, value: { address: '10.96.0.1', length: 32 } },
      protocol: { not: false, value: 'tcp' },
      matches: [
        { module: 'comment', comment: 'a b' },
        { module: 'tcp', dport: { not: false, value: { from: 443, to: 443 } } },
      ],
      target: {
        kind: 'DNAT',
        toDestination: { fromAddress: '10.1.1.1', toAddress: '10.1.1.1', ports: { from: 8443, to: 8443 } },
      },
    });
    expect(isModelled(rule)).toBe(true);
  });

  it.each([
    ['--set-xmark 0x4000/0x0', { value: 0x4000, mask: 0 }],
    ['--xor-mark 0x4000', { value: 0x4000, mask: 0 }],
    ['--or-mark 0x4000', { value: 0x4000, mask: 0x4000 }],
    ['--and-mark 0xffff', { value: 0, mask: 0xffff0000 }],
    ['--set-mark 0x1', { value: 1, mask: 0xffffffff }],
    ['--set-mark 0x3/0x1', { value: 3, mask: 3 }],
  ])('MARK %s is one operation, printed as it was written', (options, setXmark) => {
    const text = `-A x -j MARK ${options}\n`;
    const { items } = parseIptablesS(text);
    expect(items[0]).toMatchObject({ target: { kind: 'MARK', setXmark } });
    expect(printIptablesSave(items)).toBe(text);
  });

  it('reads matches that -p loads, --syn and a negation behind the option', () => {
    const rule = ruleOf('-s ! 10.0.0.0/8 -p tcp --syn --dport ! 22');
    expect(rule.source?.not).toBe(true);
    expect(rule.matches).toEqual([
      {
        module: 'tcp',
        implicit: true,
        tcpFlags: { not: false, value: { mask: ['FIN', 'SYN', 'RST', 'ACK'], set: ['SYN'] } },
        dport: { not: true, value: { from: 22, to: 22 } },
      },
    ]);
  });

  it('keeps and lists what no module knows, and nothing else', () => {
    expect(
      unmodelledTokens(ruleOf('-m wonder --of nature ! --x 5 -p tcp -m tcp --dport 1 -j STRANGE --thing 1')),
    ).toEqual(['-m wonder --of nature ! --x 5', '-j STRANGE --thing 1']);
    expect(unmodelledTokens(ruleOf('-m tcp --novel 3 -j ACCEPT'))).toEqual(['--novel', '3']);
    expect(ruleOf('-m wonder --of nature -j KUBE-SVC-X').target).toEqual({ kind: 'jump', chain: 'KUBE-SVC-X' });
  });

  it.each([
    ['*filter\n-A x -s 1.2.3. -j DROP\n', 2, 9, 'an address or a network'],
    ['-A x -p tcp -m tcp --dport 99999\n', 1, 28, 'a port 0–65535'],
    ['-A x -m comment --comment "open\n', 1, 27, 'a closing quote'],
    ['-A x -j A -j B\n', 1, 14, '-j only once'],
    [':INPUT ACCEPT [1:x]\n', 1, 15, 'counters'],
    ['-A x -j\n', 1, 8, 'a target or chain'],
    ['hello\n', 1, 1, 'a table "*filter"'],
  ])('refuses %j and says where and what was expected', (text, line, column, expected) => {
    const error = failureOf(text);
    expect([error.line, error.column]).toEqual([line, column]);
    expect(error.expected).toContain(expected);
  });
});

describe('printIptablesSave()', () => {
  it('prints what the model says after a change, not what was read', () => {
    const { items } = parseIptablesS('-A x  -s 10.0.0.1 -p tcp --dport 80 -j ACCEPT\n');
    const [rule] = items;
    if (rule?.kind !== 'rule' || !rule.source) throw new Error('the line is no rule with a source');
    rule.source.value.address = '10.0.0.2';
    rule.target = { kind: 'DROP' };
    expect(printIptablesSave(items)).toBe('-A x  -s 10.0.0.2/32 -p tcp --dport 80 -j DROP\n');
  });

  it('prints a rule that was made, not read', () => {
    const rule: Rule = {
      kind: 'rule',
      line: 0,
      chain: 'KUBE-MARK-MASQ',
      matches: [],
      target: { kind: 'MARK', setXmark: { value: 0x4000, mask: 0x4000 } },
    };
    expect(printIptablesSave([rule])).toBe('-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000\n');
  });
});
