// The lab-runner process. Settings: daemon/config.ts. Logs are JSON on standard error; standard output gets one line when
// it is ready.
import pino, { type Logger } from 'pino';
import type { BackendName } from './api';
import type { LabBackend } from './backends/backend';
import type { EmbeddedBackend } from './backends/embedded';
import { createFakeBackend } from './backends/fake';
import { readSettings } from './daemon/config';
import { startRunner } from './daemon/server';

async function makeBackend(name: BackendName, dataDir: string, log: Logger): Promise<LabBackend> {
  switch (name) {
    case 'embedded': {
      const { createEmbeddedBackend } = await import('./backends/embedded');
      return prepared(createEmbeddedBackend({ dataDir, log: (message) => log.info({ backend: name }, message) }), log);
    }
    case 'fake':
      return createFakeBackend({ dataDir });
    case 'kind':
      throw new Error('PODWIRE_BACKENDS names "kind", which this version does not have. Name "embedded".');
  }
}

/** Builds what the first learner would otherwise wait for. If that fails, each lab says why it cannot be made. */
async function prepared(backend: EmbeddedBackend, log: Logger): Promise<LabBackend> {
  try {
    if ((await backend.detect()).usable) await backend.prepare();
  } catch (error) {
    log.error({ err: error, backend: backend.name }, 'preparation failed');
  }
  return backend;
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'lab-runner', level: settings.logLevel }, pino.destination({ fd: 2, sync: true }));
  const backends: LabBackend[] = [];
  for (const name of settings.backends) {
    const backend = await makeBackend(name, settings.dataDir, log);
    const detection = await backend.detect();
    log[detection.usable ? 'info' : 'warn']({ detection }, 'backend');
    backends.push(backend);
  }
  const runner = await startRunner({ ...settings, backends, log });

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: ending all labs');
    runner.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  process.stdout.write(
    `lab-runner is ready: ${runner.socketPath} (pid ${process.pid}, ${settings.backends.join(', ')})\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
