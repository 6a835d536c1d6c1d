// A small internet: the runner lives in a network namespace "host", behind which there is a namespace "world". Both serve HTTP on all their addresses.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EvidenceRequest } from '../../api';
import { run } from '../../sys/command';
import { waitUntil } from '../../sys/wait';
import type { Lab } from '../backend';
import { foldersOf } from './labels';
import { whyNoEgress } from './gateway/start';
import { findHolders } from './sandbox/stop';
import { bringPerl, hasLimits, leftovers, makeWorld, output, shell, specOf, whyNot, type World } from './testing';

const WORLD = '198.51.100.7';
/** The runner's own public address, its private ones, and the clouds' metadata server, all on the host; and a private network behind it. */
const HOST_PUBLIC = '203.0.113.9';
const HOST_PRIVATE = ['10.77.0.1', '10.88.0.1', '172.16.7.1', '192.168.77.1', '169.254.169.254', '100.64.7.1'];
const NEIGHBOUR = '10.99.0.1';
const FORBIDDEN = [HOST_PUBLIC, ...HOST_PRIVATE, NEIGHBOUR, '10.0.2.2', '10.0.2.3', '100.64.0.1', '0.0.0.0'];

const ROOT = join(import.meta.dirname, '../../..');

const SERVER = `
const name = process.argv[2];
require('http').createServer((request, response) => response.end(name + ' saw ' + request.socket.remoteAddress + '\\n')).listen(8080, '0.0.0.0', () => console.log('up'));
if (name === 'world') {
  const socket = require('dgram').createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const header = Buffer.from([query[0], query[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, ...'${WORLD}'.split('.').map(Number)]);
    socket.send(Buffer.concat([header, question, answer]), port, address);
  });
  socket.bind(53);
}
`;

/** Lists the links of the namespace with this id, as a netlink client may where it has CAP_NET_ADMIN; or says the error. */
const LIST_LINKS = `
socket(my $s, 16, 3, 0) or die $!;
my $body = pack("x16") . pack("SSl", 8, 46, $ARGV[0]);
send($s, pack("LSSLL", 16 + length($body), 18, 0x301, 1, 0) . $body, 0) or die $!;
recv($s, my $answer, 65536, 0);
my ($length, $type, $flags, $sequence, $port, $error) = unpack("LSSLLl", $answer);
print $type == 16 ? $answer =~ s/[^ -~]+/ /gr : "refused " . -$error;
`;

const CHILD = `
import { createEmbeddedBackend } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
const backend = createEmbeddedBackend({ dataDir: process.argv[2] });
for (const spec of JSON.parse(process.argv[3])) {
  await backend.create(spec, ({ name, state }) => console.log(spec.id, name, state), new AbortController().signal);
  console.log(spec.id, 'ready');
}
setInterval(() => {}, 1000);
`;

const skip =
  (await whyNot()) ??
  (await whyNoEgress()) ??
  (process.getuid?.() === 0 ? undefined : 'only root can make a small internet');
if (skip !== undefined) console.warn(`Skipped: labs with a way out. ${skip}.`);

describe.skipIf(skip !== undefined)('an embedded lab with egress', { timeout: 60_000 }, () => {
  let world: World;
  let folder: string;
  let lab: Lab;
  const started: ChildProcess[] = [];
  let host: number;

  function start(argv: string[], sign: string): Promise<ChildProcess> {
    const child = spawn(argv[0] ?? '', argv.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    let said = '';
    child.stdout?.on('data', (data: Buffer) => (said += data.toString()));
    return waitUntil({
      what: sign,
      timeoutMs: 30_000,
      intervalMs: 1,
      probe: () => {
        if (child.exitCode !== null) throw new Error(`${argv.join(' ')} ended with ${child.exitCode}`);
        return said.includes(sign) ? child : undefined;
      },
      lastSeen: () => said,
    });
  }

  const at = (pid: number, line: string) =>
    run(['nsenter', '--target', String(pid), '--net', '--mount', 'sh', '-ec', line]);

  /** Starts a runner on the host, and kills it when it has said so. */
  async function killRunnerWhen(specs: ReturnType<typeof specOf>[], sign: string): Promise<void> {
    const script = join(folder, 'child.mts');
    writeFileSync(script, CHILD);
    const runner = [process.execPath, '--import', 'tsx', script, world.dataDir, JSON.stringify(specs)];
    const child = await start(
      ['nsenter', '--target', String(host), '--net', '--mount', `--wd=${ROOT}`, ...runner],
      sign,
    );
    child.kill('SIGKILL');
    await waitUntil<true>({
      what: 'the runner to be gone',
      timeoutMs: 5000,
      probe: () => child.signalCode !== null || undefined,
    });
  }

  async function adopted(id: string): Promise<Lab> {
    const found = (await world.backend.list()).find((one) => one.id === id);
    if (!found) throw new Error(`Lab ${id} was not adopted`);
    return found;
  }

  const fetchFrom = (one: Lab, address: string, options = '') =>
    shell(one, `curl -sS ${options} --max-time 1 http://${address}:8080/`);

  beforeAll(async () => {
    world = await makeWorld();
    await world.backend.prepare();
    folder = await mkdtemp(join(tmpdir(), 'pw-egress-'));
    const server = join(folder, 'server.cjs');
    writeFileSync(server, SERVER);
    writeFileSync(join(folder, 'resolv.conf'), 'nameserver 203.0.113.1\n');
    const namespace = ['unshare', '--net', '--mount', 'sh', '-c', 'ip link set lo up && echo up && exec sleep 600'];
    host = (await start(namespace, 'up')).pid ?? 0;
    const outside = (await start(namespace, 'up')).pid ?? 0;
    await at(
      host,
      `ip link add h0 type veth peer name w0 netns ${outside}; ip addr add ${HOST_PUBLIC}/24 dev h0; ip link set h0 up; ip route add default via 203.0.113.1
       for one in ${HOST_PRIVATE.join(' ')}; do ip addr add $one/32 dev lo; done
       mount --bind ${folder}/resolv.conf /etc/resolv.conf`,
    );
    await at(
      outside,
      `ip addr add 203.0.113.1/24 dev w0; ip link set w0 up; for one in ${WORLD} ${NEIGHBOUR}; do ip addr add $one/32 dev lo; done`,
    );
    for (const [pid, name] of [
      [host, 'host'],
      [outside, 'world'],
    ] as const)
      await start(['nsenter', '--target', String(pid), '--net', process.execPath, server, name], 'up');
    const spec = specOf({ egress: true });
    await killRunnerWhen([spec], `${spec.id} ready`);
    lab = await adopted(spec.id);
  }, 120_000);

  afterAll(async () => {
    await world.close();
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  test('reaches the world by address and by name, from the lab and from a container in it', async () => {
    expect(await output(lab, `curl -sS --max-time 5 http://${WORLD}:8080/`)).toBe(`world saw ${HOST_PUBLIC}`);
    expect(await output(lab, 'curl -sS --max-time 5 http://world.example:8080/')).toBe(`world saw ${HOST_PUBLIC}`);
    expect(await output(lab, `docker run --rm busybox wget -q -O - http://${WORLD}:8080/`)).toBe(
      `world saw ${HOST_PUBLIC}`,
    );
  });

  test('the host itself reaches every address that the lab must not', async () => {
    // Else the next tests could not fail.
    for (const address of [HOST_PUBLIC, ...HOST_PRIVATE, NEIGHBOUR])
      expect((await at(host, `curl -sS --max-time 2 http://${address}:8080/`)).stdout).toContain('saw');
  });

  test.each(FORBIDDEN)('does not reach %s', async (address) => {
    const { exit, stdout } = await fetchFrom(lab, address);
    expect(stdout).toBe('');
    expect(exit).not.toBe(0);
  });

  test('does not reach them either with its rules flushed and routes, addresses and links of its own making', async () => {
    const hostile = await adoptedFresh();
    await output(
      hostile,
      `iptables -F; iptables -t nat -F; nft flush ruleset; ip rule add from all lookup main pref 1
       ip addr add 100.64.0.1/32 dev lo; ip addr add 203.0.113.50/32 dev eth0; ip addr add 10.0.2.100/32 dev eth0
       ip route replace default via 100.64.0.1 dev eth0 onlink; ip addr del 100.64.0.1/32 dev lo
       for to in 10.0.0.0/8 192.168.0.0/16 169.254.0.0/16 ${HOST_PUBLIC}/32; do ip route add $to via 100.64.0.1 dev eth0 onlink; done
       ip link add v0 link eth0 type macvlan; ip link set v0 up`,
    );
    for (const address of FORBIDDEN) expect((await fetchFrom(hostile, address)).stdout, address).toBe('');
    for (const source of ['203.0.113.50', '10.0.2.100'])
      for (const address of [WORLD, HOST_PUBLIC, '10.77.0.1'])
        expect((await fetchFrom(hostile, address, `--interface ${source}`)).stdout, `${source} to ${address}`).toBe('');
    // It is refused by the gateway, not cut off: from its own address the world is there.
    expect((await fetchFrom(hostile, WORLD)).stdout).toContain('world saw');
    await hostile.destroy();
  });

  test('has no rights in the gateway’s namespace, which the link names', async () => {
    await bringPerl(lab);
    const look = (id: string) => output(lab, `perl -e '${LIST_LINKS}' ${id}`);
    // A namespace that the lab's root owns shows that the program works.
    await output(
      lab,
      'ip netns add own; ip netns set own 77; ip link add outside type veth peer name inside netns own',
    );
    expect(await look('77')).toContain('inside');
    const beyond = /link-netnsid (\d+)/.exec(await output(lab, 'ip link show eth0'))?.[1];
    expect(await look(beyond ?? 'none')).toBe('refused 13');
    await output(lab, 'ip netns del own');
  });

  test('does not reach another lab with egress', async () => {
    const other = await adoptedFresh();
    await output(other, '(nc -l -k 7777 > /dev/null 2>&1 &)');
    await output(other, 'until nc -z 127.0.0.1 7777; do :; done; nc -z -w 2 100.64.0.2 7777');
    expect((await shell(lab, 'nc -z -w 1 100.64.0.2 7777')).exit).not.toBe(0);
    expect((await shell(lab, 'ip addr add 100.64.0.9/24 dev eth0; nc -z -w 1 100.64.0.6 7777')).exit).not.toBe(0);
    await other.destroy();
  });

  test('its gateway is no part of its evidence', async () => {
    const evidence = await lab.evidence(EvidenceRequest.parse({ sources: ['links'] }));
    expect(evidence.netns).toHaveLength(1);
    expect(JSON.stringify(evidence)).not.toMatch(/tap0|slirp/);
  });

  test('a lab without egress has no such step, no parent of its own and no way out', async () => {
    const [plain, wide] = [specOf(), specOf({ egress: true })];
    const steps: string[] = [];
    const made = await world.backend.create(plain, ({ name }) => void steps.push(name), new AbortController().signal);
    expect(steps).not.toContain('egress');
    expect(await output(made, 'ip -o link | wc -l; ip route; cat /etc/resolv.conf')).toMatch(
      /^1\n# A lab has no way out/,
    );
    expect(findHolders(foldersOf(world.dataDir).owner).filter(({ labId }) => labId === plain.id)).toHaveLength(1);
    await made.destroy();
    const other = await world.backend.create(wide, ({ name }) => void steps.push(name), new AbortController().signal);
    expect(steps).toContain('egress');
    await other.destroy();
  });

  test.each(['sandbox done', 'egress running', 'egress done'])(
    'reap leaves nothing when the runner died at "%s"',
    async (moment) => {
      const spec = specOf({ egress: true });
      await killRunnerWhen([spec], `${spec.id} ${moment}`);
      await waitUntil<true>({
        what: 'nothing to be left',
        timeoutMs: 10_000,
        intervalMs: 50,
        probe: async () => {
          await world.backend.reap(new Set([lab.id]));
          const left = findHolders(foldersOf(world.dataDir).owner).filter(({ labId }) => labId === spec.id);
          return (
            (left.length === 0 && !(await leftovers(world.dataDir)).some((one) => one.includes(spec.id))) || undefined
          );
        },
      });
    },
  );

  test('slirp4netns is under the lab’s limits', async () => {
    if (!(await hasLimits())) return console.warn('Skipped: the limits of slirp4netns. There are none here.');
    const titled = findHolders(foldersOf(world.dataDir).owner).filter(({ labId }) => labId === lab.id);
    for (const { pid } of titled) expect(readFileSync(`/proc/${pid}/cgroup`, 'utf8')).toContain(`/${lab.id}\n`);
    const names = titled.map(({ pid }) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
    expect(names).toContain('slirp4netns');
  });

  test('destroy ends its slirp4netns', async () => {
    const { owner } = foldersOf(world.dataDir);
    expect(findHolders(owner).filter(({ labId }) => labId === lab.id)).toHaveLength(2);
    await lab.destroy();
    expect(findHolders(owner)).toEqual([]);
    expect(await leftovers(world.dataDir)).toEqual([]);
  });

  async function adoptedFresh(): Promise<Lab> {
    const spec = specOf({ egress: true });
    await killRunnerWhen([spec], `${spec.id} ready`);
    return adopted(spec.id);
  }
});
