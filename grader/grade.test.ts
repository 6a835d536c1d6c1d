import { describe, expect, test } from 'vitest';
import { gradeStep, probesForStep, sourcesForStep, stepHasProbes } from './grade';
import { Step } from './step';
import { makeLab, SHOP } from './testing/lab';

const lab = makeLab({ containers: SHOP });
const documents = { baseline: lab, stepStart: lab, now: lab };
const RIGHT = { type: 'listening', in: { container: 'shop-web' }, port: 80 };
const WRONG = { type: 'listening', in: { container: 'shop-web' }, port: 81 };
const UNREAD = {
  type: 'iptables',
  in: { role: 'workstation' },
  chain: 'INPUT',
  target: { kind: 'ACCEPT' },
  absent: true,
};
const step = (...checks: unknown[]): Step => Step.parse({ id: 's', mode: 'final', checks });
const check = (id: string, expected: unknown, more = {}) => ({ id, points: 2, expect: expected, ...more });
const gradeChecks = (...checks: unknown[]) => gradeStep({ step: step(...checks), ...documents, answers: {} });

describe('gradeStep()', () => {
  test('passes when all pass, with all points', () => {
    expect(gradeChecks(check('a', RIGHT), check('b', RIGHT))).toMatchObject({
      schema: 1,
      verdict: 'pass',
      provisional: false,
      points: 4,
      maxPoints: 4,
      checks: [
        { id: 'a', points: 2 },
        { id: 'b', verdict: 'pass', code: 'listening.ok' },
      ],
    });
  });
  test('fails when one fails, and keeps the points of the others', () => {
    expect(gradeChecks(check('a', RIGHT), check('b', WRONG))).toMatchObject({ verdict: 'fail', points: 2 });
  });
  test('is not graded when one is undecided and none fails', () => {
    const now = structuredClone(lab);
    for (const netns of now.netns) delete netns.sources.nft;
    const verdict = gradeStep({ step: step(check('a', RIGHT), check('b', UNREAD)), ...documents, now, answers: {} });
    expect(verdict).toMatchObject({ verdict: 'not graded', points: 2 });
  });
  test('a step without checks is no pass', () => expect(gradeChecks().verdict).toBe('not graded'));

  test('a check waits for the one it comes after, in whatever order they stand', () => {
    const verdict = gradeChecks(check('b', RIGHT, { after: 'a' }), check('a', WRONG));
    expect(verdict.checks.map(({ id, code }) => [id, code])).toEqual([
      ['b', 'check.waits'],
      ['a', 'listening.none'],
    ]);
    expect(gradeChecks(check('b', RIGHT, { after: 'a' }), check('a', RIGHT)).verdict).toBe('pass');
  });
  test('checks that wait for each other, or for none that exists, never pass', () => {
    expect(gradeChecks(check('a', RIGHT, { after: 'b' }), check('b', RIGHT, { after: 'a' })).verdict).toBe(
      'not graded',
    );
    expect(gradeChecks(check('a', RIGHT, { after: 'nobody' })).verdict).toBe('not graded');
  });
  test('an answer is taken by the check’s id only, also when that is the name of a method', () => {
    const question = { type: 'answer', kind: 'contains', equals: ['native'] };
    const verdict = gradeStep({
      step: step(check('constructor', question), check('toString', question)),
      ...documents,
      answers: {},
    });
    expect(verdict.checks.map(({ code }) => code)).toEqual(['answer.empty', 'answer.empty']);
  });
  test('says when the evidence was read without freezing', () => {
    const verdict = gradeStep({
      step: step(check('a', RIGHT)),
      ...documents,
      now: { ...lab, frozen: 'no' },
      answers: {},
    });
    expect(verdict.provisional).toBe(true);
  });
  test('gives the same bytes whatever the order of processes that do not matter', () => {
    const shuffled = { ...lab, netns: [...lab.netns].reverse(), catalogue: [...lab.catalogue].reverse() };
    const grade = (now: typeof lab) =>
      JSON.stringify(gradeStep({ step: step(check('a', RIGHT)), ...documents, now, answers: {} }));
    expect(grade(shuffled)).toBe(grade(lab));
  });
  test('a fault of the grader is not graded, never a pass and never an exception', () => {
    const broken = {
      ...lab,
      netns: [{ inode: 2001, role: null, owner: null, sources: null }],
    } as unknown as typeof lab;
    expect(gradeStep({ step: step(check('a', RIGHT)), ...documents, now: broken, answers: {} })).toMatchObject({
      verdict: 'not graded',
      checks: [{ code: 'grader.error' }],
    });
  });
  test('survives a JSON round trip unchanged', () => {
    const verdict = gradeChecks(check('a', RIGHT), check('b', WRONG));
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
  });
});

describe('sourcesForStep()', () => {
  test('names each source once, only what the checks need', () => {
    const address = { type: 'address', in: { role: 'workstation' }, within: '10.0.0.0/8' };
    expect(sourcesForStep(step(check('a', { type: 'all', of: [address, { type: 'not', of: address }] })))).toEqual({
      sources: ['addresses'],
      objects: [],
      freeze: true,
      probes: [],
    });
    expect(sourcesForStep(step(check('a', RIGHT), check('b', address)))).toMatchObject({
      sources: ['addresses', 'sockets'],
      objects: ['containers'],
    });
  });
});

describe('probesForStep()', () => {
  const control = { from: { role: 'workstation' }, to: '127.0.0.1', port: 80, outcome: ['refused'] };
  const probe = { type: 'reachable', from: { container: 'shop-web' }, to: '127.0.0.1', port: 80, control };
  test('gives both attempts, each once', () => {
    const asked = step(check('a', probe), check('b', { type: 'any', of: [probe, RIGHT] }));
    expect(stepHasProbes(asked)).toBe(true);
    expect(probesForStep(asked, documents).map(({ fromNetns, port }) => [fromNetns, port])).toEqual([
      [2001, 80],
      [1001, 80],
    ]);
  });
  test('gives none for what is not there, and does not throw', () => {
    const asked = step(check('a', { ...probe, from: { container: 'nobody' } }));
    expect(probesForStep(asked, documents)).toHaveLength(1);
    expect(probesForStep(asked, { ...documents, now: { ...makeLab(), objects: {} } })).toEqual([]);
    expect(stepHasProbes(step(check('a', RIGHT)))).toBe(false);
  });
});
