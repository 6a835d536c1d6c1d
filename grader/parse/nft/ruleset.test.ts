import { describe, expect, it } from 'vitest';
import { ParseError } from '../error';
import { parseNft, printNft } from './ruleset';
import type { NftRule } from './types';

function statementsOf(rule: string): NftRule['statements'] {
  const item = parseNft(`table ip t {\n\tchain c {\n\t\t${rule}\n\t}\n}\n`).items.find(({ kind }) => kind === 'rule');
  if (item?.kind !== 'rule') throw new Error('there is no rule');
  return item.statements;
}

describe('parseNft()', () => {
  it.each([
    [
      'ip saddr != 10.0.0.0/8 tcp dport 443 accept',
      [
        { kind: 'match', left: 'ip saddr', op: '!=', right: { value: '10.0.0.0/8' } },
        { kind: 'match', left: 'tcp dport', right: { value: '443' } },
        { kind: 'verdict', verdict: 'accept' },
      ],
    ],
    [
      'ip daddr . meta l4proto . th dport vmap @service-ips',
      [{ kind: 'vmap', left: 'ip daddr . meta l4proto . th dport', right: { set: 'service-ips' } }],
    ],
    [
      'meta mark & 0x4000 != 0x4000 return',
      [
        { kind: 'match', left: 'meta mark & 0x4000', op: '!=', right: { value: '0x4000' } },
        { kind: 'verdict', verdict: 'return' },
      ],
    ],
    [
      'meta l4proto tcp  counter packets 1 bytes 60 dnat to 10.1.1.1:80 random,persistent',
      [
        { kind: 'match', left: 'meta l4proto', right: { value: 'tcp' } },
        { kind: 'counter', packets: 1, bytes: 60 },
        { kind: 'dnat', to: '10.1.1.1:80', flags: ['random', 'persistent'] },
      ],
    ],
    [
      'numgen random mod 2 vmap { 0 : goto ep-a, 1 : goto ep-b }',
      [
        {
          kind: 'vmap',
          left: 'numgen random mod 2',
          right: {
            elements: [
              { key: '0', value: 'goto ep-a' },
              { key: '1', value: 'goto ep-b' },
            ],
          },
        },
      ],
    ],
    ['meta mark set meta mark or 0x4000', [{ kind: 'assign', left: 'meta mark', value: 'meta mark or 0x4000' }]],
    [
      'log prefix "in "x": " level debug reject with icmp port-unreachable',
      [
        { kind: 'log', options: 'prefix "in "x": " level debug' },
        { kind: 'reject', with: 'icmp port-unreachable' },
      ],
    ],
  ])('reads %s', (rule, statements) => {
    expect(statementsOf(rule)).toEqual(statements);
  });

  it('lists extensions that nft cannot show, in text and in JSON', () => {
    expect(parseNft('table ip t {\n\tchain c {\n\t\txt match string drop\n\t}\n}\n').unmodelled).toEqual([
      { line: 3, token: 'xt match string' },
    ]);
    const json =
      '{"nftables": [{"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"xt": {"type": "match", "name": "string"}}, {"drop": null}]}}]}\n';
    expect(parseNft(json).unmodelled).toEqual([{ line: 1, token: 'xt match string' }]);
    expect(printNft(parseNft(json).items)).toBe(json);
  });

  it('reads the hook of a base chain and the elements of a set over several lines', () => {
    const text =
      'table ip t {\n\tset s {\n\t\ttype ipv4_addr\n\t\telements = { 10.0.0.1,\n\t\t\t     10.0.0.2 }\n\t}\n\n\tchain c {\n\t\ttype nat hook postrouting priority srcnat + 5; policy accept;\n\t}\n}\n';
    const { items } = parseNft(text);
    expect(items.find(({ kind }) => kind === 'elements')).toMatchObject({
      set: 's',
      elements: [{ key: '10.0.0.1' }, { key: '10.0.0.2' }],
    });
    expect(items.find(({ kind }) => kind === 'base')).toMatchObject({
      chain: 'c',
      type: 'nat',
      hook: 'postrouting',
      priority: 'srcnat + 5',
      policy: 'accept',
    });
    expect(printNft(items)).toBe(text);
  });

  it.each([
    'table ip t {\n',
    'chain c {\n}\n',
    'table ip t {\n\tchain c {\n\t\tip saddr\n\t}\n}\n',
    '{"nftables": 1}',
    '[]',
    '}\n',
  ])('refuses %j', (text) => {
    expect(() => parseNft(text)).toThrow(ParseError);
  });
});
