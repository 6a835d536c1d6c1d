import { describe, expect, it } from 'vitest';
import { parseSs, printSs } from './ss';

describe('parseSs()', () => {
  it('types a listening socket with its processes', () => {
    const text =
      'tcp   LISTEN 0      128          [::1]%lo:22        *:*    users:(("my server",pid=7,fd=3),("x",pid=8,fd=4)) uid:33 ino:222 sk:1 cgroup:/ v6only:1 <->\n';
    const { items, unmodelled } = parseSs(text);
    expect(items[0]).toMatchObject({
      netid: 'tcp',
      state: 'LISTEN',
      local: { address: '::1', device: 'lo', port: 22 },
      peer: { address: '*', port: '*' },
      processes: [
        { name: 'my server', pid: 7, fd: 3 },
        { name: 'x', pid: 8, fd: 4 },
      ],
      uid: 33,
      inode: 222,
      v6only: 1,
      shutdown: '<->',
    });
    expect(unmodelled).toEqual([]);
    for (const item of items) delete item.raw;
    expect(printSs(items)).toBe(text);
  });

  it.each([
    'tcp LISTEN 0 128 1.2.3.4.5:22 *:*\n',
    'tcp LISTEN 0 128 1.2.3.4:70000 *:*\n',
    'tcp SLEEPING 0 128 *:1 *:*\n',
    'tcp LISTEN 0\n',
  ])('refuses %j', (text) => {
    expect(() => parseSs(text)).toThrow('Cannot read line 1');
  });
});
