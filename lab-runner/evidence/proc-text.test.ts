import { expect, test } from 'vitest';
import { parseArguments, parseInodeLink, parseNetnsMounts, parseStat, parseStatus } from './proc-text';

const TAIL = '17 17 17 0 -1 4194560 100 0 0 0 0 0 0 0 20 0 1 0 98765 2342912 200';

test('parseStat() reads pid, state, parent and start', () => {
  expect(parseStat(`42 (bash) S ${TAIL}`)).toEqual({ comm: 'bash', state: 'S', ppid: 17, startTicks: 98765 });
});

test.each([
  ['a bracket and a blank', 'x) R 1'],
  ['a line feed', 'a\nb'],
  ['nothing', ''],
])('parseStat() is not fooled by a name with %s', (_, comm) => {
  expect(parseStat(`42 (${comm}) S ${TAIL}`)).toMatchObject({ comm, ppid: 17, startTicks: 98765 });
});

test.each(['', 'nonsense', '42 (bash', '42 (bash) S x'])('parseStat() gives undefined for %j', (text) => {
  expect(parseStat(text)).toBeUndefined();
});

test('parseStatus() takes the effective uid and all pids', () => {
  const text = 'Name:\tbash\nUid:\t1000\t1889796096\t1000\t1000\nNSpid:\t23122\t7\t1\nCapEff:\t00000000a9ac7dff\n';
  expect(parseStatus(text)).toEqual({ uid: 1889796096, nspid: [23122, 7, 1], capabilities: '00000000a9ac7dff' });
  expect(parseStatus('Name:\tbash\n')).toBeUndefined();
});

test('parseInodeLink() takes only its own kind', () => {
  expect(parseInodeLink('net', 'net:[4026531840]')).toBe(4026531840);
  expect(parseInodeLink('net', 'mnt:[4026531840]')).toBeUndefined();
  expect(parseInodeLink('socket', '/tmp/socket:[1]')).toBeUndefined();
});

test('parseNetnsMounts() finds named namespaces, also with a blank in the name', () => {
  const text = [
    '30 25 0:26 / /run rw - tmpfs tmpfs rw',
    '96 60 0:4 net:[4026532281] /run/netns/a\\040b rw shared:1 - nsfs nsfs rw',
    '97 60 0:4 mnt:[4026532282] /run/mnt rw - nsfs nsfs rw',
  ].join('\n');
  expect(parseNetnsMounts(text)).toEqual([{ inode: 4026532281, path: '/run/netns/a b' }]);
});

test('parseArguments() keeps empty arguments and reads none for a kernel thread', () => {
  expect(parseArguments('sh\0-c\0\0x\0')).toEqual(['sh', '-c', '', 'x']);
  expect(parseArguments('')).toEqual([]);
});
