import type { Command } from 'commander';
import type { Host } from '../host';
import { UsageError } from '../failure';
import { sayJson } from '../output';
import { requireRunning } from '../runner/connect';
import { LabExit } from './lab-exit';

interface Options {
  json?: boolean;
  timeout: string;
}

export function addLabExec(lab: Command, host: Host): void {
  lab
    .command('exec')
    .description('run one command in a lab; its exit code becomes ours')
    .argument('<id>', 'the lab')
    .argument('<terminal>', 'the machine to run it on, such as workstation')
    .argument('<command...>', 'the command and its arguments')
    .option('--timeout <seconds>', 'give up after this long', '30')
    .option('--json', 'print {exit, stdout, stderr}')
    .passThroughOptions()
    .action(async (id: string, terminal: string, argv: string[], { json = false, timeout }: Options) => {
      const timeoutMs = Math.round(Number(timeout) * 1000);
      if (!(timeoutMs > 0)) throw new UsageError(`--timeout ${timeout} is not a number of seconds`);
      const client = await requireRunning(host);
      try {
        const result = await client.exec(id, { terminal, argv, timeoutMs });
        if (json) sayJson(result);
        else {
          process.stdout.write(result.stdout);
          process.stderr.write(result.stderr);
        }
        if (result.exit !== 0) throw new LabExit(result.exit);
      } finally {
        client.close();
      }
    });
}
