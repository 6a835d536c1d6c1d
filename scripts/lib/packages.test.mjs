import { describe, expect, test } from 'vitest';
import { aptProblem, installCommands, missingPackages, planInstall } from './packages.mjs';
import { Problem } from './problem.mjs';

const CRUN = { name: 'crun', why: "runs the lab's containers" };
const JQ = { name: 'jq', why: 'reads JSON' };
const facts = { missing: [CRUN], uid: 1000, hasSudo: true, hasTty: true, noInstall: false };

describe('missingPackages()', () => {
  test.each([
    ['installed', 'crun installed\njq installed\n', []],
    ['unknown to dpkg', 'jq installed\n', [CRUN]],
    ['removed but configured', 'crun config-files\njq installed\n', [CRUN]],
    ['with an architecture', 'crun:amd64 installed\njq installed\n', []],
  ])('a package %s', (_, output, missing) => expect(missingPackages([CRUN, JQ], output)).toEqual(missing));
});

describe('installCommands()', () => {
  const argv = ['apt-get', 'install', '-y', 'crun', 'nginx'];
  const NGINX = { name: 'nginx', why: 'is an image', service: 'nginx.service' };

  test('keep a package that brings a service from starting it', () =>
    expect(installCommands({ argv, missing: [CRUN, NGINX], hasSystemd: true })).toEqual([
      ['apt-get', 'update', '-q'],
      ['systemctl', 'mask', 'nginx.service'],
      argv,
      ['systemctl', 'unmask', 'nginx.service'],
      ['systemctl', 'disable', 'nginx.service'],
    ]));
  test.each([
    ['it is there already', { missing: [CRUN], hasSystemd: true }],
    ['the machine has no systemd', { missing: [NGINX], hasSystemd: false }],
  ])('leave services alone when %s', (_, facts) =>
    expect(installCommands({ argv, ...facts })).toEqual([['apt-get', 'update', '-q'], argv]),
  );
});

describe('planInstall()', () => {
  test('does nothing when nothing is missing', () => expect(planInstall({ ...facts, missing: [] })).toBeNull());

  test('calls apt-get through sudo for an ordinary user', () =>
    expect(planInstall(facts)).toEqual({
      prefix: ['sudo'],
      argv: ['apt-get', 'install', '-y', '--no-install-recommends', 'crun'],
    }));

  test('never lets sudo wait for a password without a terminal', () =>
    expect(planInstall({ ...facts, hasTty: false }).prefix).toEqual(['sudo', '-n']));

  test('calls apt-get itself as root', () =>
    expect(planInstall({ ...facts, uid: 0, hasSudo: false }).prefix).toEqual([]));

  test('tells neither root nor sudo what to ask for, and why', () => {
    const problem = planInstall({ ...facts, missing: [CRUN, JQ], hasSudo: false });
    expect(problem).toBeInstanceOf(Problem);
    expect(problem.message).toBe('2 system packages are missing');
    expect(problem.seen).toMatch(/crun +runs the lab's containers\njq +reads JSON/);
    expect(problem.remedy).toBe(
      'Ask an administrator to run: sudo apt-get update && sudo apt-get install -y --no-install-recommends crun jq',
    );
  });

  test('only lists with --no-install, also as root', () => {
    const problem = planInstall({ ...facts, uid: 0, noInstall: true });
    expect(problem.remedy).toBe('Run: apt-get update && apt-get install -y --no-install-recommends crun');
  });
});

describe('aptProblem()', () => {
  test.each([
    ['sudo: a password is required', 'sudo wants a password'],
    ['E: Could not get lock /var/lib/dpkg/lock-frontend', 'Another package manager is running'],
    ['E: Unable to locate package crun', '"universe"'],
    ["W: Failed to fetch http://x  Temporary failure resolving 'x'", 'mirror could not be reached'],
    ['E: something else', 'Read what apt-get says'],
  ])('%s', (stderr, remedy) => {
    const problem = aptProblem(['sudo', '-n', 'apt-get', 'update'], { exit: 100, stdout: '', stderr });
    expect(problem.remedy).toContain(remedy);
    expect(problem.seen).toContain(stderr);
  });

  test('where sudo cannot ask, names all that is to be typed, and not only the command that failed', () => {
    const result = { exit: 1, stdout: '', stderr: 'sudo: a password is required' };
    const byHand = 'sudo apt-get update -q && sudo apt-get install -y crun';
    expect(aptProblem(['sudo', '-n', 'apt-get', 'update'], result, byHand).remedy).toContain(byHand);
  });
});
