// npm run check: every check that needs no lab and no browser, all reported.
import { installDependencies } from './prepare.mjs';
import { printError } from './problem.mjs';
import { CHECKS, runChecks } from './test/lanes.mjs';
import { countsLine, failures, totals } from './test/report.mjs';

/** @param {string[]} args @returns {Promise<number>} the exit code */
export async function check(args) {
  if (args.length > 0) {
    process.stdout.write(
      `Usage: npm run check\n\nRuns ${CHECKS.map(({ name }) => name).join(', ')} and reports every failure.\n`,
    );
    return args.includes('--help') || args.includes('-h') ? 0 : 2;
  }
  try {
    await installDependencies((text) => process.stdout.write(`${text}\n`));
    const results = [{ lane: 'check', ms: 0, budgetMs: null, outcomes: await runChecks() }];
    for (const { name, state } of results[0].outcomes)
      process.stdout.write(`${state === 'passed' ? '✓' : '✗'} ${name}\n`);
    const text = failures(results, 200);
    process.stdout.write(`${text ? `\n${text}\n` : ''}\n${countsLine(totals(results))}\n`);
    return text ? 1 : 0;
  } catch (error) {
    printError(error);
    return 1;
  }
}
