// The journeys in a real browser. `npm run test:e2e`; one file: `npx playwright test --config e2e/playwright.config.ts learner`.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  globalSetup: './support/build.ts',
  outputDir: '.results/tests',
  reporter: [['list'], ['json', { outputFile: '.results/report.json' }]],
  // One file is one chapter of a journey; its tests share a worker's Podwire and run in order.
  fullyParallel: false,
  workers: 2,
  // A flake is a bug of ours: it is reported, never retried.
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(existsSync(DEBIAN_CHROMIUM) && { executablePath: DEBIAN_CHROMIUM }),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
