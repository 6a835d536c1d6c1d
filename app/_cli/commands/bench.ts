import { loadavg } from 'node:os';
import type { Command } from 'commander';
import { measureEcho } from '../bench/echo';
import type { Figure, LoadedFigure } from '../bench/figures';
import { measureGrade, measureLife, measureMemory } from '../bench/lanes';
import { measureTickedLabs } from '../bench/ticked-labs';
import { measureTicks } from '../bench/ticks';
import { CliFailure } from '../failure';
import type { Host } from '../host';
import { chooseBackend, selectLabs } from '../lesson';
import { note, sayJson } from '../output';
import { withRunner } from '../runner/connect';

const RUNNER_LANES = { life: measureLife, memory: measureMemory, grade: measureGrade };

/** Hidden: the parts of `npm run bench` that need lab-runner, and those that need all of Podwire. */
export function addBench(program: Command, host: Host): void {
  program
    .command('bench-runner', { hidden: true })
    .option('--runs <n>', 'how many labs are started', '30')
    .option('--lane <name>', `one of ${Object.keys(RUNNER_LANES).join(', ')}`)
    .action(async ({ runs, lane }: { runs: string; lane?: string }) => {
      const lesson = await firstLab(host);
      await withRunner(host, { fresh: true }, async ({ client }) => {
        const usable = (await client.backends()).filter((each) => each.usable).map(({ backend }) => backend);
        const bench = { client, lesson, backend: chooseBackend(lesson, undefined, usable), runs: Number(runs) };
        const lanes = Object.entries(RUNNER_LANES).map(([name, measure]) => ({ name, measure: () => measure(bench) }));
        sayJson({ figures: await measureLanes(lanes, lane) });
      });
    });
  program
    .command('bench-app', { hidden: true })
    .requiredOption('--url <url>', 'where Podwire answers')
    .requiredOption('--pids <list>', 'process ids of lab-runner, web application and PostgreSQL, with commas')
    .option('--lane <name>', 'one of ticks, load, echo')
    .option('--guests <n>', 'learners who do each step', '10')
    .option('--seconds <n>', 'how long keys are typed', '60')
    .option('--load-seconds <n>', 'how long idle labs are watched', '30')
    .action(async (options: AppOptions) => {
      const app = { url: options.url, lesson: (await firstLab(host)).key };
      const pids = options.pids.split(',').map(Number);
      const lanes = [
        { name: 'ticks', measure: () => measureTicks(app, Number(options.guests)) },
        { name: 'echo', measure: () => measureEcho(app, Number(options.seconds)) },
        { name: 'load', measure: () => measureTickedLabs(app, pids, Number(options.loadSeconds)) },
      ];
      sayJson({ figures: await measureLanes(lanes, options.lane) });
    });
}

interface AppOptions {
  url: string;
  pids: string;
  lane?: string;
  guests: string;
  seconds: string;
  loadSeconds: string;
}

async function firstLab(host: Host) {
  const [lesson] = await selectLabs(host, []);
  if (!lesson) throw new CliFailure('There is no lesson with a lab to measure');
  return lesson;
}

interface Lane {
  name: string;
  measure: () => Promise<Figure[]>;
}

async function measureLanes(lanes: readonly Lane[], only: string | undefined): Promise<LoadedFigure[]> {
  const figures: LoadedFigure[] = [];
  for (const { name, measure } of lanes) {
    if (only !== undefined && only !== name) continue;
    note(`measuring ${name}`);
    const before = oneMinuteLoad();
    const measured = await measure();
    const load = { before, after: oneMinuteLoad() };
    figures.push(...measured.map((each) => ({ ...each, load })));
  }
  return figures;
}

const oneMinuteLoad = () => Math.round((loadavg()[0] ?? NaN) * 100) / 100;
