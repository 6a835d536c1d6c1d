'use client';
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BarKey } from './keys';
import css from './terminal-view.module.css';

const KEYS: readonly { key: BarKey; label: string; shown: ReactNode }[] = [
  { key: 'escape', label: 'Esc', shown: 'Esc' },
  { key: 'tab', label: 'Tab', shown: 'Tab' },
  { key: 'left', label: '←', shown: <ArrowLeft size={18} aria-hidden="true" /> },
  { key: 'down', label: '↓', shown: <ArrowDown size={18} aria-hidden="true" /> },
  { key: 'up', label: '↑', shown: <ArrowUp size={18} aria-hidden="true" /> },
  { key: 'right', label: '→', shown: <ArrowRight size={18} aria-hidden="true" /> },
];

interface KeyBarProps {
  ctrl: boolean;
  onCtrl: () => void;
  onKey: (key: BarKey) => void;
}

/** Keys that a phone's keyboard lacks. Pressing one leaves the focus, and so the phone's keyboard, where it is. */
export function KeyBar({ ctrl, onCtrl, onKey }: KeyBarProps) {
  const t = useTranslations('terminal');
  return (
    <div className={css.keyBar} role="toolbar" aria-label={t('keyBar')}>
      <button type="button" aria-pressed={ctrl} aria-label={t('ctrlNext')} onPointerDown={stay} onClick={onCtrl}>
        Ctrl
      </button>
      {KEYS.map(({ key, label, shown }) => (
        <button
          key={key}
          type="button"
          aria-label={label}
          onPointerDown={stay}
          onClick={() => {
            onKey(key);
          }}
        >
          {shown}
        </button>
      ))}
    </div>
  );
}

function stay(event: { preventDefault: () => void }) {
  event.preventDefault();
}
