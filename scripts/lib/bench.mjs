// npm run bench: the figures to reach, beside a raw baseline of the same run. A ratio is printed only where both sides ran.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measurePage } from './bench/page.mjs';
import { withPodwire } from './bench/podwire.mjs';
import { rawStart } from './bench/raw.mjs';
import { tail, tryRun } from './exec.mjs';
import { ROOT } from './places.mjs';
import { Problem, printError } from './problem.mjs';

const RUNNER_LANES = ['life', 'memory', 'grade'];
const APP_LANES = ['ticks', 'echo', 'load'];
const LANES = [...RUNNER_LANES, ...APP_LANES, 'page'];

const HELP = `Usage: npm run bench -- [--json] [--quick] [--runs N] [--lane NAME]

Measures what Podwire promises: how soon a lab is there and gone, its memory, grading, how soon a step turns green,
what open labs cost, terminal echo, and the script of the lesson page. A quiet machine gives figures that mean something;
its load is told beside each.

  --json        print JSON
  --quick       fewer and shorter measurements, to see that everything can be measured
  --runs N      labs to start for the start figure (30; quick: 5)
  --lane NAME   one of ${LANES.join(', ')}
  --help        this text
`;

/** @param {string[]} args @returns {Promise<number>} the exit code: 1 when a figure is over its budget */
export async function bench(args) {
  const options = readOptions(args);
  if (typeof options === 'number') return options;
  try {
    const { figures, raw } = await measure(options);
    const ratios = ratiosOf(figures, raw);
    process.stdout.write(
      options.json ? `${JSON.stringify({ figures, raw, ratios }, null, 2)}\n` : describe(figures, raw, ratios),
    );
    return figures.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
  } catch (error) {
    printError(error);
    return 1;
  }
}

function readOptions(args) {
  const wrong = (message) => {
    process.stderr.write(`${message}\n\n${HELP}`);
    return 2;
  };
  try {
    const { values } = parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        runs: { type: 'string' },
        lane: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const runs = values.runs ?? (values.quick ? '5' : '30');
    if (!/^[1-9]\d*$/.test(runs)) return wrong(`--runs ${runs}: not a number of labs`);
    if (values.lane !== undefined && !LANES.includes(values.lane)) return wrong(`--lane ${values.lane}: no such lane`);
    return { ...values, runs };
  } catch (error) {
    return wrong(error.message);
  }
}

async function measure({ lane, quick, runs }) {
  const wants = (lanes) => lane === undefined || lanes.includes(lane);
  const only = lane === undefined ? [] : ['--lane', lane];
  const figures = [];
  let raw = null;
  // First what needs all of Podwire: starting it builds it.
  await withPodwire(async ({ url, data, pids }) => {
    const env = { ...process.env, PODWIRE_DATA: data };
    if (wants(RUNNER_LANES)) figures.push(...(await podwire(['bench-runner', '--runs', runs, ...only], env)));
    if (wants(['life'])) raw = await rawStart(Number(runs));
    const short = quick ? ['--guests', '3', '--seconds', '10', '--load-seconds', '10'] : [];
    const running = ['--url', url, '--pids', pids.join(',')];
    if (wants(APP_LANES)) figures.push(...(await podwire(['bench-app', ...running, ...short, ...only], env)));
    if (wants(['page'])) figures.push(await measurePage(url));
  });
  return { figures, raw };
}

async function podwire(command, env) {
  const argv = [process.execPath, join(ROOT, 'bin', 'podwire.mjs'), ...command];
  const { exit, stdout, stderr } = await tryRun(argv, { cwd: ROOT, env, timeoutMs: 1_800_000 });
  if (exit === 0) return JSON.parse(stdout).figures;
  throw new Problem('Podwire could not be measured', {
    tried: argv.slice(1).join(' '),
    seen: `exit ${exit}\n${tail(stderr)}`,
    remedy: 'npx podwire doctor tells what this machine lacks.',
  });
}

function ratiosOf(figures, raw) {
  const start = figures.find(({ name }) => name === 'lab start');
  return start && raw ? [{ of: 'lab start', to: raw.name, ratio: Math.round((start.p50 / raw.p50) * 10) / 10 }] : [];
}

const MARK = { met: '✓', missed: '✗', 'no budget': ' ' };

function describe(figures, raw, ratios) {
  const lines = figures.map(({ name, unit, p50, p95, max, count, budget, verdict, how, load }) => {
    const limits = [
      budget.p50 === null ? null : `p50 ≤ ${budget.p50}`,
      budget.p95 === null ? null : `p95 ≤ ${budget.p95}`,
    ].filter(Boolean);
    const values = count === 1 ? `${p50} ${unit}` : `p50 ${p50}  p95 ${p95}  max ${max} ${unit}  (${count})`;
    const wanted = limits.length > 0 ? `${verdict}: ${limits.join(', ')}` : verdict;
    return `${MARK[verdict]} ${name.padEnd(26)} ${values}  ${wanted}  load ${load.before} → ${load.after}\n    ${how}`;
  });
  if (raw) lines.push(`  ${raw.name.padEnd(26)} p50 ${raw.p50} ms  (${raw.count}; raw baseline)`);
  for (const { of, to, ratio } of ratios) lines.push(`  ${of} is ${ratio} × ${to}`);
  return `${lines.join('\n')}\n`;
}
