'use client';
import type { SearchAddon } from '@xterm/addon-search';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../kit/button';
import css from './terminal-view.module.css';

/** Finds text in the terminal and its scrollback. Enter: next; Shift+Enter: previous; Escape: back to the terminal. */
export function SearchBar({ search, onClose }: { search: () => SearchAddon | null; onClose: () => void }) {
  const t = useTranslations('terminal');
  const common = useTranslations('common');
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [found, setFound] = useState(true);
  useEffect(() => {
    // Opened by the learner's own key or button.
    field.current?.focus();
    return () => search()?.clearDecorations();
  }, [search]);

  function find(forward: boolean, what = text) {
    const addon = search();
    if (!addon || what === '') {
      setFound(true);
      return;
    }
    setFound(forward ? addon.findNext(what) : addon.findPrevious(what));
  }

  return (
    <form
      className={css.search}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        find(true);
      }}
    >
      <input
        ref={field}
        type="search"
        value={text}
        aria-label={t('searchPlaceholder')}
        placeholder={t('searchPlaceholder')}
        onChange={(event) => {
          setText(event.target.value);
          find(false, event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          else if (event.key === 'Enter' && event.shiftKey) {
            event.preventDefault();
            find(false);
          }
        }}
      />
      <span role="status" className={css.noMatch}>
        {found ? '' : t('noMatch')}
      </span>
      <Button
        look="bare"
        size="small"
        aria-label={t('searchPrevious')}
        onClick={() => {
          find(false);
        }}
      >
        <ChevronUp size={16} aria-hidden="true" />
      </Button>
      <Button look="bare" size="small" type="submit" aria-label={t('searchNext')}>
        <ChevronDown size={16} aria-hidden="true" />
      </Button>
      <Button look="bare" size="small" aria-label={common('close')} onClick={onClose}>
        <X size={16} aria-hidden="true" />
      </Button>
    </form>
  );
}
