import { BookOpen, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './callout.module.css';

const ICONS = { note: Info, careful: TriangleAlert, aside: BookOpen } as const;

/** A paragraph beside the way: worth knowing, worth care, or for the curious. */
export function Callout({ kind, children }: { kind: keyof typeof ICONS; children: ReactNode }) {
  const Icon = ICONS[kind];
  return (
    <div className={css.callout} data-kind={kind} role="note">
      <Icon size={18} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
