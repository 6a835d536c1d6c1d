import { describe, expect, test } from 'vitest';
import { grade } from '../testing/grade';
import { makeLab, SHOP, type ContainerSpec } from '../testing/lab';

const baseline = makeLab({ containers: SHOP });
const check = {
  type: 'listening',
  in: { container: 'shop-pause' },
  port: 8080,
  by: { program: 'talk:/usr/bin/socat', newSince: 'baseline' },
};
const talk = (fields: Partial<ContainerSpec> = {}): ContainerSpec => ({
  name: 'neighbour',
  program: 'socat',
  pid: 40,
  join: { pid: 20, namespaces: ['net'] },
  listens: [{ port: 8080 }],
  ...fields,
});
const gradeWith = (...more: ContainerSpec[]) => grade(check, makeLab({ containers: [...SHOP, ...more] }), { baseline });

describe('listening', () => {
  test.each<[string, ContainerSpec[], string, string]>([
    ['the program on the port', [talk()], 'pass', 'listening.ok'],
    ['on every IPv6 and IPv4 address', [talk({ listens: [{ port: 8080, address: '*' }] })], 'pass', 'listening.ok'],
    ['another port', [talk({ listens: [{ port: 8081 }] })], 'fail', 'listening.none'],
    ['udp instead of tcp', [talk({ listens: [{ port: 8080, protocol: 'udp' }] })], 'fail', 'listening.none'],
    ['loopback only', [talk({ listens: [{ port: 8080, address: '127.0.0.1' }] })], 'fail', 'listening.loopback-only'],
    ['the right port in its own namespace', [talk({ join: undefined as never })], 'fail', 'listening.none'],
    [
      'another program on the port, the right one idle',
      [talk({ listens: [] }), talk({ name: 'b', pid: 41, program: 'busybox' })],
      'fail',
      'listening.other-program',
    ],
    [
      'a program of that name with another content',
      [talk({ sha256: 'sha-python', comm: 'socat' })],
      'fail',
      'program.faked',
    ],
  ])('%s', (_, containers, verdict, code) => {
    expect(gradeWith(...containers)).toMatchObject({ verdict, code });
  });

  test('names the ports that are there, in order', () => {
    const result = gradeWith(talk({ listens: [{ port: 9090 }, { port: 8000 }] }));
    expect(result.params).toMatchObject({ ports: [80, 8000, 9090], netns: ['net:[2001]'] });
  });
  test('marks the deciding part of the socket’s line', () => {
    const [line] = gradeWith(talk()).evidence;
    expect(line).toMatchObject({ source: 'sockets', netns: 'net:[2001]', mark: ':8080' });
    expect(line?.text).toContain(':8080');
  });
  test('absent passes only when the namespace is there', () => {
    const absent = (container: string, port: number) =>
      grade({ type: 'listening', in: { container }, port, absent: true }, baseline);
    expect(absent('shop-pause', 8080)).toMatchObject({ verdict: 'pass', code: 'listening.absent' });
    expect(absent('shop-pause', 80)).toMatchObject({ verdict: 'fail', code: 'listening.present' });
    expect(absent('nobody', 8080)).toMatchObject({ verdict: 'fail', code: 'container.unknown' });
  });
});
