import { defineConfig } from 'vitest/config';
import { findCorpus } from './scripts/lib/test/corpus.mjs';

const sources = ['app', 'content', 'grader', 'lab-runner', 'scripts', 'e2e'];

export default defineConfig({
  test: {
    env: { PODWIRE_CORPUS: findCorpus(import.meta.dirname, process.env['PODWIRE_CORPUS']) ?? '' },
    projects: [
      {
        test: {
          name: 'unit',
          include: sources.map((folder) => `${folder}/**/*.test.{ts,tsx,mjs}`),
          exclude: ['**/*.integration.test.{ts,mjs}', '**/node_modules/**'],
          environment: 'node',
          // A machine that is busy with something else is slow, not wrong; a hang still ends.
          testTimeout: 20_000,
          // Most of the lane's time was loading the same modules once a file; unit tests keep no state in modules.
          isolate: false,
        },
      },
      {
        test: {
          name: 'integration',
          include: sources.map((folder) => `${folder}/**/*.integration.test.{ts,mjs}`),
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Labs, PostgreSQL and cgroups are shared by the machine: one file at a time keeps measurements and leftovers attributable.
          fileParallelism: false,
        },
      },
    ],
  },
});
