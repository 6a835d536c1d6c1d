// Starts Podwire on this machine: checks it, installs, builds, runs lab-runner and the web application, and stops them again.
import { existsSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endProcess, endedProblem, findPostgres, isAlive, startChild, startTicks, untilHealthy } from './children.mjs';
import { gatherMachine, gatherPort } from './facts.mjs';
import { getJson, getStatus } from './health.mjs';
import { takeLock } from './lock.mjs';
import { machineProblems, portProblem } from './machine.mjs';
import { bringPackages } from './packages.mjs';
import { ROOT, SOCKET_PATH_BYTES, listenAddress, placesFor } from './places.mjs';
import { build, buildTools, installDependencies, isInstalled } from './prepare.mjs';
import { Problem, formatProblem, printError } from './problem.mjs';
import { makeProgress } from './progress.mjs';
import { asServiceUser, checkReach, ensureServiceUser, layOut, removeMountPoints } from './service-user.mjs';

const HELP = `Usage: npm run up -- [--no-install] [--dev]

Installs, builds and starts Podwire, then prints "Podwire is ready: URL". Ctrl-C stops it and ends its labs.

  --no-install   only list the system packages that are missing; exit code 1 if there are any
  --dev          rebuild on changes (npm run dev)
  --help         this text

Environment: PORT (3000), HOST (127.0.0.1), PODWIRE_DATA (/var/lib/podwire as root, else
~/.local/state/podwire), DATABASE_URL (a PostgreSQL to use instead of the built-in one).
`;

/** How long each service may take to stop before it is killed: ending a lab takes up to half a second. */
const APP_GRACE_MS = 10_000;
const RUNNER_GRACE_MS = 30_000;

/** Two signals this close together are one key press. */
const ECHO_MS = 300;

/** @param {string[]} args @returns {Promise<number>} the exit code */
export async function up(args) {
  const options = readOptions(args);
  if (typeof options === 'number') return options;
  const progress = makeProgress();
  try {
    return await start(options, progress);
  } catch (error) {
    printError(error);
    return 1;
  }
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { 'no-install': { type: 'boolean' }, dev: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (!values.help) return { noInstall: values['no-install'] ?? false, dev: values.dev ?? false };
    process.stdout.write(HELP);
    return 0;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return 2;
  }
}

async function start(options, progress) {
  const uid = process.getuid();
  if (options.dev && uid === 0) throw devAsRoot();
  const address = listenAddress(process.env);
  if (!address) throw badPort(process.env.PORT);
  const url = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
  const places = placesFor({ uid, env: process.env, home: homedir() });
  if (Buffer.byteLength(places.socket) > SOCKET_PATH_BYTES) throw longPath(places.socket);

  progress.line(`Podwire: data in ${places.data}`);
  const lock = await takeLock(places.data, { pid: process.pid, url });
  try {
    await checkMachine({ places, address, uid, progress });
    const wanted = await progress.step(
      'system packages',
      (detail) => bringPackages({ ...options, uid, detail }),
      packagesNote,
    );
    if (options.noInstall && wanted.missing.length > 0) return 1;
    await progress.step('npm packages', installDependencies, (did) => (did ? 'installed' : 'up to date'));
    await progress.step('build', options.dev ? buildTools : build, (did) => (did ? 'built' : 'up to date'));
    const service = uid === 0 ? await ensureServiceUser() : null;
    layOut(places, service);
    if (service) await checkReach({ root: ROOT, node: process.execPath, places });
    return await serve({ places, address, url, service, dev: options.dev, progress });
  } finally {
    await lock.release();
  }
}

const packagesNote = ({ missing, needed }) =>
  missing.length > 0 ? `installed ${missing.length}` : `${needed.length} present`;

async function checkMachine({ places, address, uid, progress }) {
  await progress.step('this machine', async (detail) => {
    const problems = machineProblems(
      await gatherMachine({
        data: places.data,
        firstStart: !existsSync(places.runner),
        clone: isInstalled() && existsSync(join(ROOT, '.next')) ? null : ROOT,
      }),
    );
    await endLeftovers(places, detail);
    const port = portProblem(await gatherPort({ ...address, uid }));
    const all = port ? [...problems, port] : problems;
    if (all.length === 1) throw all[0];
    if (all.length > 1) throw severalProblems(all);
  });
}

/** After kill -9 of an earlier start its services may still be there; labs stay for the new lab-runner to take over. */
async function endLeftovers(places, detail) {
  if (!existsSync(places.state)) return endPostgres(places, detail);
  const { children } = JSON.parse(readFileSync(places.state, 'utf8'));
  for (const child of children.filter(isAlive)) {
    detail(`ending ${child.name} (process ${child.pid}), left over from an earlier start`);
    // lab-runner would end its labs when asked politely; killed, it leaves them to be adopted.
    await endProcess(child, child.keepsLabs ? 0 : APP_GRACE_MS);
  }
  await endPostgres(places, detail);
  rmSync(places.state);
}

async function endPostgres(places, detail = () => {}) {
  const postgres = findPostgres(join(places.app, 'postgres', 'data'));
  if (!postgres) return;
  detail(`ending PostgreSQL (process ${postgres.pid}), left over from a web application that was killed`);
  // SIGINT is its "fast" shutdown: it ends sessions and writes everything.
  await endProcess(postgres, APP_GRACE_MS, 'SIGINT');
}

async function serve({ places, address, url, service, dev, progress }) {
  const children = [];
  let stopping = null;
  const stop = (why) => (stopping ??= stopAll({ children, places, why, progress }));
  const signalled = new Promise((resolve) => {
    let asked = 0;
    let lastAt = -Infinity;
    const onSignal = (signal) => {
      // npm passes on a Ctrl-C that this process has got from the terminal as well.
      const isEcho = performance.now() - lastAt < ECHO_MS;
      lastAt = performance.now();
      if (isEcho) return;
      asked += 1;
      if (asked === 1) return resolve(signal);
      if (asked === 2) {
        return progress.line('Still stopping. A third Ctrl-C kills everything; labs are then left for the next start.');
      }
      for (const child of children) void endProcess(child, 0);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  });
  let die;
  const died = new Promise((resolve) => (die = resolve));
  const run = (spec) => {
    const child = startChild({ ...spec, cwd: ROOT, log: join(places.log, `${spec.log}.log`), echo: dev });
    children.push(child);
    writeState(places, children);
    // One that was taken off the list is being replaced.
    void child.ended.then((how) => children.includes(child) && die({ child, how }));
    return child;
  };
  const specs = serviceSpecs({ places, address, service, dev });
  try {
    const first = await Promise.race([signalled, startServices({ run, specs, places, progress }).then(() => null)]);
    if (first === null) {
      progress.line(
        `\nPodwire is ready: ${url}   (started in ${progress.elapsed()}; logs in ${places.log}; Ctrl-C stops it)`,
      );
      const unwatch = dev ? watchSources({ children, run, specs, progress }) : () => {};
      const event = await Promise.race([signalled, died]);
      unwatch();
      if (typeof event !== 'string') throw endedProblem(event.child, event.how, 'keep it running');
    }
    return (await stop('asked to')) ? 0 : 1;
  } catch (error) {
    printError(error);
    await stop('after this failure');
    return 1;
  }
}

const writeState = (places, children) =>
  writeFileSync(
    places.state,
    JSON.stringify({
      pid: process.pid,
      ticks: startTicks(process.pid),
      children: children.map(({ name, pid, ticks }) => ({ name, pid, ticks, keepsLabs: name === 'lab-runner' })),
    }),
  );

/** How each service is started, and how it is known to be there. */
function serviceSpecs({ places, address, service, dev }) {
  const common = { ...process.env, NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const appArgs = [join('dist', 'server.mjs')];
  const runner = {
    name: 'lab-runner',
    log: 'runner',
    argv: ['setpriv', '--pdeathsig', 'KILL', process.execPath, join(ROOT, 'dist', 'runner.mjs')],
    env: {
      ...common,
      PODWIRE_DATA: places.runner,
      PODWIRE_RUNNER_SOCKET: places.socket,
      // Who comes back tomorrow finds their files.
      PODWIRE_CHECKPOINT: '1',
      ...(service && { PODWIRE_RUNNER_GID: String(service.gid) }),
    },
    health: {
      what: `start lab-runner and wait for ${places.socket}`,
      probe: async () => (await getStatus({ socketPath: places.socket, path: '/v1/health' })) === 200,
      timeoutMs: 300_000,
    },
  };
  const app = {
    name: 'web application',
    log: 'app',
    argv: service
      ? asServiceUser({ root: ROOT, node: process.execPath, places, args: appArgs })
      : ['setpriv', '--pdeathsig', 'TERM', process.execPath, ...appArgs],
    env: {
      ...common,
      PORT: String(address.port),
      HOST: address.host,
      PODWIRE_DATA: places.app,
      PODWIRE_RUNNER_SOCKET: places.socket,
      ...(service && { HOME: places.app, USER: 'podwire', LOGNAME: 'podwire' }),
      ...(dev && { PODWIRE_DEV: '1' }),
    },
    health: {
      what: `start the web application and wait for port ${address.port}`,
      probe: async () => (await getStatus({ ...address, path: '/api/health' })) === 200,
      timeoutMs: 120_000,
    },
  };
  return { runner, app };
}

async function startServices({ run, specs, places, progress }) {
  rmSync(places.socket, { force: true });
  const both = [specs.runner, specs.app].map((spec) => ({ spec, child: run(spec) }));
  await Promise.all(both.map(({ spec, child }) => progress.step(spec.name, () => untilHealthy(child, spec.health))));
}

/** npm run dev: bundles are built again after a change, and what they belong to is started again. Next looks after the pages itself. */
function watchSources({ children, run, specs, progress }) {
  let changed = new Set();
  let timer;
  let working = Promise.resolve();
  const restart = async (spec) => {
    const child = children.find(({ name }) => name === spec.name);
    children.splice(children.indexOf(child), 1);
    // A killed lab-runner leaves its labs to the next one.
    await endProcess(child, spec === specs.runner ? 0 : APP_GRACE_MS);
    await progress.step(`restart ${spec.name}`, () => untilHealthy(run(spec), spec.health));
  };
  const work = async () => {
    const parts = changed;
    changed = new Set();
    try {
      if (await buildTools(progress.line)) for (const part of parts) await restart(specs[part]);
    } catch (error) {
      printError(error);
    }
  };
  const note = (parts) => () => {
    for (const part of parts) changed.add(part);
    clearTimeout(timer);
    timer = setTimeout(() => (working = working.then(work)), 200);
  };
  const watched = {
    'lab-runner': ['runner', 'app'],
    grader: ['app'],
    'content/_schema': ['app'],
    'app/_server': ['app'],
  };
  const watchers = Object.entries(watched).map(([folder, parts]) =>
    watch(join(ROOT, folder), { recursive: true }, note(parts)),
  );
  return () => watchers.forEach((watcher) => watcher.close());
}

/** @returns {Promise<boolean>} whether everything went quietly */
async function stopAll({ children, places, why, progress }) {
  const labs = await getJson({ socketPath: places.socket, path: '/v1/labs' });
  const open = Array.isArray(labs) ? labs.filter(({ state }) => state !== 'ended' && state !== 'failed') : [];
  progress.line(`\nStopping (${why}).`);
  if (open.length > 0) {
    progress.line(
      `⚠ ${open.length === 1 ? 'One open lab ends' : `${open.length} open labs end`} now: ${open.map(({ id, lab }) => `${id} (${lab})`).join(', ')}`,
    );
  }
  let quiet = true;
  for (const child of [...children].reverse()) {
    const grace = child.name === 'lab-runner' ? RUNNER_GRACE_MS : APP_GRACE_MS;
    const polite = await progress.step(
      `stop ${child.name}`.slice(0, 20),
      () => child.stop(grace),
      (went) => (went ? '' : 'had to be killed'),
    );
    quiet &&= polite;
  }
  await endPostgres(places);
  rmSync(places.socket, { force: true });
  rmSync(places.state, { force: true });
  removeMountPoints(places);
  return quiet;
}

/** Next writes into the clone while it develops, which the application's own user may not. */
function devAsRoot() {
  return new Problem('Development mode does not run as root', {
    tried: 'npm run dev as root',
    seen: 'the web application never runs as root, and its own user cannot write the clone, as Next does in this mode',
    remedy: 'Run it as an ordinary user who owns the clone: npm run dev',
  });
}

function badPort(text) {
  return new Problem('PORT is not a port', {
    tried: `read PORT=${text}`,
    seen: 'not a whole number from 1 to 65535',
    remedy: 'PORT=3000 npm run up',
  });
}

function longPath(socket) {
  return new Problem('The path of the data folder is too long', {
    tried: `place a unix socket at ${socket}`,
    seen: `${Buffer.byteLength(socket)} bytes; Linux allows ${SOCKET_PATH_BYTES}`,
    remedy: 'Set PODWIRE_DATA to a folder with a shorter path.',
  });
}

function severalProblems(problems) {
  const error = new Problem(`${problems.length} things stand in the way`, {
    tried: 'check this machine',
    seen: problems.map(({ message }) => message).join('\n'),
    remedy: `\n${problems.map(formatProblem).join('\n')}`,
  });
  return error;
}
