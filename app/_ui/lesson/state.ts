// What the lesson page knows, and how it changes. Pure: time and answers come in as events.
import type { ApiError, LabView, LessonView, StepView } from '../../_server/views';

/** `off` while there is no lab to listen to. */
export type StreamState = 'off' | 'connecting' | 'live' | 'lost';

export type LabAction = 'start' | 'reset' | 'extend';

export interface LessonState {
  view: LessonView;
  stream: StreamState;
  /** When the stream was lost, ms since the epoch; null while it is not. */
  lostSince: number | null;
  runnerReachable: boolean;
  /** The lab action under way, if any. */
  busy: LabAction | null;
  labError: ApiError | null;
  /** Steps whose check is being graded now. */
  checking: readonly string[];
  stepErrors: Readonly<Record<string, ApiError>>;
  /** Reference of the newest attempt of a step, shown beside "not graded". */
  references: Readonly<Record<string, string>>;
  /** The step that turned green last, for the live region. */
  turnedGreen: { step: string; at: number } | null;
}

export type LessonEvent =
  | { type: 'view'; view: LessonView }
  | { type: 'lab'; lab: LabView }
  | { type: 'step'; step: StepView; at: number }
  | { type: 'runner'; reachable: boolean }
  | { type: 'stream'; state: StreamState; at: number }
  | { type: 'lab-action'; action: LabAction }
  | { type: 'lab-action-failed'; error: ApiError }
  | { type: 'check'; step: string }
  | { type: 'check-answered'; step: string; view: StepView | null; reference: string; at: number }
  | { type: 'check-failed'; step: string; error: ApiError };

export function initialState(view: LessonView): LessonState {
  return {
    view,
    stream: 'off',
    lostSince: null,
    runnerReachable: true,
    busy: null,
    labError: null,
    checking: [],
    stepErrors: {},
    references: {},
    turnedGreen: null,
  };
}

function withoutKey<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

function withStep(state: LessonState, step: StepView, at: number): LessonState {
  const before = state.view.steps.find((one) => one.id === step.id);
  if (!before) return state;
  const steps = state.view.steps.map((one) => (one.id === step.id ? step : one));
  const turnedGreen = step.state === 'done' && before.state !== 'done' ? { step: step.id, at } : state.turnedGreen;
  return { ...state, view: { ...state.view, steps }, turnedGreen };
}

export function reduceLesson(state: LessonState, event: LessonEvent): LessonState {
  switch (event.type) {
    case 'view':
      return { ...state, view: event.view };
    case 'lab': {
      // A reset makes a new lab while the old one's last words may still be on their way: a strange id only wins when newer.
      const known = state.view.lab;
      if (known && known.id !== event.lab.id && known.createdAt > event.lab.createdAt) return state;
      return { ...state, view: { ...state.view, lab: event.lab }, busy: null, labError: null };
    }
    case 'step':
      return withStep(state, event.step, event.at);
    case 'runner':
      return { ...state, runnerReachable: event.reachable };
    case 'stream': {
      const lost = event.state === 'lost' || (event.state === 'connecting' && state.lostSince !== null);
      return { ...state, stream: event.state, lostSince: lost ? (state.lostSince ?? event.at) : null };
    }
    case 'lab-action':
      return { ...state, busy: event.action, labError: null };
    case 'lab-action-failed':
      return { ...state, busy: null, labError: event.error };
    case 'check':
      return {
        ...state,
        checking: [...state.checking, event.step],
        stepErrors: withoutKey(state.stepErrors, event.step),
      };
    case 'check-answered': {
      const next = event.view ? withStep(state, event.view, event.at) : state;
      return {
        ...next,
        checking: next.checking.filter((step) => step !== event.step),
        references: { ...next.references, [event.step]: event.reference },
      };
    }
    case 'check-failed':
      return {
        ...state,
        checking: state.checking.filter((step) => step !== event.step),
        stepErrors: { ...state.stepErrors, [event.step]: event.error },
      };
  }
}

/** The phase the right-hand side shows. */
export type LabPhase = 'none' | 'starting' | 'ready' | 'failed' | 'ended';

export function labPhase(lab: LabView | null): LabPhase {
  switch (lab?.state) {
    case undefined:
      return 'none';
    case 'creating':
      return 'starting';
    case 'ready':
      return 'ready';
    case 'failed':
      return 'failed';
    case 'ending':
    case 'ended':
      return 'ended';
  }
}

/** The step to look at next: the first that is not done, or the last when all are. */
export function currentStep(steps: readonly StepView[]): StepView | undefined {
  return steps.find((step) => step.state !== 'done') ?? steps.at(-1);
}

export const EXPIRY_WARNINGS_MINUTES = [10, 2] as const;

/** Whole minutes left, never negative, rounded up so that "1 min" is shown until the end. */
export function minutesLeft(expiresAt: number, now: number): number {
  return Math.max(0, Math.ceil((expiresAt - now) / 60_000));
}

/** The warning due now: the smallest threshold already crossed, or null when there is time or no time is left. */
export function expiryWarning(expiresAt: number, now: number): number | null {
  const left = expiresAt - now;
  if (left <= 0) return null;
  return [...EXPIRY_WARNINGS_MINUTES].reverse().find((minutes) => left <= minutes * 60_000) ?? null;
}

/** A step's state as shown: being graded counts as being looked at. */
export function shownState(step: StepView, checking: readonly string[]): StepView['state'] {
  return checking.includes(step.id) ? 'looking' : step.state;
}
