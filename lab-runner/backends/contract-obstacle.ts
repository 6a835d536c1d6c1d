// Whether tests that need real labs can run on this machine. Only tests import this file.
import { makeTempFolder } from '../daemon/testing';
import { createEmbeddedBackend } from './embedded';

/** Why this machine cannot make embedded labs; undefined when it can. */
export async function embeddedObstacle(): Promise<string | undefined> {
  const folder = await makeTempFolder();
  const backend = createEmbeddedBackend({ dataDir: folder.path });
  try {
    const { usable, reason, remedy } = await backend.detect();
    return usable ? undefined : `${reason}. ${remedy ?? ''}`;
  } finally {
    await backend.close();
    await folder.remove();
  }
}
