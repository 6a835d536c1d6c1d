import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from 'node:net';
import { waitUntil } from '../../sys/wait';
import type { Lab } from '../backend';
import { bringPerl, hasLimits, leftovers, makeWorld, output, shell, whyNot, type World } from './testing';

const skip = await whyNot();
const isLimited = await hasLimits();

describe.skipIf(skip !== undefined)('embedded sandbox', { timeout: 60_000 }, () => {
  let world: World;
  let lab: Lab;

  beforeAll(async () => {
    world = await makeWorld();
    lab = await world.create();
  }, 120_000);
  afterAll(() => world.close());

  test('a shell sits on a pty of the lab’s own, and tmux starts on it', async () => {
    const tty = await lab.openTerminal('workstation', { columns: 90, rows: 30 });
    let text = '';
    tty.onData((data) => (text += Buffer.from(data).toString()));
    const seen = (what: string, form: RegExp) =>
      waitUntil<true>({
        what,
        timeoutMs: 20_000,
        probe: () => form.test(text) || undefined,
        lastSeen: () => text.slice(-300),
      });
    tty.write('tty\r');
    await seen('the name of the pty', /\/dev\/pts\/\d+\r\n/);
    tty.write('tmux new-session "tmux display -p inside-#{client_width}; sleep 0.2"\r');
    await seen('tmux', /inside-|\[exited\]/);
    expect(text).not.toContain('open terminal failed');
    tty.kill();
  });

  test('docker runs a container, another joins its network, and what is unknown is refused at once', async () => {
    await output(lab, 'docker run -d --name web nginx');
    expect(await output(lab, 'docker run --rm --net=container:web busybox wget -q -O - http://127.0.0.1/')).toContain(
      'nginx',
    );
    expect(await output(lab, 'docker inspect -f {{.State.Running}} web')).toBe('true');
    const startedAt = performance.now();
    const unknown = await shell(lab, 'docker run --rm no-such-image');
    expect(unknown.exit).not.toBe(0);
    expect(unknown.stderr).toContain('no-such-image');
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await output(lab, 'docker kill web && docker rm web');
  });

  test('talk says who called it', async () => {
    await output(lab, 'docker run -d --name listener talk serve 8080');
    const address = await output(lab, `docker inspect -f '{{.NetworkSettings.IPAddress}}' listener`);
    await output(lab, `until curl -s ${address}:8080 > /dev/null; do :; done`);
    expect(await output(lab, `docker run --rm talk call ${address}:8080`)).toMatch(
      /^host=\S+ server=\S+:8080 client=10\.88\.\d+\.\d+:\d+$/,
    );
    await output(lab, 'docker rm -f -t 0 listener');
  });

  test('the lab’s root may edit what the base brings', async () => {
    await output(lab, 'echo "10.1.2.3 pod" >> /etc/hosts && rm /usr/bin/less && mkdir /usr/share/new');
    expect(await output(lab, 'getent hosts pod')).toContain('10.1.2.3');
    const other = await world.create();
    expect(await output(other, 'cat /etc/hosts; ls /usr/bin/less')).not.toContain('10.1.2.3');
    await other.destroy();
  });

  test.each([
    ['a user namespace', 'unshare --user true', 'Operation not permitted'],
    ['a module', 'insmod /etc/hosts || modprobe x', ''],
    ['the clock', 'date -s 2001-01-01', 'Operation not permitted'],
    ['a device node', 'mknod /tmp/disk b 254 0', 'Operation not permitted'],
    ['the host’s sysctl', 'echo 1 > /proc/sys/kernel/panic', ''],
    ['the keyring', 'test ! -s /proc/keys && false', ''],
  ])('the lab is refused %s', async (_, line, message) => {
    const { exit, stderr } = await shell(lab, line);
    expect(exit).not.toBe(0);
    expect(stderr).toContain(message);
  });

  test('system calls that open rarely walked parts of the kernel are refused', async () => {
    // No compiler and no interpreter in a lab: strace tampers with nothing here, bash and busybox have no raw calls, so a probe is brought.
    const probe = `perl -e 'for (@ARGV) { my ($n, @a) = split /,/; my $r = syscall($n, map { $_ + 0 } @a); print "$n ", ($r < 0 ? $! + 0 : "ok"), "\\n" }'`;
    const perl = ['/usr/bin/perl', '/usr/lib/x86_64-linux-gnu/perl-base'].every(existsSync);
    if (!perl || process.arch !== 'x64') return console.warn('Skipped: raw system calls. No perl for x86-64 here.');
    await bringPerl(lab);
    const calls = {
      bpf: '321,0,0,0',
      perf_event_open: '298,0,0,0,0,0',
      userfaultfd: '323,0',
      io_uring_setup: '425,1,0',
      unshare_user: '272,268435456',
      open_by_handle_at: '304,0,0,0',
      TIOCSTI: '16,0,21522,0',
      TIOCSTI_high: '16,0,4294988818,0',
    };
    const answered = await output(lab, `${probe} ${Object.values(calls).join(' ')} 435,0,0 250,0,0`);
    const numbers = answered.split('\n').map((line) => line.split(' ')[1]);
    expect(numbers).toEqual([...Object.keys(calls).map(() => '1'), '38', '38']);
  });

  test('no file, socket or device of the host is to be seen', async () => {
    const seen = await output(lab, 'find / -xdev -maxdepth 3 2>/dev/null; ls /dev; env; mount');
    expect(seen).not.toContain(world.dataDir);
    expect(seen).not.toMatch(/docker\.sock|\/(kvm|fuse|vda|loop\d)$/m);
    expect((await output(lab, 'ls /dev')).split('\n').sort()).toEqual(
      [
        'core',
        'fd',
        'full',
        'mqueue',
        'null',
        'ptmx',
        'pts',
        'random',
        'shm',
        'stderr',
        'stdin',
        'stdout',
        'tty',
        'urandom',
        'zero',
      ].sort(),
    );
    expect(await output(lab, 'cat /proc/1/environ | tr "\\0" "\\n"')).not.toMatch(/PODWIRE_DATA|DATABASE/);
  });

  test('a lab reaches neither the host nor another lab, whatever addresses it takes', async () => {
    const server = createServer((socket) => socket.end('host'));
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise<void>((resolve, reject) => connect(port, '127.0.0.1', resolve).on('error', reject).end());
    const other = await world.create();
    await output(
      other,
      'ip link add d0 type bridge && ip addr add 192.0.2.7/24 dev d0 && ip link set d0 up && (nc -l -k 7777 > /dev/null 2>&1 &)',
    );
    await output(
      lab,
      'ip link add d0 type bridge && ip addr add 192.0.2.8/24 dev d0 && ip link set d0 up && ip route add default dev d0',
    );
    for (const target of [`127.0.0.1 ${port}`, '192.0.2.7 7777', '169.254.169.254 80', '10.0.0.1 443']) {
      expect((await shell(lab, `nc -z -w 1 ${target}`)).exit, target).not.toBe(0);
    }
    expect((await shell(lab, 'arping -c 1 -w 1 -i d0 192.0.2.7 || arping -c 1 -w 1 -I d0 192.0.2.7')).exit).not.toBe(0);
    expect(await output(lab, 'ip -o link | wc -l')).not.toBe('0');
    await other.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ['a fork bomb', ':(){ :|:& };:; sleep 1'],
    ['a full disk', 'cat /dev/zero > /root/full; cat /dev/zero > /tmp/full'],
    ['all memory', 'tail /dev/zero'],
    ['rm -rf /', 'rm -rf --no-preserve-root / 2>/dev/null'],
    ['kill -9 -1', 'kill -9 -1'],
  ])('%s leaves another lab unaffected, and the lab can be destroyed', async (name, line) => {
    if (!isLimited && name === 'all memory') return console.warn('Skipped: all memory. Nothing limits it here.');
    const victim = await world.create({ limits: { memoryMiB: 128, diskMiB: 64, pids: 100, cpus: 0.5 } });
    await shell(victim, line, 8000).catch(() => undefined);
    expect(await output(lab, 'echo alive; docker images -q | head -n 1')).toContain('alive');
    const startedAt = performance.now();
    await victim.destroy();
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect((await leftovers(world.dataDir)).filter((one) => one.includes(victim.id))).toEqual([]);
  });

  test('the disk and the processes of a lab are limited', async () => {
    const small = await world.create({ limits: { memoryMiB: 128, diskMiB: 64, pids: 40, cpus: 0.5 } });
    const full = await shell(small, 'head -c 200M /dev/zero > /root/full');
    expect(full.stderr).toContain('No space left');
    await small.destroy();
  });

  test('create and destroy, again and again, leave nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const one = await world.create();
      await output(one, 'docker run -d busybox sleep 1000');
      await one.destroy();
    }
    const left = await leftovers(world.dataDir);
    expect(left.filter((item) => item.startsWith('folder'))).toEqual([`folder ${lab.id}`]);
    await lab.destroy();
    expect(await leftovers(world.dataDir)).toEqual([]);
  });
});
