// Starts a lab's namespaces and its first process.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { run } from '../../../sys/command';
import { holderProgram, type Context } from '../context';
import { holderTitle } from '../labels';
import { refOf, type ProcessRef } from '../process-table';
import { HOST_ENVIRONMENT, underLimits } from './enter';
import { makeBundleConfig } from './oci-config';

export interface SandboxOptions {
  id: string;
  /** The lab's folder. */
  folder: string;
  firstUid: number;
  firstGid: number;
  /** Absolute paths. */
  base: string;
  images: string;
  writableImages?: boolean;
  /** Leaves room for a gateway around the lab, out of its reach. */
  egress?: boolean;
  disk: { kind: 'image'; path: string } | { kind: 'tmpfs'; mebibytes: number };
  signal?: AbortSignal;
}

export interface Sandbox {
  /** Keeps the outer user and mount namespace; is the parent of `init`. */
  holder: ProcessRef;
  /** The first process of the lab. */
  init: ProcessRef;
}

/** @throws CommandError with what could not be set up; nothing is left then. */
export async function startSandbox(context: Context, options: SandboxOptions): Promise<Sandbox> {
  const { folders, cgroups, isRoot, shared } = context;
  const { id, folder, writableImages = false, egress = false, disk } = options;
  for (const name of ['base', 'images', 'disk', 'bundle'])
    await mkdir(join(folder, name), { recursive: true, mode: 0o755 });
  const config = makeBundleConfig({ hostname: 'workstation', writableImages });
  await writeFile(join(folder, 'bundle', 'config.json'), JSON.stringify(config));
  const below = (path: string) => relative(folders.root, path);
  const settings = {
    data: folders.root,
    lab: id,
    base: below(options.base),
    images: below(options.images),
    'images-rw': writableImages ? 1 : 0,
    'first-uid': options.firstUid,
    'first-gid': options.firstGid,
    idmap: isRoot && !shared ? 1 : 0,
    disk: disk.kind === 'image' ? `image=${below(disk.path)}` : `tmpfs=${disk.mebibytes}`,
    ...(egress && { egress: 1 }),
    title: holderTitle(folders.owner, id),
    crun: '/usr/bin/crun',
    holder: '/usr/bin/catatonit',
  };
  const argv = ['perl', holderProgram(folders), ...Object.entries(settings).map(([key, value]) => `${key}=${value}`)];
  const { stdout } = await run(underLimits(cgroups?.procsFiles(id) ?? [], argv), {
    env: { ...HOST_ENVIRONMENT },
    timeoutMs: 20_000,
    ...(options.signal && { signal: options.signal }),
  });
  const pids = /^ready (\d+) (\d+)$/m.exec(stdout);
  const [holder, init] = [refOf(Number(pids?.[1])), refOf(Number(pids?.[2]))];
  if (!holder || !init) throw new Error(`Lab ${id} ended while it was started: the holder said "${stdout.trim()}"`);
  return { holder, init };
}
