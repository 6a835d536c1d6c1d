// Makes the cgroups under whose limits everything of the lab will run.
import type { Step } from './step';

export const limit: Step = {
  name: 'limit',
  async run({ context, record }) {
    await context.cgroups?.create(record.id, record.spec.limits);
  },
  async undo({ context, record }) {
    await context.cgroups?.remove(record.id);
  },
};
