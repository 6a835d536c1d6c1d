'use client';
import { AArrowDown, AArrowUp, Accessibility, FileText, Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Ref } from 'react';
import { Button } from '../kit/button';
import css from './terminal-view.module.css';

interface ToolsProps {
  /** Where the focus goes when it leaves the terminal. */
  leaveRef: Ref<HTMLButtonElement>;
  screenReader: boolean;
  onScreenReader: () => void;
  onFont: (by: 1 | -1) => void;
  onSearch: () => void;
  onTranscript: () => void;
}

/** The terminal's lower edge: how to leave it, and what else it can do. */
export function Tools({ leaveRef, screenReader, onScreenReader, onFont, onSearch, onTranscript }: ToolsProps) {
  const t = useTranslations('terminal');
  const tools = [
    { key: 'search', Icon: Search, run: onSearch },
    {
      key: 'smaller',
      Icon: AArrowDown,
      run: () => {
        onFont(-1);
      },
    },
    {
      key: 'larger',
      Icon: AArrowUp,
      run: () => {
        onFont(1);
      },
    },
    { key: 'transcript', Icon: FileText, run: onTranscript },
  ] as const;
  return (
    <div className={css.tools} role="group" aria-label={t('tools')}>
      {tools.map(({ key, Icon, run }, index) => (
        <Button
          key={key}
          {...(index === 0 ? { ref: leaveRef } : {})}
          look="bare"
          size="small"
          onClick={run}
          aria-label={t(key)}
          title={t(key)}
          data-action={key}
        >
          <Icon size={16} aria-hidden="true" />
        </Button>
      ))}
      <Button
        look="bare"
        size="small"
        aria-pressed={screenReader}
        onClick={onScreenReader}
        aria-label={t('screenReader')}
        title={t('screenReader')}
        data-action="screen-reader"
      >
        <Accessibility size={16} aria-hidden="true" />
        {screenReader && <span>{t('screenReaderOn')}</span>}
      </Button>
      <p className={css.leave}>{t('leaveHint')}</p>
    </div>
  );
}
