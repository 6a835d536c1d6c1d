import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Host } from './host';
import { main } from './main';

let data: string;
let printed: { out: string; err: string };

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'podwire-cli-'));
  printed = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed.out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((printed.err += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(data, { recursive: true });
});

const podwire = (...args: string[]): Promise<number> => {
  const host: Host = {
    root: process.cwd(),
    data,
    socket: join(data, 'runner.sock'),
    machine: () => Promise.reject(new Error('not asked for')),
    tryLock: () => Promise.resolve(null),
  };
  return main(['node', 'podwire', ...args], host);
};

const COMMANDS = [
  ['doctor'],
  ['lint'],
  ['new'],
  ['evidence'],
  ['parse'],
  ...['start', 'list', 'exec', 'destroy', 'grade', 'prove'].map((name) => ['lab', name]),
];

describe('main()', () => {
  test.each(COMMANDS.map((words) => [words.join(' '), words] as const))('%s has --help', async (_, words) => {
    expect(await podwire(...words, '--help')).toBe(0);
    expect(printed.out).toContain(`Usage: podwire ${words.join(' ')}`);
  });

  test.each([
    ['an unknown command', ['frobnicate']],
    ['an unknown command of lab', ['lab', 'frobnicate']],
    ['no lab command', ['lab']],
    ['a missing argument', ['lab', 'exec', 'a1234567']],
    ['an unknown option', ['doctor', '--frobnicate']],
    ['an unknown format', ['parse', 'xml']],
    ['options that exclude each other', ['lab', 'start', 'x', '--detach', '--exec', 'true']],
    ['a bad lesson name', ['new', 'Services']],
  ])('%s is wrong usage: exit code 2', async (_, args) => {
    expect(await podwire(...args)).toBe(2);
    expect(printed.err).not.toBe('');
  });

  test('a lab without a running lab-runner is exit code 1, with what to do', async () => {
    expect(await podwire('lab', 'exec', 'a1234567', 'workstation', 'ls', '-l')).toBe(1);
    expect(printed.err).toContain('to do: Start Podwire');
  });

  test('lab list without a running lab-runner is an empty list', async () => {
    expect(await podwire('lab', 'list', '--json')).toBe(0);
    expect(JSON.parse(printed.out)).toEqual([]);
  });

  test('an unknown lesson is exit code 1', async () => expect(await podwire('lab', 'prove', 'nowhere/at-all')).toBe(1));
});
