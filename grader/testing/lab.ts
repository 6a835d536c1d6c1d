// Evidence documents for tests: a workstation and containers, written as the kernel and the tools would write them.
import type { Evidence, LabProcess, Namespaces, NetnsEvidence, SourceName, SourceOutput } from '../evidence';

export const PROGRAMS = {
  pause: { image: 'registry.k8s.io/pause:3.10', path: '/pause', sha256: 'sha-pause' },
  nginx: { image: 'docker.io/library/nginx:latest', path: '/usr/sbin/nginx', sha256: 'sha-nginx' },
  busybox: { image: 'docker.io/library/busybox:latest', path: '/bin/busybox', sha256: 'sha-busybox' },
  socat: { image: 'docker.io/library/talk:latest', path: '/usr/bin/socat', sha256: 'sha-socat' },
} as const;
export type ProgramName = keyof typeof PROGRAMS;

export interface Listen {
  port: number;
  address?: string;
  protocol?: 'tcp' | 'udp';
}

export interface ContainerSpec {
  /** Listed under this name; null: not listed. */
  name: string | null;
  program: ProgramName;
  pid: number;
  startTicks?: number;
  /** Shares these namespaces with the container of that pid, or with the machine (pid 1). */
  join?: { pid: number; namespaces: (keyof Namespaces)[] };
  listens?: Listen[];
  /** What it calls itself; the program's name unless told. */
  comm?: string;
  argv?: string[];
  /** Another content than the program's. */
  sha256?: string;
  addresses?: string[];
  state?: string;
}

export const WORKSTATION: Namespaces = {
  net: 1001,
  mnt: 1002,
  pid: 1003,
  uts: 1004,
  ipc: 1005,
  user: 1006,
  cgroup: 1007,
};
const KINDS = ['net', 'mnt', 'pid', 'uts', 'ipc'] as const;

export interface LabOptions {
  containers?: ContainerSpec[];
  /** Raw texts instead of the made ones, by inode of the network namespace. */
  sources?: Record<number, Partial<Record<SourceName, string | SourceOutput>>>;
  processes?: LabProcess[];
  claims?: unknown;
  change?: (evidence: Evidence) => void;
}

export function output(text: string, extra: Partial<SourceOutput> = {}): SourceOutput {
  return { argv: ['tool'], toolVersion: '1', exit: 0, text, truncated: false, ...extra };
}

/** Where a container of that pid is, when it joined nothing. */
export function ownNamespaces(pid: number): Namespaces {
  const own = Object.fromEntries(KINDS.map((kind, index) => [kind, pid * 100 + index + 1]));
  return { ...WORKSTATION, ...own };
}

export function namespacesOf(container: ContainerSpec, all: readonly ContainerSpec[]): Namespaces {
  const namespaces = ownNamespaces(container.pid);
  const { join } = container;
  if (join === undefined) return namespaces;
  const other = all.find(({ pid }) => pid === join.pid);
  const theirs = other === undefined ? WORKSTATION : namespacesOf(other, all);
  for (const kind of join.namespaces) namespaces[kind] = theirs[kind];
  return namespaces;
}

export function makeProcess(fields: Partial<LabProcess> & { pid: number }): LabProcess {
  return {
    nspid: [fields.pid],
    ppid: 1,
    uid: 0,
    comm: 'sh',
    argv: ['sh'],
    exe: { path: '/bin/bash', sha256: 'sha-bash' },
    startTicks: 500,
    state: 'S',
    namespaces: WORKSTATION,
    sockets: [],
    capabilities: '0',
    ...fields,
  };
}

const socketInode = (pid: number, index: number): number => pid * 1000 + index;

function processOf(container: ContainerSpec, all: readonly ContainerSpec[]): LabProcess {
  const program = PROGRAMS[container.program];
  const comm = container.comm ?? program.path.split('/').at(-1) ?? '';
  return makeProcess({
    pid: container.pid + 9000,
    nspid: [container.pid, 1],
    comm,
    argv: container.argv ?? [comm],
    exe: { path: program.path, sha256: container.sha256 ?? program.sha256 },
    startTicks: container.startTicks ?? 1000 + container.pid,
    state: container.state ?? 'S',
    namespaces: namespacesOf(container, all),
    sockets: (container.listens ?? []).map((_, index) => socketInode(container.pid, index)),
  });
}

const LO = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
`;

export function addressesText(addresses: readonly string[]): string {
  if (addresses.length === 0) return LO;
  const lines = addresses.map(
    (each) => `    inet ${each} scope global eth0\n       valid_lft forever preferred_lft forever\n`,
  );
  return `${LO}2: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
    link/ether 4a:3f:1d:00:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
${lines.join('')}`;
}

const SS_HEAD = 'Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process\n';

function socketsText(inode: number, containers: readonly ContainerSpec[]): string {
  const lines = containers
    .filter((container) => namespacesOf(container, containers).net === inode && container.state !== 'Z')
    .flatMap(({ pid, listens = [] }) =>
      listens.map(({ port, address = '0.0.0.0', protocol = 'tcp' }, index) => {
        const state = protocol === 'tcp' ? 'LISTEN' : 'UNCONN';
        return `${protocol}   ${state} 0      511          ${address}:${port}       0.0.0.0:*    ino:${socketInode(pid, index)} sk:1 <->\n`;
      }),
    );
  return SS_HEAD + lines.join('');
}

export function makeLab({ containers = [], sources = {}, processes = [], claims, change }: LabOptions = {}): Evidence {
  const inodes = [...new Set([WORKSTATION.net, ...containers.map((each) => namespacesOf(each, containers).net)])];
  const netns = inodes.map((inode): NetnsEvidence => {
    const members = containers.filter((each) => namespacesOf(each, containers).net === inode);
    const addresses = inode === WORKSTATION.net ? ['172.18.0.2/16'] : members.flatMap((each) => each.addresses ?? []);
    const made: Partial<Record<SourceName, SourceOutput>> = {
      addresses: output(addressesText(addresses)),
      links: output(addressesText(addresses).replace(/^ {4}inet .*\n {7}valid.*\n/gm, '')),
      routes: output('default via 10.88.0.1 dev eth0 \n10.88.0.0/16 dev eth0 proto kernel scope link src 10.88.0.5 \n'),
      sockets: output(socketsText(inode, containers)),
      'iptables-legacy': output(''),
      nft: output(''),
    };
    for (const [name, text] of Object.entries(sources[inode] ?? {})) {
      made[name as SourceName] = typeof text === 'string' ? output(text) : text;
    }
    return { inode, role: inode === WORKSTATION.net ? 'workstation' : null, owner: null, sources: made };
  });
  const listed =
    claims ??
    containers
      .filter(({ name }) => name !== null)
      .map(({ name, pid, program }) => ({ Names: [name], Pid: pid, State: 'running', Image: PROGRAMS[program].image }));
  const evidence: Evidence = {
    schema: 1,
    lab: 'lab00001',
    specHash: 'hash',
    backend: 'embedded',
    frozen: 'frozen',
    times: { objects: null, kernel: { startedAt: 0, ms: 1 }, probes: null },
    nodes: [{ role: 'workstation', pid: 9001, namespaces: WORKSTATION }],
    netns,
    // The machine's first process is catatonit, which is also what pause is: only namespaces and age tell them apart.
    processes: [
      makeProcess({
        pid: 9001,
        nspid: [1],
        comm: 'catatonit',
        argv: ['/pause'],
        exe: { path: '/pause', sha256: 'sha-pause' },
        startTicks: 10,
      }),
      ...containers.map((each) => processOf(each, containers)),
      ...processes,
    ],
    catalogue: Object.values(PROGRAMS).map((program) => ({ ...program })),
    objects: { containers: output(JSON.stringify(listed)) },
    probes: [],
    problems: [],
  };
  change?.(evidence);
  return evidence;
}

/** The pod that the first lesson begins with. */
export const SHOP: ContainerSpec[] = [
  { name: 'shop-pause', program: 'pause', pid: 20, addresses: ['10.88.0.5/16'] },
  {
    name: 'shop-web',
    program: 'nginx',
    pid: 30,
    join: { pid: 20, namespaces: ['net', 'ipc', 'uts'] },
    listens: [{ port: 80 }],
  },
];
