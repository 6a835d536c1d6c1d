// What "everything" is: the lanes of npm test, in order, each with the time it may take.
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tail, tryRun } from '../exec.mjs';
import { ROOT } from '../places.mjs';
import { build } from '../prepare.mjs';
import { playwrightOutcomes, vitestOutcomes, withExit } from './outcomes.mjs';

/**
 * @typedef {import('./outcomes.mjs').Outcome} Outcome
 * @typedef {object} Lane
 * @property {string} name
 * @property {number | null} budgetMs
 * @property {(detail: (text: string) => void) => Promise<Outcome[]>} run
 */

const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
const podwire = (...args) => [process.execPath, join(ROOT, 'bin', 'podwire.mjs'), ...args];
const HOUR_MS = 3_600_000;

const single = async (name, argv) => {
  const { exit, stdout, stderr } = await tryRun(argv, { cwd: ROOT, timeoutMs: HOUR_MS });
  return [{ name, state: exit === 0 ? 'passed' : 'failed', detail: exit === 0 ? '' : `${stdout}\n${stderr}` }];
};

/** Each check counts as one test; `npm run check` runs them alone. @type {{name: string, argv: string[]}[]} */
export const CHECKS = [
  { name: 'format', argv: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', argv: [bin('eslint'), '.'] },
  { name: 'types', argv: [bin('tsc'), '--noEmit'] },
  {
    name: 'import rules',
    argv: [bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'app', 'content', 'grader', 'lab-runner', 'e2e'],
  },
  { name: 'unused code', argv: [bin('knip')] },
  { name: 'content', argv: podwire('lint') },
];

/** Runs all checks, two at a time, and reports each. @returns {Promise<Outcome[]>} */
export async function runChecks() {
  const outcomes = new Array(CHECKS.length);
  let next = 0;
  const worker = async () => {
    while (next < CHECKS.length) {
      const index = next++;
      [outcomes[index]] = await single(CHECKS[index].name, CHECKS[index].argv);
    }
  };
  await Promise.all([worker(), worker()]);
  return outcomes;
}

/** Runs a program that writes a JSON report into a file it is told of. */
async function reported(lane, argvFor, env, read) {
  const folder = mkdtempSync(join(tmpdir(), 'podwire-test-'));
  try {
    const file = join(folder, 'report.json');
    const { argv, more } = argvFor(file);
    const { exit, stdout, stderr } = await tryRun(argv, { cwd: ROOT, timeoutMs: HOUR_MS, env: { ...env, ...more } });
    const output = tail(`${stdout}\n${stderr}`, 40);
    if (!existsSync(file)) return [{ name: lane, state: 'failed', detail: `exit ${exit}, no report\n${output}` }];
    return withExit(lane, { exit, output }, read(JSON.parse(readFileSync(file, 'utf8'))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const vitest = (project) => () =>
  reported(
    project,
    (file) => ({ argv: [bin('vitest'), 'run', '--project', project, '--reporter=json', `--outputFile=${file}`] }),
    {},
    (report) => vitestOutcomes(report, ROOT),
  );

const playwright = () =>
  reported(
    'e2e',
    (file) => ({
      argv: [bin('playwright'), 'test', '--config', 'e2e/playwright.config.ts', '--reporter=json', '--retries=0'],
      more: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    }),
    {},
    playwrightOutcomes,
  );

async function prove() {
  const { exit, stdout, stderr } = await tryRun(podwire('lab', 'prove', '--json'), { cwd: ROOT, timeoutMs: HOUR_MS });
  const output = tail(`${stdout}\n${stderr}`, 40);
  try {
    const outcomes = JSON.parse(stdout).cases.map(({ lab, script, ok, messages }) => ({
      name: `${lab} › ${script}`,
      state: ok ? 'passed' : 'failed',
      detail: messages.join('\n'),
    }));
    return withExit('prove', { exit, output }, outcomes);
  } catch {
    return [{ name: 'prove', state: 'failed', detail: `exit ${exit}, no report\n${output}` }];
  }
}

async function buildLane(detail) {
  try {
    await build(detail);
    return [{ name: 'build', state: 'passed', detail: '' }];
  } catch (error) {
    return [{ name: 'build', state: 'failed', detail: `${error.seen ?? error.stack}` }];
  }
}

/** @type {Lane[]} The build comes first: the command-line tool and the browser tests need it. */
export const LANES = [
  { name: 'build', budgetMs: 180_000, run: buildLane },
  { name: 'check', budgetMs: 120_000, run: runChecks },
  { name: 'unit', budgetMs: 20_000, run: vitest('unit') },
  { name: 'integration', budgetMs: 300_000, run: vitest('integration') },
  { name: 'prove', budgetMs: 180_000, run: prove },
  { name: 'e2e', budgetMs: 300_000, run: playwright },
];
