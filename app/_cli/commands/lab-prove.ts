import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { BadNews } from '../failure';
import type { Host } from '../host';
import { chooseBackend, readScripts, selectLabs } from '../lesson';
import { note, say, sayJson } from '../output';
import { junitReport, textReport } from '../prove/report';
import { runCase, type CaseResult } from '../prove/run-case';
import { withRunner } from '../runner/connect';

interface Options {
  backend?: string;
  only?: string;
  json?: boolean;
  junit?: string;
}

export function addLabProve(lab: Command, host: Host): void {
  lab
    .command('prove')
    .description(
      'prove labs: untouched they fail, the solution and its alternatives pass, wrong answers fail as they say',
    )
    .argument('[lab...]', 'the lessons; all when none is named')
    .option('--backend <name>', 'where they run; otherwise the first of each lab that this machine can')
    .option('--only <script>', 'only scripts whose name contains this, such as wrong/ or untouched')
    .option('--json', 'print JSON')
    .option('--junit <file>', 'also write a JUnit report')
    .action(async (keys: string[], options: Options) => {
      const labs = await selectLabs(host, keys);
      const cases: CaseResult[] = [];
      await withRunner(host, { fresh: true }, async ({ client }) => {
        const usable = (await client.backends()).filter((each) => each.usable).map(({ backend }) => backend);
        for (const lesson of labs) {
          const backend = chooseBackend(lesson, options.backend, usable);
          const scripts = [null, ...(await readScripts(host, lesson.key))];
          for (const script of scripts.filter((each) => (each?.name ?? 'untouched').includes(options.only ?? ''))) {
            const result = await runCase(client, lesson, backend, script);
            note(`${result.ok ? '✓' : '✗'} ${result.lab} ${result.script}  ${(result.ms / 1000).toFixed(1)} s`);
            cases.push(result);
          }
        }
      });
      const ok = cases.length > 0 && cases.every((each) => each.ok);
      if (options.json) sayJson({ ok, cases });
      else say(textReport(cases));
      if (options.junit !== undefined) await writeFile(options.junit, junitReport(cases));
      if (!ok) throw new BadNews('prove');
    });
}
