// Brings the podwire command up to date when it is not, and hands it what it must know of this machine.
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { gatherMachine } from './facts.mjs';
import { takeLock } from './lock.mjs';
import { machineProblems } from './machine.mjs';
import { LAB_PACKAGES, findMissing, readPackages } from './packages.mjs';
import { ROOT, placesFor } from './places.mjs';
import { buildTools, isInstalled } from './prepare.mjs';
import { Problem, printError } from './problem.mjs';
import { readFileSync } from 'node:fs';

/** @param {string[]} argv as in process.argv @returns {Promise<number>} the exit code */
export async function cli(argv) {
  try {
    if (!isInstalled()) {
      throw new Problem('The npm packages are not installed, or not those of package-lock.json', {
        tried: `read ${join(ROOT, 'node_modules')}`,
        seen: existsSync(join(ROOT, 'node_modules')) ? 'other versions' : 'no such folder',
        remedy: 'npm ci   (npm run up and npm test do it by themselves)',
      });
    }
    await buildTools((text) => process.stderr.write(`${text}\n`));
    const { main } = await import(join(ROOT, 'dist', 'cli.mjs'));
    return await main(argv, makeHost());
  } catch (error) {
    printError(error);
    return 1;
  }
}

function makeHost() {
  const uid = process.getuid();
  const places = placesFor({ uid, env: process.env, home: homedir() });
  return {
    root: ROOT,
    data: places.data,
    socket: places.socket,
    machine: async () => {
      const facts = await gatherMachine({ data: places.data, firstStart: !existsSync(places.runner), clone: null });
      return {
        node: process.versions.node,
        system: systemName(),
        user: `${userInfo().username}${uid === 0 ? '' : ` (uid ${uid})`}`,
        data: places.data,
        freeBytes: facts.disk.freeBytes,
        missingPackages: await findMissing(readPackages(LAB_PACKAGES)),
        problems: machineProblems(facts).map(({ message, tried, seen, remedy }) => ({
          title: message,
          tried,
          seen,
          remedy,
        })),
      };
    },
    tryLock: (name) =>
      takeLock(name, { pid: process.pid }).catch((error) => (error instanceof Problem ? null : Promise.reject(error))),
  };
}

function systemName() {
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'));
  return name ? name[1] : 'Linux';
}
