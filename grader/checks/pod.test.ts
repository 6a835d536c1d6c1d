import { describe, expect, test } from 'vitest';
import { grade } from '../testing/grade';
import { makeLab, makeProcess, SHOP, type ContainerSpec, type LabOptions } from '../testing/lab';

const baseline = makeLab({ containers: SHOP });
const check = {
  type: 'pod',
  newSince: 'baseline',
  containers: [
    { program: 'nginx:/usr/sbin/nginx', listens: [80] },
    { program: 'talk:/usr/bin/socat', listens: [8080] },
  ],
};
const join = (pid: number): ContainerSpec['join'] => ({ pid, namespaces: ['net'] });
const MACHINE = { pid: 1, namespaces: ['net'] } satisfies ContainerSpec['join'];

const pause = (fields: Partial<ContainerSpec> = {}): ContainerSpec => ({
  name: 'blog-pause',
  program: 'pause',
  pid: 50,
  addresses: ['10.88.0.9/16'],
  ...fields,
});
const web = (fields: Partial<ContainerSpec> = {}): ContainerSpec => ({
  name: 'blog-web',
  program: 'nginx',
  pid: 60,
  join: join(50)!,
  listens: [{ port: 80 }],
  ...fields,
});
const talk = (fields: Partial<ContainerSpec> = {}): ContainerSpec => ({
  name: null,
  program: 'socat',
  pid: 61,
  join: join(50)!,
  listens: [{ port: 8080 }],
  ...fields,
});

const gradeWith = (containers: ContainerSpec[], more: LabOptions = {}, asked: unknown = check) =>
  grade(asked, makeLab({ ...more, containers: [...SHOP, ...containers] }), { baseline });

describe('pod', () => {
  test('passes for pause, web and sidecar in one namespace, whatever they are called', () => {
    const result = gradeWith([pause({ name: null }), web({ name: '\u0000' }), talk()]);
    expect(result).toMatchObject({
      verdict: 'pass',
      code: 'pod.ok',
      params: { netns: 'net:[5001]', address: ['10.88.0.9'] },
    });
    expect(result.evidence.map(({ source }) => source)).toEqual(
      expect.arrayContaining(['processes', 'addresses', 'sockets']),
    );
  });
  test('passes with more containers, other pods and a second pause beside it', () => {
    const extra: ContainerSpec[] = [
      { name: 'extra', program: 'busybox', pid: 62, join: join(50)! },
      { name: 'lonely', program: 'pause', pid: 63 },
      { name: 'stray', program: 'nginx', pid: 64, listens: [{ port: 80 }] },
    ];
    expect(gradeWith([...extra, pause(), web(), talk()])).toMatchObject({ verdict: 'pass' });
  });
  test('passes for two containers of the same program on two ports', () => {
    const two = {
      ...check,
      containers: [{ program: 'talk:/usr/bin/socat' }, { program: 'talk:/usr/bin/socat', listens: [8080] }],
    };
    expect(gradeWith([pause(), talk(), talk({ pid: 65, listens: [{ port: 9090 }] })], {}, two)).toMatchObject({
      verdict: 'pass',
    });
    expect(gradeWith([pause(), talk()], {}, two)).toMatchObject({ verdict: 'fail', code: 'pod.container-missing' });
  });

  test.each<[string, ContainerSpec[], string]>([
    ['nothing was built: the old pod does not count', [], 'process.not-new'],
    ['a process that only calls itself pause', [pause({ sha256: 'sha-sleep' }), web(), talk()], 'program.faked'],
    [
      'all on the machine’s network',
      [pause({ join: MACHINE }), web({ join: MACHINE }), talk({ join: MACHINE })],
      'pod.host-network',
    ],
    [
      'pause outside a container',
      [pause({ join: { pid: 1, namespaces: ['mnt', 'pid'] } }), web(), talk()],
      'pod.pause-not-a-container',
    ],
    ['no address but loopback', [pause({ addresses: [] }), web(), talk()], 'pod.no-address'],
    [
      'web in a namespace of its own',
      [pause(), web({ join: undefined as never, addresses: ['10.88.0.9/16'] }), talk()],
      'pod.container-elsewhere',
    ],
    ['web on the machine’s network', [pause(), web({ join: MACHINE }), talk()], 'pod.container-on-host'],
    [
      'web entered with nsenter',
      [pause(), web({ join: { pid: 1, namespaces: ['mnt', 'pid'] } }), talk()].map((each, i) =>
        i === 1 ? { ...each, join: undefined as never } : each,
      ),
      'pod.container-elsewhere',
    ],
    ['the right pod, the wrong port', [pause(), web({ listens: [{ port: 8000 }] }), talk()], 'pod.port-missing'],
    [
      'the port bound to loopback',
      [pause(), web({ listens: [{ port: 80, address: '127.0.0.1' }] }), talk()],
      'pod.port-loopback-only',
    ],
    [
      'the port held by the sidecar',
      [pause(), web({ listens: [] }), talk({ listens: [{ port: 8080 }, { port: 80 }] })],
      'pod.port-other-container',
    ],
    ['a sidecar of another content', [pause(), web(), talk({ sha256: 'sha-python' })], 'program.faked'],
    ['no sidecar at all', [pause(), web()], 'program.not-running'],
    ['a web server that has ended', [pause(), web({ state: 'Z' }), talk()], 'process.not-new'],
  ])('fails: %s', (_, containers, code) => {
    expect(gradeWith(containers)).toMatchObject({ verdict: 'fail', code });
  });

  test('fails for a process of the machine inside the pod’s network: it is no container', () => {
    const lab = makeLab({ containers: [...SHOP, pause(), talk()] });
    const inPod = lab.processes.find(({ nspid }) => nspid[0] === 61);
    const machine = lab.processes[0];
    lab.processes.push(
      makeProcess({
        pid: 9300,
        comm: 'nginx',
        exe: { path: '/usr/sbin/nginx', sha256: 'sha-nginx' },
        startTicks: 7000,
        namespaces: { ...machine!.namespaces!, net: inPod!.namespaces!.net },
      }),
    );
    expect(grade(check, lab, { baseline })).toMatchObject({ verdict: 'fail', code: 'pod.not-a-container' });
  });

  test('speaks of the pod that is nearest to being right', () => {
    const lost = { ...pause({ name: 'first', pid: 48, addresses: [] }) };
    expect(gradeWith([lost, pause(), web({ listens: [{ port: 8000 }] }), talk()])).toMatchObject({
      code: 'pod.port-missing',
      params: { netns: 'net:[5001]', port: 80, ports: [8000] },
    });
  });
  test('asks for more namespaces when told to', () => {
    const strict = { ...check, shared: ['net', 'ipc'] };
    expect(gradeWith([pause(), web(), talk()], {}, strict)).toMatchObject({
      verdict: 'fail',
      code: 'pod.not-shared',
      params: { namespaces: ['ipc'] },
    });
  });
  test('is not graded when a program of the check is in no image of this lab', () => {
    const change: LabOptions['change'] = (evidence) =>
      (evidence.catalogue = evidence.catalogue.filter(({ path }) => path !== '/pause'));
    expect(gradeWith([pause(), web(), talk()], { change })).toMatchObject({
      verdict: 'not graded',
      code: 'evidence.no-such-program',
    });
  });
  test('a program with an empty hash in the catalogue matches nothing', () => {
    const change: LabOptions['change'] = (evidence) => evidence.catalogue.forEach((entry) => (entry.sha256 = ''));
    expect(gradeWith([pause({ sha256: '' }), web(), talk()], { change })).toMatchObject({ verdict: 'not graded' });
  });
});
