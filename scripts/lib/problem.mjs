// A failure that says what was tried, what was seen and what to do; printed without a stack.

export class Problem extends Error {
  /**
   * @param {string} title one line, without a full stop
   * @param {{tried: string, seen: string, remedy: string}} detail `seen` and `remedy` may have several lines
   */
  constructor(title, detail) {
    super(title);
    this.name = 'Problem';
    this.tried = detail.tried;
    this.seen = detail.seen;
    this.remedy = detail.remedy;
  }
}

const block = (label, text) => `  ${label.padEnd(7)}${text.trim().replaceAll('\n', `\n${' '.repeat(9)}`)}`;

/** @returns {string} the problem as lines for a terminal */
export function formatProblem(problem) {
  return [
    `✗ ${problem.message}`,
    block('tried:', problem.tried),
    block('seen:', problem.seen),
    block('to do:', problem.remedy),
  ].join('\n');
}

/** Prints any error the way its kind deserves: a Problem as advice, anything else with its stack, since it is a bug of ours. */
export function printError(error, write = (text) => process.stderr.write(text)) {
  write(error instanceof Problem ? `\n${formatProblem(error)}\n` : `\n✗ ${error?.stack ?? error}\n`);
}
