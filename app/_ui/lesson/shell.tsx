'use client';
import { ArrowLeft, SquareTerminal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, type ReactNode } from 'react';
import { Group, Panel, Separator, type Layout } from 'react-resizable-panels';
import { Button } from '../kit/button';
import { usePreference } from '../terminal/preference';
import { Announcer } from './announcer';
import { LAB_ID } from './focus';
import { LabBadge } from './lab-badge';
import { LabPane } from './lab-pane';
import { useLessonKeys } from './keys';
import type { LabOffer } from './start-card';
import css from './shell.module.css';
import { useTerminals } from './terminals';
import { usePlace } from './use-place';

interface ShellProps {
  lesson: string;
  /** When the server made the page, ms since the epoch: the first answer to "how long is left". */
  renderedAt: number;
  offer: LabOffer;
  children: ReactNode;
}

const TEXT = 'text';
const LAB = 'lab';

function readLayout(value: string): Layout | undefined {
  const share = Number(value);
  return share > 0 && share < 100 ? { [TEXT]: share, [LAB]: 100 - share } : undefined;
}

/** Text and lab side by side; on a narrow page the text, and the lab as a sheet over it. */
export function LessonShell({ lesson, renderedAt, offer, children }: ShellProps) {
  const t = useTranslations();
  const terminals = useTerminals();
  const { sheetOpen, setSheetOpen } = terminals;
  const [share, setShare] = usePreference('lesson-split', '');
  const textScroller = useRef<HTMLDivElement>(null);
  const openButton = useRef<HTMLButtonElement>(null);
  const labRegion = useRef<HTMLElement>(null);
  usePlace(textScroller, lesson);
  const keysDialog = useLessonKeys();

  useEffect(() => {
    if (!sheetOpen || !matchMedia('(max-width: 720px)').matches) return;
    // Behind a sheet that fills the screen nothing may be reached.
    const behind = document.querySelectorAll<HTMLElement>('[data-top-bar], [data-lesson-text]');
    for (const element of behind) element.inert = true;
    return () => {
      for (const element of behind) element.inert = false;
    };
  }, [sheetOpen]);

  const text = (
    <div ref={textScroller} className={css.scroller} data-lesson-text>
      <main id="content" className={css.article} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
  // A lesson to read only has nothing to stand beside.
  if (offer.terminals.length === 0)
    return (
      <div className={css.shell}>
        {text}
        {keysDialog}
      </div>
    );

  return (
    <div className={css.shell} data-sheet={sheetOpen ? 'open' : 'closed'}>
      <Group
        className={css.group}
        orientation="horizontal"
        defaultLayout={readLayout(share)}
        onLayoutChanged={(layout, meta) => {
          if (meta.isUserInteraction) setShare(String(Math.round(layout[TEXT] ?? 50)));
        }}
      >
        <Panel id={TEXT} className={css.textPanel} defaultSize="48%" minSize="360px">
          {text}
        </Panel>
        <Separator className={css.separator} aria-label={t('lesson.resize')} />
        <Panel id={LAB} className={css.labPanel} minSize="320px">
          <section ref={labRegion} id={LAB_ID} className={css.lab} aria-label={t('lesson.lab')} tabIndex={-1}>
            <div className={css.sheetHead}>
              <Button
                look="bare"
                onClick={() => {
                  setSheetOpen(false);
                  openButton.current?.focus();
                }}
              >
                <ArrowLeft size={18} aria-hidden="true" />
                {t('lesson.closeLab')}
              </Button>
              <LabBadge renderedAt={renderedAt} />
            </div>
            <LabPane renderedAt={renderedAt} offer={offer} />
          </section>
        </Panel>
      </Group>
      <div className={css.sheetBar}>
        <Button
          ref={openButton}
          look="primary"
          onClick={() => {
            setSheetOpen(true);
            labRegion.current?.focus();
          }}
        >
          <SquareTerminal size={18} aria-hidden="true" />
          {t('lesson.openLab')}
        </Button>
      </div>
      <Announcer />
      {keysDialog}
    </div>
  );
}
