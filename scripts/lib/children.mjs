// The long-running processes of one Podwire: each in a session of its own, so that Ctrl-C reaches only the one who
// stops them in order, with its output in a log file and its end noticed.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tail } from './exec.mjs';
import { Problem } from './problem.mjs';

/** Clock ticks since boot at which a process started; with the pid it names one process for ever. Null when it is gone. */
export function startTicks(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

/** @param {{pid: number, ticks: number}} who */
export const isAlive = ({ pid, ticks }) => startTicks(pid) === ticks;

function signalGroup(pid, signal) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/**
 * Ends a process and its group: politely, then after `graceMs` for good.
 * @param {{pid: number, ticks: number}} who
 * @param {NodeJS.Signals} [signal] what it takes for a polite request
 * @returns {Promise<boolean>} false when it had to be killed
 */
export async function endProcess(who, graceMs, signal = 'SIGTERM') {
  if (!isAlive(who)) return true;
  process.kill(who.pid, signal);
  const deadline = performance.now() + graceMs;
  while (isAlive(who)) {
    if (performance.now() > deadline) {
      signalGroup(who.pid, 'SIGKILL');
      return false;
    }
    await sleep(25);
  }
  signalGroup(who.pid, 'SIGKILL'); // whatever is left of its session
  return true;
}

/**
 * PostgreSQL has a session of its own, so it outlives a web application that was killed.
 * @param {string} dataFolder PostgreSQL's own
 * @returns {{pid: number, ticks: number} | null} its first process
 */
export function findPostgres(dataFolder) {
  try {
    const pid = Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const ticks = startTicks(pid);
    return ticks !== null && words[0].endsWith('/postgres') && words.includes(dataFolder) ? { pid, ticks } : null;
  } catch {
    return null;
  }
}

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {number} pid
 * @property {number} ticks
 * @property {string} log path of its log file
 * @property {Promise<string>} ended how it ended, in words
 * @property {(graceMs: number) => Promise<boolean>} stop
 */

/**
 * @param {{name: string, argv: readonly string[], env: Record<string, string | undefined>, cwd: string, log: string, echo?: boolean}} options
 *   `echo` also copies its output to ours
 * @returns {Child}
 */
export function startChild({ name, argv, env, cwd, log, echo = false }) {
  // What an earlier start logged is kept once, and is not taken for this start's.
  if (existsSync(log)) renameSync(log, `${log}.old`);
  const fd = openSync(log, 'a', 0o640);
  const child = spawn(argv[0], argv.slice(1), {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', echo ? 'pipe' : fd, echo ? 'pipe' : fd],
  });
  if (echo) {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        process.stdout.write(data);
        writeSync(fd, data);
      });
    }
    child.once('close', () => closeSync(fd));
  } else closeSync(fd);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(signal ? `was killed by ${signal}` : `ended with exit code ${code}`));
  });
  const who = { pid: child.pid ?? 0, ticks: child.pid ? (startTicks(child.pid) ?? 0) : 0 };
  return { name, ...who, log, ended, stop: (graceMs) => endProcess(who, graceMs) };
}

/**
 * Waits until a child answers, or says why it does not.
 * @param {Child} child
 * @param {{what: string, probe: () => Promise<boolean>, timeoutMs: number}} options
 */
export async function untilHealthy(child, { what, probe, timeoutMs }) {
  let end = null;
  void child.ended.then((how) => (end = how));
  const deadline = performance.now() + timeoutMs;
  while (!(await probe())) {
    if (end !== null) throw endedProblem(child, end, what);
    if (performance.now() > deadline) {
      throw endedProblem(child, `runs but did not answer within ${timeoutMs / 1000} s`, what);
    }
    await sleep(20);
  }
}

/** @param {{name: string, log: string}} child @param {string} how @param {string} tried */
export function endedProblem(child, how, tried) {
  const said = logTail(child.log);
  const remedy = /ENOSPC|no space left on device/i.test(said)
    ? 'The disk is full. Free 3 GiB where the data folder is, or set PODWIRE_DATA to a folder on a larger disk.'
    : `Read ${child.log}; what the end of it says is above. "npx podwire doctor" tells what this machine lacks.`;
  return new Problem(`${child.name} ${how}`, { tried, seen: said || `nothing in ${child.log}`, remedy });
}

function logTail(path) {
  try {
    return tail(readFileSync(path, 'utf8'), 20);
  } catch {
    return '';
  }
}
