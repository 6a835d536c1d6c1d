'use client';
import { Check, Copy, CornerDownLeft, Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { Button } from '../kit/button';
import css from './code-block.module.css';
import { useTerminals } from './terminals';

export interface CodeBlockProps {
  /** The block's text, as copied and as put at the prompt. */
  text: string;
  language: string | null;
  /** null: not for a terminal. `put`: placed at the prompt; `send`: Enter too, because the author said so. */
  run: 'put' | 'send' | null;
  /** The terminal the author named; null is the one the learner looks at. */
  terminal: string | null;
  children: ReactNode;
}

type Note = 'copied' | 'copyFailed' | 'ran' | 'placed' | 'severalLines' | 'needsLab';

/** How long "Copied" stays. */
const NOTE_MS = 2500;

export function CodeBlock({ text, language, run, terminal, children }: CodeBlockProps) {
  const t = useTranslations('code');
  const common = useTranslations('common');
  const terminals = useTerminals();
  const [note, setNote] = useState<{ kind: Note; terminal: string } | null>(null);
  const target = terminal ?? terminals.selected;
  const canRun = terminals.ready && target !== null;

  function say(kind: Note) {
    setNote({ kind, terminal: target ?? '' });
    setTimeout(() => {
      setNote(null);
    }, NOTE_MS);
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      say('copied');
    } catch {
      // Refused, or not offered on a plain-http address.
      say('copyFailed');
    }
  }

  async function runIt() {
    if (run === null || target === null || !canRun) {
      say('needsLab');
      return;
    }
    say(await terminals.insert(target, text, run === 'send'));
  }

  const words =
    note === null
      ? ''
      : note.kind === 'copied' || note.kind === 'copyFailed'
        ? common(note.kind)
        : note.kind === 'needsLab'
          ? t('needsLab')
          : t(note.kind, { terminal: note.terminal });
  const runLabel = canRun
    ? t(run === 'send' ? 'runIn' : 'putIn', { terminal: target })
    : t(run === 'send' ? 'run' : 'put');

  return (
    <figure className={css.block} data-run={run ?? undefined}>
      <pre className={css.scroll} tabIndex={0} role="group" aria-label={language ?? t('block')}>
        {children}
      </pre>
      <div className={css.tools}>
        <span className={css.note} role="status">
          {words}
        </span>
        {run !== null && (
          <Button
            look="bare"
            size="small"
            onClick={() => void runIt()}
            aria-label={runLabel}
            title={canRun ? runLabel : t('needsLab')}
            aria-disabled={canRun ? undefined : true}
          >
            {run === 'send' ? <Play size={15} aria-hidden="true" /> : <CornerDownLeft size={15} aria-hidden="true" />}
          </Button>
        )}
        <Button look="bare" size="small" onClick={() => void copy()} aria-label={common('copy')} title={common('copy')}>
          {note?.kind === 'copied' ? <Check size={15} aria-hidden="true" /> : <Copy size={15} aria-hidden="true" />}
        </Button>
      </div>
    </figure>
  );
}
