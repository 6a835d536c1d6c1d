// What every check type must keep, on the same examples: nothing passes on an empty lab, on missing evidence, or twice differently.
import { describe, expect, test } from 'vitest';
import { makeLab, SHOP, type ContainerSpec } from '../testing/lab';
import { damaged, grade, withProbes } from '../testing/grade';
import { Check, CHECK_TYPES } from '.';

const TOOLBOX: ContainerSpec = { name: 'toolbox', program: 'busybox', pid: 40, join: { pid: 20, namespaces: ['net'] } };
const RULE =
  '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -d 10.96.0.1/32 -p tcp -m tcp --dport 443 -j DNAT --to-destination 10.88.0.5:6443\nCOMMIT\n';
const baseline = makeLab({ containers: SHOP });
const plain = makeLab({ containers: [...SHOP, TOOLBOX], sources: { 2001: { 'iptables-legacy': RULE } } });
const inPod = { in: { container: 'shop-web' } };

/** One passing example of each type, on `plain`. */
const EXAMPLES: Record<string, { check: Record<string, unknown>; answer?: string }> = {
  address: { check: { type: 'address', ...inPod, within: '10.88.0.0/16' } },
  answer: {
    check: { type: 'answer', kind: 'number', equals: { namespaceOf: { container: 'shop-pause' }, namespace: 'net' } },
    answer: '2001',
  },
  container: { check: { type: 'container', name: 'shop-web', program: 'nginx:/usr/sbin/nginx' } },
  iptables: {
    check: {
      type: 'iptables',
      ...inPod,
      table: 'nat',
      chain: 'PREROUTING',
      match: { destination: '10.96.0.1/32', protocol: 'tcp', destinationPort: 443 },
      target: { kind: 'DNAT', toAddress: '10.88.0.5', toPort: 6443 },
    },
  },
  link: { check: { type: 'link', ...inPod, name: 'eth0', up: true } },
  listening: { check: { type: 'listening', ...inPod, port: 80, by: { container: 'shop-web' } } },
  pod: { check: { type: 'pod', containers: [{ program: 'nginx:/usr/sbin/nginx', listens: [80] }] } },
  process: { check: { type: 'process', which: { program: 'nginx:/usr/sbin/nginx' } } },
  reachable: {
    check: {
      type: 'reachable',
      from: { container: 'toolbox' },
      to: '127.0.0.1',
      port: 80,
      control: { from: { role: 'workstation' }, to: '127.0.0.1', port: 80, outcome: ['refused'] },
    },
  },
  route: { check: { type: 'route', ...inPod, to: 'default', via: '10.88.0.1' } },
  'shares-namespace': {
    check: {
      type: 'shares-namespace',
      process: { container: 'toolbox' },
      with: { container: 'shop-pause' },
      shared: ['net'],
      separate: ['mnt'],
    },
  },
};
EXAMPLES.all = { check: { type: 'all', of: [EXAMPLES.address?.check, EXAMPLES.link?.check] } };
EXAMPLES.any = {
  check: { type: 'any', of: [{ type: 'address', ...inPod, within: '10.99.0.0/16' }, EXAMPLES.address?.check] },
};
EXAMPLES.not = { check: { type: 'not', of: { type: 'listening', in: { container: 'shop-web' }, port: 9999 } } };

const probed = (check: unknown) =>
  withProbes(check, plain, (target) => (target.endsWith('1001') ? { outcome: 'refused' } : { outcome: 'connected' }));

test('the examples cover every check type', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual([...CHECK_TYPES].sort());
});

describe.each(Object.entries(EXAMPLES))('%s', (_, { check, answer }) => {
  const snapshots = { baseline, ...(answer === undefined ? {} : { answer }) };

  test('passes on its example', () => {
    expect(grade(check, probed(check), snapshots)).toMatchObject({ verdict: 'pass' });
  });

  test('never passes on a lab where nothing runs', () => {
    const empty = withProbes(check, makeLab(), () => ({ outcome: 'connected' }));
    expect(grade(check, empty, snapshots).verdict).not.toBe('pass');
  });

  test('is not graded when anything it needs is missing, failed, truncated or unreadable', () => {
    const all = damaged(check, probed(check));
    expect(all.length).toBeGreaterThan(0);
    for (const { name, evidence } of all) {
      expect({ name, verdict: grade(check, evidence, snapshots).verdict }).toEqual({ name, verdict: 'not graded' });
    }
  });

  test('is not disturbed by unrelated containers, processes and problems', () => {
    const other: ContainerSpec = {
      name: 'other',
      program: 'busybox',
      pid: 70,
      listens: [{ port: 80 }],
      addresses: ['10.88.0.77/16'],
    };
    const crowded = makeLab({ containers: [...SHOP, TOOLBOX, other], sources: { 2001: { 'iptables-legacy': RULE } } });
    crowded.problems = ['conntrack of net:[5]: no answer'];
    const now = withProbes(check, crowded, (target) =>
      target.endsWith('1001') ? { outcome: 'refused' } : { outcome: 'connected' },
    );
    expect(grade(check, now, snapshots)).toMatchObject({ verdict: 'pass' });
  });

  test('gives the same bytes for the same evidence', () => {
    const once = JSON.stringify(grade(check, probed(check), snapshots));
    expect(JSON.stringify(grade(structuredClone(check), structuredClone(probed(check)), snapshots))).toBe(once);
  });

  test('refuses a field it does not know', () => {
    expect(Check.safeParse({ ...check, surprise: 1 }).success).toBe(false);
  });
});
