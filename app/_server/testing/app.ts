// The real server, services and database over a runner that the test gives, without Next's pages.
import { createTestLog } from './log';
import { setServices } from '../context';
import { toLesson } from '../course/live-course';
import { loadCourse, allLessons } from '../../../content/_schema';
import { openDatabase } from '../db/client';
import { makeInlinePool, type GraderPool } from '../grading/pool';
import { makeOrigins } from '../http/origins';
import { makeRunnerClient } from '../runner/client';
import { listen } from '../server';
import { composeServices, makeInstance, type Services } from '../services';
import { loadRoutes, serveRoutes } from './route-files';
import { writeTestCourse } from './course';

export interface TestAppOptions {
  databaseUrl: string;
  runnerSocket: string;
  courseDir: string;
  firstFrameMs?: number;
  /** @default the grader in this thread */
  pool?: GraderPool;
}

export interface TestApp {
  /** "http://127.0.0.1:PORT", also the origin of its pages. */
  url: string;
  services: Services;
  /** Lines that were logged, newest last. */
  logged: Record<string, unknown>[];
  close(): Promise<void>;
}

export async function startTestApp(options: TestAppOptions): Promise<TestApp> {
  const { log, lines } = createTestLog();
  await writeTestCourse(options.courseDir);
  const { course, problems } = await loadCourse(options.courseDir);
  if (problems.length > 0) throw new Error(`The test course has problems: ${JSON.stringify(problems)}`);
  const lessons = new Map(allLessons(course).map((lesson) => [lesson.key, lesson]));
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    dev: false,
    log,
    makeOrigins: (port) => makeOrigins(port, '127.0.0.1', ['https://podwire.example']),
  });
  const database = openDatabase(options.databaseUrl, makeInstance(), () => undefined);
  const services = composeServices({
    database,
    course: {
      lesson: (key, backend) => {
        const found = lessons.get(key);
        return found ? toLesson(found, backend) : null;
      },
    },
    runner: makeRunnerClient(options.runnerSocket),
    pool: options.pool ?? makeInlinePool(),
    origins: server.origins,
    secret: 'a secret of tests, long enough to be one',
    secureCookies: false,
    log,
    pages: { contentDir: course.dir, showProblems: false },
    firstFrameMs: options.firstFrameMs ?? 5000,
  });
  setServices(services);
  await services.start();
  server.open({
    handle: serveRoutes(await loadRoutes()),
    terminal: (request, socket, head) => services.terminal.upgrade(request, socket, head),
    otherUpgrade: null,
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    services,
    logged: lines,
    close: async () => {
      const closed = server.close(500);
      services.letGo();
      await closed;
      await services.close();
      await database.close();
    },
  };
}
