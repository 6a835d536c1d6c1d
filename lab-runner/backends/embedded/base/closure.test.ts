import { expect, test } from 'vitest';
import { closePackages, parseInstalled } from './closure';

const LISTING = [
  'podman\t4.3.1\tii \t\tinit (>= 1)\tlibc6 (>= 2.34), crun | runc (>= 1.0), conmon:any',
  'crun\t1.8\tii \toci-runtime\t\tlibc6',
  'conmon\t2.1\tii \t\t\tlibc6, mail-agent',
  'exim\t4\tii \tmail-agent (= 1)\t\tbig',
  'big\t1\tii \t\t\t',
  'libc6\t2.36\tii \t\t\t',
  'runc\t1\trc \t\t\t',
  'init\t1\tii \t\t\t',
].join('\n');

test('parseInstalled() leaves out packages whose files are gone', () => {
  expect(parseInstalled(LISTING).has('runc')).toBe(false);
  expect(parseInstalled(LISTING).get('podman')?.depends).toEqual([['init'], ['libc6'], ['crun', 'runc'], ['conmon']]);
});

test('closePackages() follows dependencies, the installed alternative and virtual packages', () => {
  expect(closePackages(parseInstalled(LISTING), ['podman'], new Set())).toEqual([
    'big',
    'conmon',
    'crun',
    'exim',
    'init',
    'libc6',
    'podman',
  ]);
});

test('closePackages() leaves out what only a left-out package needs', () => {
  expect(closePackages(parseInstalled(LISTING), ['conmon', 'absent'], new Set(['exim']))).toEqual(['conmon', 'libc6']);
});
