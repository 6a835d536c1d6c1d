// A server process to be killed: it takes one attempt and gets stuck where it is told to. Bundled and started by a test.
import { openCourse } from '../course/live-course';
import { openDatabase } from '../db/client';
import { makeInlinePool, type GraderPool } from '../grading/pool';
import { makeOrigins } from '../http/origins';
import { makeLog } from '../log';
import { makeRunnerClient } from '../runner/client';
import { composeServices, makeInstance } from '../services';
import { z } from 'zod';

const Task = z.object({
  databaseUrl: z.string(),
  runnerSocket: z.string(),
  courseDir: z.string(),
  actorId: z.string(),
  labId: z.string(),
  step: z.string(),
  key: z.string(),
  /** Where it stops for ever; "nowhere" leaves that to the runner. */
  stuckIn: z.enum(['grader', 'nowhere']),
});
export type Task = z.infer<typeof Task>;

async function main(): Promise<void> {
  const task = Task.parse(JSON.parse(process.argv[2] ?? ''));
  const log = makeLog('silent');
  const stuck: GraderPool = {
    run: () => {
      process.stdout.write('stuck\n');
      return new Promise(() => setInterval(() => undefined, 60_000));
    },
    close: () => Promise.resolve(),
  };
  const services = composeServices({
    database: openDatabase(task.databaseUrl, makeInstance(), () => undefined),
    course: await openCourse(task.courseDir, log),
    runner: makeRunnerClient(task.runnerSocket),
    pool: task.stuckIn === 'grader' ? stuck : makeInlinePool(),
    origins: makeOrigins(0, '127.0.0.1', []),
    secret: 'a secret of tests, long enough to be one',
    secureCookies: false,
    log,
    pages: { contentDir: task.courseDir, showProblems: false },
  });
  const actor = { id: task.actorId, role: 'learner' as const, sessionId: '' };
  await services.attempts.check(actor, task.labId, { step: task.step, key: task.key, answers: {} });
}

await main();
