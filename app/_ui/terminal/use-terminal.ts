'use client';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { api, ApiFailure } from '../api';
import { openBrowserSocket } from './browser-socket';
import { TerminalConnection, TicketRefused, type ConnectionState } from './connection';
import { Emulator } from './emulator';
import { onThemeChange } from './palette';

export interface TerminalSession {
  emulator: Emulator;
  connection: TerminalConnection;
}

interface UseTerminalOptions {
  labId: string;
  name: string;
  host: RefObject<HTMLDivElement | null>;
  fontSize: number;
  screenReader: boolean;
  onKey: (event: KeyboardEvent) => boolean;
  /** May change what is typed on its way out (the key bar's Ctrl). */
  onTyped: (data: string) => string;
  words: { refused: (error: ApiFailure) => string };
}

/** Refusals that a new try would only repeat. 408 and 429 ask for one. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** One xterm and its connection, for as long as the component lives. */
export function useTerminal(options: UseTerminalOptions) {
  const { labId, name, host, fontSize, screenReader } = options;
  const [state, setState] = useState<ConnectionState>({ name: 'connecting' });
  const [held, setHeld] = useState(0);
  const [link, setLink] = useState<string | null>(null);
  const session = useRef<TerminalSession | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const emulator = new Emulator({
      host: element,
      fontSize: latest.current.fontSize,
      screenReader: latest.current.screenReader,
      onInput: (data) => {
        connection.input(latest.current.onTyped(data));
      },
      onReply: (data) => {
        connection.reply(data);
      },
      onResize: (columns, rows) => {
        connection.resize(columns, rows);
      },
      onKey: (event) => latest.current.onKey(event),
      onLink: setLink,
    });
    const connection = new TerminalConnection({
      openSocket: openBrowserSocket,
      ticket: async (signal) => {
        try {
          return (await api.ticket(labId, name, signal)).ticket;
        } catch (error) {
          if (error instanceof ApiFailure && isFinal(error.status))
            throw new TicketRefused(error.error.code, latest.current.words.refused(error));
          throw error;
        }
      },
      screen: emulator,
      size: () => emulator.size,
      onState: setState,
      onHeld: setHeld,
    });
    session.current = { emulator, connection };
    let disposed = false;
    const fit = new ResizeObserver(() => {
      emulator.fit();
    });
    const recolour = onThemeChange(() => {
      emulator.recolour();
    });
    const hurry = () => {
      if (connection.state.name === 'waiting') connection.connect();
    };
    window.addEventListener('online', hurry);
    // Cells are measured when xterm opens: with the fallback face they would keep its width.
    const font = `${latest.current.fontSize}px ${getComputedStyle(element).fontFamily}`;
    void Promise.allSettled([document.fonts.load(font), document.fonts.load(`bold ${font}`)]).then(() => {
      if (disposed) return;
      emulator.terminal.options.fontFamily = getComputedStyle(element).fontFamily;
      emulator.fit();
      fit.observe(element);
      connection.connect();
    });
    return () => {
      disposed = true;
      window.removeEventListener('online', hurry);
      fit.disconnect();
      recolour();
      connection.close();
      emulator.dispose();
      session.current = null;
    };
  }, [labId, name, host]);

  useEffect(() => {
    const emulator = session.current?.emulator;
    if (!emulator) return;
    emulator.terminal.options.fontSize = fontSize;
    emulator.terminal.options.screenReaderMode = screenReader;
    emulator.fit();
  }, [fontSize, screenReader]);

  return { session, state, held, link };
}
