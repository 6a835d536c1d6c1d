// Helpers of this backend's integration tests. Only tests import this file.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabSpec, type LabSpecInput } from '../../api';
import { run } from '../../sys/command';
import { makeLabId } from '../../sys/ids';
import type { ExecResult, Lab } from '../backend';
import { systemClock } from '../../sys/clock';
import { createEmbeddedBackend, type EmbeddedBackend } from './backend';
import { Cgroups } from './cgroup/cgroups';
import { makeContext } from './context';
import { removeOwned } from './ids/ownership';
import type { Folders } from './labels';

export interface World {
  dataDir: string;
  backend: EmbeddedBackend;
  create(more?: Partial<LabSpecInput>): Promise<Lab>;
  /** Ends all labs of this world and removes its folder. */
  close(): Promise<void>;
}

/** Why labs cannot be made on this machine; undefined when they can. */
export async function whyNot(): Promise<string | undefined> {
  const world = await makeWorld();
  const { usable, reason, remedy } = await world.backend.detect();
  await world.close();
  if (!usable) console.warn(`Skipped: embedded labs. ${reason}. ${remedy ?? ''}`);
  return usable ? undefined : reason;
}

export async function makeWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pw-embedded-'));
  const backend = createEmbeddedBackend({ dataDir });
  return {
    dataDir,
    backend,
    create: (more = {}) => backend.create(specOf(more), () => undefined, new AbortController().signal),
    async close() {
      await backend.reap(new Set());
      await backend.close();
      const context = await makeContext({ dataDir, clock: systemClock, log: () => undefined }).catch(() => undefined);
      if (context) for (const tree of ownedTrees(context.folders)) await removeOwned(context, tree);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Trees that belong to the labs' ids, and so cannot be removed by an ordinary user's rm. */
function ownedTrees({ base, images }: Folders): string[] {
  return [base, images].flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
}

export function specOf(more: Partial<LabSpecInput> = {}): LabSpec {
  return LabSpec.parse({
    id: makeLabId(),
    lab: 'embedded-test',
    specHash: 'hash',
    backend: 'embedded',
    terminals: ['workstation'],
    ...more,
  });
}

/** Whether this machine limits what a lab takes: without, a test that takes all must not be run. */
export async function hasLimits(): Promise<boolean> {
  const found = await Cgroups.find('limits');
  await found.cgroups?.close();
  return found.cgroups !== undefined;
}

/** Runs a shell line in the lab. */
export function shell(lab: Lab, line: string, timeoutMs = 30_000): Promise<ExecResult> {
  return lab.exec({ terminal: 'workstation', argv: ['bash', '-c', line], timeoutMs });
}

/** @returns standard output, trimmed. @throws Error when the line fails. */
export async function output(lab: Lab, line: string): Promise<string> {
  const { exit, stdout, stderr } = await shell(lab, line);
  if (exit !== 0) throw new Error(`exit ${exit}: ${line}\n${stderr}`);
  return stdout.trim();
}

/** Copies perl into the lab, with what it is linked to. */
export async function bringPerl(lab: Lab): Promise<void> {
  const { stdout } = await run([
    'sh',
    '-c',
    'tar -C / -chf - usr/bin/perl $(ldd /usr/bin/perl | grep -o "/[^ ]*" | sed "s,^/,,") | base64',
  ]);
  const { exit, stderr } = await lab.exec({
    terminal: 'workstation',
    argv: ['bash', '-c', 'base64 -d | tar -C / --keep-directory-symlink -xf - usr/bin/perl'],
    input: stdout,
  });
  if (exit !== 0) throw new Error(stderr);
}

/** What of a data folder's labs is left on the machine: processes, loop devices, cgroups, mounts. */
export async function leftovers(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = (file: string) => {
      try {
        return readFileSync(`/proc/${name}/${file}`, 'utf8');
      } catch {
        return '';
      }
    };
    if (Number(name) !== process.pid && text('mountinfo').includes(`${dataDir}/embedded/labs`))
      found.push(`process ${name}`);
  }
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(dataDir)) found.push('a mount');
  const { stdout } = await run(['losetup', '--list', '--noheadings', '--output', 'BACK-FILE']).catch(() => ({
    stdout: '',
  }));
  for (const line of stdout.split('\n')) if (line.includes(dataDir)) found.push(`loop device of ${line.trim()}`);
  found.push(...readdirSync(join(dataDir, 'embedded/labs')).map((name) => `folder ${name}`));
  return found;
}
