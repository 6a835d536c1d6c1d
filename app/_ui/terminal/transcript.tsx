'use client';
import { useTranslations } from 'next-intl';
import { Button } from '../kit/button';
import { Dialog } from '../kit/dialog';
import css from './terminal-view.module.css';

interface TranscriptProps {
  name: string;
  /** null while it is closed. */
  text: string | null;
  onRefresh: () => void;
  onClose: () => void;
}

/** The terminal as plain text, for whom the emulator's own accessibility does not serve. */
export function Transcript({ name, text, onRefresh, onClose }: TranscriptProps) {
  const t = useTranslations('terminal');
  return (
    <Dialog
      wide
      open={text !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('transcript')}
      description={t('transcriptWhat', { name })}
      footer={<Button onClick={onRefresh}>{t('transcriptRefresh')}</Button>}
    >
      <pre className={css.transcript} tabIndex={0} role="group" aria-label={t('label', { name })}>
        {text}
      </pre>
    </Dialog>
  );
}
