// Joins this process's terminal to a lab's: raw, so that every key goes to the lab, until its shell ends or Ctrl-] is pressed.
import type { RunnerClient } from '../../_server/runner/client';
import { attachTerminal, type Size } from './connection';

/** Ctrl-], as in telnet: the one key that is ours. */
const LEAVE = '\x1d';

const sizeOf = (output: NodeJS.WriteStream): Size => ({
  columns: Math.max(2, output.columns || 80),
  rows: Math.max(1, output.rows || 24),
});

/** @returns why it ended: the shell's exit code, or words. */
export async function joinTerminal(
  client: RunnerClient,
  labId: string,
  name: string,
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stdout,
): Promise<{ exit: number | null } | { left: string }> {
  let finish: (result: { exit: number | null } | { left: string }) => void = () => undefined;
  const finished = new Promise<{ exit: number | null } | { left: string }>((resolve) => (finish = resolve));
  const terminal = await attachTerminal(client, labId, name, sizeOf(output), {
    onScreen: (data) => output.write(`\x1bc${data}`),
    onOutput: (bytes) => output.write(bytes),
    onExit: (exit) => finish({ exit }),
    onClose: (reason) => finish({ left: reason ?? 'left' }),
  });
  const onKey = (data: Buffer) => {
    const text = data.toString();
    if (text === LEAVE) finish({ left: 'left by Ctrl-]' });
    else terminal.input(text);
  };
  const onResize = () => terminal.resize(sizeOf(output));
  input.setRawMode?.(true);
  input.on('data', onKey).resume();
  input.on('end', () => terminal.input('\x04'));
  output.on('resize', onResize);
  try {
    return await finished;
  } finally {
    output.off('resize', onResize);
    input.off('data', onKey).pause();
    input.setRawMode?.(false);
    terminal.close();
    // Whatever the lab's programs switched on must not stay on here.
    if (output.isTTY) output.write('\x1b[?1049l\x1b[?1000;1002;1003;1006;2004l\x1b[0m\x1b[?25h\r\n');
  }
}
