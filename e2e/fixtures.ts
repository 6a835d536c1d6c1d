// What every journey starts from: a Podwire per worker, and a browser whose violations fail the test.
import { test as base, expect, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { LessonPage } from './support/lesson-page';
import { startNetwork, type Network } from './support/network';
import { startPodwire, type Podwire } from './support/podwire';
import { whyNotRunnable } from './support/runnable';
import { watchViolations } from './support/violations';

interface WorkerFixtures {
  podwire: Podwire;
}

interface TestFixtures {
  /** Makes a browser profile of its own: another learner, or the same one on another day with `storageState`. */
  newLearner: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  lesson: LessonPage;
  network: Network;
  /** Everything a page did against its policy so far. Fails the test at its end unless the test emptied it. */
  violations: string[];
  runnable: void;
  attachLogs: void;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  podwire: [
    async ({}, use) => {
      const podwire = await startPodwire();
      await use(podwire);
      await podwire.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],

  baseURL: async ({ podwire }, use) => {
    await use(podwire.url);
  },

  runnable: async ({}, use, testInfo) => {
    const reason = whyNotRunnable();
    if (reason !== null) console.log(`skipped: ${testInfo.title}: ${reason}`);
    testInfo.skip(reason !== null, reason ?? '');
    await use();
  },

  violations: async ({}, use) => {
    const violations: string[] = [];
    await use(violations);
    expect(violations, 'what pages did against their own policy, or threw').toEqual([]);
  },

  context: async ({ context, violations }, use) => {
    await watchViolations(context, violations);
    await use(context);
  },

  newLearner: async ({ browser, baseURL, contextOptions, violations }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...(baseURL && { baseURL }), ...options });
      contexts.push(context);
      await watchViolations(context, violations);
      return context;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  lesson: async ({ page }, use) => {
    await use(new LessonPage(page));
  },

  network: async ({}, use) => {
    const network = await startNetwork();
    await use(network);
    await network.close();
  },

  attachLogs: [
    // `runnable` comes first: it skips before a Podwire is started in vain.
    async ({ runnable: _, podwire }, use, testInfo) => {
      const mark = podwire.mark();
      await use();
      if (testInfo.status === testInfo.expectedStatus) return;
      for (const [name, text] of Object.entries(podwire.logSince(mark))) {
        if (text) await testInfo.attach(`${name}.log`, { body: text, contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],
});

export { expect };
