import { expect, test } from 'vitest';
import { findCgroups } from './layout';

test('findCgroups() takes the v1 hierarchies of a hybrid machine', () => {
  const text = [
    '35 25 0:30 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755',
    '36 35 0:31 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu',
    '37 35 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory',
    '38 35 0:33 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw',
  ].join('\n');
  expect(findCgroups(text)).toEqual({
    version: 1,
    roots: { cpu: '/sys/fs/cgroup/cpu', memory: '/sys/fs/cgroup/memory' },
  });
});

test('findCgroups() reads controllers mounted together', () => {
  const text = '36 35 0:31 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct';
  expect(findCgroups(text)).toEqual({ version: 1, roots: { cpu: '/sys/fs/cgroup/cpu,cpuacct' } });
});

test('findCgroups() takes v2 where it is alone, and nothing where there is none', () => {
  expect(findCgroups('30 25 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate')).toEqual({
    version: 2,
    root: '/sys/fs/cgroup',
  });
  expect(findCgroups('22 1 254:0 / / rw - ext4 /dev/vda rw')).toBeUndefined();
});
