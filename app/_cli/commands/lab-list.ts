import type { Command } from 'commander';
import type { Host } from '../host';
import { columns, say, sayJson } from '../output';
import { connectRunning } from '../runner/connect';

export function addLabList(lab: Command, host: Host): void {
  lab
    .command('list')
    .description('the labs of the running lab-runner')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const client = await connectRunning(host);
      const labs = client ? await client.labs() : [];
      client?.close();
      if (json) return sayJson(labs);
      if (labs.length === 0) return say(client ? 'No labs.' : `No labs: no lab-runner answers on ${host.socket}.`);
      const rows = labs.map(({ id, lab: key, backend, state, terminals, expiresAt }) => {
        const minutes = Math.max(0, Math.round((expiresAt - Date.now()) / 60_000));
        return [id, key, backend, state, terminals.join(','), `ends in ${minutes} min`];
      });
      say(columns([['ID', 'LAB', 'BACKEND', 'STATE', 'TERMINALS', ''], ...rows]));
    });
}
