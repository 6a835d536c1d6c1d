// Gives the lab its way out, where it asks for one: a gateway it cannot enter, and a resolver.
import { execInLab } from '../exec';
import { RESOLVER } from '../gateway/rules';
import { startGateway, stopGateway } from '../gateway/start';
import type { Step } from './step';

export const egress: Step = {
  name: 'egress',
  async run({ context, record, signal }) {
    if (!record.running) throw new Error(`Lab ${record.id} is not running`);
    await startGateway(context, { labId: record.id, sandbox: record.running, signal });
    const { exit, stderr } = await execInLab(context, record, {
      argv: ['sh', '-c', `echo nameserver ${RESOLVER} > /etc/resolv.conf`],
      signal,
    });
    if (exit !== 0) throw new Error(`Cannot name the resolver in the lab: exit ${exit}\n${stderr.trim()}`);
  },
  async undo({ context, record }) {
    await stopGateway(context, record.id, record.running);
  },
};
