// Command lines that run a program under a lab's limits and inside its namespaces.
import { HOLDER_FOLDER, LAB_ENVIRONMENT } from './oci-config';

/** The environment of our own programs beside a lab: nothing of the runner's own. */
export const HOST_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  HOME: '/',
};

/** @param procsFiles cgroup.procs files of the lab; empty on a machine without cgroups */
export function underLimits(procsFiles: readonly string[], argv: readonly string[]): string[] {
  if (procsFiles.length === 0) return [...argv];
  const joins = procsFiles.map((_, index) => `echo $$ > "$${index + 1}"`).join(' && ');
  return ['sh', '-c', `${joins} && shift ${procsFiles.length} && exec "$@"`, 'sh', ...procsFiles, ...argv];
}

/** Runs on the host's files but with the ids and mounts of the lab's holder. */
export function inHolder(holderPid: number, argv: readonly string[]): string[] {
  return ['nsenter', '--target', String(holderPid), '--user', '--mount', '--', ...argv];
}

export interface InLabOptions {
  labId: string;
  holderPid: number;
  procsFiles: readonly string[];
  argv: readonly string[];
  terminal: boolean;
  /** Processes each of the lab's users may have, where no cgroup limits the lab; else null. */
  maxProcesses: number | null;
  env?: Readonly<Record<string, string>>;
}

/** Runs inside the lab: under its limits, its filter and, with `terminal`, on a pty of its own devpts. */
export function inLab({
  labId,
  holderPid,
  procsFiles,
  argv,
  terminal,
  maxProcesses,
  env = {},
}: InLabOptions): string[] {
  const crun = ['crun', '--root', `${HOLDER_FOLDER}/crun`, '--cgroup-manager=disabled', 'exec', '--cwd', '/root'];
  // Counted within the lab's own user namespace, so that labs do not count each other's.
  const limit = maxProcesses === null ? [] : ['prlimit', `--nproc=${maxProcesses}:${maxProcesses}`];
  // crun drops the bundle's environment as soon as it is given one variable.
  const variables = Object.entries({ ...LAB_ENVIRONMENT, ...env }).flatMap(([name, value]) => [
    '--env',
    `${name}=${value}`,
  ]);
  const options = [...(terminal ? ['--tty'] : []), ...variables];
  return underLimits(procsFiles, inHolder(holderPid, [...limit, ...crun, ...options, labId, ...argv]));
}
