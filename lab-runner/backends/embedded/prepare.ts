// Makes ready what all labs share: the base and the image store.
import type { Context } from './context';
import { assembleBase, planBase } from './base/assemble';
import { buildImages } from './images/build';

/** What every lab stands on; absolute paths. */
export interface Foundation {
  base: string;
  images: string;
}

/** Idempotent; takes milliseconds when both are there. */
export async function layFoundation(context: Context, onProgress: (text: string) => void): Promise<Foundation> {
  const plan = await planBase();
  const base = await assembleBase(context, plan, onProgress);
  const images = await buildImages(context, { base, imagesKey: plan.imagesKey }, onProgress);
  return { base, images };
}
