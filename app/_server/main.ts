// Starts the web application: database, migrations, services, Next, then the door. SIGTERM and SIGINT undo it in reverse.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrMakeSecret } from './auth/secret';
import { readConfig } from './config';
import { setServices } from './context';
import { openCourse } from './course/live-course';
import { openDatabase } from './db/client';
import { startEmbeddedPostgres } from './db/embedded';
import { migrate } from './db/migrate';
import { makeWorkerPool } from './grading/pool';
import { makeOrigins } from './http/origins';
import { makeLog } from './log';
import { startPages } from './next-pages';
import { ROOT } from './root';
import { makeRunnerClient } from './runner/client';
import { listen } from './server';
import { composeServices, makeInstance } from './services';

process.env['NEXT_TELEMETRY_DISABLED'] = '1';
process.env['BETTER_AUTH_TELEMETRY'] = '0';

const GRACE_MS = 1500;

/** What was started, newest last; stopped from the end. */
const stops: { what: string; stop: () => Promise<void> | void }[] = [];

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = makeLog(config.logLevel);
  installSignals((what, error) => log.error({ err: error }, `could not stop ${what}`));
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });

  // The port first: when another program has it, nothing else needs to be started.
  const server = await listen({
    host: config.host,
    port: config.port,
    dev: config.dev,
    log,
    makeOrigins: (port) => makeOrigins(port, config.host, config.extraOrigins),
  });

  let url = config.databaseUrl;
  if (url === null) {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
    stops.push({ what: 'PostgreSQL', stop: () => postgres.stop() });
    log.info({ reused: postgres.reused }, 'PostgreSQL runs');
    url = postgres.url;
  }
  await migrate(url);
  const database = openDatabase(url, makeInstance(), (error) => log.warn({ err: error }, 'database connection lost'));
  stops.push({ what: 'the database pool', stop: () => database.close() });

  const course = await openCourse(config.contentDir, log);
  stops.push({ what: 'the course', stop: () => course.close() });
  const services = composeServices({
    database,
    course,
    runner: makeRunnerClient(config.runnerSocket),
    pool: makeWorkerPool(join(ROOT, 'dist/grade-worker.mjs')),
    origins: server.origins,
    secret: config.authSecret ?? (await readOrMakeSecret(config.dataDir)),
    secureCookies: config.extraOrigins.length > 0 && config.extraOrigins.every((origin) => origin.startsWith('https:')),
    log,
    pages: { contentDir: config.contentDir, showProblems: config.dev },
  });
  stops.push({ what: 'the services', stop: () => services.close() });
  setServices(services);
  await services.start();

  const pages = await startPages({ dev: config.dev, host: config.host, port: server.port });
  stops.push({ what: 'the pages', stop: () => pages.close() });
  stops.push({
    what: 'the HTTP server',
    stop: () => {
      const closed = server.close(GRACE_MS);
      services.letGo();
      return closed;
    },
  });
  server.open({
    handle: pages.handle,
    terminal: (request, socket, head) => services.terminal.upgrade(request, socket, head),
    otherUpgrade: pages.upgrade,
  });
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.port}`;
  log.info({ url: address, data: config.dataDir }, 'ready');
  // Whoever started this as a child is told without reading the log.
  process.send?.({ type: 'ready', url: address });
}

function installSignals(onFailure: (what: string, error: unknown) => void): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    void stopAll(onFailure).then(() => process.exit(signal === 'SIGINT' ? 130 : 0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function stopAll(onFailure: (what: string, error: unknown) => void): Promise<void> {
  for (const { what, stop } of stops.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      onFailure(what, error);
    }
  }
}

main().catch(async (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  await stopAll((what, failure) => process.stderr.write(`Could not stop ${what}: ${String(failure)}\n`));
  process.exit(1);
});
