// Evidence of real labs of the embedded backend, trimmed to the sources that matter: the shop as it is made, and a pod built beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evidence } from './evidence';
import { grade } from './testing/grade';

const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'testing/real', `${name}.json`), 'utf8')) as Evidence;
const baseline = read('baseline');
const built = read('built');

const POD = {
  type: 'pod',
  newSince: 'baseline',
  containers: [
    { program: 'nginx:/usr/sbin/nginx', listens: [80] },
    { program: 'talk:/usr/bin/socat', listens: [8080] },
  ],
};
const HTTP = { type: 'listening', in: { container: 'blog-pause' }, port: 80, by: { container: 'blog-web' } };

describe('real evidence', () => {
  test.each<[string, unknown, string, string]>([
    ['the pod that was built', POD, 'pass', 'pod.ok'],
    [
      'the other port',
      { ...POD, containers: [{ program: 'nginx:/usr/sbin/nginx', listens: [8080] }] },
      'fail',
      'pod.port-other-container',
    ],
    ['nginx on its port', HTTP, 'pass', 'listening.ok'],
    ['nginx on another', { ...HTTP, port: 81 }, 'fail', 'listening.none'],
    [
      'one network',
      {
        type: 'shares-namespace',
        process: { container: 'blog-web' },
        with: { container: 'blog-pause' },
        shared: ['net'],
        separate: ['mnt', 'pid', 'ipc', 'uts'],
      },
      'pass',
      'namespace.ok',
    ],
    [
      'two pods',
      {
        type: 'shares-namespace',
        process: { container: 'blog-web' },
        with: { container: 'shop-pause' },
        shared: ['net'],
      },
      'fail',
      'namespace.not-shared',
    ],
    [
      'the application that was killed',
      { type: 'container', name: 'shop-web', state: 'gone', since: 'baseline' },
      'pass',
      'container.gone',
    ],
    [
      'pause that was not',
      { type: 'container', name: 'shop-pause', state: 'gone', since: 'baseline' },
      'fail',
      'container.still-running',
    ],
    [
      'its address',
      { type: 'address', in: { container: 'shop-pause', at: 'baseline' }, unchangedSince: 'baseline' },
      'pass',
      'address.unchanged',
    ],
    [
      'its default route',
      { type: 'route', in: { container: 'blog-web' }, to: 'default', dev: 'eth0' },
      'pass',
      'route.ok',
    ],
    [
      'its interface',
      { type: 'link', in: { container: 'blog-web' }, name: 'eth0', kind: 'veth', up: true },
      'pass',
      'link.ok',
    ],
    [
      'the bridge of the workstation',
      { type: 'link', in: { role: 'workstation' }, kind: 'bridge', up: true },
      'pass',
      'link.ok',
    ],
  ])('%s', (_, check, verdict, code) => {
    expect(grade(check, built, { baseline })).toMatchObject({ verdict, code });
  });

  test('the untouched lab has no new pod', () => {
    expect(grade(POD, baseline, { baseline })).toMatchObject({ verdict: 'fail', code: 'process.not-new' });
  });
  test('a process of the pod with other content is found out', () => {
    const faked = structuredClone(built);
    for (const process of faked.processes)
      if (process.exe?.path === '/usr/bin/socat') process.exe.sha256 = '0'.repeat(64);
    expect(grade(POD, faked, { baseline })).toMatchObject({ verdict: 'fail', code: 'program.faked' });
  });
});
