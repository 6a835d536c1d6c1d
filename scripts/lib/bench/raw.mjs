// The same kernel work without Podwire: all namespaces made, then one container run by crun in them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryRun } from '../exec.mjs';

/** @param {number} runs @returns {Promise<{name: string, p50: number, count: number} | null>} null when that cannot be done here */
export async function rawStart(runs) {
  const folder = mkdtempSync(join(tmpdir(), 'podwire-bench-'));
  try {
    mkdirSync(join(folder, 'rootfs', 'bin'), { recursive: true });
    for (const name of ['proc', 'dev', 'sys']) mkdirSync(join(folder, 'rootfs', name));
    await tryRun(['cp', '/bin/busybox', join(folder, 'rootfs', 'bin', 'sh')]);
    const spec = await tryRun(['crun', 'spec'], { cwd: folder });
    if (spec.exit !== 0) return null;
    const config = JSON.parse((await tryRun(['cat', join(folder, 'config.json')])).stdout);
    config.process.args = ['/bin/sh', '-c', 'exit 0'];
    config.process.terminal = false;
    config.mounts = config.mounts.filter(({ type }) => type !== 'cgroup');
    config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'cgroup');
    delete config.linux.resources;
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    const times = [];
    for (let run = 0; run < runs; run += 1) {
      const inside = ['crun', '--cgroup-manager=disabled', 'run', '-b', folder, `podwire-bench-${process.pid}-${run}`];
      // crun refuses machines that have both versions of cgroups mounted, so it sees none.
      const hidden = ['sh', '-c', 'mount -t tmpfs none /sys/fs/cgroup && exec "$@"', 'sh', ...inside];
      const namespaces = ['--mount', '--net', '--uts', '--ipc', '--pid', '--fork'];
      const { exit, ms } = await tryRun(['unshare', ...namespaces, ...hidden]);
      if (exit !== 0) return null;
      times.push(ms);
    }
    times.sort((a, b) => a - b);
    return { name: 'unshare + crun run', p50: Math.round(times[Math.ceil(times.length / 2) - 1]), count: times.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
