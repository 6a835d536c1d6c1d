// What bin/podwire.mjs hands over: facts of this machine and clone, gathered by code that runs before anything is installed.
export interface MachineProblem {
  title: string;
  tried: string;
  seen: string;
  remedy: string;
}

export interface MissingPackage {
  name: string;
  why: string;
}

export interface MachineReport {
  node: string;
  system: string;
  user: string;
  data: string;
  freeBytes: number;
  missingPackages: MissingPackage[];
  problems: MachineProblem[];
}

export interface Host {
  /** The clone. */
  root: string;
  /** The data folder that `npm run up` of this user would use. */
  data: string;
  /** Where a lab-runner that belongs to it listens. */
  socket: string;
  machine(): Promise<MachineReport>;
  /** @returns null when another process has it. The kernel drops it when this process ends, however. */
  tryLock(name: string): Promise<{ release(): Promise<void> } | null>;
}
