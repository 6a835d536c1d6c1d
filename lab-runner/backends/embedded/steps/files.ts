// Puts the lab's files in place and runs its set-up commands, both inside the lab.
import { execInLab } from '../exec';
import type { Step } from './step';

export const files: Step = {
  name: 'files',
  async run({ context, record, signal }) {
    if (record.spec.files.length === 0) return;
    const script = record.spec.files.map(({ path, mode, text }) => {
      const quoted = quote(path);
      return `mkdir -p "$(dirname ${quoted})"\nprintf %s ${quote(text)} > ${quoted}\nchmod ${mode.toString(8)} ${quoted}\n`;
    });
    await expectSuccess(
      'Cannot put the lab’s files in place',
      execInLab(context, record, { argv: ['bash', '-eu'], input: script.join(''), signal }),
    );
  },
  undo: () => Promise.resolve(),
};

export const setup: Step = {
  name: 'setup',
  async run({ context, record, signal }) {
    for (const argv of record.spec.setup) {
      await expectSuccess(
        `Cannot set the lab up: ${argv.join(' ')}`,
        execInLab(context, record, { argv, timeoutMs: 120_000, signal }),
      );
    }
  },
  undo: () => Promise.resolve(),
};

async function expectSuccess(what: string, result: ReturnType<typeof execInLab>): Promise<void> {
  const { exit, stdout, stderr } = await result;
  if (exit !== 0) throw new Error(`${what}: exit ${exit}\n${(stderr || stdout).trim().slice(-2000)}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
