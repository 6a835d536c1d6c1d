// The end of a test run, as text. Pure.

/**
 * @typedef {object} LaneResult
 * @property {string} lane
 * @property {number} ms
 * @property {number | null} budgetMs
 * @property {import('./outcomes.mjs').Outcome[]} outcomes
 */

const count = (outcomes, state) => outcomes.filter((outcome) => outcome.state === state).length;

/** @param {LaneResult[]} results @returns {{passed: number, failed: number, skipped: number}} */
export function totals(results) {
  const all = results.flatMap(({ outcomes }) => outcomes);
  return { passed: count(all, 'passed'), failed: count(all, 'failed'), skipped: count(all, 'skipped') };
}

/** The very last line of every test run. */
export const countsLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** @param {LaneResult[]} results @returns {string} a table with one row per lane */
export function table(results) {
  const rows = results.map(({ lane, ms, budgetMs, outcomes }) => [
    lane,
    String(count(outcomes, 'passed')),
    String(count(outcomes, 'failed')),
    String(count(outcomes, 'skipped')),
    seconds(ms),
    budgetMs === null ? '' : `${seconds(budgetMs)}${ms > budgetMs ? '  OVER' : ''}`,
  ]);
  const all = [['lane', 'passed', 'failed', 'skipped', 'time', 'budget'], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {LaneResult[]} results @returns {string} every failure with its output, shortened */
export function failures(results, maxLines = 40) {
  const shorten = (text) => {
    const lines = text.trim().split('\n');
    return lines.length <= maxLines ? lines : [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`];
  };
  return results
    .flatMap(({ lane, outcomes }) =>
      outcomes.filter(({ state }) => state === 'failed').map((outcome) => ({ lane, ...outcome })),
    )
    .map(({ lane, name, detail }) =>
      [`✗ [${lane}] ${name}`, ...shorten(detail).map((line) => `    ${line}`)].join('\n'),
    )
    .join('\n');
}
