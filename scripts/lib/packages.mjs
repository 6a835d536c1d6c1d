// System packages: which are needed, which are missing, and how they are installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tail, tryRun } from './exec.mjs';
import { ROOT } from './places.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {{name: string, why: string, service?: string}} SystemPackage `service` is the unit that Debian starts with it
 */

/** @param {string} file relative to the clone @returns {SystemPackage[]} */
export function readPackages(file) {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).required;
}

/** Packages that labs need, and those that only the tests need. */
export const LAB_PACKAGES = 'lab-runner/backends/embedded/packages.json';
export const TEST_PACKAGES = 'scripts/test-packages.json';

/**
 * @param {readonly SystemPackage[]} needed
 * @param {string} dpkgOutput lines "NAME STATUS" of dpkg-query
 * @returns {SystemPackage[]} those not fully installed
 */
export function missingPackages(needed, dpkgOutput) {
  const installed = new Set(
    dpkgOutput
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0].split(':')[0]),
  );
  return needed.filter(({ name }) => !installed.has(name));
}

/** @param {readonly SystemPackage[]} needed @returns {Promise<SystemPackage[]>} */
export async function findMissing(needed) {
  const argv = [
    'dpkg-query',
    '--show',
    '--showformat',
    '${Package} ${db:Status-Status}\\n',
    ...needed.map(({ name }) => name),
  ];
  const { stdout } = await tryRun(argv); // exits 1 when it does not know one of them
  return missingPackages(needed, stdout);
}

const list = (packages) => packages.map(({ name, why }) => `${name.padEnd(28)} ${why}`).join('\n');
const names = (packages) => packages.map(({ name }) => name);

/**
 * Decides how missing packages come onto the machine.
 * @param {{missing: readonly SystemPackage[], uid: number, hasSudo: boolean, hasTty: boolean, noInstall: boolean}} facts
 * @returns {{argv: string[], prefix: string[]} | Problem | null} how to call apt-get (`prefix` is sudo or nothing); null when nothing is missing
 */
export function planInstall({ missing, uid, hasSudo, hasTty, noInstall }) {
  if (missing.length === 0) return null;
  const apt = ['apt-get', 'install', '-y', '--no-install-recommends', ...names(missing)];
  const prefix = uid === 0 ? [] : hasTty ? ['sudo'] : ['sudo', '-n'];
  if (noInstall || (uid !== 0 && !hasSudo)) {
    return new Problem(
      missing.length === 1 ? 'A system package is missing' : `${missing.length} system packages are missing`,
      {
        tried: noInstall
          ? 'list what is missing (--no-install)'
          : 'install them: this user is not root, and there is no sudo',
        seen: list(missing),
        remedy: `${noInstall ? 'Run' : 'Ask an administrator to run'}: ${uid === 0 ? '' : 'sudo '}apt-get update && ${uid === 0 ? '' : 'sudo '}${apt.join(' ')}`,
      },
    );
  }
  return { argv: apt, prefix };
}

/**
 * Podwire wants the program; a server of the machine's own on port 80 is nobody's wish. A masked unit is not started by its
 * package, and what is disabled does not start at the next boot either.
 * @param {{argv: readonly string[], missing: readonly SystemPackage[], hasSystemd: boolean}} facts
 * @returns {string[][]} the commands, in order
 */
export function installCommands({ argv, missing, hasSystemd }) {
  const services = hasSystemd ? missing.flatMap(({ service }) => service ?? []) : [];
  const about = (verb) => (services.length > 0 ? [['systemctl', verb, ...services]] : []);
  return [['apt-get', 'update', '-q'], ...about('mask'), [...argv], ...about('unmask'), ...about('disable')];
}

/** @param {{argv: string[], prefix: string[], missing: readonly SystemPackage[]}} plan @param {(text: string) => void} detail */
async function installPackages({ argv, prefix, missing }, detail) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const tty = prefix.length === 1 ? { stdin: 'inherit' } : {};
  const commands = installCommands({ argv, missing, hasSystemd: existsSync('/run/systemd/system') });
  const byHand = commands.map((command) => ['sudo', ...command].join(' ')).join(' && ');
  const call = async (command) => {
    const full = [...prefix, ...(prefix.length > 0 ? ['env', 'DEBIAN_FRONTEND=noninteractive'] : []), ...command];
    detail(full.join(' '));
    return { full, result: await tryRun(full, { env, timeoutMs: 1_800_000, ...tty }) };
  };
  for (const [index, command] of commands.entries()) {
    const { full, result } = await call(command);
    if (result.exit === 0) continue;
    // A failed installation must not leave a service masked that the machine may have a use for.
    for (const later of commands.slice(index)) if (later[1] === 'unmask') await call(later);
    throw aptProblem(full, result, byHand);
  }
}

/**
 * @param {string[]} argv
 * @param {{exit: number, stdout: string, stderr: string}} result
 * @param {string} [byHand] what a person types to do all of it
 */
export function aptProblem(argv, { exit, stdout, stderr }, byHand = argv.join(' ')) {
  const said = tail(`${stdout}\n${stderr}`, 12);
  const remedy = /sudo: a (terminal|password) is required/.test(said)
    ? `sudo wants a password and there is no terminal to ask on. Run it yourself, then start again: ${byHand}`
    : /Could not get lock|Unable to acquire/.test(said)
      ? 'Another package manager is running. Wait until it is done, then start again.'
      : /Unable to locate package/.test(said)
        ? 'The package sources of this machine do not have it. On Ubuntu, enable "universe"; on Debian, use release 12 or newer. Then start again.'
        : /Temporary failure resolving|Could not connect|Failed to fetch/.test(said)
          ? 'The package mirror could not be reached. Check the network and /etc/apt/sources.list, then start again.'
          : 'Read what apt-get says above, put it right, then start again.';
  return new Problem('System packages could not be installed', {
    tried: argv.join(' '),
    seen: `exit ${exit}\n${said}`,
    remedy,
  });
}

/**
 * Makes sure that the packages are there.
 * @param {{files?: readonly string[], noInstall: boolean, uid: number, detail: (text: string) => void}} options
 * @returns {Promise<{needed: SystemPackage[], missing: SystemPackage[]}>} `missing` were installed
 */
export async function bringPackages({ files = [LAB_PACKAGES], noInstall, uid, detail }) {
  const needed = files.flatMap(readPackages);
  const missing = await findMissing(needed);
  const hasSudo = (await tryRun(['sh', '-c', 'command -v sudo'])).exit === 0;
  const plan = planInstall({ missing, uid, hasSudo, hasTty: process.stdin.isTTY === true, noInstall });
  if (plan instanceof Problem) throw plan;
  if (plan === null) return { needed, missing };
  for (const { name, why } of missing) detail(`missing: ${name.padEnd(28)} ${why}`);
  await installPackages({ ...plan, missing }, detail);
  const still = await findMissing(needed);
  if (still.length > 0)
    throw aptProblem(plan.argv, {
      exit: 0,
      stdout: `still missing: ${still.map(({ name }) => name).join(', ')}`,
      stderr: '',
    });
  return { needed, missing };
}
