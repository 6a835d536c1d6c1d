// Builds the base, the read-only lower layer of every lab, from the packages installed on this machine. Built once per set of versions.
import { createHash, randomUUID } from 'node:crypto';
import { access, chmod, lstat, mkdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../../sys/command';
import type { Context } from '../context';
import { giveToLabs, removeOwned } from '../ids/ownership';
import { HOST_ENVIRONMENT } from '../sandbox/enter';
import { closePackages, DPKG_FORMAT, parseInstalled } from './closure';
import { ALTERNATIVES, BASE_ROOTS, basePath, IMAGE_ROOTS, LEFT_OUT, ROOT_LINKS } from './contents';
import { BASE_FOLDERS, ETC_FILES } from './etc';

/** Raised whenever the way a base is built changes, so that an old one is not taken for a new one. */
const RECIPE = 1;

export interface BasePlan {
  /** Names the base; another set of versions has another. */
  key: string;
  /** Names the state of the packages that images are made from. */
  imagesKey: string;
  packages: string[];
}

/** Reads which packages, in which versions, a base of this machine consists of. */
export async function planBase(): Promise<BasePlan> {
  const { stdout } = await run(['dpkg-query', '-W', '-f', DPKG_FORMAT], { maxBytes: 64 << 20 });
  const installed = parseInstalled(stdout);
  const versions = (packages: string[]) => packages.map((name) => `${name}=${installed.get(name)?.version ?? ''}`);
  const packages = closePackages(installed, BASE_ROOTS, LEFT_OUT);
  return {
    key: hashOf([RECIPE, ETC_FILES, BASE_FOLDERS, ALTERNATIVES, versions(packages)]),
    imagesKey: hashOf([RECIPE, versions(closePackages(installed, IMAGE_ROOTS, LEFT_OUT))]),
    packages,
  };
}

/**
 * Makes the base unless it is there. Atomic: built beside its place, then renamed.
 * @returns the path of the base.
 */
export async function assembleBase(
  context: Context,
  plan: BasePlan,
  onProgress: (text: string) => void,
): Promise<string> {
  const folder = context.folders.base;
  const target = join(folder, plan.key);
  if (await isThere(target)) return target;
  const draft = join(folder, `.draft-${randomUUID()}`);
  await mkdir(draft, { recursive: true, mode: 0o755 });
  try {
    onProgress(`Copying ${plan.packages.length} packages into the labs' base`);
    await copyPackages(plan.packages, draft);
    await writeConfiguration(draft);
    await run(['ldconfig', '-r', draft], { env: { ...HOST_ENVIRONMENT } });
    await chmod(draft, 0o755);
    await giveToLabs(context, draft);
    await rename(draft, target);
  } catch (error) {
    await removeOwned(context, draft);
    throw new Error(`Cannot build the labs' base in ${folder}`, { cause: error });
  }
  return target;
}

/** @returns the first 16 characters of a SHA-256 over the JSON of `parts` */
export function hashOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

async function copyPackages(packages: readonly string[], draft: string): Promise<void> {
  const { stdout } = await run(['dpkg-query', '-L', ...packages], { maxBytes: 64 << 20 });
  const paths = new Set(
    stdout
      .split('\n')
      .map(basePath)
      .filter((path) => path !== undefined),
  );
  const present: string[] = [];
  for (const path of paths) {
    const stat = await lstat(path).catch(() => undefined);
    if (stat?.isDirectory() || stat?.isFile() || stat?.isSymbolicLink()) present.push(path);
  }
  for (const link of ROOT_LINKS) {
    const stat = await lstat(`/${link}`).catch(() => undefined);
    if (stat?.isSymbolicLink()) await symlink(await readlink(`/${link}`), join(draft, link));
  }
  const archive = join(draft, '.files.tar');
  const list = `${present
    .map((path) => path.slice(1))
    .sort()
    .join('\0')}\0`;
  await run(['tar', '-C', '/', '--null', '--no-recursion', '--owner=0', '--group=0', '-cf', archive, '-T', '-'], {
    input: list,
    timeoutMs: 120_000,
  });
  await run(['tar', '-C', draft, '-xpf', archive], { timeoutMs: 120_000 });
  await rm(archive);
}

async function writeConfiguration(draft: string): Promise<void> {
  for (const [path, mode] of BASE_FOLDERS) {
    await mkdir(join(draft, path), { recursive: true });
    await chmod(join(draft, path), mode);
  }
  for (const { path, text } of ETC_FILES) {
    await mkdir(dirname(join(draft, path)), { recursive: true });
    await writeFile(join(draft, path), text);
  }
  await mkdir(join(draft, 'etc/ld.so.conf.d'), { recursive: true });
  const libraries = ['/usr/local/lib', ...(await multiarchFolders())];
  await writeFile(join(draft, 'etc/ld.so.conf.d/podwire.conf'), `${libraries.join('\n')}\n`);
  await symlink('/proc/self/mounts', join(draft, 'etc/mtab'));
  await symlink('/run', join(draft, 'var/run'));
  for (const [link, targets] of ALTERNATIVES) {
    const target = await firstPresent(draft, targets);
    if (target === undefined) continue;
    await rm(join(draft, link), { force: true });
    await symlink(target, join(draft, link));
  }
}

async function multiarchFolders(): Promise<string[]> {
  const { stdout } = await run(['dpkg-architecture', '-qDEB_HOST_MULTIARCH']).catch(() =>
    run(['sh', '-c', 'ls -d /usr/lib/*-linux-gnu* | head -n 1']),
  );
  const name = stdout.trim();
  return [name.startsWith('/') ? name : `/usr/lib/${name}`];
}

async function firstPresent(draft: string, targets: readonly string[]): Promise<string | undefined> {
  for (const target of targets) if (await isThere(join(draft, target))) return target;
  return undefined;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
