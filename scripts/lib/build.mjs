// Builds what runs from dist/ and .next/: bundles with esbuild, pages with Next. Each is skipped when nothing it is made from changed.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build as bundle } from 'esbuild';
import { tail, tryRun } from './exec.mjs';
import { ROOT } from './places.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';

const HELP = `Usage: npm run build -- [--force] [--only bundles|pages]

Builds dist/*.mjs and .next/. Parts whose sources have not changed are left as they are.
`;

const TOOLS = ['package-lock.json', 'tsconfig.json', 'scripts/lib/build.mjs'];
const MACHINE = [process.platform, process.arch, process.versions.modules];

/** Output name and entry of each bundle. */
const BUNDLES = {
  server: 'app/_server/main.ts',
  runner: 'lab-runner/main.ts',
  'grade-worker': 'app/_server/grading/worker.ts',
  cli: 'app/_cli/main.ts',
};

const PARTS = {
  bundles: {
    sources: ['app/_server', 'app/_cli', 'content/_schema', 'grader', 'lab-runner', ...TOOLS],
    outputs: Object.keys(BUNDLES).map((name) => `dist/${name}.mjs`),
    make: makeBundles,
  },
  pages: {
    sources: [
      'app',
      'content/_schema',
      'grader',
      'lab-runner/api.ts',
      'lab-runner/evidence/document.ts',
      'next.config.mjs',
      'public',
      ...TOOLS,
    ],
    outputs: ['.next/BUILD_ID'],
    make: makePages,
  },
};

async function makeBundles() {
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(Object.entries(BUNDLES).filter(([, entry]) => existsSync(join(ROOT, entry)))),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    sourcemap: 'linked',
    // Names of functions and classes are part of messages and stack traces.
    keepNames: true,
    // Node cannot import a folder of a package that has no "exports"; the files have their full names.
    plugins: [
      {
        name: 'next-file',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^next$/ }, () => ({ path: 'next/dist/server/next.js', external: true })),
      },
    ],
    logLevel: 'warning',
  });
}

async function makePages() {
  // What an interrupted build leaves is not built upon; Next's own cache stays.
  rmSync(join(ROOT, '.next/BUILD_ID'), { force: true });
  const argv = [process.execPath, join(ROOT, 'node_modules/next/dist/bin/next'), 'build'];
  const result = await tryRun(argv, {
    cwd: ROOT,
    timeoutMs: 900_000,
    env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  });
  if (result.exit !== 0)
    throw new Error(`next build: exit ${result.exit}\n${tail(`${result.stdout}\n${result.stderr}`, 40)}`);
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
export async function build(args) {
  try {
    await buildParts(args);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof TypeError ? 2 : 1;
  }
}

async function buildParts(args) {
  const { values } = parseArgs({
    args,
    options: { force: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return process.stdout.write(HELP);
  if (values.only !== undefined && !Object.hasOwn(PARTS, values.only))
    throw new TypeError(`--only takes bundles or pages, not ${values.only}`);
  for (const [name, { sources, outputs, make }] of Object.entries(PARTS)) {
    if (values.only !== undefined && values.only !== name) continue;
    const stamp = join(ROOT, 'dist', `.${name}-stamp`);
    const value = fingerprint(ROOT, sources, MACHINE);
    const isThere = outputs.every((output) => existsSync(join(ROOT, output)));
    if (!values.force && isThere && isFresh(stamp, value)) {
      process.stdout.write(`${name}: up to date\n`);
      continue;
    }
    const startedAt = performance.now();
    rmSync(stamp, { force: true });
    await make();
    writeStamp(stamp, value);
    process.stdout.write(`${name}: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  }
}
