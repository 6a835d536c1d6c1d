'use client';
import { RotateCcw } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import type { LabView } from '../../_server/views';
import { Button } from '../kit/button';
import { Dialog } from '../kit/dialog';
import { keepFocusInLab } from './focus';
import { useLesson, useLessonActions } from './provider';
import css from './terminal-deck.module.css';
import { useTerminals } from './terminals';

/** xterm is the page's heaviest part: it is fetched when a lab is there to show. */
const TerminalView = lazy(() => import('../terminal/terminal-view'));

/** The lab's terminals in tabs. One that was opened stays open behind the others, so that nothing it shows is lost. */
export function TerminalDeck({ lab }: { lab: LabView }) {
  const t = useTranslations();
  const { names, selected, select, register } = useTerminals();
  const { busy } = useLesson();
  const { reset } = useLessonActions();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  const [confirmed, setConfirmed] = useState(false);
  if (selected === null) return null;
  if (!opened.includes(selected)) setOpened([...opened, selected]);

  return (
    <Tabs.Root className={css.deck} value={selected} onValueChange={select}>
      <div className={css.bar}>
        <Tabs.List className={css.tabs} aria-label={t('terminal.tabs')}>
          {names.map((name) => (
            <Tabs.Trigger key={name} value={name} className={css.tab}>
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Button
          look="bare"
          size="small"
          busy={busy === 'reset'}
          onClick={() => {
            setAsking(true);
          }}
          data-action="reset"
        >
          <RotateCcw size={15} aria-hidden="true" />
          {t('lab.reset')}
        </Button>
      </div>
      {names.map((name) => (
        <Tabs.Content key={name} value={name} className={css.content} forceMount tabIndex={-1}>
          {opened.includes(name) && (
            <Suspense fallback={<p className={css.loading}>{t('terminal.loading')}</p>}>
              <TerminalView labId={lab.id} name={name} visible={name === selected} register={register} />
            </Suspense>
          )}
        </Tabs.Content>
      ))}
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        onCloseFocus={confirmed ? keepFocusInLab : undefined}
        title={t('lab.resetTitle')}
        description={t('lab.resetText')}
        footer={
          <>
            <Button
              onClick={() => {
                setAsking(false);
              }}
            >
              {t('common.cancel')}
            </Button>
            <Button
              look="danger"
              data-action="reset-confirm"
              onClick={() => {
                setConfirmed(true);
                setAsking(false);
                reset();
              }}
            >
              {t('lab.resetConfirm')}
            </Button>
          </>
        }
      />
    </Tabs.Root>
  );
}
