// The shell behind a terminal's crun, as the host sees it: what crun does not do for it is done from outside.
import { readFileSync } from 'node:fs';
import { errorCode } from '../../sys/files';
import { tryRun } from '../../sys/command';
import { waitUntil } from '../../sys/wait';
import { HOST_ENVIRONMENT } from './sandbox/enter';

interface Size {
  columns: number;
  rows: number;
}

/**
 * crun exec gives the lab's pty the size of the host's once, when it starts, and only passes SIGWINCH on later (seen with
 * 1.8.1). So the new size is set on the shell's own pty; the kernel then tells whatever runs in its foreground.
 * @returns a function that sets the size of the pty inside the lab; sizes that come while one is being set replace
 * each other.
 */
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

/** @returns false when there is no shell yet, or none any more. */
export function killShellOf(crunPid: number): boolean {
  const shell = findShell(crunPid);
  if (shell === undefined) return false;
  try {
    process.kill(shell, 'SIGKILL');
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

function shellOf(crunPid: number): Promise<number> {
  const what = `the shell that crun (pid ${crunPid}) starts`;
  return waitUntil({ what, timeoutMs: 5000, probe: () => findShell(crunPid) });
}

/** The shell is crun's only child; it is not there yet while crun prepares. */
function findShell(crunPid: number): number | undefined {
  try {
    // Before it becomes crun, the process is the programs that enter the lab.
    if (readFileSync(`/proc/${crunPid}/comm`, 'utf8').trim() !== 'crun') return undefined;
    const [shell] = readFileSync(`/proc/${crunPid}/task/${crunPid}/children`, 'utf8').split(' ');
    return shell ? Number(shell) : undefined;
  } catch {
    return undefined;
  }
}

async function setSize(shellPid: number, { columns, rows }: Size): Promise<void> {
  // Its user namespace gives the right to open a pty that belongs to the lab's ids; the file names are still the host's.
  const enter = ['nsenter', '--target', String(shellPid), '--user', '--'];
  const stty = ['stty', '-F', `/proc/${shellPid}/fd/0`, 'rows', String(rows), 'cols', String(columns)];
  // The learner may have closed or replaced the shell's standard input: then there is nothing to be sized.
  await tryRun([...enter, ...stty], { timeoutMs: 2000, env: { ...HOST_ENVIRONMENT } });
}
