'use client';
import { useCallback } from 'react';
import { keepFocusInLab } from './focus';
import { useLessonActions } from './provider';

/** Starts the lab from a button that the start takes away. */
export function useStartHere(): () => void {
  const { start } = useLessonActions();
  return useCallback(() => {
    keepFocusInLab();
    start();
  }, [start]);
}
