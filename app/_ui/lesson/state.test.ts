import { describe, expect, it } from 'vitest';
import type { LabView, LessonView, StepView } from '../../_server/views';
import {
  currentStep,
  expiryWarning,
  initialState,
  labPhase,
  minutesLeft,
  reduceLesson,
  shownState,
  type LessonEvent,
} from './state';

function makeStep(id: string, state: StepView['state'] = 'open'): StepView {
  return {
    id,
    title: { en: id, zh: id },
    mode: 'latch',
    state,
    points: 0,
    maxPoints: 1,
    checks: [],
    attempts: 0,
    hintsOpened: 0,
    hintsTotal: 0,
    solutionOpen: false,
  };
}

function makeLab(id: string, createdAt: number, state: LabView['state'] = 'ready'): LabView {
  return {
    id,
    lesson: '10-pods/10-pause',
    backend: 'fake',
    state,
    terminals: ['workstation'],
    createdAt,
    expiresAt: createdAt + 3_600_000,
    steps: [],
    reason: null,
    adopted: false,
  };
}

const VIEW: LessonView = {
  lesson: '10-pods/10-pause',
  steps: [makeStep('find'), makeStep('join')],
  lab: null,
  startP50Ms: null,
  unavailable: null,
};

const after = (...events: LessonEvent[]) => events.reduce(reduceLesson, initialState(VIEW));

describe('reduceLesson()', () => {
  it('announces a step that turns green, once', () => {
    const green: LessonEvent = { type: 'step', step: makeStep('find', 'done'), at: 5 };
    expect(after(green).turnedGreen).toEqual({ step: 'find', at: 5 });
    expect(after(green, { ...green, at: 9 }).turnedGreen).toEqual({ step: 'find', at: 5 });
  });

  it('ignores a step that the lesson does not have', () => {
    expect(after({ type: 'step', step: makeStep('other', 'done'), at: 1 }).view.steps).toEqual(VIEW.steps);
  });

  it('does not let the last words of a lab that was reset replace its successor', () => {
    const state = after(
      { type: 'lab', lab: makeLab('bbbbbbbb', 20) },
      { type: 'lab', lab: makeLab('aaaaaaaa', 10, 'ended') },
    );
    expect(state.view.lab?.id).toBe('bbbbbbbb');
  });

  it('counts a loss from its beginning through every try to come back', () => {
    const lost = after(
      { type: 'stream', state: 'live', at: 1 },
      { type: 'stream', state: 'lost', at: 10 },
      { type: 'stream', state: 'connecting', at: 20 },
      { type: 'stream', state: 'lost', at: 30 },
    );
    expect(lost.lostSince).toBe(10);
    expect(reduceLesson(lost, { type: 'stream', state: 'live', at: 40 }).lostSince).toBeNull();
  });

  it('does not call the first connecting a loss', () => {
    expect(after({ type: 'stream', state: 'connecting', at: 3 }).lostSince).toBeNull();
  });

  it('shows a step as looked at while it is graded, and its result after', () => {
    const asked = after({ type: 'check', step: 'find' });
    expect(shownState(makeStep('find'), asked.checking)).toBe('looking');
    const answered = reduceLesson(asked, {
      type: 'check-answered',
      step: 'find',
      view: makeStep('find', 'differs'),
      reference: 'R1',
      at: 7,
    });
    expect(answered.checking).toEqual([]);
    expect(answered.view.steps[0]?.state).toBe('differs');
    expect(answered.references).toEqual({ find: 'R1' });
  });

  it('keeps the step as it was when its check failed, with the reason beside it', () => {
    const error = { code: 'x', message: { en: 'e', zh: 'z' }, remedy: null };
    const state = after({ type: 'check', step: 'find' }, { type: 'check-failed', step: 'find', error });
    expect(state).toMatchObject({ checking: [], stepErrors: { find: error } });
    expect(reduceLesson(state, { type: 'check', step: 'find' }).stepErrors).toEqual({});
  });

  it('takes a failed action back and says why', () => {
    const error = { code: 'x', message: { en: 'e', zh: 'z' }, remedy: null };
    const state = after({ type: 'lab-action', action: 'start' }, { type: 'lab-action-failed', error });
    expect(state).toMatchObject({ busy: null, labError: error });
  });
});

describe('labPhase()', () => {
  it.each([
    [null, 'none'],
    [makeLab('a', 0, 'creating'), 'starting'],
    [makeLab('a', 0, 'ready'), 'ready'],
    [makeLab('a', 0, 'failed'), 'failed'],
    [makeLab('a', 0, 'ending'), 'ended'],
    [makeLab('a', 0, 'ended'), 'ended'],
  ] as const)('%#: %s', (lab, phase) => {
    expect(labPhase(lab)).toBe(phase);
  });
});

describe('expiryWarning()', () => {
  const minute = 60_000;
  it.each([
    ['none with 11 minutes left', 11 * minute, null],
    ['the first at 10 minutes', 10 * minute, 10],
    ['still the first at 3', 3 * minute, 10],
    ['the second at 2', 2 * minute, 2],
    ['the second at 1 ms', 1, 2],
    ['none after the end', 0, null],
  ])('gives %s', (_name, left, warning) => {
    expect(expiryWarning(1_000_000 + left, 1_000_000)).toBe(warning);
  });
});

describe('minutesLeft()', () => {
  it('rounds up and is never negative', () => {
    expect([minutesLeft(60_001, 0), minutesLeft(1, 0), minutesLeft(0, 5)]).toEqual([2, 1, 0]);
  });
});

describe('currentStep()', () => {
  it('is the first that is not done, or the last', () => {
    expect(currentStep([makeStep('a', 'done'), makeStep('b', 'differs'), makeStep('c')])?.id).toBe('b');
    expect(currentStep([makeStep('a', 'done'), makeStep('b', 'done')])?.id).toBe('b');
  });
});
