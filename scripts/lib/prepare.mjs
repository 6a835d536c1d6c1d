// Brings node_modules and the build up to date, and only when they are not.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tail, tryRun } from './exec.mjs';
import { ROOT } from './places.mjs';
import { Problem } from './problem.mjs';

/**
 * Compares what the lockfile wants with what npm noted that it installed.
 * @param {{packages: Record<string, {version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean}>}} wanted package-lock.json
 * @param {{packages: Record<string, {version?: string, integrity?: string}>} | null} installed node_modules/.package-lock.json
 * @returns {string[]} paths of packages that are missing or of another version; optional ones may be missing (another platform's)
 */
export function staleDependencies(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([path, { version, integrity, optional, link }]) => {
      if (path === '' || link) return false;
      const there = installed?.packages[path];
      if (!there) return !optional;
      return there.version !== version || (integrity && there.integrity && there.integrity !== integrity);
    })
    .map(([path]) => path);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

export function isInstalled() {
  const wanted = readJson(join(ROOT, 'package-lock.json'));
  return staleDependencies(wanted, readJson(join(ROOT, 'node_modules', '.package-lock.json'))).length === 0;
}

/** @param {(text: string) => void} detail @returns {Promise<boolean>} whether anything had to be done */
export async function installDependencies(detail) {
  if (isInstalled()) return false;
  const argv = ['npm', 'ci', '--no-audit', '--no-fund'];
  detail(`${argv.join(' ')} (about a minute)`);
  const result = await tryRun(argv, { cwd: ROOT, timeoutMs: 1_200_000, env: { NODE_ENV: undefined } });
  if (result.exit !== 0) throw npmProblem(argv, result);
  return true;
}

/** @param {string[]} argv @param {{exit: number, stdout: string, stderr: string}} result */
export function npmProblem(argv, { exit, stdout, stderr }) {
  // npm puts its whole usage text behind some errors.
  const all = `${stdout}\n${stderr}`.split(/^npm error Clean install a project/m)[0];
  const said = tail(all, 20);
  // Its error code comes first, and a package's own script may say a lot after it.
  const remedy = /ENOSPC/.test(all)
    ? 'The disk is full. Free 2 GiB where the clone is, then start again.'
    : /EACCES|EPERM/.test(said)
      ? 'Files of the clone belong to another user (an earlier start as root?). Give them back: sudo chown -R "$USER" . ; then start again.'
      : /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT/.test(said)
        ? 'The npm registry could not be reached. Check the network and "npm config get registry"; behind a proxy set HTTPS_PROXY. Then start again.'
        : /can only install packages when your package.json and package-lock.json/.test(said)
          ? 'package.json was changed without package-lock.json. Run "npm install" once, then start again.'
          : 'Read what npm says above, put it right, then start again.';
  return new Problem('The npm packages could not be installed', {
    tried: argv.join(' '),
    seen: `exit ${exit}\n${said}`,
    remedy,
  });
}

/** Builds what is out of date: build.mjs knows. @returns {Promise<boolean>} whether anything had to be done */
export const build = (detail) => runBuild([], detail);

/** Builds the bundles only: enough for the command-line tool and lab-runner. */
export const buildTools = (detail) => runBuild(['--only', 'bundles'], detail);

/** @param {string[]} args @param {(text: string) => void} detail */
async function runBuild(args, detail) {
  const command = ['node', 'scripts/build.mjs', ...args].join(' ');
  const slow = setTimeout(() => detail(args.length > 0 ? command : `${command} (about a minute)`), 1500);
  const argv = [process.execPath, join(ROOT, 'scripts', 'build.mjs'), ...args];
  const result = await tryRun(argv, { cwd: ROOT, timeoutMs: 900_000 });
  clearTimeout(slow);
  if (result.exit !== 0) throw buildProblem(command, result);
  return result.stdout.includes(': built');
}

/** @param {string} command @param {{exit: number, stdout: string, stderr: string}} result */
export function buildProblem(command, { exit, stdout, stderr }) {
  const said = tail(`${stdout}\n${stderr}`, 40);
  const remedy = /ENOSPC/.test(said)
    ? 'The disk is full. Free 2 GiB where the clone is, then start again.'
    : /EACCES/.test(said)
      ? 'Files of the clone belong to another user (an earlier start as root?). Give them back: sudo chown -R "$USER" . ; then start again.'
      : 'On an unchanged clone this is a bug of Podwire: please report it with these lines. After changes of your own, "npm run check" tells more.';
  return new Problem('The build failed', { tried: command, seen: `exit ${exit}\n${said}`, remedy });
}
