'use client';
import { Keyboard } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../kit/button';
import css from './keys.module.css';
import { OPEN_KEYS_EVENT } from './keys';

/** Opens the list of keys for who does not know that `?` does. */
export function KeysButton() {
  const t = useTranslations('frame');
  return (
    <Button
      look="bare"
      size="small"
      className={css.button}
      aria-label={t('keys')}
      title={`${t('keys')} (?)`}
      onClick={() => {
        document.dispatchEvent(new Event(OPEN_KEYS_EVENT));
      }}
    >
      <Keyboard size={18} aria-hidden="true" />
    </Button>
  );
}
