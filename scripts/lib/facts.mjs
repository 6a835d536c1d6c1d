// Looks at the machine. Decides nothing: see machine.mjs.
import { accessSync, constants, existsSync, readFileSync, readdirSync, readlinkSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { tryRun } from './exec.mjs';

const readOrNull = (path) => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
};

/** The path itself, or the nearest folder above it that exists. */
export function nearestExisting(path) {
  let at = path;
  while (!existsSync(at)) at = dirname(at);
  return at;
}

/** @returns {number} bytes an ordinary user may still write below `path` */
export function freeBytes(path) {
  const { bavail, bsize } = statfsSync(nearestExisting(path));
  return bavail * bsize;
}

/** Whether this user may make the path, or write in it where it exists. */
export function isWritable(path) {
  try {
    accessSync(nearestExisting(path), constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Size of the largest range that `text` (of /etc/subuid or /etc/subgid) gives to a user, by name or by number. */
export function largestRange(text, user, uid) {
  const counts = (text ?? '')
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([name]) => name === user || name === String(uid))
    .map(([, , count]) => Number(count));
  return Math.max(0, ...counts);
}

/** Makes the namespaces a lab starts with, and gives them up at once. */
async function tryUserns() {
  const argv = [
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    '--net',
    '--pid',
    '--fork',
    'mount',
    '-t',
    'tmpfs',
    'none',
    '/tmp',
  ];
  const { exit, stderr } = await tryRun(argv, { timeoutMs: 10_000 });
  return { ok: exit === 0, command: argv.join(' '), stderr };
}

/**
 * @param {{data: string, firstStart: boolean, clone: string | null}} where `clone` is null when nothing is to be written there
 * @returns {Promise<import('./machine.mjs').MachineFacts>}
 */
export async function gatherMachine({ data, firstStart, clone }) {
  const { username, uid } = userInfo();
  return {
    platform: process.platform,
    arch: process.arch,
    hasDpkg: existsSync('/usr/bin/dpkg-query'),
    uid,
    user: username,
    disk: { path: data, freeBytes: freeBytes(data), writable: isWritable(data) },
    firstStart,
    clone: clone === null ? null : { path: clone, freeBytes: freeBytes(clone) },
    sysctls: {
      usernsClone: readOrNull('/proc/sys/kernel/unprivileged_userns_clone'),
      apparmorUserns: readOrNull('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
      maxUserns: readOrNull('/proc/sys/user/max_user_namespaces'),
    },
    usernsTry: process.platform === 'linux' ? await tryUserns() : { ok: true, command: '', stderr: '' },
    ids: {
      subuid: largestRange(readOrNull('/etc/subuid'), username, uid),
      subgid: largestRange(readOrNull('/etc/subgid'), username, uid),
    },
  };
}

/** Tries to listen. @returns the facts that portProblem wants */
export async function gatherPort({ host, port, uid }) {
  const code = await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
  const forbidden = code === null && uid === 0 && port < 1024;
  return {
    host,
    port,
    code: forbidden ? 'EACCES' : code,
    holder: code === 'EADDRINUSE' ? portHolder(port) : null,
  };
}

/** Inodes of the sockets that listen on a port, from the text of /proc/net/tcp or tcp6. */
export function listeningInodes(text, port) {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => words[1]?.endsWith(suffix) && words[3] === '0A')
    .map((words) => words[9]);
}

/** @returns {{pid: number, command: string} | null} who listens on a port, as far as this user may see */
export function portHolder(port) {
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(readOrNull(file) ?? '', port)),
  );
  const wanted = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        if (!wanted.has(readlinkSync(`/proc/${pid}/fd/${fd}`))) continue;
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return { pid: Number(pid), command };
      }
    } catch {
      // Another user's process, or one that has just ended.
    }
  }
  return null;
}
