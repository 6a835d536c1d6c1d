'use client';
import { useEffect, type Dispatch } from 'react';
import type { LabStreamEvent, LabView } from '../../_server/views';
import { api } from '../api';
import { backoffMs } from '../terminal/backoff';
import type { LessonEvent } from './state';

interface LabStreamOptions {
  labId: string | null;
  labState: LabView['state'] | null;
  lesson: string;
  dispatch: Dispatch<LessonEvent>;
}

/** When the browser is back, or the page is looked at again, a pause is cut short. */
const RECHECK_ON = ['online', 'visibilitychange'] as const;

function toLessonEvent(event: LabStreamEvent): LessonEvent {
  switch (event.type) {
    case 'lab':
      return { type: 'lab', lab: event.lab };
    case 'step':
      return { type: 'step', step: event.step, at: Date.now() };
    case 'runner':
      return { type: 'runner', reachable: event.reachable };
  }
}

/**
 * Follows the lab's events. The browser's EventSource only comes back from some failures, so every failure closes it and a
 * new one is opened after a pause; after a loss the lesson is asked for whole, as events may have been missed.
 */
export function useLabStream({ labId, labState, lesson, dispatch }: LabStreamOptions): void {
  const over = labState === null || labState === 'ended' || labState === 'failed';
  useEffect(() => {
    if (labId === null || over) {
      dispatch({ type: 'stream', state: 'off', at: Date.now() });
      return;
    }
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let attempt = 0;
    let ended = false;

    const open = () => {
      clearTimeout(timer);
      source?.close();
      dispatch({ type: 'stream', state: 'connecting', at: Date.now() });
      const mine = new EventSource(`/api/labs/${labId}/events`);
      source = mine;
      mine.onopen = () => {
        const missed = attempt > 0;
        attempt = 0;
        dispatch({ type: 'stream', state: 'live', at: Date.now() });
        if (missed)
          api.lesson(lesson).then(
            (view) => {
              if (!ended) dispatch({ type: 'view', view });
            },
            () => undefined, // The stream tells of the next loss.
          );
      };
      mine.onerror = () => {
        mine.close();
        dispatch({ type: 'stream', state: 'lost', at: Date.now() });
        timer = setTimeout(open, backoffMs(attempt, Math.random()));
        attempt += 1;
      };
      const onEvent = (message: MessageEvent<string>) => {
        dispatch(toLessonEvent(JSON.parse(message.data) as LabStreamEvent));
      };
      for (const type of ['lab', 'step', 'runner'] as const) mine.addEventListener(type, onEvent);
    };
    const recheck = () => {
      if (document.visibilityState === 'visible' && source?.readyState === EventSource.CLOSED) open();
    };

    open();
    for (const event of RECHECK_ON) {
      window.addEventListener(event, recheck);
      document.addEventListener(event, recheck);
    }
    return () => {
      ended = true;
      clearTimeout(timer);
      source?.close();
      for (const event of RECHECK_ON) {
        window.removeEventListener(event, recheck);
        document.removeEventListener(event, recheck);
      }
    };
  }, [labId, over, lesson, dispatch]);
}
