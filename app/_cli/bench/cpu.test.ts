import { expect, test } from 'vitest';
import { parseStat, treeTicks } from './cpu';

test('parseStat() reads a process whose name looks like the end of the name', () =>
  expect(parseStat('7 (a) b) S 3 7 7 0 -1 4194560 1 2 3 4 10 20 300 4000 20 0 1 0 99')).toEqual({
    pid: 7,
    ppid: 3,
    ticks: 4330,
  }));

test('treeTicks() counts descendants once and strangers not at all', () => {
  const processes = [
    { pid: 1, ppid: 0, ticks: 1000 },
    { pid: 5, ppid: 1, ticks: 1 },
    { pid: 6, ppid: 5, ticks: 10 },
    { pid: 7, ppid: 6, ticks: 100 },
    { pid: 8, ppid: 1, ticks: 5000 },
  ];
  expect(treeTicks(processes, [5, 6])).toBe(111);
});
