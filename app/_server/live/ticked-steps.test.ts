import { describe, expect, it } from 'vitest';
import type { Check } from '../../../grader/checks';
import type { LessonStep } from '../course/course';
import { tickedSteps } from './ticked-steps';

const ANSWER = { type: 'answer', kind: 'exact', equals: 'x' } as unknown as Check;
const KERNEL = { type: 'container', name: 'web', state: 'running' } as unknown as Check;

const step = (id: string, ...expects: Check[]) =>
  ({
    id,
    graded: { id, mode: 'latch', checks: expects.map((expect, i) => ({ id: `${id}${i}`, points: 1, expect })) },
  }) as unknown as LessonStep;

const lesson = [
  step('answer', ANSWER),
  step('mixed', { type: 'all', of: [KERNEL, { type: 'not', of: ANSWER }] }, KERNEL),
  step('first', KERNEL),
  step('second', KERNEL),
];

describe('tickedSteps()', () => {
  it.each([
    {
      name: 'open from the start: the first that needs no answer, and what stands before it',
      done: [],
      expected: ['mixed', 'first'],
    },
    { name: 'done in order: the next', done: ['answer', 'mixed', 'first'], expected: ['second'] },
    { name: 'done out of order: what was left out is still looked at', done: ['first'], expected: ['mixed', 'second'] },
    { name: 'all done: none', done: ['answer', 'mixed', 'first', 'second'], expected: [] },
    { name: 'only an answer left: none', done: ['mixed', 'first', 'second'], expected: [] },
  ])('$name', ({ done, expected }) => {
    const ticked = tickedSteps(lesson, (id) => done.includes(id));
    expect(ticked.map(({ id }) => id)).toEqual(expected);
  });
});
