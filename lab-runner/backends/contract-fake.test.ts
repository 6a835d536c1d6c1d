import { describeBackendContract } from './contract';
import { createFakeBackend } from './fake';

describeBackendContract('fake', (dataDir) => createFakeBackend({ dataDir }));
