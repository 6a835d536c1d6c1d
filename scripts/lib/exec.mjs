// Starts other programs before anything is installed: an argv array, never a shell line of ours.
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Result
 * @property {number} exit the exit code; 128 + signal when killed; 127 when it could not be started
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} ms
 */

/**
 * Runs a program and returns its result whatever its exit code.
 * @param {readonly string[]} argv
 * @param {{cwd?: string, env?: Record<string, string | undefined>, input?: string, timeoutMs?: number, onOutput?: (chunk: string) => void, stdin?: 'inherit'}} [options]
 *   `onOutput` gets both outputs as they come; `env` is added to this process's.
 * @returns {Promise<Result>}
 */
export function tryRun(argv, options = {}) {
  const { cwd, env, input, timeoutMs = 30_000, onOutput, stdin } = options;
  const from = performance.now();
  return new Promise((resolve) => {
    const child = spawn(argv[0], argv.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: [stdin ?? (input === undefined ? 'ignore' : 'pipe'), 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (chunk) => {
        out[name] += chunk;
        onOutput?.(chunk);
      });
    }
    const timer = setTimeout(() => {
      out.stderr += `\nstopped: not done after ${timeoutMs} ms`;
      child.kill('SIGKILL');
    }, timeoutMs);
    const done = (exit) => {
      clearTimeout(timer);
      resolve({ exit, ...out, ms: performance.now() - from });
    };
    child.once('error', (error) => {
      out.stderr += error.message;
      done(127);
    });
    child.once('close', (code, signal) => done(code ?? (signal === 'SIGKILL' ? 137 : 143)));
    if (input !== undefined) child.stdin.on('error', () => {}).end(input);
  });
}

/** The last lines of a text, for the "seen" of a problem. */
export function tail(text, lines = 15) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
