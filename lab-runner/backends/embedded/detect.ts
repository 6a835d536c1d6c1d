// Whether this machine can run embedded labs, how well, and what would make it better.
import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import type { Detection } from '../../api';
import { tryRun } from '../../sys/command';
import type { Context } from './context';
import { whyNoEgress } from './gateway/start';
import { missingPackages } from './packages';
import { HOST_ENVIRONMENT } from './sandbox/enter';

/** Below this the kernel's neighbour table, which all labs and the machine itself share, can be filled by one learner. */
const ENOUGH_NEIGHBOURS = 65_536;

interface Obstacle {
  reason: string;
  remedy: string;
}

/** @param getContext made only once nothing stands in the way of making it */
export async function detectEmbedded(getContext: () => Promise<Context>): Promise<Detection> {
  const obstacle = await findObstacle();
  if (obstacle) return { backend: 'embedded', usable: false, ...obstacle, warnings: [] };
  let context: Context;
  try {
    context = await getContext();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [reason, remedy] = message.split('; run: ');
    return {
      backend: 'embedded',
      usable: false,
      reason: reason ?? message,
      remedy: remedy ?? 'Repair what the reason names',
      warnings: [],
    };
  }
  return {
    backend: 'embedded',
    usable: true,
    reason: describe(context),
    remedy: null,
    warnings: await findWarnings(context),
  };
}

async function findObstacle(): Promise<Obstacle | undefined> {
  if (process.platform !== 'linux') {
    return { reason: 'not applicable here, because labs are made of Linux namespaces', remedy: 'Use the kind backend' };
  }
  const missing = await missingPackages();
  if (missing.length > 0) {
    const names = missing.map((item) => item.name).join(' ');
    return {
      reason: `programs are missing: ${names}`,
      remedy: `sudo apt-get install -y --no-install-recommends ${names}`,
    };
  }
  const sysctl = async (name: string) => (await readFile(`/proc/sys/${name}`, 'utf8').catch(() => '')).trim();
  if ((await sysctl('user/max_user_namespaces')) === '0') {
    return {
      reason: 'user namespaces are switched off (user.max_user_namespaces=0)',
      remedy: 'sudo sysctl -w user.max_user_namespaces=65536',
    };
  }
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && (await sysctl('kernel/unprivileged_userns_clone')) === '0') {
    return {
      reason: 'user namespaces are kept for root (kernel.unprivileged_userns_clone=0)',
      remedy: 'sudo sysctl -w kernel.unprivileged_userns_clone=1, or start Podwire as root',
    };
  }
  if (!isRoot && (await sysctl('kernel/apparmor_restrict_unprivileged_userns')) === '1') {
    return {
      reason: 'AppArmor keeps user namespaces from ordinary users (kernel.apparmor_restrict_unprivileged_userns=1)',
      remedy: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or start Podwire as root',
    };
  }
  const tried = await tryRun(['unshare', '--user', '--mount', '--pid', '--net', '--fork', 'true'], {
    env: { ...HOST_ENVIRONMENT },
  });
  if (tried.exit !== 0) {
    return {
      reason: `the kernel makes no user namespace here: ${tried.stderr.trim()}`,
      remedy: 'Allow user namespaces (in a container: run it with the right to unshare), or use the kind backend',
    };
  }
  return undefined;
}

function describe({ cgroups, noCgroups, shared, isRoot }: Context): string {
  return [
    cgroups ? `limits by ${cgroups.describe()}` : `no limits on memory, processes and cpu (${noCgroups ?? 'unknown'})`,
    shared ? 'one range of user ids for all labs' : 'a range of user ids for each lab, idmapped base',
    isRoot ? 'disk limit by image' : 'disk limit by tmpfs',
  ].join('; ');
}

async function findWarnings({ cgroups, noCgroups, isRoot, shared, idmapRefused }: Context): Promise<string[]> {
  const warnings: string[] = [];
  if (!cgroups) {
    const remedy = isRoot ? 'mount cgroup v2 with memory, pids and cpu' : 'start Podwire as root';
    warnings.push(
      `Labs have no limits on memory, processes and cpu, and are not frozen while they are read: ${noCgroups ?? 'no cgroups'}. Remedy: ${remedy}.`,
    );
  } else if (!cgroups.canFreeze) {
    warnings.push(
      'Labs are not frozen while they are read, but read twice: there is no freezer. Remedy: mount the freezer cgroup.',
    );
  }
  if (idmapRefused !== undefined) {
    warnings.push(
      `All labs share one range of user ids, because the data folder’s file system cannot map ids (${idmapRefused}). Remedy: put the data on ext4, xfs or btrfs.`,
    );
  } else if (shared) {
    warnings.push(
      'All labs share one range of user ids, and a lab’s disk counts against memory. Remedy: start Podwire as root.',
    );
  }
  const noEgress = await whyNoEgress();
  if (noEgress !== undefined) {
    const [reason, remedy] = noEgress.split('; run: ');
    warnings.push(`Labs that ask for a way out cannot be made: ${reason}. Remedy: ${remedy}.`);
  }
  const neighbours = Number(await readFile('/proc/sys/net/ipv4/neigh/default/gc_thresh3', 'utf8').catch(() => '0'));
  if (neighbours < ENOUGH_NEIGHBOURS) {
    warnings.push(
      `One lab can fill the neighbour table that all share (${neighbours} entries). Remedy: sudo sysctl -w net.ipv4.neigh.default.gc_thresh3=${ENOUGH_NEIGHBOURS} net.ipv6.neigh.default.gc_thresh3=${ENOUGH_NEIGHBOURS}.`,
    );
  }
  if (freemem() < 1 << 30)
    warnings.push('Less than 1 GiB of memory is free. Remedy: end other programs, or use a larger machine.');
  return warnings;
}
