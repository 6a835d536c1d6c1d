// crun exec gives the lab's pty the size of the host's once, when it starts, and only passes SIGWINCH on later
// (https://github.com/containers/crun, seen with 1.8.1). So the new size is set on the shell's own pty from outside; the kernel then
// tells whatever runs in its foreground.
import { readFile } from 'node:fs/promises';
import { tryRun } from '../../sys/command';
import { waitUntil } from '../../sys/wait';
import { HOST_ENVIRONMENT } from './sandbox/enter';

interface Size {
  columns: number;
  rows: number;
}

/** @returns a function that sets the size of the pty inside the lab; sizes that come while one is being set replace each other. */
export function makeSizeSetter(crunPid: number, onFailure: (error: unknown) => void): (size: Size) => void {
  let wanted: Size | undefined;
  let setting = false;

  const setAll = async (): Promise<void> => {
    for (let size = wanted; size !== undefined; size = wanted) {
      wanted = undefined;
      await setSize(await shellOf(crunPid), size);
    }
  };

  return (size) => {
    wanted = size;
    if (setting) return;
    setting = true;
    setAll()
      .catch(onFailure)
      .finally(() => (setting = false));
  };
}

/** The shell is crun's only child; it is not there yet while crun prepares. */
function shellOf(crunPid: number): Promise<number> {
  return waitUntil({
    what: `the shell that crun (pid ${crunPid}) starts`,
    timeoutMs: 5000,
    probe: async () => {
      const children = await readFile(`/proc/${crunPid}/task/${crunPid}/children`, 'utf8');
      const comm = (await readFile(`/proc/${crunPid}/comm`, 'utf8')).trim();
      const [shell] = children.split(' ').filter((word) => word !== '');
      return comm === 'crun' && shell !== undefined ? Number(shell) : undefined;
    },
  });
}

async function setSize(shellPid: number, { columns, rows }: Size): Promise<void> {
  // Its user namespace gives the right to open a pty that belongs to the lab's ids; the file names are still the host's.
  const enter = ['nsenter', '--target', String(shellPid), '--user', '--'];
  const stty = ['stty', '-F', `/proc/${shellPid}/fd/0`, 'rows', String(rows), 'cols', String(columns)];
  // The learner may have closed or replaced the shell's standard input: then there is nothing to be sized.
  await tryRun([...enter, ...stty], { timeoutMs: 2000, env: { ...HOST_ENVIRONMENT } });
}
