// Steps with their times, one line each, the same on a terminal and in a log file.

const seconds = (ms) => `${(ms / 1000).toFixed(ms < 9950 ? 2 : 0)} s`;

/**
 * @param {{write?: (text: string) => void, now?: () => number}} [options]
 */
export function makeProgress({ write = (text) => process.stdout.write(text), now = () => performance.now() } = {}) {
  const startedAt = now();
  return {
    /**
     * Runs one step. `work` gets a function that prints a line of detail and may return a note for the step's line.
     * @template T
     * @param {string} name
     * @param {(detail: (text: string) => void) => Promise<T> | T} work
     * @param {(result: T) => string} [note]
     * @returns {Promise<T>}
     */
    async step(name, work, note = () => '') {
      const from = now();
      try {
        const result = await work((text) => write(`    ${text}\n`));
        write(`✓ ${name.padEnd(17)} ${seconds(now() - from).padStart(7)}  ${note(result)}`.trimEnd() + '\n');
        return result;
      } catch (error) {
        write(`✗ ${name.padEnd(17)} ${seconds(now() - from).padStart(7)}\n`);
        throw error;
      }
    },
    line: (text) => write(`${text}\n`),
    elapsed: () => seconds(now() - startedAt),
  };
}
