import { describe, expect, test } from 'vitest';
import { grade } from '../testing/grade';
import { makeLab, SHOP } from '../testing/lab';

const RULES = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:KUBE-FORWARD - [0:0]
-A INPUT -p tcp -m tcp --dport 8080 -m comment --comment "old rule" -j DROP
-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
-A FORWARD -s 10.244.0.0/16 -p tcp -m multiport --dports 80,443 -j ACCEPT
-A FORWARD -p tcp -m tcp --dport 22 -m limit --limit 3/min -j ACCEPT
-A FORWARD ! -s 10.9.0.0/16 -p tcp -m tcp --dport 23 -j ACCEPT
-A KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -d 10.96.0.10/32 -p udp -m udp --dport 53 -j DNAT --to-destination 10.244.0.2:53
-A POSTROUTING -s 10.244.0.0/16 ! -d 10.244.0.0/16 -j MASQUERADE
COMMIT
`;
const lab = makeLab({ containers: SHOP, sources: { 2001: { 'iptables-legacy': RULES } } });
const rule = (chain: string, match: object, target: object, more = {}) => ({
  type: 'iptables',
  in: { container: 'shop-web' },
  chain,
  match,
  target,
  ...more,
});
const NAT = { table: 'nat' };
const DNS = { destination: '10.96.0.10', protocol: 'udp', destinationPort: 53 };

describe('iptables', () => {
  test.each([
    [
      'comments do not matter',
      rule('INPUT', { protocol: 'tcp', destinationPort: 8080 }, { kind: 'DROP' }),
      'pass',
      'iptables.ok',
    ],
    [
      'a comment can be asked for',
      rule('INPUT', { protocol: 'tcp', destinationPort: 8080, comment: 'old' }, { kind: 'DROP' }),
      'pass',
      'iptables.ok',
    ],
    [
      'another target',
      rule('INPUT', { protocol: 'tcp', destinationPort: 8080 }, { kind: 'REJECT' }),
      'fail',
      'iptables.none',
    ],
    [
      'another port',
      rule('INPUT', { protocol: 'tcp', destinationPort: 8081 }, { kind: 'DROP' }),
      'fail',
      'iptables.differs',
    ],
    [
      'a rule that matches less is another rule',
      rule('INPUT', { protocol: 'tcp' }, { kind: 'DROP' }),
      'fail',
      'iptables.differs',
    ],
    ['a jump to a chain', rule('FORWARD', {}, { kind: 'KUBE-FORWARD' }), 'pass', 'iptables.ok'],
    [
      'states in any order',
      rule('KUBE-FORWARD', { states: ['ESTABLISHED', 'RELATED'] }, { kind: 'ACCEPT' }),
      'pass',
      'iptables.ok',
    ],
    [
      'one state of two',
      rule('KUBE-FORWARD', { states: ['ESTABLISHED'] }, { kind: 'ACCEPT' }),
      'fail',
      'iptables.differs',
    ],
    [
      'a port that a list has among others is not that port',
      rule('FORWARD', { source: '10.244.0.0/16', protocol: 'tcp', destinationPort: 80 }, { kind: 'ACCEPT' }),
      'fail',
      'iptables.differs',
    ],
    [
      'a limit narrows the rule',
      rule('FORWARD', { protocol: 'tcp', destinationPort: 22 }, { kind: 'ACCEPT' }),
      'fail',
      'iptables.differs',
    ],
    [
      'a negated source is no source',
      rule('FORWARD', { source: '10.9.0.0/16', protocol: 'tcp', destinationPort: 23 }, { kind: 'ACCEPT' }),
      'fail',
      'iptables.differs',
    ],
    [
      'NAT to an address',
      rule('PREROUTING', DNS, { kind: 'DNAT', toAddress: '10.244.0.2', toPort: 53 }, NAT),
      'pass',
      'iptables.ok',
    ],
    [
      'NAT to another address',
      rule('PREROUTING', DNS, { kind: 'DNAT', toAddress: '10.244.0.3' }, NAT),
      'fail',
      'iptables.differs',
    ],
    ['the right rule in another table', rule('PREROUTING', DNS, { kind: 'DNAT' }), 'fail', 'iptables.none'],
    [
      'masquerading of everything is not of what leaves',
      rule('POSTROUTING', { source: '10.244.0.0/16' }, { kind: 'MASQUERADE' }, NAT),
      'fail',
      'iptables.differs',
    ],
    ['a chain that does not exist', rule('KUBE-SERVICES', {}, { kind: 'ACCEPT' }), 'fail', 'iptables.none'],
    ['__proto__ is a chain like any other', rule('__proto__', {}, { kind: 'ACCEPT' }), 'fail', 'iptables.none'],
  ])('%s', (_, check, verdict, code) => {
    expect(grade(check, lab)).toMatchObject({ verdict, code });
  });

  test('shows the rule with its line and marks the target', () => {
    const [line] = grade(rule('INPUT', { protocol: 'tcp', destinationPort: 8080 }, { kind: 'DROP' }), lab).evidence;
    expect(line).toMatchObject({ source: 'iptables-legacy', line: 6, mark: 'DROP' });
    expect(line?.text).toContain('--dport 8080');
  });

  const DROP_81 = rule('INPUT', { protocol: 'tcp', destinationPort: 81 }, { kind: 'DROP' });
  const unknown =
    '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 81 -m futurematch --what 7 -j DROP\nCOMMIT\n';
  test('a rule with a match that nobody models is not graded, present or absent', () => {
    const odd = makeLab({ containers: SHOP, sources: { 2001: { 'iptables-legacy': unknown } } });
    expect(grade(DROP_81, odd)).toMatchObject({ verdict: 'not graded', code: 'iptables.unknown' });
    expect(grade({ ...DROP_81, absent: true }, odd)).toMatchObject({ verdict: 'not graded', code: 'iptables.unknown' });
  });
  test('an odd rule elsewhere does no harm', () => {
    const elsewhere = makeLab({ containers: SHOP, sources: { 2001: { 'iptables-legacy': unknown } } });
    expect(grade(rule('OUTPUT', {}, { kind: 'DROP' }), elsewhere)).toMatchObject({
      verdict: 'fail',
      code: 'iptables.none',
    });
  });
  test('absent passes only when the other backend has nothing either', () => {
    const absent = { ...DROP_81, absent: true };
    expect(grade(absent, lab)).toMatchObject({ verdict: 'pass', code: 'iptables.absent' });
    const both = makeLab({ containers: SHOP, sources: { 2001: { nft: 'table ip filter {\n}\n' } } });
    expect(grade(absent, both)).toMatchObject({ verdict: 'not graded', code: 'iptables.other-backend' });
  });
});
