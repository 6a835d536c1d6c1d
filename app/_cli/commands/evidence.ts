import type { Command } from 'commander';
import { SOURCE_NAMES } from '../../../lab-runner/api';
import type { Host } from '../host';
import { sayJson } from '../output';
import { requireRunning } from '../runner/connect';

export function addEvidence(program: Command, host: Host): void {
  program
    .command('evidence')
    .description("print the evidence document of a lab: what the platform's own programs read from it, as JSON")
    .argument('<id>', 'the lab')
    .option('--no-freeze', "read without stopping the lab's processes for a moment")
    .option('--json', 'print JSON (it always does)')
    .action(async (id: string, { freeze }: { freeze: boolean }) => {
      const client = await requireRunning(host);
      try {
        sayJson(await client.evidence(id, { sources: [...SOURCE_NAMES], objects: ['containers'], freeze }));
      } finally {
        client.close();
      }
    });
}
