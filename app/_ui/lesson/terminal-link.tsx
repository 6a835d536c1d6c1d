'use client';
import { SquareTerminal } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './terminal-link.module.css';
import { useTerminals } from './terminals';

/** A terminal's name in the text; with a lab running it brings that terminal to the front. */
export function TerminalLink({ name, children }: { name: string; children: ReactNode }) {
  const { ready, names, select, setSheetOpen } = useTerminals();
  const shown = children ?? name;
  if (!ready || !names.includes(name)) return <span className={css.name}>{shown}</span>;
  return (
    <button
      type="button"
      className={css.link}
      onClick={() => {
        select(name);
        setSheetOpen(true);
      }}
    >
      <SquareTerminal size={14} aria-hidden="true" />
      {shown}
    </button>
  );
}
