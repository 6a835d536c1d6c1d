'use client';
import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
/** What was set when storage is refused (private windows): it then lasts as long as the page. */
const memory = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(key: string, value: string): void {
  memory.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Kept in memory.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A small wish of this browser, shared by everything on the page that uses the same name. */
export function usePreference(name: string, initial: string): [string, (value: string) => void] {
  const key = `podwire.${name}`;
  const value = useSyncExternalStore(
    subscribe,
    () => read(key) ?? initial,
    () => initial,
  );
  const set = useCallback(
    (next: string) => {
      write(key, next);
    },
    [key],
  );
  return [value, set];
}
