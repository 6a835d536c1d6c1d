// Removes a lab's folder, also where its files belong to the lab's ids.
import { rm } from 'node:fs/promises';
import type { Context } from './context';
import { labFolder } from './record';

export async function removeLabFolder(context: Context, labId: string): Promise<void> {
  // The disk is an image or was a tmpfs; only mount points and our own files lie here, all of them the runner's.
  await rm(labFolder(context.folders.labs, labId), { recursive: true, force: true });
}
