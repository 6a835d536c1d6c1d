// Makes the lab's disk: a sparse file with a file system of the limit's size. An ordinary user's lab has a tmpfs instead, made by the holder.
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../../sys/command';
import { HOST_ENVIRONMENT } from '../sandbox/enter';
import type { Step } from './step';

export const diskImage = (folder: string): string => join(folder, 'disk.img');

export const disk: Step = {
  name: 'disk',
  async run({ context, folder, record }) {
    if (!context.isRoot) return;
    const path = diskImage(folder);
    await writeFile(path, '', { mode: 0o600 });
    await truncate(path, record.spec.limits.diskMiB * 1024 * 1024);
    // No journal: the disk does not outlive its lab.
    await run(['mkfs.ext4', '-q', '-F', '-m', '0', '-O', '^has_journal', '-E', 'lazy_itable_init=1,nodiscard', path], {
      env: { ...HOST_ENVIRONMENT },
    });
  },
  async undo({ folder }) {
    await rm(diskImage(folder), { force: true });
  },
};
