import { describe, expect, it } from 'vitest';
import { FORMATS, parse, ParseError, parseIptablesSave, printIptablesSave } from './index';
import type { Format } from './index';

const RULES = [
  '-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "default/kubernetes:https cluster IP" -m tcp --dport 443 -j KUBE-SVC-NPX46M4PTMTKRN6Y',
  '-A KUBE-SVC-X ! -s 10.244.0.0/16 -d 10.96.0.1/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ',
  '-A KUBE-SVC-X -m comment --comment "default/web -> 10.244.1.2:80" -m statistic --mode random --probability 0.33333333349 -j KUBE-SEP-A',
  '-A KUBE-SEP-A -s 10.244.1.2/32 -m comment --comment "default/web" -j KUBE-MARK-MASQ',
  '-A KUBE-SEP-A -p tcp -m comment --comment "default/web" -m tcp -j DNAT --to-destination 10.244.1.2:80',
];

function dump(count: number): string {
  const rules = Array.from({ length: count }, (_, index) => RULES[index % RULES.length] ?? '');
  return ['*nat', ':PREROUTING ACCEPT [0:0]', ...rules, 'COMMIT', ''].join('\n');
}

/** Processor seconds of this process, which other programs on the machine do not lengthen much. */
function secondsOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const LENGTH = 10_000_000;
const fill = (text: string): string => text.repeat(LENGTH / text.length);

/** Lines that would show recursion, spreading of arguments, or work that grows faster than the line. */
const LINES: readonly (readonly [string, readonly Format[], () => string])[] = [
  ['letters', FORMATS, () => fill('x')],
  ['words', FORMATS, () => fill('default ')],
  ['quotes', ['iptables-save', 'nft', 'ipset'], () => fill('"')],
  ['brackets', ['ip-addr', 'nft'], () => fill('[1,')],
  ['braces', ['ip-route', 'nft'], () => fill('{"a":')],
  ['matches', ['iptables-save'], () => `-A x ${fill('-m a ')}`],
  ['options', ['iptables-S'], () => `-A x ${fill('--y ')}`],
  ['words of a route', ['ip-route'], () => `default encap ${fill('abcd ')}`],
  ['elements', ['nft'], () => `table ip x {\nset y {\nelements = { ${fill('abcd,\n')}`],
  ['flags', ['conntrack'], () => `tcp 6 src=1.1.1.1 ${fill('[ABC] ')}`],
  ['members', ['ip-route'], () => `[{"dst":"::1",${fill('"a":1,')}"b":1}]`],
  ['objects', ['ip-route'], () => `[${fill('{"dst":"::1"},')}{"dst":"::1"}]`],
];

describe('size', () => {
  it('parseIptablesSave() reads 100,000 rules within 2 s and 400 MB, and linearly', () => {
    const text = dump(100_000);
    const small = dump(10_000);
    parseIptablesSave(small);
    const tenth = Math.min(...[1, 2, 3].map(() => secondsOf(() => parseIptablesSave(small))));
    const before = process.memoryUsage().heapUsed;
    let items: ReturnType<typeof parseIptablesSave>['items'] = [];
    const seconds = secondsOf(() => {
      ({ items } = parseIptablesSave(text));
    });
    const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
    console.log(
      `100,000 rules: ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB; 10,000 rules: ${(tenth * 1000).toFixed(0)} ms`,
    );
    expect(printIptablesSave(items)).toBe(text);
    expect(seconds).toBeLessThanOrEqual(2);
    expect(megabytes).toBeLessThanOrEqual(400);
    expect(seconds / tenth).toBeLessThan(40);
  });

  it.each(LINES)('parse() of ten million characters (%s) ends in items or a ParseError', (_name, formats, make) => {
    const text = make();
    for (const format of formats) {
      const seconds = secondsOf(() => {
        try {
          parse(format, text);
        } catch (error) {
          if (!(error instanceof ParseError)) throw error;
        }
      });
      expect(seconds, format).toBeLessThan(30);
    }
  });
});
