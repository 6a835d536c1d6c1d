// The OCI bundle of a lab's sandbox. Its user namespace is the holder's, so the config names none.
import { SECCOMP } from './seccomp';

const CAPABILITIES = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_ADMIN',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_ADMIN',
  'SYS_CHROOT',
  'SYS_NICE',
  'SYS_PTRACE',
  'SYS_RESOURCE',
  'AUDIT_WRITE',
  'IPC_LOCK',
].map((name) => `CAP_${name}`);

export const LAB_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  USER: 'root',
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
};

/** Where the holder's mount namespace has the lab's parts. */
export const HOLDER_FOLDER = '/mnt';

export interface BundleOptions {
  hostname: string;
  /** The image store is mounted writable, to be filled. */
  writableImages: boolean;
}

/** @returns config.json, for crun. */
export function makeBundleConfig({ hostname, writableImages }: BundleOptions): object {
  const environment = Object.entries(LAB_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
  const tmpfs = (destination: string, ...options: string[]) => ({
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'nodev', ...options],
  });
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: ['/usr/bin/catatonit', '-P'],
      env: environment,
      cwd: '/root',
      capabilities: {
        bounding: CAPABILITIES,
        effective: CAPABILITIES,
        permitted: CAPABILITIES,
        inheritable: [],
        ambient: [],
      },
      rlimits: [{ type: 'RLIMIT_CORE', hard: 0, soft: 0 }],
      noNewPrivileges: false,
    },
    root: { path: `${HOLDER_FOLDER}/rootfs`, readonly: false },
    hostname,
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
      tmpfs('/dev', 'mode=755', 'size=1m', 'strictatime'),
      {
        destination: '/dev/pts',
        type: 'devpts',
        source: 'devpts',
        options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'],
      },
      tmpfs('/dev/shm', 'noexec', 'mode=1777', 'size=16m'),
      { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: ['nosuid', 'noexec', 'nodev'] },
      { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
      // podman looks at the type of this file system; the lab has no cgroups of its own.
      tmpfs('/sys/fs/cgroup', 'noexec', 'mode=755', 'size=4k', 'ro'),
      tmpfs('/run', 'mode=755', 'size=16m'),
      { destination: '/tmp', type: 'bind', source: `${HOLDER_FOLDER}/disk/tmp`, options: ['bind', 'nosuid', 'nodev'] },
      // podman's layers cannot lie on an overlay, so they go beside the upper layer, on the same limited disk.
      {
        destination: '/var/lib/containers',
        type: 'bind',
        source: `${HOLDER_FOLDER}/disk/containers`,
        options: ['bind', 'nodev'],
      },
      {
        destination: '/usr/lib/podwire/images',
        type: 'bind',
        source: `${HOLDER_FOLDER}/images`,
        options: ['bind', 'nodev', writableImages ? 'rw' : 'ro'],
      },
    ],
    linux: {
      namespaces: ['mount', 'pid', 'network', 'uts', 'ipc', 'cgroup'].map((type) => ({ type })),
      // A loop device's description names the file behind it. The lab's root could unmount these: they spare eyes, the kernel guards the rest.
      maskedPaths: [
        '/proc/kcore',
        '/proc/keys',
        '/proc/timer_list',
        '/proc/sched_debug',
        '/proc/scsi',
        '/sys/firmware',
        '/sys/block',
        '/sys/class/block',
        '/sys/dev/block',
        '/sys/devices/virtual/block',
      ],
      readonlyPaths: ['/proc/sysrq-trigger'],
      seccomp: SECCOMP,
    },
  };
}
