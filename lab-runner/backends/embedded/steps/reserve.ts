// Writes down that the lab is to be: from here on a crash leaves nothing that the next start would not find.
import { removeLabFolder } from '../remove';
import { writeRecord } from '../record';
import type { Step } from './step';

export const reserve: Step = {
  name: 'reserve',
  async run({ context, record }) {
    await writeRecord(context.folders.labs, record);
  },
  async undo({ context, record }) {
    await removeLabFolder(context, record.id);
  },
};
