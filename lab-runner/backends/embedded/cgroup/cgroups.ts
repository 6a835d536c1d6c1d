// A lab's limits and its freezer, by cgroup v2 or v1. Knows nothing of what runs in them.
import { constants } from 'node:fs';
import { access, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Limits } from '../../../api';
import { waitUntil } from '../../../sys/wait';
import { cgroupPath } from '../labels';
import { findCgroups, type CgroupLayout } from './layout';

const CPU_PERIOD_MICROSECONDS = 100_000;
const V2_CONTROLLERS = ['memory', 'pids', 'cpu'];
/** The holder and the relays of the terminals live in the lab's cgroup too, and must not eat into what the lab may have. */
const PIDS_OF_OURS = 32;

export class Cgroups {
  private constructor(
    readonly layout: CgroupLayout,
    private readonly owner: string,
  ) {}

  /** @returns undefined, or what to use; `reason` says why there are none. */
  static async find(owner: string): Promise<{ cgroups: Cgroups } | { cgroups: undefined; reason: string }> {
    const layout = findCgroups(await readFile('/proc/self/mountinfo', 'utf8'));
    if (!layout) return { cgroups: undefined, reason: 'no cgroup file system is mounted' };
    const cgroups = new Cgroups(layout, owner);
    try {
      await cgroups.prepare();
      return { cgroups };
    } catch (error) {
      return { cgroups: undefined, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  get canFreeze(): boolean {
    return this.layout.version === 2 || this.layout.roots.freezer !== undefined;
  }

  /** Says in a few words what is limited here. */
  describe(): string {
    const { layout } = this;
    return layout.version === 2 ? 'cgroup v2' : `cgroup v1 (${Object.keys(layout.roots).sort().join(', ')})`;
  }

  /** Makes the lab's cgroups and sets its limits. */
  async create(labId: string, limits: Limits): Promise<void> {
    const { layout } = this;
    const memory = String(limits.memoryMiB * 1024 * 1024);
    const pids = String(limits.pids + PIDS_OF_OURS);
    const quota = String(Math.round(limits.cpus * CPU_PERIOD_MICROSECONDS));
    await Promise.all(this.foldersOf(labId).map((folder) => mkdir(folder, { recursive: true })));
    if (layout.version === 2) {
      await enableControllers(join(layout.root, 'podwire'));
      await enableControllers(join(layout.root, cgroupPath(this.owner)));
      const folder = join(layout.root, cgroupPath(this.owner, labId));
      await writeFile(join(folder, 'memory.max'), memory);
      await writeFile(join(folder, 'memory.swap.max'), '0').catch(ignoreAbsent);
      await writeFile(join(folder, 'pids.max'), pids);
      await writeFile(join(folder, 'cpu.max'), `${quota} ${CPU_PERIOD_MICROSECONDS}`);
      return;
    }
    const at = (controller: string) => {
      const root = layout.roots[controller];
      return root === undefined ? undefined : join(root, cgroupPath(this.owner, labId));
    };
    const [memoryFolder, pidsFolder, cpuFolder] = [at('memory'), at('pids'), at('cpu')];
    if (memoryFolder) await writeFile(join(memoryFolder, 'memory.limit_in_bytes'), memory);
    if (pidsFolder) await writeFile(join(pidsFolder, 'pids.max'), pids);
    if (cpuFolder) {
      await writeFile(join(cpuFolder, 'cpu.cfs_period_us'), String(CPU_PERIOD_MICROSECONDS)).catch(ignoreAbsent);
      await writeFile(join(cpuFolder, 'cpu.cfs_quota_us'), quota).catch(ignoreAbsent);
    }
  }

  /** Files to which a process writes its pid to be under the lab's limits. */
  procsFiles(labId: string): string[] {
    return this.foldersOf(labId).map((folder) => join(folder, 'cgroup.procs'));
  }

  /** @returns pids of the lab's processes, ours among them, as the host counts them. */
  async pids(labId: string): Promise<number[]> {
    const [folder] = this.foldersOf(labId);
    const text = await readFile(join(folder ?? '', 'cgroup.procs'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean).map(Number);
  }

  /** Resolves once every process of the lab stands still. @throws WaitError after a second, with the lab thawed again. */
  async freeze(labId: string): Promise<void> {
    const freezer = this.freezerOf(labId);
    await writeFile(freezer.file, freezer.frozen);
    try {
      await waitUntil({
        what: `lab ${labId} to be frozen`,
        probe: async () => ((await freezer.isFrozen()) ? true : undefined),
        timeoutMs: 1000,
        intervalMs: 2,
      });
    } catch (error) {
      await this.thaw(labId);
      throw error;
    }
  }

  /** Idempotent; a lab whose cgroup is gone is thawed. */
  async thaw(labId: string): Promise<void> {
    if (!this.canFreeze) return;
    const freezer = this.freezerOf(labId);
    await writeFile(freezer.file, freezer.thawed).catch(ignoreAbsent);
  }

  /** Removes the lab's cgroups, waiting for the last process to leave. Idempotent. */
  async remove(labId: string): Promise<void> {
    for (const folder of this.foldersOf(labId)) {
      await waitUntil({
        what: `cgroup ${folder} to be empty`,
        probe: async () => ((await removed(folder)) ? true : undefined),
        timeoutMs: 5000,
        intervalMs: 5,
      });
    }
  }

  /** Ids of the labs that have a cgroup of this owner. */
  async list(): Promise<string[]> {
    const ids = new Set<string>();
    for (const folder of this.foldersOf()) {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries) if (entry.isDirectory()) ids.add(entry.name);
    }
    return [...ids];
  }

  /** Removes the owner's own level where no lab is left; what is still in use stays. */
  async close(): Promise<void> {
    for (const folder of this.foldersOf()) {
      await rmdir(folder).catch(() => undefined);
      await rmdir(dirname(folder)).catch(() => undefined);
    }
  }

  /** Finds out whether cgroups can be made here. Makes only the level that all owners share, so that looking leaves nothing of this owner's. */
  private async prepare(): Promise<void> {
    const { layout } = this;
    if (layout.version === 2) {
      await access(layout.root, constants.W_OK);
      const available = (await readFile(join(layout.root, 'cgroup.controllers'), 'utf8')).trim().split(' ');
      const absent = V2_CONTROLLERS.filter((name) => !available.includes(name));
      if (absent.length > 0) throw new Error(`cgroup v2 offers no ${absent.join(', ')} here`);
      await mkdir(join(layout.root, 'podwire'), { recursive: true });
      await enableControllers(layout.root);
      await enableControllers(join(layout.root, 'podwire'));
      return;
    }
    for (const shared of this.foldersOf().map((folder) => dirname(folder))) {
      await mkdir(shared, { recursive: true });
      // Another user's lab-runner, root's for instance, may have made it.
      await access(shared, constants.W_OK);
    }
  }

  private foldersOf(labId?: string): string[] {
    const { layout } = this;
    const roots = layout.version === 2 ? [layout.root] : [...new Set(Object.values(layout.roots))];
    return roots.map((root) => join(root, cgroupPath(this.owner, labId)));
  }

  private freezerOf(labId: string) {
    const { layout } = this;
    const path = cgroupPath(this.owner, labId);
    if (layout.version === 2) {
      const folder = join(layout.root, path);
      return {
        file: join(folder, 'cgroup.freeze'),
        frozen: '1',
        thawed: '0',
        isFrozen: async () => /^frozen 1$/m.test(await readFile(join(folder, 'cgroup.events'), 'utf8')),
      };
    }
    const file = join(layout.roots.freezer ?? '', path, 'freezer.state');
    return {
      file,
      frozen: 'FROZEN',
      thawed: 'THAWED',
      isFrozen: async () => (await readFile(file, 'utf8')).trim() === 'FROZEN',
    };
  }
}

/** Lets the cgroups below a v2 cgroup have limits of their own. Idempotent. */
async function enableControllers(folder: string): Promise<void> {
  await writeFile(join(folder, 'cgroup.subtree_control'), V2_CONTROLLERS.map((name) => `+${name}`).join(' '));
}

async function removed(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return true;
    if (code === 'EBUSY') return false;
    throw error;
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENODEV') throw error;
}
