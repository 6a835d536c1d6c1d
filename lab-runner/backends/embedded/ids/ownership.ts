// Files that belong to the labs' ids: how they come to, and how they go.
import { chmod, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { run } from '../../../sys/command';
import { rangeProgram, type Context } from '../context';
import { HOST_ENVIRONMENT } from '../sandbox/enter';

/** Gives a tree to the range that all labs share; where every lab has its own, trees stay root's and are mapped on mounting. */
export async function giveToLabs(context: Context, tree: string): Promise<void> {
  const { shared, isRoot } = context;
  if (!shared) return;
  if (isRoot) {
    await run(['chown', '-R', '-h', `${shared.firstUid}:${shared.firstGid}`, tree], { env: { ...HOST_ENVIRONMENT } });
    return;
  }
  // Only the range's root may own files as the range, so it unpacks a copy.
  const archive = `${tree}.tar`;
  const copy = `${tree}.copy`;
  // The top folder itself stays ours: the range's root may not change it, and no lab sees its owner.
  const names = await readdir(tree);
  await run(['tar', '-C', tree, '--owner=0', '--group=0', '-cf', archive, '--', ...names], { timeoutMs: 120_000 });
  await makeOpenFolder(copy);
  await chmod(archive, 0o644);
  await inRange(context, copy, ['tar', '-xpf', `../${basename(archive)}`]);
  await rm(archive);
  await rm(tree, { recursive: true });
  await rename(copy, tree);
  await chmod(tree, 0o755);
}

/** A folder of ours in which the labs' root may create files. */
export async function makeOpenFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o777);
}

/** Removes a tree whoever of the labs' ids owns what is in it. Idempotent. */
export async function removeOwned(context: Context, tree: string): Promise<void> {
  if (context.shared && !context.isRoot) {
    const stat = await lstat(tree).catch(() => undefined);
    if (stat?.isDirectory()) {
      await chmod(tree, 0o777);
      await inRange(context, tree, ['find', '.', '-mindepth', '1', '-delete']);
    }
  }
  await rm(tree, { recursive: true, force: true });
}

async function inRange(context: Context, folder: string, argv: readonly string[]): Promise<void> {
  const { shared } = context;
  if (!shared) throw new Error('Labs share no range here');
  const ids = [String(shared.firstUid), String(shared.firstGid)];
  await run(['perl', rangeProgram(context.folders), ...ids, folder, ...argv], {
    env: { ...HOST_ENVIRONMENT },
    timeoutMs: 120_000,
  });
}
