import { describe, expect, test } from 'vitest';
import { grade } from '../testing/grade';
import { makeLab, SHOP, type ContainerSpec } from '../testing/lab';
import { Check } from '.';

const [pause, web] = SHOP as [ContainerSpec, ContainerSpec];
const baseline = makeLab({ containers: SHOP });

describe('process', () => {
  const gone = { type: 'process', which: { container: 'shop-web', at: 'baseline' }, state: 'gone' };
  test('gone passes when pid and start time are no more', () => {
    expect(grade(gone, makeLab({ containers: [pause] }), { baseline })).toMatchObject({
      verdict: 'pass',
      code: 'process.ended',
    });
  });
  test('gone passes although a new process has the same pid', () => {
    const again = makeLab({ containers: [pause, { ...web, startTicks: 77_777 }] });
    expect(grade(gone, again, { baseline })).toMatchObject({ verdict: 'pass' });
  });
  test('gone passes for a zombie, which holds nothing any more', () => {
    expect(grade(gone, makeLab({ containers: [pause, { ...web, state: 'Z' }] }), { baseline })).toMatchObject({
      verdict: 'pass',
    });
  });
  test('gone fails while it runs', () => {
    expect(grade(gone, baseline, { baseline })).toMatchObject({
      verdict: 'fail',
      code: 'process.still-running',
      params: { pids: [30] },
    });
  });
  test('gone fails for what was never there', () => {
    const result = grade(gone, makeLab(), { baseline: makeLab() });
    expect(result).toMatchObject({ verdict: 'fail', code: 'container.unknown' });
  });
  test('gone without a snapshot is refused by the schema', () => {
    expect(Check.safeParse({ type: 'process', which: { container: 'a' }, state: 'gone' }).success).toBe(false);
  });
  test('running since the snapshot fails once it has ended', () => {
    const check = { type: 'process', which: { container: 'shop-web', at: 'baseline' } };
    expect(grade(check, makeLab({ containers: [pause] }), { baseline })).toMatchObject({
      verdict: 'fail',
      code: 'process.ended-early',
    });
    expect(grade(check, baseline, { baseline })).toMatchObject({ verdict: 'pass' });
  });
  test('is not graded when a process that may be it has no readable program', () => {
    const lab = makeLab({ containers: [pause] });
    for (const process of lab.processes) if (process.nspid[0] === 20) process.exe = null;
    expect(grade({ type: 'process', which: { program: 'nginx:/usr/sbin/nginx' } }, lab)).toMatchObject({
      verdict: 'not graded',
      code: 'evidence.process-unreadable',
    });
  });
});

describe('container', () => {
  const check = (state: string, more = {}) => ({ type: 'container', name: 'shop-web', state, ...more });
  const since = { since: 'baseline' };
  const stopped = makeLab({
    containers: [pause],
    claims: [
      { Names: ['shop-web'], Pid: 0, State: 'exited', Image: 'nginx' },
      { Names: ['shop-pause'], Pid: 20, State: 'running' },
    ],
  });

  test.each([
    ['running', check('running'), baseline, 'pass', 'container.running'],
    ['running, but stopped', check('running'), stopped, 'fail', 'container.stopped'],
    [
      'running another program',
      check('running', { program: 'talk:/usr/bin/socat' }),
      baseline,
      'fail',
      'container.other-program',
    ],
    ['gone', check('gone', since), stopped, 'pass', 'container.gone'],
    [
      'gone, and removed from the list',
      check('gone', since),
      makeLab({ containers: [pause] }),
      'pass',
      'container.gone',
    ],
    ['gone, but running', check('gone', since), baseline, 'fail', 'container.still-running'],
    [
      'gone, but only renamed',
      check('gone', since),
      makeLab({ containers: [pause, { ...web, name: 'x' }] }),
      'fail',
      'container.still-running',
    ],
    ['stopped', check('stopped'), stopped, 'pass', 'container.stopped-ok'],
    ['stopped, but running', check('stopped'), baseline, 'fail', 'container.still-running'],
    [
      'restarted',
      check('restarted', since),
      makeLab({ containers: [pause, { ...web, pid: 31 }] }),
      'pass',
      'container.restarted',
    ],
    ['restarted, but never stopped', check('restarted', since), baseline, 'fail', 'container.still-running'],
    ['restarted, but not started', check('restarted', since), stopped, 'fail', 'container.stopped'],
  ])('%s', (_, asked, now, verdict, code) => {
    expect(grade(asked, now, { baseline })).toMatchObject({ verdict, code });
  });

  test('listed as exited while the kernel has the process is not stopped', () => {
    const lying = makeLab({ containers: SHOP, claims: [{ Names: ['shop-web'], Pid: 30, State: 'exited' }] });
    expect(grade(check('stopped'), lying)).toMatchObject({ verdict: 'fail', code: 'container.still-running' });
  });
  test('gone is no pass for a container that was not there at the snapshot', () => {
    expect(grade(check('gone', since), stopped, { baseline: stopped })).toMatchObject({
      verdict: 'fail',
      code: 'container.stopped',
    });
  });
});
