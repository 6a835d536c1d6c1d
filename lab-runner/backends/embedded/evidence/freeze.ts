// Lets a lab stand still, for as long as several readers need it.
import type { Context } from '../context';

const readers = new Map<string, number>();

/** @returns a function that thaws once no reader is left, or undefined where nothing can be frozen. @throws WaitError when it does not stand still. */
export async function freezeLab(context: Context, labId: string): Promise<(() => Promise<void>) | undefined> {
  const { cgroups, folders } = context;
  if (!cgroups?.canFreeze) return undefined;
  const key = `${folders.owner}/${labId}`;
  readers.set(key, (readers.get(key) ?? 0) + 1);
  const leave = async () => {
    const left = (readers.get(key) ?? 1) - 1;
    if (left > 0) readers.set(key, left);
    else {
      readers.delete(key);
      await cgroups.thaw(labId);
    }
  };
  try {
    await cgroups.freeze(labId);
  } catch (error) {
    await leave();
    throw error;
  }
  return leave;
}
