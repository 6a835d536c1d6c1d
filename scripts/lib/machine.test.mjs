import { describe, expect, test } from 'vitest';
import { CLONE_BYTES, FIRST_START_BYTES, machineProblems, portProblem } from './machine.mjs';
import { formatProblem } from './problem.mjs';

const GOOD = {
  platform: 'linux',
  arch: 'x64',
  hasDpkg: true,
  uid: 1000,
  user: 'ada',
  disk: { path: '/data', freeBytes: 80 * 1024 ** 3, writable: true },
  firstStart: true,
  clone: { path: '/clone', freeBytes: 80 * 1024 ** 3 },
  sysctls: { usernsClone: null, apparmorUserns: null, maxUserns: '96365' },
  usernsTry: { ok: true, command: 'unshare --user true', stderr: '' },
  ids: { subuid: 65536, subgid: 65536 },
};
const forbidden = { ok: false, command: 'unshare --user true', stderr: 'unshare: Operation not permitted\n' };
const only = (facts) => {
  const problems = machineProblems({ ...GOOD, ...facts });
  expect(problems).toHaveLength(1);
  return problems[0];
};

describe('machineProblems()', () => {
  test('finds nothing on a good machine', () => expect(machineProblems(GOOD)).toEqual([]));

  test.each([
    ['macOS', { platform: 'darwin', arch: 'arm64' }, 'darwin on arm64'],
    ['Linux without dpkg', { hasDpkg: false }, 'Linux without dpkg'],
  ])('refuses %s', (_, facts, seen) =>
    expect(only(facts)).toMatchObject({ seen, remedy: expect.stringContaining('Debian 12') }),
  );

  test('says how much is free and how much is missing on a full disk', () => {
    const problem = only({ disk: { ...GOOD.disk, freeBytes: FIRST_START_BYTES - 1024 ** 3 } });
    expect(problem.seen).toBe('2.0 GiB free');
    expect(problem.remedy).toContain('Free 1.0 GiB there');
  });

  test('says whose data folder it is not', () =>
    expect(only({ disk: { ...GOOD.disk, writable: false } })).toMatchObject({
      tried: 'find out whether ada may write /data',
      remedy: expect.stringContaining('sudo chown -R ada /data'),
    }));

  test('says that the clone has no room for packages and build, and nothing of it once they are there', () => {
    const clone = { path: '/clone', freeBytes: CLONE_BYTES - 1024 ** 3 };
    expect(only({ clone })).toMatchObject({
      tried: 'find 2.0 GiB of free space for /clone',
      seen: '1.0 GiB free',
      remedy: 'Free 1.0 GiB there, or clone onto a larger disk.',
    });
    expect(machineProblems({ ...GOOD, clone: null })).toEqual([]);
  });

  test('complains once when data folder and clone are on the same full disk', () => {
    const full = { freeBytes: 0 };
    expect(only({ disk: { ...GOOD.disk, ...full }, clone: { path: '/clone', ...full } }).tried).toContain('/data');
  });

  test('asks for less space once everything is installed', () =>
    expect(machineProblems({ ...GOOD, firstStart: false, disk: { ...GOOD.disk, freeBytes: 2 * 1024 ** 3 } })).toEqual(
      [],
    ));

  test.each([
    [
      'max_user_namespaces=0',
      { usernsClone: '0', apparmorUserns: '1', maxUserns: '0' },
      'user.max_user_namespaces=63000',
    ],
    [
      'unprivileged_userns_clone=0',
      { usernsClone: '0', apparmorUserns: '1', maxUserns: '9' },
      'kernel.unprivileged_userns_clone=1',
    ],
    [
      "Ubuntu's AppArmor restriction",
      { usernsClone: '1', apparmorUserns: '1', maxUserns: '9' },
      'kernel.apparmor_restrict_unprivileged_userns=0',
    ],
    ['no known switch', { usernsClone: null, apparmorUserns: null, maxUserns: '9' }, 'docker run --privileged'],
  ])('names the remedy for forbidden namespaces: %s', (_, sysctls, remedy) => {
    const problem = only({ usernsTry: forbidden, sysctls });
    expect(problem.remedy).toContain(remedy);
    expect(problem.seen).toContain('Operation not permitted');
  });

  test('believes the attempt, not a switch that root is free of', () =>
    expect(machineProblems({ ...GOOD, sysctls: { usernsClone: '0', apparmorUserns: '1', maxUserns: '9' } })).toEqual(
      [],
    ));

  test('does not send root to switches that only bind ordinary users', () =>
    expect(
      only({ uid: 0, usernsTry: forbidden, sysctls: { usernsClone: '0', apparmorUserns: '1', maxUserns: '9' } }).seen,
    ).toContain('none of the usual'));

  test.each([
    [0, 65536, '/etc/subuid: no line for ada'],
    [65536, 1000, '/etc/subgid: only 1000 ids'],
  ])('wants id ranges for an ordinary user: subuid %i, subgid %i', (subuid, subgid, seen) => {
    const problem = only({ ids: { subuid, subgid } });
    expect(problem.seen).toBe(seen);
    expect(problem.remedy).toContain('usermod --add-subuids');
  });

  test('wants no id ranges for root', () =>
    expect(machineProblems({ ...GOOD, uid: 0, ids: { subuid: 0, subgid: 0 } })).toEqual([]));

  test('reports everything at once', () =>
    expect(
      machineProblems({ ...GOOD, hasDpkg: false, disk: { path: '/', freeBytes: 0 }, ids: { subuid: 0, subgid: 0 } }),
    ).toHaveLength(3));
});

describe('portProblem()', () => {
  const ask = { host: '127.0.0.1', port: 3000, holder: null };

  test('is silent when listening worked', () => expect(portProblem({ ...ask, code: null })).toBeNull());

  test('names who holds the port and offers the next', () => {
    const text = formatProblem(
      portProblem({ ...ask, code: 'EADDRINUSE', holder: { pid: 42, command: 'node other.js' } }),
    );
    expect(text).toContain('held by process 42: node other.js');
    expect(text).toContain('PORT=3001 npm run up');
  });

  test('explains a low port', () =>
    expect(portProblem({ ...ask, port: 80, code: 'EACCES' }).remedy).toContain('PORT=3000'));

  test('explains an address of another machine', () =>
    expect(portProblem({ ...ask, code: 'EADDRNOTAVAIL' }).remedy).toContain('127.0.0.1'));
});
