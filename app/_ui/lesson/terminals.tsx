'use client';
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { useLesson } from './provider';
import { labPhase } from './state';

export type InsertResult = 'ran' | 'placed' | 'severalLines';

/** What an open terminal offers to the rest of the page. */
export interface TerminalHandle {
  /** Puts text at the prompt; presses Enter only with `send`. */
  insert: (text: string, send: boolean) => InsertResult;
  focus: () => void;
}

export interface Terminals {
  names: readonly string[];
  selected: string | null;
  /** There is a running lab with terminals. */
  ready: boolean;
  /** The full-screen sheet of narrow pages; of no meaning on wide ones. */
  sheetOpen: boolean;
  setSheetOpen: (open: boolean) => void;
  select: (name: string) => void;
  register: (name: string, handle: TerminalHandle) => () => void;
  /** Waits for the terminal to be open if it is not yet. */
  insert: (name: string, text: string, send: boolean) => Promise<InsertResult>;
  focus: () => void;
}

const Context = createContext<Terminals | null>(null);

export function useTerminals(): Terminals {
  const terminals = useContext(Context);
  if (!terminals) throw new Error('useTerminals is used outside a TerminalsProvider: wrap the page in one.');
  return terminals;
}

export function TerminalsProvider({ children }: { children: ReactNode }) {
  const { view } = useLesson();
  const ready = labPhase(view.lab) === 'ready';
  const names = useMemo(() => view.lab?.terminals ?? [], [view.lab?.terminals]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [sheetOpen, setSheetOpen] = useState(false);
  const handles = useRef(new Map<string, TerminalHandle>());
  const waiting = useRef(new Map<string, ((handle: TerminalHandle) => void)[]>());
  const selected = (chosen !== null && names.includes(chosen) ? chosen : names[0]) ?? null;

  const register = useCallback((name: string, handle: TerminalHandle) => {
    handles.current.set(name, handle);
    for (const resolve of waiting.current.get(name) ?? []) resolve(handle);
    waiting.current.delete(name);
    return () => {
      if (handles.current.get(name) === handle) handles.current.delete(name);
    };
  }, []);

  const handleOf = useCallback((name: string): Promise<TerminalHandle> => {
    const handle = handles.current.get(name);
    if (handle) return Promise.resolve(handle);
    return new Promise((resolve) => {
      waiting.current.set(name, [...(waiting.current.get(name) ?? []), resolve]);
    });
  }, []);

  const value = useMemo<Terminals>(
    () => ({
      names,
      selected,
      ready,
      sheetOpen,
      setSheetOpen,
      select: setChosen,
      register,
      insert: async (name, text, send) => {
        const target = names.includes(name) ? name : (names[0] ?? name);
        setChosen(target);
        setSheetOpen(true);
        return (await handleOf(target)).insert(text, send);
      },
      focus: () => {
        setSheetOpen(true);
        if (selected !== null) void handleOf(selected).then((handle) => handle.focus());
      },
    }),
    [names, selected, ready, sheetOpen, register, handleOf],
  );
  return <Context value={value}>{children}</Context>;
}
