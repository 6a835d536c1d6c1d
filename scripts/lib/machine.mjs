// Decides from facts whether this machine can run Podwire. Pure: the facts are gathered in facts.mjs.
import { Problem } from './problem.mjs';

const GIB = 1024 ** 3;

/** Free space wanted before the first start (dependencies, build, base of the labs), and before any later one. */
export const FIRST_START_BYTES = 3 * GIB;
export const LATER_START_BYTES = 1 * GIB;

/** Free space that the npm packages and the build want in the clone, which may be on another disk. */
export const CLONE_BYTES = 2 * GIB;

/** Ids one ordinary user needs for labs: each lab is given a range of this size. */
export const ID_RANGE = 65_536;

const gib = (bytes) => `${(bytes / GIB).toFixed(1)} GiB`;

/**
 * @typedef {object} MachineFacts
 * @property {string} platform as in process.platform
 * @property {string} arch as in process.arch
 * @property {boolean} hasDpkg
 * @property {number} uid
 * @property {string} user
 * @property {{path: string, freeBytes: number, writable: boolean}} disk of the data folder
 * @property {boolean} firstStart nothing was prepared here yet
 * @property {{path: string, freeBytes: number} | null} clone its disk; null once everything is installed and built
 * @property {{usernsClone: string | null, apparmorUserns: string | null, maxUserns: string | null}} sysctls null where the kernel has none
 * @property {{ok: boolean, command: string, stderr: string}} usernsTry what making a namespace gave
 * @property {{subuid: number, subgid: number}} ids size of the largest range given to the user in each file
 */

/** @param {MachineFacts} facts @returns {Problem[]} */
export function machineProblems(facts) {
  return [platformProblem(facts), diskProblem(facts), usernsProblem(facts), idsProblem(facts)].filter(Boolean);
}

function platformProblem({ platform, arch, hasDpkg }) {
  if (platform === 'linux' && hasDpkg) return null;
  return new Problem('This is not a Debian or Ubuntu machine', {
    tried: 'look for Linux with dpkg',
    seen: platform === 'linux' ? 'Linux without dpkg' : `${platform} on ${arch}`,
    remedy:
      'Labs are made of Linux namespaces and Debian packages. Use Debian 12 or newer, or Ubuntu 24.04 or newer, for example in a virtual machine.',
  });
}

/** The data folder's disk first: what is freed there often helps the clone as well. */
function diskProblem({ disk, firstStart, clone, user }) {
  if (!disk.writable) {
    return new Problem('The data folder cannot be written', {
      tried: `find out whether ${user} may write ${disk.path}`,
      seen: 'no: it, or the folder it would be made in, belongs to another user (an earlier start as root?)',
      remedy: `Set PODWIRE_DATA to a folder of your own, or have this one given to you: sudo chown -R ${user} ${disk.path}`,
    });
  }
  const wanted = firstStart ? FIRST_START_BYTES : LATER_START_BYTES;
  if (disk.freeBytes < wanted) return fullDisk(disk, wanted, 'or set PODWIRE_DATA to a folder on a larger disk');
  if (clone && clone.freeBytes < CLONE_BYTES) return fullDisk(clone, CLONE_BYTES, 'or clone onto a larger disk');
  return null;
}

function fullDisk({ path, freeBytes }, wanted, otherwise) {
  return new Problem('The disk is too full', {
    tried: `find ${gib(wanted)} of free space for ${path}`,
    seen: `${gib(freeBytes)} free`,
    remedy: `Free ${gib(wanted - freeBytes)} there, ${otherwise}.`,
  });
}

/** Names the switch that forbids user namespaces, where one of the known ones does; the attempt decides. */
function usernsProblem({ usernsTry, sysctls, uid }) {
  if (usernsTry.ok) return null;
  const { what, remedy } = usernsCause(sysctls, uid);
  return new Problem('User namespaces are forbidden on this machine', {
    tried: usernsTry.command,
    seen: `${usernsTry.stderr.trim() || 'it failed without a word'}\n${what}`,
    remedy,
  });
}

function usernsCause({ usernsClone, apparmorUserns, maxUserns }, uid) {
  const set = (assignment) =>
    `sudo sysctl -w ${assignment}\nand, to keep it: echo '${assignment}' | sudo tee /etc/sysctl.d/60-podwire.conf`;
  if (maxUserns === '0')
    return { what: 'user.max_user_namespaces is 0', remedy: set('user.max_user_namespaces=63000') };
  if (uid !== 0 && usernsClone === '0')
    return { what: 'kernel.unprivileged_userns_clone is 0', remedy: set('kernel.unprivileged_userns_clone=1') };
  if (uid !== 0 && apparmorUserns === '1') {
    return {
      what: "kernel.apparmor_restrict_unprivileged_userns is 1 (Ubuntu's default)",
      remedy: `${set('kernel.apparmor_restrict_unprivileged_userns=0')}\nor start Podwire as root: sudo npm run up`,
    };
  }
  return {
    what: 'none of the usual switches is off (user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)',
    remedy:
      'Inside a container, give it the right to make namespaces (docker run --privileged, or a virtual machine instead). Otherwise ask who runs this machine.',
  };
}

function idsProblem({ uid, user, ids }) {
  const few = ['subuid', 'subgid'].filter((file) => ids[file] < ID_RANGE);
  if (uid === 0 || few.length === 0) return null;
  return new Problem(`User ${user} has no range of user ids for labs`, {
    tried: `find a range of ${ID_RANGE} ids for ${user} in /etc/subuid and /etc/subgid`,
    seen: few.map((file) => `/etc/${file}: ${ids[file] ? `only ${ids[file]} ids` : `no line for ${user}`}`).join('\n'),
    remedy: `sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${user}\n(choose other numbers where these are taken)`,
  });
}

/**
 * @param {{host: string, port: number, code: string | null, holder: {pid: number, command: string} | null, uid: number}} facts
 *   `code` is the error of an attempt to listen, null when it worked
 * @returns {Problem | null}
 */
export function portProblem({ host, port, code, holder }) {
  if (code === null) return null;
  const another = `PORT=${port < 1024 ? 3000 : port + 1} npm run up`;
  const tried = `listen on ${host}:${port}`;
  if (code === 'EADDRINUSE') {
    return new Problem(`Port ${port} is in use`, {
      tried,
      seen: holder ? `held by process ${holder.pid}: ${holder.command}` : 'held by a process this user cannot see',
      remedy: `Stop that process, or take another port: ${another}`,
    });
  }
  if (code === 'EACCES') {
    return new Problem(`Port ${port} is not allowed`, {
      tried,
      seen: 'EACCES: ports below 1024 belong to root, and the web application never runs as root',
      remedy: `Take a higher port: ${another}\nand put a reverse proxy in front for port ${port}.`,
    });
  }
  return new Problem(`Cannot listen on ${host}:${port}`, {
    tried,
    seen: code,
    remedy: 'HOST must be an address of this machine: 127.0.0.1 for this machine only, 0.0.0.0 for all.',
  });
}
