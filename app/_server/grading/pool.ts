// One grader thread, so that a long look at evidence delays no request. It is replaced when it dies or hangs.
import { Worker } from 'node:worker_threads';
import { doJob, type GradeAnswer, type GradeJob } from './job';

export interface GraderPool {
  /** @throws Error when the grader failed; the attempt is then not graded. */
  run<Job extends GradeJob>(job: Job): Promise<GradeAnswer<Job>>;
  close(): Promise<void>;
}

/** Far above the budget of 0.5 s: what takes longer is a fault of ours. */
const DEADLINE_MS = 10_000;

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

interface Reply {
  id: number;
  answer?: unknown;
  error?: string;
}

/** @param workerPath the bundled worker.ts */
export function makeWorkerPool(workerPath: string, deadlineMs = DEADLINE_MS): GraderPool {
  let worker: Worker | null = null;
  let nextId = 0;
  const waiting = new Map<number, Waiting>();

  const failAll = (from: Worker, error: Error) => {
    if (from !== worker) return;
    worker = null;
    for (const [id, { reject, timer }] of waiting) {
      clearTimeout(timer);
      waiting.delete(id);
      reject(error);
    }
  };

  const start = (): Worker => {
    const started = new Worker(workerPath, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    started.unref();
    started.on('message', ({ id, answer, error }: Reply) => {
      const mine = waiting.get(id);
      if (!mine) return;
      clearTimeout(mine.timer);
      waiting.delete(id);
      if (error === undefined) mine.resolve(answer);
      else mine.reject(new Error(`The grader failed: ${error}`));
    });
    started.on('error', (error) => failAll(started, new Error('The grader’s thread died', { cause: error })));
    started.on('exit', (code) => failAll(started, new Error(`The grader’s thread ended with code ${code}`)));
    return started;
  };

  return {
    run: <Job extends GradeJob>(job: Job) =>
      new Promise<GradeAnswer<Job>>((resolve, reject) => {
        const id = nextId++;
        const mine = (worker ??= start());
        const timer = setTimeout(() => {
          const late = new Error(`The grader did not answer within ${deadlineMs} ms`);
          failAll(mine, late);
          void mine.terminate();
        }, deadlineMs);
        waiting.set(id, { resolve: (answer) => resolve(answer as GradeAnswer<Job>), reject, timer });
        mine.postMessage({ id, job });
      }),
    close: async () => {
      const last = worker;
      if (!last) return;
      failAll(last, new Error('The server is stopping'));
      await last.terminate();
    },
  };
}

/** The same work in this thread, for tests that are not about the thread. */
export function makeInlinePool(): GraderPool {
  return {
    run: <Job extends GradeJob>(job: Job) =>
      Promise.resolve().then(() => doJob(structuredClone(job)) as GradeAnswer<Job>),
    close: () => Promise.resolve(),
  };
}
