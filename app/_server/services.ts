// Everything the routes and the terminal use, put together once. Each part gets what it needs; nothing is looked up elsewhere.
import { randomUUID } from 'node:crypto';
import type { Detection } from '../../lab-runner/api';
import { makeSessions, type Sessions } from './auth/auth';
import type { Course } from './course/course';
import { selectLivingSessions } from './data/sessions';
import type { Database } from './db/client';
import { Attempts } from './grading/attempts';
import type { GraderPool } from './grading/pool';
import { Snapshots } from './grading/snapshots';
import { StepViews } from './grading/step-views';
import type { Origins } from './http/origins';
import { RateLimiter } from './http/rate-limit';
import { makeDetections } from './labs/detections';
import { LabFollower } from './labs/follower';
import { LabService } from './labs/service';
import { Connections } from './live/connections';
import { Hub } from './live/hub';
import { LiveBoard, Ticker } from './live/ticker';
import type { Log } from './log';
import type { RunnerClient } from './runner/client';
import { makeTerminalGate, type TerminalGate } from './terminal/gate';

export interface PagesConfig {
  /** Absolute path of the course's folder. */
  contentDir: string;
  /** Authors are shown what is wrong with a text, in the page. */
  showProblems: boolean;
}

export interface Parts {
  database: Database;
  course: Course;
  runner: RunnerClient;
  pool: GraderPool;
  origins: Origins;
  secret: string;
  secureCookies: boolean;
  log: Log;
  /** What the pages need to know of how this process was started. */
  pages: PagesConfig;
  /** Milliseconds a terminal's first frame may take. @default 5000 */
  firstFrameMs?: number;
}

export interface Services {
  database: Database;
  course: Course;
  runner: RunnerClient;
  sessions: Sessions;
  limiter: RateLimiter;
  labs: LabService;
  follower: LabFollower;
  attempts: Attempts;
  snapshots: Snapshots;
  views: StepViews;
  hub: Hub;
  connections: Connections;
  terminal: TerminalGate;
  log: Log;
  pages: PagesConfig;
  detections(): Promise<Detection[]>;
  /** Takes up open labs and unfinished attempts. */
  start(): Promise<void>;
  /** Ends terminals and event streams; pages come back when the server does. */
  letGo(): void;
  /** Ends what runs; the database stays open. */
  close(): Promise<void>;
}

export const RUNNER_ID = 'local';

/** A name for this process that no other has. */
export const makeInstance = () => randomUUID().slice(0, 13);

export function composeServices(parts: Parts): Services {
  const { database, course, runner, pool, origins, log } = parts;
  const { db } = database;
  const hub = new Hub();
  const board = new LiveBoard();
  const views = new StepViews(db, course, board);
  const snapshots = new Snapshots(db, runner, log);
  const sessions = makeSessions({
    db,
    log,
    secret: parts.secret,
    origins: origins.list,
    secureCookies: parts.secureCookies,
  });
  const connections = new Connections((ids) => selectLivingSessions(db, ids, new Date()), log);
  const detections = makeDetections(runner);
  const attempts = new Attempts({
    database,
    course,
    runner,
    pool,
    snapshots,
    views,
    hub,
    log,
    onChanged: (labId) => ticker.again(labId),
  });
  const ticker = new Ticker({ db, course, runner, pool, snapshots, attempts, views, hub, log }, board);
  const follower = new LabFollower({
    db,
    runner,
    runnerId: RUNNER_ID,
    hub,
    log,
    onReady: (lab) => {
      const lesson = course.lesson(lab.lesson, lab.backend);
      if (lesson) snapshots.takeBaseline(lab, lesson);
      if (hub.isWatched(lab.id)) ticker.start(lab);
    },
    onOver: (labId) => {
      ticker.stop(labId);
      snapshots.forget(labId);
      connections.closeLab(labId);
    },
  });
  hub.watch({
    onFirst: (labId, userId) => ticker.start({ id: labId, userId }),
    onLast: (labId) => ticker.stop(labId),
  });
  const terminal = makeTerminalGate({
    db,
    sessions,
    runner,
    connections,
    origins,
    log,
    ...(parts.firstFrameMs === undefined ? {} : { firstFrameMs: parts.firstFrameMs }),
  });
  return {
    database,
    course,
    runner,
    sessions,
    limiter: new RateLimiter(),
    labs: new LabService({ db, course, runner, follower, detections }),
    follower,
    attempts,
    snapshots,
    views,
    hub,
    connections,
    terminal,
    log,
    pages: parts.pages,
    detections,
    start: async () => {
      await follower.start();
      const finished = await attempts.recover();
      if (finished > 0) log.info({ finished }, 'finished attempts of a server process that is gone');
    },
    letGo: () => {
      terminal.close();
      connections.closeAll();
    },
    close: async () => {
      await ticker.close();
      await follower.close();
      await attempts.settle();
      await snapshots.close();
      await pool.close();
      runner.close();
    },
  };
}
