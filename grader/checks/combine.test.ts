import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fail, failMissing, notGraded, pass, type Result } from '../verdict';
import { all, any, not } from './combine';

const P = pass('process.ok', {});
const F = fail('process.still-running', {});
const M = failMissing('container.unknown', {});
const N = notGraded('evidence.not-read', {});

describe('all()', () => {
  test.each<[string, Result[], Result['verdict']]>([
    ['every one passes', [P, P], 'pass'],
    ['one fails', [P, F], 'fail'],
    ['a failure counts more than what is undecided', [N, F], 'fail'],
    ['undecided is no pass', [P, N], 'not graded'],
    ['none at all is no pass', [], 'not graded'],
  ])('%s', (_, results, verdict) => expect(all(results).verdict).toBe(verdict));
});

describe('any()', () => {
  test.each<[string, Result[], Result['verdict']]>([
    ['one passes', [F, N, P], 'pass'],
    ['the undecided one could have passed', [F, N], 'not graded'],
    ['none passes', [F, M], 'fail'],
    ['none at all is no pass', [], 'not graded'],
  ])('%s', (_, results, verdict) => expect(any(results).verdict).toBe(verdict));
  test('stays missing when all are', () => {
    expect(any([M, M]).missing).toBe(true);
    expect(any([M, F]).missing).toBeUndefined();
  });
});

describe('not()', () => {
  test.each<[string, Result, Result['verdict']]>([
    ['a pass', P, 'fail'],
    ['a failure', F, 'pass'],
    ['a failure because nothing is there', M, 'fail'],
    ['what is undecided', N, 'not graded'],
    ['twice, of a missing thing', not(M), 'fail'],
  ])('%s', (_, result, verdict) => expect(not(result).verdict).toBe(verdict));
});

test('no tree of only undecided and missing results ever passes', () => {
  const { tree } = fc.letrec<{ tree: Result; leaf: Result }>((tie) => ({
    leaf: fc.constantFrom(M, N),
    tree: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.array(tie('tree'), { maxLength: 3 }).map(all),
      fc.array(tie('tree'), { maxLength: 3 }).map(any),
      tie('tree').map(not),
    ),
  }));
  fc.assert(fc.property(tree, (result) => result.verdict !== 'pass'));
});
