'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState, type ReactNode } from 'react';
import { Dialog } from '../kit/dialog';
import css from './keys.module.css';
import { useTerminals } from './terminals';

/** Asks for the list of keys from elsewhere on the page. */
export const OPEN_KEYS_EVENT = 'podwire:keys';

/** Typing in a field or a terminal is typing, not a command. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable], [data-terminal]') !== null
  );
}

function goToStep(by: 1 | -1): void {
  const steps = [...document.querySelectorAll<HTMLElement>('[data-step]')];
  // What stands at the top edge, give or take a line.
  const at = steps.filter((step) => step.getBoundingClientRect().top < 96).length - 1;
  steps[Math.min(steps.length - 1, Math.max(0, at + by))]?.scrollIntoView({ block: 'start' });
}

const KEYS = [
  { keys: ['?'], what: 'help' },
  { keys: ['n'], what: 'nextStep' },
  { keys: ['p'], what: 'previousStep' },
  { keys: ['t'], what: 'focusTerminal' },
  { keys: ['Ctrl', 'Shift', 'M'], what: 'leave' },
  { keys: ['Ctrl', 'Shift', 'F'], what: 'search' },
  { keys: ['Ctrl', 'Shift', 'C'], what: 'copy' },
  { keys: ['Ctrl', 'Shift', 'V'], what: 'paste' },
  { keys: ['arrows'], what: 'tabs' },
  { keys: ['arrows'], what: 'splitter' },
] as const;

/** The lesson page's keys, and the list of them that `?` opens. */
export function useLessonKeys(): ReactNode {
  const t = useTranslations('keys');
  const { focus, ready } = useTerminals();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (event.key === '?') setOpen(true);
      else if (event.key === 'n') goToStep(1);
      else if (event.key === 'p') goToStep(-1);
      else if (event.key === 't' && ready) focus();
      else return;
      event.preventDefault();
    };
    const onAsked = () => {
      setOpen(true);
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener(OPEN_KEYS_EVENT, onAsked);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener(OPEN_KEYS_EVENT, onAsked);
    };
  }, [focus, ready]);

  return (
    <Dialog open={open} onOpenChange={setOpen} title={t('title')}>
      <dl className={css.keys}>
        {KEYS.map(({ keys, what }) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key === 'arrows' ? t('arrows') : key}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
