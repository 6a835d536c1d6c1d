// Starts the namespaces and the lab's first process, and writes down which they are.
import { startSandbox } from '../sandbox/start';
import { stopSandbox } from '../sandbox/stop';
import { writeRecord } from '../record';
import { diskImage } from './disk';
import type { Step } from './step';

export const sandbox: Step = {
  name: 'sandbox',
  async run({ context, folder, foundation, record, signal }) {
    const { id, spec, firstUid, firstGid } = record;
    record.running = await startSandbox(context, {
      id,
      folder,
      firstUid,
      firstGid,
      ...foundation,
      egress: spec.egress,
      disk: context.isRoot
        ? { kind: 'image', path: diskImage(folder) }
        : { kind: 'tmpfs', mebibytes: spec.limits.diskMiB },
      signal,
    });
    await writeRecord(context.folders.labs, record);
  },
  async undo({ context, record }) {
    await stopSandbox(context, record.id, record.running ? [record.running.holder, record.running.init] : []);
  },
};
