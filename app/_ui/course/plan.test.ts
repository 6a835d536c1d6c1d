import { describe, expect, it } from 'vitest';
import { lessonState, minutesLeftOf, nextLesson, type PageCourse, type PageLesson } from './plan';

const makeLesson = (key: string, steps = 4, minutes: number | null = 20): PageLesson => ({
  key,
  title: key,
  summary: '',
  minutes,
  steps,
  translated: true,
});

const A = makeLesson('m/a');
const B = makeLesson('m/b');
const COURSE: PageCourse = {
  title: 'c',
  summary: null,
  modules: [{ key: 'm', title: 'm', summary: null, lessons: [A, B] }],
};

describe('nextLesson()', () => {
  it.each([
    ['starts with the first lesson', {}, 'm/a', 'start'],
    ['continues where work was left', { 'm/b': { stepsDone: 1, touchedAt: 1 } }, 'm/b', 'continue'],
    [
      'continues with the newest of several',
      { 'm/a': { stepsDone: 1, touchedAt: 9 }, 'm/b': { stepsDone: 1, touchedAt: 1 } },
      'm/a',
      'continue',
    ],
    ['goes on to the next open lesson', { 'm/a': { stepsDone: 4, touchedAt: 1 } }, 'm/b', 'continue'],
    [
      'offers the first again when all is done',
      { 'm/a': { stepsDone: 4, touchedAt: 1 }, 'm/b': { stepsDone: 4, touchedAt: 2 } },
      'm/a',
      'again',
    ],
  ])('%s', (_name, progress, key, kind) => {
    expect(nextLesson(COURSE, progress)).toMatchObject({ lesson: { key }, kind });
  });

  it('is null for a course without lessons', () => {
    expect(nextLesson({ ...COURSE, modules: [] }, {})).toBeNull();
  });
});

describe('minutesLeftOf()', () => {
  it('takes the share of steps that is open, rounded up', () => {
    expect(minutesLeftOf(A, { 'm/a': { stepsDone: 1, touchedAt: 0 } })).toBe(15);
    expect(minutesLeftOf(A, { 'm/a': { stepsDone: 99, touchedAt: 0 } })).toBe(0);
    expect(minutesLeftOf(makeLesson('x', 0), {})).toBe(20);
    expect(minutesLeftOf(makeLesson('x', 4, null), {})).toBeNull();
  });
});

describe('lessonState()', () => {
  it('never calls a lesson without steps done', () => {
    expect(lessonState(makeLesson('x', 0), { x: { stepsDone: 0, touchedAt: 1 } })).toBe('started');
  });
});
