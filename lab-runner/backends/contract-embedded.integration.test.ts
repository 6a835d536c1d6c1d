import { makeTempFolder } from '../daemon/testing';
import { describeBackendContract } from './contract';
import { createEmbeddedBackend } from './embedded';

/** Why this machine cannot make embedded labs; undefined when it can. */
async function obstacle(): Promise<string | undefined> {
  const folder = await makeTempFolder();
  const backend = createEmbeddedBackend({ dataDir: folder.path });
  const { usable, reason, remedy } = await backend.detect();
  await backend.close();
  await folder.remove();
  return usable ? undefined : `${reason}. ${remedy ?? ''}`;
}

describeBackendContract('embedded', (dataDir) => createEmbeddedBackend({ dataDir }), {
  skip: await obstacle(),
  prepare: async (dataDir) => {
    const backend = createEmbeddedBackend({ dataDir });
    await backend.prepare();
    await backend.close();
  },
});
