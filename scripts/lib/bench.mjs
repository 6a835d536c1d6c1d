// npm run bench: the figures to reach, beside raw baselines of the same run. Ratios are printed only where both sides ran.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tail, tryRun } from './exec.mjs';
import { ROOT } from './places.mjs';
import { Problem, printError } from './problem.mjs';
import { measurePage } from './bench/page.mjs';

const HELP = `Usage: npm run bench -- [--json] [--runs N] [--lane NAME]

Measures lab start and destroy, memory per lab, grading, terminal echo, and the script of the lesson page.

  --json        print JSON
  --runs N      labs to start for the start figure (30)
  --lane NAME   one of life, memory, grade, echo, page
  --help        this text
`;

/** @param {string[]} args @returns {Promise<number>} the exit code: 1 when a figure is over its budget */
export async function bench(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        json: { type: 'boolean' },
        runs: { type: 'string', default: '30' },
        lane: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return 2;
  }
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    const figures = [];
    if (values.lane !== 'page') figures.push(...(await runnerFigures(values)));
    if (!values.lane || values.lane === 'page') figures.push(await measurePage());
    const raw = !values.lane || values.lane === 'life' ? await rawStart(Number(values.runs)) : null;
    const ratios = ratiosOf(figures, raw);
    process.stdout.write(
      values.json ? `${JSON.stringify({ figures, raw, ratios }, null, 2)}\n` : describe(figures, raw, ratios),
    );
    return figures.some(isOver) ? 1 : 0;
  } catch (error) {
    printError(error);
    return 1;
  }
}

async function runnerFigures({ runs, lane }) {
  const argv = [
    process.execPath,
    join(ROOT, 'bin', 'podwire.mjs'),
    'bench-runner',
    '--runs',
    runs,
    ...(lane ? ['--lane', lane] : []),
  ];
  const { exit, stdout, stderr } = await tryRun(argv, { cwd: ROOT, timeoutMs: 1_800_000 });
  if (exit === 0) return JSON.parse(stdout).figures;
  throw new Problem('lab-runner could not be measured', {
    tried: argv.slice(1).join(' '),
    seen: `exit ${exit}\n${tail(stderr)}`,
    remedy: 'npx podwire doctor tells what this machine lacks.',
  });
}

/** The same kernel work without Podwire: all namespaces made, then one container run by crun in them. Null when that cannot be done here. */
async function rawStart(runs) {
  const folder = mkdtempSync(join(tmpdir(), 'podwire-bench-'));
  try {
    mkdirSync(join(folder, 'rootfs', 'bin'), { recursive: true });
    for (const name of ['proc', 'dev', 'sys']) mkdirSync(join(folder, 'rootfs', name));
    await tryRun(['cp', '/bin/busybox', join(folder, 'rootfs', 'bin', 'sh')]);
    const spec = await tryRun(['crun', 'spec'], { cwd: folder });
    if (spec.exit !== 0) return null;
    const config = JSON.parse((await tryRun(['cat', join(folder, 'config.json')])).stdout);
    config.process.args = ['/bin/sh', '-c', 'exit 0'];
    config.process.terminal = false;
    config.mounts = config.mounts.filter(({ type }) => type !== 'cgroup');
    config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'cgroup');
    delete config.linux.resources;
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    const times = [];
    for (let run = 0; run < runs; run += 1) {
      const inside = ['crun', '--cgroup-manager=disabled', 'run', '-b', folder, `podwire-bench-${process.pid}-${run}`];
      // crun refuses machines that have both versions of cgroups mounted, so it sees none.
      const hidden = ['sh', '-c', 'mount -t tmpfs none /sys/fs/cgroup && exec "$@"', 'sh', ...inside];
      const { exit, ms } = await tryRun([
        'unshare',
        '--mount',
        '--net',
        '--uts',
        '--ipc',
        '--pid',
        '--fork',
        ...hidden,
      ]);
      if (exit !== 0) return null;
      times.push(ms);
    }
    times.sort((a, b) => a - b);
    return { name: 'unshare + crun run', p50: Math.round(times[Math.ceil(times.length / 2) - 1]), count: times.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ratiosOf(figures, raw) {
  const start = figures.find(({ name }) => name === 'lab start');
  return start && raw ? [{ of: 'lab start', to: raw.name, ratio: Math.round((start.p50 / raw.p50) * 10) / 10 }] : [];
}

const isOver = ({ p50, p95, budget }) =>
  (budget.p50 !== null && p50 > budget.p50) || (budget.p95 !== null && p95 > budget.p95);

function describe(figures, raw, ratios) {
  const lines = figures.map((figure) => {
    const { name, unit, p50, p95, max, count, budget, how } = figure;
    const wanted = [
      budget.p50 === null ? null : `p50 ≤ ${budget.p50}`,
      budget.p95 === null ? null : `p95 ≤ ${budget.p95}`,
    ].filter(Boolean);
    return `${isOver(figure) ? '✗' : '✓'} ${name.padEnd(26)} p50 ${p50}  p95 ${p95}  max ${max} ${unit}  (${count}; budget ${wanted.join(', ')})\n    ${how}`;
  });
  if (raw) lines.push(`  ${raw.name.padEnd(26)} p50 ${raw.p50} ms  (${raw.count}; raw baseline)`);
  for (const { of, to, ratio } of ratios) lines.push(`  ${of} is ${ratio} × ${to}`);
  return `${lines.join('\n')}\n`;
}
