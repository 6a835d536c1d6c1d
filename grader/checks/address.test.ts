import { describe, expect, test } from 'vitest';
import { grade } from '../testing/grade';
import { makeLab, SHOP, type ContainerSpec } from '../testing/lab';
import { Check } from '.';

const [pause, web] = SHOP as [ContainerSpec, ContainerSpec];
const toolbox: ContainerSpec = { name: 'toolbox', program: 'busybox', pid: 40, join: { pid: 20, namespaces: ['net'] } };
const within = (net: string, more = {}) => ({ type: 'address', in: { container: 'shop-web' }, within: net, ...more });

describe('address within', () => {
  const lab = makeLab({ containers: SHOP });
  test.each([
    ['the address itself', '10.88.0.5', {}, 'pass', 'address.ok'],
    ['a neighbour of it', '10.88.0.6', {}, 'fail', 'address.none'],
    ['loopback, which is there too', '127.0.0.0/8', {}, 'pass', 'address.ok'],
    ['the right network on another interface', '10.88.0.0/16', { dev: 'eth1' }, 'fail', 'address.none'],
    ['absent, and it is absent', '10.99.0.0/16', { absent: true }, 'pass', 'address.absent'],
    ['absent, and it is there', '10.88.0.0/16', { absent: true }, 'fail', 'address.present'],
  ])('%s', (_, net, more, verdict, code) => {
    expect(grade(within(net, more), lab)).toMatchObject({ verdict, code });
  });

  test('shows the line of the evidence and marks the address', () => {
    const { evidence } = grade(within('10.88.0.5'), lab);
    expect(evidence).toEqual([
      {
        source: 'addresses',
        netns: 'net:[2001]',
        line: 7,
        text: expect.stringContaining('inet 10.88.0.5/16') as string,
        mark: '10.88.0.5',
      },
    ]);
  });

  test('absent is no pass for a container that is not there', () => {
    const result = grade({ type: 'address', in: { container: 'nobody' }, within: '10.0.0.0/8', absent: true }, lab);
    expect(result).toMatchObject({ verdict: 'fail', code: 'container.unknown' });
  });
});

describe('address unchangedSince', () => {
  const check = { type: 'address', in: { container: 'shop-pause', at: 'baseline' }, unchangedSince: 'baseline' };
  const baseline = makeLab({ containers: SHOP });

  test('passes when the application has died and pause still holds the namespace', () => {
    expect(grade(check, makeLab({ containers: [pause] }), { baseline })).toMatchObject({
      verdict: 'pass',
      code: 'address.unchanged',
    });
  });
  test('fails when pause has died although another still holds the namespace', () => {
    const orphan = makeLab({ containers: [{ ...toolbox, addresses: ['10.88.0.5/16'] }] });
    expect(grade(check, orphan, { baseline })).toMatchObject({ verdict: 'fail', code: 'process.gone' });
  });
  test('fails for a new pause with the same pid and the same address: its start time is another', () => {
    const again = makeLab({ containers: [{ ...pause, startTicks: 99_999 }, web] });
    expect(grade(check, again, { baseline })).toMatchObject({ verdict: 'fail', code: 'process.gone' });
  });
  test('fails when the address was changed', () => {
    const moved = makeLab({ containers: [{ ...pause, addresses: ['10.88.0.9/16'] }] });
    expect(grade(check, moved, { baseline })).toMatchObject({
      verdict: 'fail',
      code: 'address.changed',
      params: { before: ['10.88.0.5/16'], addresses: ['10.88.0.9/16'] },
    });
  });
  test('fails when there was no address to begin with', () => {
    const bare = makeLab({ containers: [{ ...pause, addresses: [] }] });
    expect(grade(check, bare, { baseline: bare })).toMatchObject({ verdict: 'fail', code: 'address.had-none' });
  });
  test('is not graded without the snapshot, or with another lab’s', () => {
    expect(grade(check, baseline)).toMatchObject({ verdict: 'not graded', code: 'evidence.no-snapshot' });
    const other = { ...baseline, lab: 'lab00002' };
    const reset = structuredClone(baseline);
    for (const process of reset.processes) process.startTicks += 5000;
    for (const stranger of [other, reset]) {
      const result = grade(check, baseline, { baseline: stranger });
      expect(result).toMatchObject({ verdict: 'not graded', code: 'evidence.other-lab' });
    }
  });
  test('is not graded when the snapshot has a problem with addresses', () => {
    const troubled = { ...baseline, problems: ['addresses of net:[2001]: no answer'] };
    expect(grade(check, baseline, { baseline: troubled })).toMatchObject({
      verdict: 'not graded',
      code: 'evidence.problem',
    });
  });
});

describe('address goneSince', () => {
  const check = { type: 'address', in: { container: 'shop-pause' }, goneSince: 'baseline' };
  const baseline = makeLab({ containers: SHOP });
  const orphans: ContainerSpec = { ...web, join: undefined as never };

  test('passes when namespace and all went', () => {
    expect(grade(check, makeLab(), { baseline })).toMatchObject({ verdict: 'pass', code: 'address.gone' });
  });
  test('passes when the namespace is still held, but its network is gone', () => {
    const left = makeLab({ containers: [{ ...orphans, pid: 20, name: 'shop-web', program: 'nginx', listens: [] }] });
    expect(left.netns.map(({ inode }) => inode)).toContain(2001);
    expect(grade(check, left, { baseline })).toMatchObject({ verdict: 'pass', code: 'address.gone' });
  });
  test('passes when the inode number was given to another pod’s namespace since', () => {
    const reused = makeLab({ containers: [{ ...pause, startTicks: 99_999, addresses: ['10.88.0.9/16'] }] });
    expect(grade(check, reused, { baseline })).toMatchObject({ verdict: 'pass' });
  });
  test('fails while the address is there', () => {
    expect(grade(check, baseline, { baseline })).toMatchObject({ verdict: 'fail', code: 'address.still-there' });
  });
  test('is not graded when the namespace has processes but was not read', () => {
    const unread = structuredClone(baseline);
    unread.netns = unread.netns.filter(({ inode }) => inode !== 2001);
    expect(grade(check, unread, { baseline })).toMatchObject({
      verdict: 'not graded',
      code: 'evidence.netns-not-read',
    });
  });
});

test('AddressCheck wants exactly one of its three questions', () => {
  const both = { type: 'address', in: { container: 'a' }, within: '10.0.0.0/8', goneSince: 'baseline' };
  expect(Check.safeParse(both).success).toBe(false);
  expect(Check.safeParse({ type: 'address', in: { container: 'a' } }).success).toBe(false);
  expect(Check.safeParse({ type: 'address', in: { container: 'a' }, within: '10.0.0.300' }).success).toBe(false);
});
