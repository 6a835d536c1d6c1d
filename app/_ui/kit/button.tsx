import type { ButtonHTMLAttributes, Ref } from 'react';
import css from './button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` for the one thing to do, `plain` for the rest, `bare` inside bars. */
  look?: 'primary' | 'plain' | 'bare' | 'danger';
  size?: 'normal' | 'small' | 'big';
  /** Under way: cannot be pressed again, and says so to a screen reader. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that says what happens. `busy` keeps it focusable, so that the focus does not fall to the page. */
export function Button({ look = 'plain', size = 'normal', busy = false, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || rest['aria-disabled'] ? true : undefined}
      aria-busy={busy || undefined}
      onClick={busy || rest['aria-disabled'] ? undefined : onClick}
      className={[css.button, className].filter(Boolean).join(' ')}
      data-look={look}
      data-size={size}
    />
  );
}
