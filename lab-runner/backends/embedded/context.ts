// What every part of this backend is given: who runs it, where, and with what this machine has.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../sys/clock';
import { tryRun } from '../../sys/command';
import { Cgroups } from './cgroup/cgroups';
import { CHECKPOINT_SCRIPT } from './checkpoint-script';
import { IDMAP_SCRIPT } from './ids/idmap-script';
import { GATEWAY_SCRIPT } from './gateway/gateway-script';
import { findSubordinateRange, pickRange } from './ids/range';
import { foldersOf, type Folders } from './labels';
import { HOST_ENVIRONMENT } from './sandbox/enter';
import { HOLDER_SCRIPT } from './sandbox/holder-script';
import { RANGE_SCRIPT } from './sandbox/range-script';

export interface Context {
  folders: Folders;
  clock: Clock;
  log: (message: string) => void;
  isRoot: boolean;
  /** The one range all labs share when each cannot have its own; undefined when each has. */
  shared: { firstUid: number; firstGid: number } | undefined;
  cgroups: Cgroups | undefined;
  /** Why there are none. */
  noCgroups: string | undefined;
  /** Why a root runner's labs cannot have ids of their own here. */
  idmapRefused: string | undefined;
}

export interface ContextOptions {
  dataDir: string;
  clock: Clock;
  log: (message: string) => void;
}

/** Makes the backend's folders and writes its helper programs. @throws Error when a lab could not be given user ids. */
export async function makeContext({ dataDir, clock, log }: ContextOptions): Promise<Context> {
  const folders = foldersOf(dataDir);
  for (const folder of [folders.root, folders.base, folders.images, folders.labs, folders.programs]) {
    // Searchable by all: the labs' ids must reach below it, and may list nothing.
    await mkdir(folder, { recursive: true, mode: 0o711 });
  }
  await writeFile(holderProgram(folders), HOLDER_SCRIPT);
  await writeFile(gatewayProgram(folders), GATEWAY_SCRIPT);
  await writeFile(rangeProgram(folders), RANGE_SCRIPT);
  await writeFile(checkpointProgram(folders), CHECKPOINT_SCRIPT);
  await writeFile(idmapProgram(folders), IDMAP_SCRIPT);
  const isRoot = userInfo().uid === 0;
  const found = await Cgroups.find(folders.owner);
  const idmapRefused = isRoot ? await whyNotIdmapped(folders) : undefined;
  return {
    folders,
    clock,
    log,
    isRoot,
    shared: await sharedIds(isRoot, idmapRefused, folders.owner),
    cgroups: found.cgroups,
    noCgroups: found.cgroups ? undefined : found.reason,
    idmapRefused,
  };
}

const program = (name: string) => (folders: Folders) => join(folders.programs, name);
export const holderProgram = program('holder.pl');
export const gatewayProgram = program('gateway.pl');
export const rangeProgram = program('in-range.pl');
export const checkpointProgram = program('list-changes.pl');
const idmapProgram = program('idmap.pl');

async function whyNotIdmapped(folders: Folders): Promise<string | undefined> {
  const { exit, stderr } = await tryRun(['perl', idmapProgram(folders), folders.root], {
    env: { ...HOST_ENVIRONMENT },
  });
  return exit === 0 ? undefined : stderr.trim();
}

async function sharedIds(isRoot: boolean, idmapRefused: string | undefined, owner: string): Promise<Context['shared']> {
  if (!isRoot) return subordinateIds();
  if (idmapRefused === undefined) return undefined;
  const first = pickRange(owner, 'shared', new Set());
  return { firstUid: first, firstGid: first };
}

/** @throws Error naming the line that is missing from /etc/subuid. */
export async function subordinateIds(): Promise<{ firstUid: number; firstGid: number }> {
  const user = { name: userInfo().username, uid: userInfo().uid };
  const [uids, gids] = await Promise.all(
    ['/etc/subuid', '/etc/subgid'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const firstUid = findSubordinateRange(uids ?? '', user);
  const firstGid = findSubordinateRange(gids ?? '', user);
  if (firstUid === undefined || firstGid === undefined) {
    const file = firstUid === undefined ? '/etc/subuid' : '/etc/subgid';
    throw new Error(
      `User ${user.name} has no 65536 subordinate ids in ${file}; ` +
        `run: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${user.name}`,
    );
  }
  return { firstUid, firstGid };
}
