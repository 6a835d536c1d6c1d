import type { Command } from 'commander';
import { CliFailure } from '../failure';
import type { Host } from '../host';
import { say, sayJson } from '../output';
import { requireRunning } from '../runner/connect';
import { removeSnapshots } from '../snapshots';

export function addLabDestroy(lab: Command, host: Host): void {
  lab
    .command('destroy')
    .description('end labs and remove everything of them')
    .argument('<id...>', 'the labs')
    .option('--json', 'print JSON')
    .action(async (ids: string[], { json = false }: { json?: boolean }) => {
      const client = await requireRunning(host);
      try {
        const known = new Set((await client.labs()).map(({ id }) => id));
        const unknown = ids.filter((id) => !known.has(id));
        const destroyed: { id: string; ms: number }[] = [];
        for (const id of ids.filter((each) => known.has(each))) {
          const from = performance.now();
          await client.destroyLab(id, { checkpoint: false });
          await removeSnapshots(host, id);
          destroyed.push({ id, ms: Math.round(performance.now() - from) });
        }
        if (json) sayJson({ destroyed, unknown });
        else for (const { id, ms } of destroyed) say(`${id} ended in ${ms} ms`);
        if (unknown.length > 0) throw new CliFailure(`There is no lab ${unknown.join(', ')}`, 'npx podwire lab list');
      } finally {
        client.close();
      }
    });
}
