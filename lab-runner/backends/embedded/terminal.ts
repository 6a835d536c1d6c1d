// A terminal of a lab: a host pty whose only program is crun, which relays to a shell on a pty of the lab's own devpts.
import { spawn } from 'node-pty';
import type { Tty } from '../backend';
import { killShellOf, makeSizeSetter } from './terminal-shell';

/** Time for crun to end after its shell. */
const CRUN_GRACE_MS = 1000;

/** Starts `argv` on a new pty. @throws Error when no pty can be had. */
export function openPty(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  size: { columns: number; rows: number },
): Tty {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError('Cannot open a terminal: argv is empty');
  const pty = spawn(file, args, {
    name: 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    cwd: '/',
    env: { ...env },
    encoding: null,
  });
  let exit: { code: number | null } | undefined;
  // A shell that ended meanwhile has no size.
  const setSize = makeSizeSetter(pty.pid, () => undefined);
  let killing: NodeJS.Timeout | undefined;
  const onExit = new Set<(exit: { code: number | null }) => void>();
  pty.onExit(({ exitCode, signal }) => {
    exit = { code: signal ? null : exitCode };
    clearTimeout(killing);
    for (const listener of onExit) listener(exit);
  });
  return {
    onData(listener) {
      // Without an encoding node-pty hands out Buffers, whatever its types say.
      const subscription = pty.onData((data) => listener(data as unknown as Uint8Array));
      return () => subscription.dispose();
    },
    onExit(listener) {
      const ended = exit;
      if (ended) queueMicrotask(() => listener(ended));
      else onExit.add(listener);
      return () => onExit.delete(listener);
    },
    write(data) {
      if (!exit) pty.write(typeof data === 'string' ? data : Buffer.from(data).toString('utf8'));
    },
    resize(columns, rows) {
      if (exit) return;
      pty.resize(columns, rows);
      setSize({ columns, rows });
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    kill() {
      if (exit || killing) return;
      // crun must live until it has reaped the shell (see stop.ts), and must not be stuck with output nobody reads.
      pty.resume();
      if (!killShellOf(pty.pid)) return pty.kill('SIGKILL');
      killing = setTimeout(() => exit ?? pty.kill('SIGKILL'), CRUN_GRACE_MS);
    },
  };
}
