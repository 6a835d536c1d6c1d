// The names by which this backend finds what it owns, in the world and on disk. Two runners with different data folders never meet.
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

export interface Folders {
  /** Everything of this backend; the holder's working folder. */
  root: string;
  base: string;
  images: string;
  labs: string;
  /** Our own helper programs. */
  programs: string;
  /** Eight characters that stand for the data folder in names. */
  owner: string;
}

export function foldersOf(dataDir: string): Folders {
  const root = join(resolve(dataDir), 'embedded');
  return {
    root,
    base: join(root, 'base'),
    images: join(root, 'images'),
    labs: join(root, 'labs'),
    programs: join(root, 'programs'),
    owner: createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 8),
  };
}

/** argv[0] of a lab's holder. */
export function holderTitle(owner: string, labId: string): string {
  return `podwire-lab:${owner}:${labId}`;
}

/** @returns the lab id when a command line is that of one of this owner's holders. */
export function labOfTitle(owner: string, commandLine: string): string | undefined {
  const [title] = commandLine.split('\0');
  const prefix = `podwire-lab:${owner}:`;
  return title?.startsWith(prefix) ? title.slice(prefix.length) : undefined;
}

/** Path of a lab's cgroup below the root of each hierarchy. */
export function cgroupPath(owner: string, labId?: string): string {
  return labId === undefined ? `podwire/${owner}` : `podwire/${owner}/${labId}`;
}
