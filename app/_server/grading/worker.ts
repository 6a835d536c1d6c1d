// The thread that grades. Bundled to dist/grade-worker.mjs.
import { parentPort } from 'node:worker_threads';
import { doJob, type GradeJob } from './job';

const port = parentPort;
if (!port) throw new Error('Cannot grade: this file is to be started as a worker thread');

port.on('message', ({ id, job }: { id: number; job: GradeJob }) => {
  try {
    port.postMessage({ id, answer: doJob(job) });
  } catch (error) {
    port.postMessage({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
