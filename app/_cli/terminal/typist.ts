// Types lines into a lab's shell as a learner would, each when the shell asks for one.
// The shell is asked for by its prompt: PS1 and PS2 are set to marks that the echo of typing them does not contain.
import { randomBytes } from 'node:crypto';
import type { RunnerClient } from '../../_server/runner/client';
import { CliFailure } from '../failure';
import { attachTerminal, type TerminalConnection } from './connection';

export interface TypedLine {
  /** Exit status of the command before the prompt; null when the shell asks for the rest of an unfinished command. */
  status: number | null;
  /** What the terminal showed from the typed line to the next prompt, without escape sequences. */
  output: string;
}

export interface Typist {
  /** @throws CliFailure when no prompt comes back in time, with what the terminal showed. */
  type(line: string): Promise<TypedLine>;
  close(): void;
}

const LINE_TIMEOUT_MS = 30_000;
const SIZE = { columns: 200, rows: 50 };
// CSI, OSC and two-character escape sequences.
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])/g;

/** @returns terminal output as lines of plain text */
export const plain = (text: string): string => text.replace(ESCAPES, '').replaceAll('\r\n', '\n').replaceAll('\r', '');

/** The two prompts of one session. */
export function makePrompts(nonce: string): {
  setUp: string;
  find(text: string): { end: number; start: number; status: number | null } | undefined;
} {
  // The mark is written in two halves, so that the terminal's echo of this very line is not taken for a prompt.
  const setUp = ` PROMPT_COMMAND=; PS1='[pw-''${nonce}:$?]'; PS2='[pw-''${nonce}:]'; unset HISTFILE`;
  const pattern = new RegExp(`\\[pw-${nonce}:(\\d*)\\]`);
  return {
    setUp,
    find(text) {
      const match = pattern.exec(text);
      if (!match) return undefined;
      const status = match[1] === '' ? null : Number(match[1]);
      return { start: match.index, end: match.index + match[0].length, status };
    },
  };
}

/** Attaches to a terminal and waits until its shell takes lines. */
export async function openTypist(client: RunnerClient, labId: string, name: string): Promise<Typist> {
  const prompts = makePrompts(randomBytes(6).toString('hex'));
  const decoder = new TextDecoder();
  let seen = '';
  let ended: string | null = null;
  let wake: () => void = () => undefined;
  const notice = (change: () => void) => {
    change();
    wake();
  };
  let shown = false;
  const terminal: TerminalConnection = await attachTerminal(client, labId, name, SIZE, {
    onScreen: (data) =>
      notice(() => {
        seen = data;
        shown = true;
      }),
    onOutput: (bytes) => notice(() => (seen += decoder.decode(bytes, { stream: true }))),
    onExit: (code) => notice(() => (ended = `the shell ended with ${code ?? 'a signal'}`)),
    onClose: (reason) => notice(() => (ended ??= reason ?? 'the terminal was closed')),
  });

  const nextPrompt = async (what: string): Promise<TypedLine> => {
    const timeout = AbortSignal.timeout(LINE_TIMEOUT_MS);
    const onTimeout = () => notice(() => (ended ??= `no prompt came back within ${LINE_TIMEOUT_MS / 1000} s`));
    timeout.addEventListener('abort', onTimeout);
    try {
      for (;;) {
        const prompt = prompts.find(seen);
        if (prompt) {
          const output = plain(seen.slice(0, prompt.start));
          seen = seen.slice(prompt.end);
          return { status: prompt.status, output };
        }
        if (ended !== null) {
          throw new CliFailure(
            `Terminal ${name}: ${ended} after typing: ${what}\nIt showed:\n${plain(seen).slice(-2000)}`,
          );
        }
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      timeout.removeEventListener('abort', onTimeout);
    }
  };

  const type = (line: string): Promise<TypedLine> => {
    terminal.input(`${line}\r`);
    return nextPrompt(line);
  };
  try {
    // Until the screen comes there may be no shell that takes what is typed.
    while (!shown && ended === null) await new Promise<void>((resolve) => (wake = resolve));
    await type(prompts.setUp);
  } catch (error) {
    terminal.close();
    throw error;
  }
  return { type, close: () => terminal.close() };
}
