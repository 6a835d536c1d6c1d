import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Evidence, EvidenceRequest, SOURCE_NAMES, type EvidenceRequest as Request } from '../../api';
import { waitUntil } from '../../sys/wait';
import type { Lab } from '../backend';
import { canonical } from './evidence/canonical';
import { makeWorld, output, shell, whyNot, type World } from './testing';

const skip = await whyNot();

describe.skipIf(skip !== undefined)('embedded evidence', { timeout: 60_000 }, () => {
  let world: World;
  let lab: Lab;
  const ask = (request: Partial<Request> = {}) =>
    lab.evidence(EvidenceRequest.parse({ sources: ['addresses', 'sockets'], ...request }));

  beforeAll(async () => {
    world = await makeWorld();
    lab = await world.create();
    await output(
      lab,
      'docker run -d --name pod pause && docker run -d --name web --net=container:pod nginx && ip netns add named',
    );
    await output(lab, `until docker exec web wget -q -O - http://127.0.0.1/ > /dev/null; do :; done`);
    // The kernel still checks that no one else has its link-local addresses: until it is done, the lab moves by itself.
    await waitUntil<true>({
      what: 'settled addresses',
      timeoutMs: 20_000,
      intervalMs: 100,
      probe: async () => {
        const enter = `nsenter --target $(docker inspect -f '{{.State.Pid}}' pod) --net`;
        return (await output(lab, `ip addr show tentative; ${enter} ip addr show tentative`)) === '' || undefined;
      },
    });
  }, 120_000);
  afterAll(() => world.close());

  test('every source of every namespace is read, those that only a file holds too', async () => {
    const evidence = Evidence.parse(await ask({ sources: [...SOURCE_NAMES], objects: ['containers'] }));
    expect(evidence.problems).toEqual([]);
    // The workstation's, the pod's, and the named one, which no process is in.
    expect(evidence.netns).toHaveLength(3);
    for (const { sources } of evidence.netns) {
      for (const name of SOURCE_NAMES) expect(sources[name], name).toMatchObject({ exit: 0, truncated: false });
    }
    expect(evidence.netns.map(({ role }) => role).filter(Boolean)).toEqual(['workstation']);
    expect(evidence.netns.filter(({ owner }) => owner === null)).toHaveLength(1);
    expect(evidence.objects.containers).toMatchObject({ exit: 0 });
    expect(JSON.parse(evidence.objects.containers?.text ?? '')).toHaveLength(2);
  });

  test('programs of the images are known by their content, and sockets by their holders', async () => {
    const { processes, catalogue, netns } = await ask();
    const nginx = catalogue.find(({ image, path }) => image === 'nginx' && path === '/usr/sbin/nginx');
    const pause = catalogue.find(({ image }) => image === 'pause');
    const master = processes.find(({ exe }) => exe?.sha256 === nginx?.sha256);
    const holder = processes.find(({ exe, nspid }) => exe?.sha256 === pause?.sha256 && nspid.length === 2);
    expect(master?.namespaces?.net).toBe(holder?.namespaces?.net);
    expect(master).toMatchObject({ uid: 0, nspid: [expect.any(Number), 1] });
    const sockets = netns.find(({ inode }) => inode === master?.namespaces?.net)?.sources.sockets?.text ?? '';
    const inode = /LISTEN.*:80 .* ino:(\d+)/.exec(sockets)?.[1];
    expect(master?.sockets).toContain(Number(inode));
  });

  test('reading changes nothing in the lab', async () => {
    const look = () =>
      output(
        lab,
        'cat /proc/net/ip_tables_names /proc/net/ip6_tables_names 2>/dev/null; nft list ruleset; ip addr; ip route show table all; find / -xdev -newer /etc/hostname 2>/dev/null | grep -v "^/proc" | sort; ls /run; ps -eo pid,stat,args --no-headers | grep -v -e "ps -eo" -e "bash -c" -e "grep -v"',
      );
    await look();
    const before = await look();
    await ask({ sources: [...SOURCE_NAMES] });
    await ask({ sources: [...SOURCE_NAMES], freeze: false });
    expect(await look()).toBe(before);
  });

  test('two looks at a lab that stands still are equal', async () => {
    const sources = SOURCE_NAMES.filter((name) => name !== 'conntrack' && name !== 'sysctls');
    const one = canonical(await ask({ sources }));
    expect(canonical(await ask({ sources }))).toBe(one);
  });

  test('fake ip, ss and docker in the lab change no evidence', async () => {
    const before = await ask();
    await output(
      lab,
      'for tool in ip ss bridge nft sysctl; do printf "#!/bin/sh\\necho 10.99.99.99 LISTEN :1234\\n" > /usr/local/bin/$tool; chmod +x /usr/local/bin/$tool; cp /usr/local/bin/$tool $(readlink -f /usr/sbin/$tool /usr/bin/$tool 2>/dev/null | head -n 1); done',
    );
    await output(lab, 'mount --bind /etc/hosts /proc/1/net/dev || true');
    const after = await ask();
    expect(canonical({ ...after, processes: [] })).toBe(canonical({ ...before, processes: [] }));
    expect(JSON.stringify(after)).not.toContain('10.99.99.99');
  });

  test('a process that calls itself nginx is not taken for it', async () => {
    await output(
      lab,
      'cp /bin/sleep /tmp/nginx && (exec -a "nginx: master process nginx" /tmp/nginx 1000 > /dev/null 2>&1 &)',
    );
    const { processes, catalogue } = await ask();
    const nginx = catalogue.find(({ path }) => path === '/usr/sbin/nginx')?.sha256;
    const faked = processes.filter(({ exe }) => exe?.path === '/tmp/nginx');
    expect(faked).toHaveLength(1);
    expect(faked[0]?.argv[0]).toBe('nginx: master process nginx');
    expect(faked[0]?.exe?.sha256).not.toBe(nginx);
  });

  test('a named namespace that is swapped for a link leads nowhere else', async () => {
    await output(lab, 'umount /run/netns/named && rm /run/netns/named && ln -s /proc/1/ns/net /run/netns/named');
    const { netns } = await ask();
    expect(netns.filter(({ owner }) => owner === null)).toEqual([]);
    const own = Number(/\d+/.exec(readFileSync('/proc/self/mountinfo', 'utf8'))?.[0]);
    expect(netns.map(({ inode }) => inode)).not.toContain(own);
  });

  test('probes tell connected, refused, unreachable and too late', async () => {
    const { nodes } = await ask({ sources: [] });
    const fromNetns = nodes[0]?.namespaces.net ?? 0;
    const address = await output(lab, `docker inspect -f '{{.NetworkSettings.IPAddress}}' pod`);
    const probe = (id: string, kind: 'tcp' | 'http', host: string, port: number) => ({
      id,
      kind,
      fromNetns,
      host,
      port,
      timeoutMs: 400,
    });
    const results = await lab.probe([
      probe('web', 'http', address, 80),
      probe('closed', 'tcp', address, 81),
      probe('outside', 'tcp', '192.0.2.1', 80),
      probe('nobody', 'tcp', '10.88.77.77', 80),
      { ...probe('gone', 'tcp', address, 80), fromNetns: 1 },
    ]);
    expect(results.map(({ id, outcome, status }) => [id, outcome, status])).toEqual([
      ['web', 'connected', 200],
      ['closed', 'refused', null],
      ['outside', 'unreachable', null],
      ['nobody', 'timeout', null],
      ['gone', 'error', null],
    ]);
  });

  test('watch yields when a port is opened, an address added, a rule added, and ends when it is told to', async () => {
    const watched = await world.create();
    const stop = new AbortController();
    const request = EvidenceRequest.parse({ sources: ['addresses', 'sockets', 'iptables-legacy'] });
    const watching = watched.watch(request, stop.signal);
    const marks = watching[Symbol.asyncIterator]();
    const next = async () => (await marks.next()).value as string;
    const seen = [await next()];
    for (const line of [
      'nc -l 4444 > /dev/null 2>&1 & disown',
      'ip addr add 192.0.2.9/32 dev lo',
      'iptables -A INPUT -p tcp --dport 9 -j DROP',
    ]) {
      const mark = next();
      expect((await shell(watched, line)).exit).toBe(0);
      seen.push(await mark);
    }
    expect(new Set(seen).size).toBe(seen.length);
    stop.abort();
    expect((await marks.next()).done).toBe(true);
    await watched.destroy();
  });
});
