import type { Command } from 'commander';
import { measureEcho, measureGrade, measureLife, measureMemory } from '../bench/lanes';
import type { Figure } from '../bench/figures';
import { CliFailure } from '../failure';
import type { Host } from '../host';
import { chooseBackend, selectLabs } from '../lesson';
import { note, sayJson } from '../output';
import { withRunner } from '../runner/connect';

const LANES = { life: measureLife, memory: measureMemory, grade: measureGrade, echo: measureEcho };

/** Hidden: the part of `npm run bench` that needs lab-runner. */
export function addBench(program: Command, host: Host): void {
  program
    .command('bench-runner', { hidden: true })
    .option('--runs <n>', 'how many labs are started', '30')
    .option('--lane <name>', `one of ${Object.keys(LANES).join(', ')}`)
    .action(async ({ runs, lane }: { runs: string; lane?: string }) => {
      const [lesson] = await selectLabs(host, []);
      if (!lesson) throw new CliFailure('There is no lesson with a lab to measure');
      const figures: Figure[] = [];
      await withRunner(host, { fresh: true }, async ({ client }) => {
        const usable = (await client.backends()).filter((each) => each.usable).map(({ backend }) => backend);
        const bench = { client, lesson, backend: chooseBackend(lesson, undefined, usable), runs: Number(runs) };
        for (const [name, measure] of Object.entries(LANES)) {
          if (lane !== undefined && lane !== name) continue;
          note(`measuring ${name}`);
          figures.push(...(await measure(bench)));
        }
      });
      sayJson({ figures });
    });
}
