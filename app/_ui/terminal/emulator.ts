// xterm.js with what Podwire needs around it: fit, search, links that only open the web, restricted replies, a transcript.
// Knows nothing of sockets or React.
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { openWebAddress, webAddress } from './links';
import { readPalette } from './palette';
import { restrictReplies } from './replies';

export interface EmulatorOptions {
  host: HTMLElement;
  fontSize: number;
  screenReader: boolean;
  onInput: (data: string) => void;
  onReply: (data: string) => void;
  onResize: (columns: number, rows: number) => void;
  /** False keeps the key from the shell. */
  onKey: (event: KeyboardEvent) => boolean;
  /** The address under the pointer, null when it leaves: a link's text may say something else. */
  onLink: (address: string | null) => void;
}

const SCROLLBACK_LINES = 5000;

export class Emulator {
  readonly terminal: Terminal;
  readonly search = new SearchAddon();
  readonly #fit = new FitAddon();
  readonly #host: HTMLElement;
  #redrawing = 0;

  constructor(options: EmulatorOptions) {
    this.#host = options.host;
    const link = {
      hover: (_event: MouseEvent, text: string) => {
        options.onLink(webAddress(text));
      },
      leave: () => {
        options.onLink(null);
      },
    };
    const terminal = new Terminal({
      fontFamily: getComputedStyle(options.host).getPropertyValue('font-family'),
      fontSize: options.fontSize,
      lineHeight: 1.2,
      cursorBlink: false,
      scrollback: SCROLLBACK_LINES,
      screenReaderMode: options.screenReader,
      theme: readPalette(options.host),
      minimumContrastRatio: 4.5,
      // Only for the parser hooks below and for search marks; nothing of it reaches programs.
      allowProposedApi: true,
      linkHandler: {
        activate: (_event, text) => {
          openWebAddress(text);
        },
        ...link,
      },
    });
    this.terminal = terminal;
    terminal.loadAddon(this.#fit);
    terminal.loadAddon(this.search);
    terminal.loadAddon(
      new WebLinksAddon((_event, text) => {
        openWebAddress(text);
      }, link),
    );
    restrictReplies(terminal.parser, {
      cursor: () => ({ row: terminal.buffer.active.cursorY + 1, column: terminal.buffer.active.cursorX + 1 }),
      isRedrawing: () => this.#redrawing > 0,
      reply: options.onReply,
    });
    terminal.attachCustomKeyEventHandler(options.onKey);
    terminal.onData(options.onInput);
    terminal.onResize(({ cols, rows }) => {
      options.onResize(cols, rows);
    });
    terminal.open(options.host);
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.terminal.cols, rows: this.terminal.rows };
  }

  /** Fills the host. Nothing happens while it is hidden, as there is no size to take. */
  fit(): void {
    if (this.#host.clientWidth > 0 && this.#host.clientHeight > 0) this.#fit.fit();
  }

  redraw(data: string, columns: number, rows: number): void {
    this.#redrawing += 1;
    this.terminal.reset();
    this.terminal.resize(columns, rows);
    this.terminal.write(data, () => {
      this.#redrawing -= 1;
    });
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
  }

  draw(bytes: Uint8Array, done: () => void): void {
    this.terminal.write(bytes, done);
  }

  recolour(): void {
    this.terminal.options.theme = readPalette(this.#host);
  }

  /** The whole buffer as text: wrapped lines joined, trailing blank lines left out. */
  transcript(): string {
    const buffer = this.terminal.buffer.active;
    const lines: string[] = [];
    for (let y = 0; y < buffer.length; y += 1) {
      const line = buffer.getLine(y);
      if (!line) continue;
      const next = buffer.getLine(y + 1);
      const text = line.translateToString(!next?.isWrapped);
      if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
      else lines.push(text);
    }
    return lines.join('\n').trimEnd();
  }

  /** Puts text at the prompt. Several lines only where the program says it can tell a paste from typing. */
  insert(text: string, send: boolean): 'ran' | 'placed' | 'severalLines' {
    const body = text.replace(/\n+$/, '');
    if (!send && body.includes('\n') && !this.terminal.modes.bracketedPasteMode) return 'severalLines';
    this.terminal.paste(body);
    if (!send) return 'placed';
    this.terminal.input('\r');
    return 'ran';
  }

  dispose(): void {
    this.terminal.dispose();
  }
}
