import { describe, expect, it } from 'vitest';
import type { CheckVerdict, StepVerdict } from '../../../grader/verdict';
import type { LessonStep } from '../course/course';
import type { StepRow } from '../data/steps';
import { StepView } from '../views';
import { toStepView } from './step-view';

const words = (text: string) => ({ en: text, zh: text });
const step = {
  id: 'join',
  title: words('Join'),
  graded: { id: 'join', mode: 'latch', checks: [] },
  maxPoints: 3,
  hints: 2,
  solutionAfter: 2,
  only: null,
  checks: {
    a: { title: words('A'), messages: { 'listening.ok': { en: { why: 'my own words' } } } },
    b: { title: words('B'), messages: {} },
  },
} as unknown as LessonStep;

const check = (id: string, verdict: CheckVerdict['verdict']): CheckVerdict => ({
  id,
  verdict,
  code: verdict === 'pass' ? 'listening.ok' : 'listening.none',
  params: { name: 'web', port: 80, protocol: 'tcp', netns: [], listeners: [] },
  evidence: [{ source: 'sockets', netns: 'net:[1]', line: 2, text: 'LISTEN 0 128', mark: 'LISTEN' }],
  points: verdict === 'pass' ? 1 : 0,
  maxPoints: 1,
});

const row = (state: StepRow['state'], more: Partial<StepRow> = {}): StepRow => ({
  userId: 'u',
  lesson: 'l',
  step: 'join',
  state,
  points: state === 'done' ? 3 : 0,
  attempts: 0,
  hintsOpened: 0,
  attemptId: null,
  doneAt: null,
  updatedAt: new Date(0),
  ...more,
});

const tick = (...checks: CheckVerdict[]): { verdict: StepVerdict } => ({
  verdict: {
    schema: 1,
    step: 'join',
    mode: 'latch',
    verdict: 'fail',
    provisional: true,
    points: 0,
    maxPoints: 3,
    checks,
  },
});

describe('toStepView()', () => {
  it('keeps the shape that pages are told', () => {
    StepView.parse(toStepView({ step, progress: row('differs'), checks: [check('a', 'fail')], live: null }));
  });

  it('shows a visitor an untouched step', () => {
    const view = toStepView({ step, progress: null, checks: [], live: null });
    expect(view).toMatchObject({
      state: 'open',
      points: 0,
      checks: [],
      attempts: 0,
      hintsOpened: 0,
      solutionOpen: false,
    });
  });

  it.each([
    {
      name: 'while it is ticked and untouched: looking',
      progress: row('open'),
      live: { verdict: null },
      state: 'looking',
    },
    { name: 'ticked, but asked before: differs', progress: row('differs'), live: { verdict: null }, state: 'differs' },
    { name: 'done, whatever a tick says', progress: row('done'), live: tick(check('a', 'fail')), state: 'done' },
    { name: 'not graded', progress: row('not-graded'), live: null, state: 'not-graded' },
  ])('state $name', ({ progress, live, state }) => {
    expect(toStepView({ step, progress, checks: [], live }).state).toBe(state);
  });

  it('a tick shows what holds, and does not correct work that nobody asked about', () => {
    const view = toStepView({
      step,
      progress: row('open'),
      checks: [],
      live: tick(check('a', 'pass'), check('b', 'fail')),
    });
    expect(view.checks.map(({ id }) => id)).toEqual(['a']);
    expect(view.points).toBe(1);
  });

  it('after a failed Check a tick updates what differs', () => {
    const view = toStepView({
      step,
      progress: row('differs', { attempts: 1 }),
      checks: [check('a', 'fail'), check('b', 'fail')],
      live: tick(check('a', 'pass'), check('b', 'fail')),
    });
    expect(view.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });

  it('a tick that cannot decide a check leaves what a real look decided', () => {
    const view = toStepView({
      step,
      progress: row('differs'),
      checks: [check('a', 'fail'), check('b', 'pass')],
      live: tick(check('a', 'fail'), check('b', 'not graded')),
    });
    expect(view.checks[1]?.verdict).toBe('pass');
  });

  it.each([
    { name: 'before the author’s number of tries', progress: row('differs', { attempts: 1 }), open: false },
    { name: 'after it', progress: row('differs', { attempts: 2 }), open: true },
    { name: 'when done', progress: row('done'), open: true },
  ])('the solution is open: $name', ({ progress, open }) => {
    expect(toStepView({ step, progress, checks: [], live: null }).solutionOpen).toBe(open);
  });

  it('says a check in the author’s words where there are some, in both languages', () => {
    const [view] = toStepView({ step, progress: row('done'), checks: [check('a', 'pass')], live: null }).checks;
    expect(view?.messages.en.why).toBe('my own words');
    expect(view?.messages.zh.expected).toMatch(/\p{Script=Han}/u);
    expect(view?.evidence[0]).toMatchObject({ line: 2, mark: 'LISTEN' });
  });
});
