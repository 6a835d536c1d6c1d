'use client';
import { useRouter } from 'next/navigation';
import { createContext, useCallback, useContext, useMemo, useReducer, useState, type ReactNode } from 'react';
import type { LessonView, StepView } from '../../_server/views';
import { api, asApiError } from '../api';
import { makeAttemptKey } from '../attempt-key';
import { Answers, browserStorage, type StepAnswers } from './answers';
import { initialState, reduceLesson, type LabAction, type LessonState } from './state';
import { useLabStream } from './use-lab-stream';

export interface LessonActions {
  start: () => void;
  reset: () => void;
  extend: () => void;
  check: (step: string) => void;
  openHint: (step: StepView) => Promise<void>;
  setAnswer: (step: string, answer: string, value: string) => void;
  answersOf: (step: string) => StepAnswers;
}

const StateContext = createContext<LessonState | null>(null);
const ActionsContext = createContext<LessonActions | null>(null);

export function useLesson(): LessonState {
  const state = useContext(StateContext);
  if (!state) throw new Error('useLesson is used outside a LessonProvider: wrap the page in one.');
  return state;
}

export function useLessonActions(): LessonActions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('useLessonActions is used outside a LessonProvider: wrap the page in one.');
  return actions;
}

/** The step of this id and its place (from 1), or undefined when the lab has no such step. */
export function useStep(id: string): { step: StepView; number: number } | undefined {
  const { steps } = useLesson().view;
  const index = steps.findIndex((step) => step.id === id);
  const step = steps[index];
  return step && { step, number: index + 1 };
}

/** Holds what the lesson page knows, listens to the lab, and carries out what the learner asks for. */
export function LessonProvider({ initial, children }: { initial: LessonView; children: ReactNode }) {
  const [state, dispatch] = useReducer(reduceLesson, initial, initialState);
  const [answers] = useState(() => new Answers(browserStorage));
  const router = useRouter();
  const lesson = initial.lesson;
  const labId = state.view.lab?.id ?? null;

  useLabStream({ labId, labState: state.view.lab?.state ?? null, lesson, dispatch });

  const labAction = useCallback(
    async (action: LabAction, call: () => ReturnType<typeof api.startLab>) => {
      dispatch({ type: 'lab-action', action });
      try {
        dispatch({ type: 'lab', lab: await call() });
        // A new lab has new attempts and open steps.
        if (action !== 'extend') dispatch({ type: 'view', view: await api.lesson(lesson) });
      } catch (error) {
        dispatch({ type: 'lab-action-failed', error: asApiError(error) });
      }
    },
    [lesson],
  );

  const actions = useMemo<LessonActions>(
    () => ({
      start: () => void labAction('start', () => api.startLab(lesson)),
      reset: () => {
        if (labId !== null) void labAction('reset', () => api.resetLab(labId));
      },
      extend: () => {
        if (labId !== null) void labAction('extend', () => api.extendLab(labId));
      },
      check: (step) => {
        if (labId === null) return;
        dispatch({ type: 'check', step });
        api
          .check(labId, step, makeAttemptKey(), answers.of(labId, step))
          .then((attempt) => {
            const { view, reference } = attempt;
            dispatch({ type: 'check-answered', step, view, reference, at: Date.now() });
            // A solution that has just opened is written by the server.
            if (view?.solutionOpen) router.refresh();
          })
          .catch((error: unknown) => {
            dispatch({ type: 'check-failed', step, error: asApiError(error) });
          });
      },
      openHint: async (step) => {
        try {
          const view = await api.openHint(lesson, step.id, step.hintsOpened);
          dispatch({ type: 'step', step: view, at: Date.now() });
          router.refresh();
        } catch (error) {
          dispatch({ type: 'check-failed', step: step.id, error: asApiError(error) });
        }
      },
      setAnswer: (step, answer, value) => {
        answers.set(labId, step, answer, value);
      },
      answersOf: (step) => answers.of(labId, step),
    }),
    [answers, labAction, labId, lesson, router],
  );

  return (
    <ActionsContext value={actions}>
      <StateContext value={state}>{children}</StateContext>
    </ActionsContext>
  );
}
