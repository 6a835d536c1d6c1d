// Started as root, the web application and PostgreSQL run as a system user that can reach nothing of root's:
// it sees the clone and Node read-only at a place of its own, in a mount namespace that ends with it.
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryRun } from './exec.mjs';
import { SERVICE_USER } from './places.mjs';
import { Problem } from './problem.mjs';

/** @returns {Promise<{uid: number, gid: number} | null>} */
async function lookUp(name) {
  const { exit, stdout } = await tryRun(['getent', 'passwd', name]);
  const fields = stdout.split(':');
  return exit === 0 ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null;
}

/** Makes the system user if there is none. @returns {Promise<{uid: number, gid: number}>} */
export async function ensureServiceUser() {
  const there = await lookUp(SERVICE_USER);
  if (there) return there;
  const argv = [
    'useradd',
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    SERVICE_USER,
  ];
  const { exit, stderr } = await tryRun(argv);
  const made = await lookUp(SERVICE_USER);
  if (made) return made;
  throw new Problem(`The system user ${SERVICE_USER} could not be made`, {
    tried: argv.join(' '),
    seen: `exit ${exit}: ${stderr}`,
    remedy: 'Make the user by hand with this command, then start again.',
  });
}

/**
 * Lays out the data folder. As root, what the application must not be able to replace belongs to root.
 * @param {ReturnType<import('./places.mjs').placesFor>} places
 * @param {{uid: number, gid: number} | null} service null when everything runs as this user
 */
export function layOut(places, service) {
  mkdirSync(places.data, { recursive: true, mode: 0o755 });
  const own = (path, mode, owner) => {
    mkdirSync(path, { recursive: true });
    if (owner) chownSync(path, owner.uid, owner.gid);
    chmodSync(path, mode);
  };
  // Labs' root users are mapped to ids of their own, which must be able to pass through to the base.
  if (!service) {
    own(places.data, 0o711, null);
    own(places.runner, 0o711, null);
    for (const path of [places.app, places.log, places.run]) own(path, 0o700, null);
    return;
  }
  own(places.data, 0o711, { uid: 0, gid: 0 });
  own(places.runner, 0o711, { uid: 0, gid: 0 });
  own(places.log, 0o750, { uid: 0, gid: service.gid });
  own(places.run, 0o750, { uid: 0, gid: service.gid });
  own(places.app, 0o700, service);
  own(mountPoint(places), 0o755, { uid: 0, gid: 0 });
  writeFileSync(nodePoint(places), '');
}

const mountPoint = (places) => join(places.run, 'clone');
const nodePoint = (places) => join(places.run, 'node');

/** They are empty outside of the application's mount namespace. */
export function removeMountPoints(places) {
  rmSync(nodePoint(places), { force: true });
  if (existsSync(mountPoint(places))) rmdirSync(mountPoint(places));
}

const SCRIPT = `
set -e
clone=$1 at=$2 node=$3 node_at=$4 user=$5; shift 5
mount --bind "$clone" "$at"
mount -o remount,bind,ro "$at"
mount --bind "$node" "$node_at"
mount -o remount,bind,ro "$node_at"
cd "$at"
exec setpriv --reuid "$user" --regid "$user" --init-groups --bounding-set=-all --inh-caps=-all --no-new-privs --pdeathsig TERM "$node_at" "$@"
`;

/**
 * @param {{root: string, node: string, places: ReturnType<import('./places.mjs').placesFor>, args: readonly string[]}} options
 * @returns {string[]} the argv that runs Node with `args` (paths relative to the clone) as the service user
 */
export function asServiceUser({ root, node, places, args }) {
  const shell = [
    'sh',
    '-c',
    SCRIPT,
    'podwire-app',
    root,
    mountPoint(places),
    node,
    nodePoint(places),
    SERVICE_USER,
    ...args,
  ];
  return ['unshare', '--mount', '--propagation', 'private', ...shell];
}

/**
 * Tries whether the service user gets through to the clone and the data folder.
 * @throws {Problem} saying which is closed to it
 */
export async function checkReach({ root, node, places }) {
  const script = `for (const p of ['package.json', ${JSON.stringify(places.app)}]) { try { require('fs').readdirSync(p) } catch (e) { if (e.code !== 'ENOTDIR') { console.error(p + ': ' + e.code); process.exit(1) } } }; require('fs').readFileSync('package.json')`;
  const argv = asServiceUser({ root, node, places, args: ['-e', script] });
  const { exit, stderr } = await tryRun(argv);
  if (exit === 0) return;
  throw new Problem(`The user ${SERVICE_USER} cannot read what it needs`, {
    tried: `read ${root} and ${places.app} as ${SERVICE_USER}`,
    seen: stderr,
    remedy: `Files of the clone: chmod -R a+rX ${root}\nThe data folder: set PODWIRE_DATA to a folder whose parents are open to all (chmod o+x), for example /var/lib/podwire or /srv/podwire; a folder below /root never is.`,
  });
}
