// A lab's shell at the end of a terminal connection: typed into, and waited for by what it prints.
import { setTimeout as sleep } from 'node:timers/promises';
import { CliFailure } from '../failure';
import type { Size, TerminalConnection, TerminalEvents } from '../terminal/connection';

type Attach = (size: Size, events: TerminalEvents) => Promise<TerminalConnection>;

/** Opens a terminal and waits until the shell has written its prompt. */
export async function openShell(open: Attach): Promise<Shell> {
  const shell = new Shell();
  await shell.attach(open);
  return shell;
}

const PROMPT = /[#$] $/;

/** What a terminal prints, to be waited for. */
export class Shell {
  #terminal: TerminalConnection | null = null;
  #text = '';
  #changed: () => void = () => undefined;

  /** Resolves once the prompt is there. */
  async attach(open: Attach): Promise<void> {
    const print = (text: string) => {
      this.#text = `${this.#text}${text}`.slice(-KEPT);
      this.#changed();
    };
    this.#terminal = await open(SIZE, {
      onScreen: print,
      onOutput: (bytes) => print(Buffer.from(bytes).toString()),
      onExit: () => undefined,
      onClose: () => undefined,
    });
    await this.sees(PROMPT);
  }

  type(text: string): void {
    this.#text = '';
    this.#terminal?.input(text);
  }

  /** Resolves with the next output, whatever it is. */
  nextOutput(): Promise<void> {
    return new Promise((resolve) => (this.#changed = resolve));
  }

  /** @returns the match, once what was printed since the last typing matches. @throws CliFailure after ten seconds of silence */
  async sees(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#text);
      if (match) return match;
      const quiet = sleep(SILENCE_MS, 'quiet' as const, { ref: false });
      if ((await Promise.race([this.nextOutput(), quiet])) === 'quiet')
        throw new CliFailure(`Waited for ${String(pattern)} in a terminal, which shows ${JSON.stringify(this.#text)}`);
    }
  }

  close(): void {
    this.#terminal?.close();
  }
}

const KEPT = 8192;
const SILENCE_MS = 10_000;
const SIZE = { columns: 200, rows: 24 };
