// Turns what the test programs report into one list of outcomes. Pure: takes parsed JSON.

/**
 * @typedef {object} Outcome
 * @property {string} name file › titles
 * @property {'passed' | 'failed' | 'skipped'} state
 * @property {string} detail why it failed, or the reason it gave for being skipped
 */

const SEPARATOR = ' › ';

const relative = (root, path) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);

/**
 * @param {object} report of `vitest --reporter=json`
 * @param {string} root the clone's path
 * @returns {Outcome[]}
 */
export function vitestOutcomes(report, root) {
  return report.testResults.flatMap((file) => {
    const path = relative(root, file.name);
    const tests = file.assertionResults.map((test) => ({
      name: [path, ...test.ancestorTitles, test.title].join(SEPARATOR),
      state: test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped',
      detail: test.failureMessages?.join('\n') ?? '',
    }));
    // A file that could not be loaded, or a hook that threw, fails without a failing test.
    const silent = file.status === 'failed' && !tests.some(({ state }) => state === 'failed');
    return silent
      ? [...tests, { name: path, state: 'failed', detail: file.message || 'the file could not be run' }]
      : tests;
  });
}

/** @param {object} report of Playwright's JSON reporter @returns {Outcome[]} */
export function playwrightOutcomes(report) {
  const visit = (suite, above) => {
    const titles = suite.title === suite.file || suite.title === '' ? above : [...above, suite.title];
    const own = (suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => playwrightTest(spec, test, titles)));
    return [...own, ...(suite.suites ?? []).flatMap((inner) => visit(inner, titles))];
  };
  const errors = (report.errors ?? []).map((error) => ({
    name: 'e2e',
    state: 'failed',
    detail: error.message ?? String(error),
  }));
  return [...report.suites.flatMap((suite) => visit(suite, [])), ...errors];
}

function playwrightTest(spec, test, titles) {
  const last = test.results.at(-1);
  const messages = test.results.flatMap((result) => result.errors ?? []).map((error) => error.message);
  const name = [`e2e/${spec.file}`, ...titles, spec.title, ...(test.projectName ? [test.projectName] : [])].join(
    SEPARATOR,
  );
  if (test.status === 'skipped') {
    return {
      name,
      state: 'skipped',
      detail:
        test.annotations
          ?.map(({ description }) => description)
          .filter(Boolean)
          .join('; ') ?? '',
    };
  }
  if (test.status === 'expected') return { name, state: 'passed', detail: '' };
  // "flaky" passed only on another try: that is a failure here.
  return { name, state: 'failed', detail: messages.join('\n') || `${test.status}: ${last?.status ?? 'never ran'}` };
}

/**
 * A program whose own exit code must agree with what it reported.
 * @param {string} lane @param {{exit: number, output: string}} run @param {Outcome[]} outcomes
 * @returns {Outcome[]}
 */
export function withExit(lane, { exit, output }, outcomes) {
  if (outcomes.length === 0)
    return [{ name: lane, state: 'failed', detail: `no tests were found or run (exit ${exit})\n${output}` }];
  if (exit === 0 || outcomes.some(({ state }) => state === 'failed')) return outcomes;
  return [...outcomes, { name: lane, state: 'failed', detail: `exit ${exit} although no test failed\n${output}` }];
}
