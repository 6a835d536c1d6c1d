'use client';
import '@xterm/xterm/css/xterm.css';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { TerminalHandle } from '../lesson/terminals';
import { KeyBar } from './key-bar';
import { barKeySequence, terminalCommand, withControl, type BarKey } from './keys';
import { usePreference } from './preference';
import { SearchBar } from './search-bar';
import { Status } from './status';
import css from './terminal-view.module.css';
import { Tools } from './tools';
import { Transcript } from './transcript';
import { useTerminal } from './use-terminal';

interface TerminalViewProps {
  labId: string;
  name: string;
  visible: boolean;
  register: (name: string, handle: TerminalHandle) => () => void;
}

const FONT_SIZES = [11, 12, 13, 14, 16, 18, 20, 24] as const;
const DEFAULT_FONT_SIZE = '13';

/** One terminal: the screen, its tools, what happens to its connection, and the key bar of touch screens. */
export default function TerminalView({ labId, name, visible, register }: TerminalViewProps) {
  const t = useTranslations('terminal');
  const locale = useLocale();
  const host = useRef<HTMLDivElement>(null);
  const leaveTo = useRef<HTMLButtonElement>(null);
  const [fontSize, setFontSize] = usePreference('terminal-font-size', DEFAULT_FONT_SIZE);
  const [screenReader, setScreenReader] = usePreference('terminal-screen-reader', 'off');
  const [searching, setSearching] = useState(false);
  const [transcript, setTranscript] = useState<string | null>(null);
  const [ctrl, setCtrl] = useState(false);

  const { session, state, held, link } = useTerminal({
    labId,
    name,
    host,
    fontSize: Number(fontSize),
    screenReader: screenReader === 'on',
    onTyped: (data) => {
      if (!ctrl) return data;
      setCtrl(false);
      return withControl(data);
    },
    onKey: (event) => {
      const command = terminalCommand(event);
      if (command === null) return true;
      if (event.type !== 'keydown') return false;
      if (command === 'paste') return false; // The browser pastes into xterm's own field.
      event.preventDefault();
      if (command === 'leave') leaveTo.current?.focus();
      else if (command === 'search') setSearching(true);
      else {
        const selected = session.current?.emulator.terminal.getSelection() ?? '';
        // Without the clipboard (plain http) the selection stays, and the browser's own copy works on it.
        if (selected !== '') navigator.clipboard?.writeText(selected).catch(() => undefined);
      }
      return false;
    },
    words: {
      refused: ({ error }) => [error.message[locale], error.remedy?.[locale]].filter(Boolean).join(' '),
    },
  });

  useEffect(
    () =>
      register(name, {
        insert: (text, send) => {
          const emulator = session.current?.emulator;
          if (!emulator) return 'severalLines';
          // Put there to be read and finished by the learner, who asked for it: the next key is theirs.
          if (!send) emulator.terminal.focus();
          return emulator.insert(text, send);
        },
        focus: () => session.current?.emulator.terminal.focus(),
      }),
    [name, register, session],
  );

  useEffect(() => {
    if (visible) session.current?.emulator.fit();
  }, [visible, session]);

  function press(key: BarKey) {
    const current = session.current;
    if (!current) return;
    current.connection.input(barKeySequence(key, current.emulator.terminal.modes.applicationCursorKeysMode));
  }

  function changeFont(by: 1 | -1) {
    const at = FONT_SIZES.findIndex((size) => size >= Number(fontSize));
    const next = FONT_SIZES[Math.min(FONT_SIZES.length - 1, Math.max(0, at + by))];
    if (next !== undefined) setFontSize(String(next));
  }

  return (
    <section className={css.view} aria-label={t('label', { name })}>
      <Status
        state={state}
        held={held}
        onAgain={() => {
          session.current?.connection.connect();
        }}
      />
      {searching && (
        <SearchBar
          search={() => session.current?.emulator.search ?? null}
          onClose={() => {
            setSearching(false);
            session.current?.emulator.terminal.focus();
          }}
        />
      )}
      <div className={css.screen} data-terminal={name} data-connection={state.name}>
        <div ref={host} className={css.host} />
      </div>
      {link !== null && <p className={css.link}>{t('linkTo', { address: link })}</p>}
      <Tools
        leaveRef={leaveTo}
        screenReader={screenReader === 'on'}
        onScreenReader={() => {
          setScreenReader(screenReader === 'on' ? 'off' : 'on');
        }}
        onFont={changeFont}
        onSearch={() => {
          setSearching(true);
        }}
        onTranscript={() => {
          setTranscript(session.current?.emulator.transcript() ?? '');
        }}
      />
      <KeyBar
        ctrl={ctrl}
        onCtrl={() => {
          setCtrl(!ctrl);
          session.current?.emulator.terminal.focus();
        }}
        onKey={press}
      />
      <Transcript
        name={name}
        text={transcript}
        onRefresh={() => {
          setTranscript(session.current?.emulator.transcript() ?? '');
        }}
        onClose={() => {
          setTranscript(null);
        }}
      />
    </section>
  );
}
