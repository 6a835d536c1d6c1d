import { describe, expect, test } from 'vitest';
import { grade } from '../testing/grade';
import { makeLab, SHOP, type ContainerSpec } from '../testing/lab';

const baseline = makeLab({ containers: SHOP });
const check = {
  type: 'shares-namespace',
  process: { container: 'toolbox', newSince: 'baseline' },
  with: { container: 'shop-pause' },
  shared: ['net'],
  separate: ['mnt', 'pid'],
};
const toolbox = (fields: Partial<ContainerSpec> = {}): ContainerSpec => ({
  name: 'toolbox',
  program: 'busybox',
  pid: 40,
  join: { pid: 20, namespaces: ['net'] },
  ...fields,
});
const gradeWith = (...containers: ContainerSpec[]) =>
  grade(check, makeLab({ containers: [...SHOP, ...containers] }), { baseline });

describe('shares-namespace', () => {
  test('passes for a container that joined the network only', () => {
    expect(gradeWith(toolbox())).toMatchObject({
      verdict: 'pass',
      code: 'namespace.ok',
      params: { one: 'net:[2001]', other: 'net:[2001]' },
    });
  });
  test('fails for a namespace of its own with the very same address', () => {
    const lookalike: ContainerSpec = { name: 'toolbox', program: 'busybox', pid: 40, addresses: ['10.88.0.5/16'] };
    expect(gradeWith(lookalike)).toMatchObject({
      verdict: 'fail',
      code: 'namespace.not-shared',
      params: { notShared: ['net'], one: 'net:[4001]', other: 'net:[2001]' },
    });
  });
  test('fails on the machine’s own network', () => {
    expect(gradeWith(toolbox({ join: { pid: 1, namespaces: ['net'] } }))).toMatchObject({
      verdict: 'fail',
      code: 'namespace.not-shared',
    });
  });
  test('fails when more is shared than a container shares', () => {
    expect(gradeWith(toolbox({ join: { pid: 20, namespaces: ['net', 'pid'] } }))).toMatchObject({
      verdict: 'fail',
      code: 'namespace.shared',
      params: { notSeparate: ['pid'] },
    });
  });
  test('fails for a process of the machine that was put into the namespaces: it is no container', () => {
    const nsenter = toolbox({ join: { pid: 1, namespaces: ['mnt', 'pid'] } });
    expect(gradeWith(nsenter)).toMatchObject({ verdict: 'fail', code: 'container.not-a-container', missing: true });
  });
  test('fails for an old container that was renamed', () => {
    const [pause, web] = SHOP as [ContainerSpec, ContainerSpec];
    const renamed = makeLab({ containers: [pause, { ...web, name: 'toolbox' }] });
    expect(grade(check, renamed, { baseline })).toMatchObject({ verdict: 'fail', code: 'process.not-new' });
  });
  test('fails for a name that the lab lists and the kernel does not know', () => {
    const claims = [
      { Names: ['toolbox'], Pid: 4711, State: 'running', Image: 'busybox' },
      { Names: ['shop-pause'], Pid: 20, State: 'running' },
    ];
    const faked = makeLab({ containers: SHOP, claims });
    expect(grade(check, faked, { baseline })).toMatchObject({
      verdict: 'fail',
      code: 'container.only-claimed',
      params: { pid: 4711 },
    });
  });
  test('fails when both names stand for the same process', () => {
    const same = {
      type: 'shares-namespace',
      process: { container: 'shop-pause' },
      with: { program: 'pause:/pause', newSince: 'stepStart' },
      shared: ['net'],
    };
    const result = grade(same, baseline, { stepStart: makeLab() });
    expect(result).toMatchObject({ verdict: 'fail', code: 'namespace.same-process' });
  });
  test('counts no zombie', () => {
    expect(gradeWith(toolbox({ state: 'Z' }))).toMatchObject({ verdict: 'fail', code: 'container.only-claimed' });
  });
  test('is not graded when namespaces of the process could not be read', () => {
    const lab = makeLab({ containers: [...SHOP, toolbox()] });
    for (const process of lab.processes) if (process.nspid[0] === 40) process.namespaces = null;
    expect(grade(check, lab, { baseline })).toMatchObject({
      verdict: 'not graded',
      code: 'evidence.process-unreadable',
    });
  });
});

describe('a container’s name is the learner’s to choose', () => {
  const named = (name: string) => ({ type: 'container', name });
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a name like any other', (name) => {
    expect(grade(named(name), baseline)).toMatchObject({ verdict: 'fail', code: 'container.unknown' });
    const there = makeLab({ containers: [{ name, program: 'busybox', pid: 40 }] });
    expect(grade(named(name), there)).toMatchObject({ verdict: 'pass' });
  });
  test('escapes and right-to-left marks do not reach the verdict', () => {
    const evil = makeLab({ containers: [{ name: '\u001b[2Jx\u202egnp', program: 'busybox', pid: 40 }] });
    const text = JSON.stringify(grade(named('nobody'), evil));
    expect(text).toContain('u{1b}[2Jx');
    expect(text).not.toMatch(/\\u001b|\u202e/);
  });
  test('two containers of one name are not guessed between', () => {
    const twice = [
      { Names: ['a'], Pid: 20, State: 'running' },
      { Names: ['a'], Pid: 30, State: 'running' },
    ];
    expect(grade(named('a'), makeLab({ containers: SHOP, claims: twice }))).toMatchObject({
      verdict: 'fail',
      code: 'container.ambiguous',
    });
  });
  test.each([
    ['null, as podman prints an empty list', null, 'fail'],
    ['an object', { Names: ['a'] }, 'not graded'],
    ['entries that are none', [null, 1, 'a', { Names: [7] }, { Pid: 1 }], 'fail'],
    ['a pid that is no number', [{ Names: ['shop-web'], Pid: '30', State: 'running' }], 'fail'],
  ])('%s', (_, claims, verdict) => {
    const lab = makeLab({
      containers: SHOP,
      change: (evidence) => Object.assign(evidence.objects.containers ?? {}, { text: JSON.stringify(claims) }),
    });
    expect(grade(named('shop-web'), lab).verdict).toBe(verdict);
  });
});
