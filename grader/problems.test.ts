import { expect, test } from 'vitest';
import { concerning } from './problems';

const needs = { sources: ['sockets' as const], objects: ['containers' as const], probes: false };

test.each([
  ['a source that is needed', ['sockets of net:[1]: exit 1'], true],
  ['a source that is not needed', ['conntrack of net:[1]: exit 1', 'nft: exit 1'], false],
  ['a name that only begins like one', ['socketsy thing'], true],
  ['claims that are needed', ['containers: no answer within 1 s'], true],
  ['probes that are not needed', ['probes: no answer'], false],
  ['no part at all', ['The lab kept changing while it was read'], true],
  ['processes, which everything needs', ['processes: pid 12 vanished'], true],
  ['a program that could not be read: the process has no exe', ['program of process 12: EIO'], false],
  ['sockets of one process cut short', ['process 12 has 9000 open files, of which 1024 were read'], true],
  ['none', [], false],
])('concerning() %s', (_, problems, isConcern) => {
  expect(concerning(problems, needs) !== undefined).toBe(isConcern);
});
