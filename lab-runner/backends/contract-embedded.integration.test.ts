import { describeBackendContract } from './contract';
import { embeddedObstacle } from './contract-obstacle';
import { createEmbeddedBackend } from './embedded';

describeBackendContract('embedded', (dataDir) => createEmbeddedBackend({ dataDir }), {
  skip: await embeddedObstacle(),
  prepare: async (dataDir) => {
    const backend = createEmbeddedBackend({ dataDir });
    await backend.prepare();
    await backend.close();
  },
});
