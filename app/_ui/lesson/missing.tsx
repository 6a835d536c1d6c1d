import type { ReactNode } from 'react';
import css from './missing.module.css';

/** An author's slip, shown where it is instead of a blank; the text around it stays readable. */
export function Missing({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div>
      <p className={css.missing}>{text}</p>
      {children}
    </div>
  );
}
