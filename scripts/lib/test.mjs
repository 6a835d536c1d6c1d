// npm test: brings what the tests need, runs every lane whatever fails, and ends with one line of counts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tail, tryRun } from './exec.mjs';
import { LAB_PACKAGES, TEST_PACKAGES, bringPackages } from './packages.mjs';
import { ROOT } from './places.mjs';
import { installDependencies } from './prepare.mjs';
import { Problem, printError } from './problem.mjs';
import { makeProgress } from './progress.mjs';
import { LANES } from './test/lanes.mjs';
import { countsLine, failures, table, totals } from './test/report.mjs';
import { findCorpus } from './test/corpus.mjs';
import { applySkips } from './test/skips.mjs';

const HELP = `Usage: npm test -- [--lane NAMES] [--no-install]

Installs what the tests need, runs everything and ends with "N passed, N failed, N skipped".

  --lane NAMES   only these lanes, separated by commas: ${LANES.map(({ name }) => name).join(', ')}
  --no-install   only list the system packages that are missing; exit code 1 if there are any
  --help         this text
`;

/** @param {string[]} args @returns {Promise<number>} the exit code */
export async function test(args) {
  const options = readOptions(args);
  if (typeof options === 'number') return options;
  const progress = makeProgress();
  try {
    await prepare(options, progress);
  } catch (error) {
    printError(error, (text) => process.stdout.write(text));
    progress.line(countsLine({ passed: 0, failed: 1, skipped: 0 }));
    return 1;
  }
  const results = [];
  for (const lane of options.lanes) results.push(await runLane(lane, progress));
  return report(results, progress);
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { lane: { type: 'string' }, 'no-install': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const wanted = values.lane?.split(',');
    const unknown = wanted?.filter((name) => !LANES.some((lane) => lane.name === name)) ?? [];
    if (unknown.length > 0) throw new Error(`There is no lane ${unknown.join(', ')}`);
    return {
      lanes: wanted ? LANES.filter(({ name }) => wanted.includes(name)) : LANES,
      noInstall: values['no-install'] ?? false,
    };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return 2;
  }
}

async function prepare({ lanes, noInstall }, progress) {
  const uid = process.getuid();
  const names = new Set(lanes.map(({ name }) => name));
  const browser = names.has('e2e') ? await browserPackages() : { files: [], download: false };
  const files = [
    ...(names.has('integration') || names.has('prove') || names.has('e2e') ? [LAB_PACKAGES] : []),
    ...browser.files,
  ];
  if (files.length > 0) {
    await progress.step(
      'system packages',
      (detail) => bringPackages({ files, noInstall, uid, detail }),
      ({ missing, needed }) => (missing.length > 0 ? `installed ${missing.length}` : `${needed.length} present`),
    );
  }
  await progress.step('npm packages', installDependencies, (did) => (did ? 'installed' : 'up to date'));
  if (browser.download) await progress.step('browser', downloadBrowser);
}

/** Debian has Chromium as a package; Ubuntu's package is a snap, which tests cannot drive, so there it is Playwright's own. */
async function browserPackages() {
  const { stdout } = await tryRun(['apt-cache', 'policy', 'chromium']);
  const packaged =
    existsSync('/usr/bin/chromium') || /Candidate: \d.*deb/.test(stdout) || !existsSync('/var/lib/apt/lists/lock');
  const ubuntu = readFileSync('/etc/os-release', 'utf8').includes('ID=ubuntu');
  return ubuntu || !packaged ? { files: [], download: true } : { files: [TEST_PACKAGES], download: false };
}

async function downloadBrowser(detail) {
  const argv = [
    join(ROOT, 'node_modules', '.bin', 'playwright'),
    'install',
    ...(process.getuid() === 0 ? ['--with-deps'] : []),
    'chromium',
  ];
  detail(argv.slice(1).join(' '));
  const { exit, stdout, stderr } = await tryRun(argv, { cwd: ROOT, timeoutMs: 1_200_000 });
  if (exit === 0) return;
  throw new Problem('The browser of the tests could not be installed', {
    tried: argv.join(' '),
    seen: `exit ${exit}\n${tail(`${stdout}\n${stderr}`)}`,
    remedy:
      'Check the network and run this command again, or leave the browser out: npm test -- --lane build,check,unit,integration,prove',
  });
}

async function runLane(lane, progress) {
  const from = performance.now();
  progress.line(`── ${lane.name}`);
  let outcomes;
  try {
    outcomes = await lane.run((text) => progress.line(`    ${text}`));
  } catch (error) {
    outcomes = [{ name: lane.name, state: 'failed', detail: error.stack ?? String(error) }];
  }
  const ms = performance.now() - from;
  const failed = outcomes.filter(({ state }) => state === 'failed').length;
  progress.line(`   ${outcomes.length} in ${(ms / 1000).toFixed(1)} s${failed > 0 ? `, ${failed} failed` : ''}`);
  return { lane: lane.name, ms, budgetMs: lane.budgetMs, outcomes };
}

/** What skips.json may make a skip depend on. */
async function conditions() {
  return {
    root: process.getuid() === 0,
    'not root': process.getuid() !== 0,
    'no docker':
      (await tryRun(['docker', 'version', '--format', '{{.Server.Version}}'], { timeoutMs: 5000 })).exit !== 0,
    'no corpus': findCorpus(ROOT, process.env.PODWIRE_CORPUS) === undefined,
    'cgroup v1': !existsSync('/sys/fs/cgroup/cgroup.controllers'),
    'cgroup v2': existsSync('/sys/fs/cgroup/cgroup.controllers'),
  };
}

async function report(lanes, progress) {
  const { skips } = JSON.parse(readFileSync(join(ROOT, 'scripts', 'skips.json'), 'utf8'));
  const known = await conditions();
  const judged = lanes.map((lane) => ({ ...lane, ...applySkips(lane.outcomes, skips, known) }));
  const text = failures(judged);
  if (text) progress.line(`\n${text}`);
  const skipped = judged.flatMap((lane) => lane.skipped);
  if (skipped.length > 0)
    progress.line(`\nSkipped here:\n${skipped.map(({ name, reason }) => `  ${name}\n    ${reason}`).join('\n')}`);
  const sums = totals(judged);
  progress.line(`\n${table(judged)}\n\n${countsLine(sums)}`);
  return sums.failed === 0 ? 0 : 1;
}
