// All labs of this runner: makes them, finds them, ends them when their time is over, and takes over those of an earlier runner.
import { access, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { BackendName, CreateLab, LabInfo, LabSpec } from '../api';
import type { Lab, LabBackend } from '../backends/backend';
import type { Clock } from '../sys/clock';
import { readFileIfThere } from '../sys/files';
import { HostedLab } from './hosted-lab';
import { Lease, leaseEndsAt, startLease } from './lease';
import { RunnerProblem, unknownLab } from './problem';
import { endReason } from './reasons';
import type { z } from 'zod';

export interface LabsOptions {
  backends: readonly LabBackend[];
  /** The runner's own state: `labs/ID/` and `checkpoints/ID`. */
  folder: string;
  clock: Clock;
  log: Logger;
  maxLabs: number;
}

/** How long the reason of an ended lab can be asked for. */
const REMEMBER_MS = 10 * 60_000;
/** How long recordings and checkpoints of labs that are gone are kept. */
const KEEP_FILES_MS = 14 * 24 * 3600_000;

export class Labs {
  readonly #labs = new Map<string, HostedLab>();
  #stopping = false;
  readonly #backends: ReadonlyMap<BackendName, LabBackend>;

  constructor(private readonly options: LabsOptions) {
    this.#backends = new Map(options.backends.map((backend) => [backend.name, backend]));
  }

  list(): LabInfo[] {
    return [...this.#labs.values()].map((lab) => lab.info());
  }

  /** @throws RunnerProblem 404 */
  get(id: string): HostedLab {
    const lab = this.#labs.get(id);
    if (!lab) throw unknownLab(id);
    return lab;
  }

  /** Begins to make a lab. @throws RunnerProblem: 409 id exists, 429 full, 503 stopping, 400 unknown backend, 404 no checkpoint */
  async create({ spec, restoreFrom }: z.infer<typeof CreateLab>): Promise<LabInfo> {
    const backend = this.#backends.get(spec.backend);
    if (!backend)
      throw new RunnerProblem(
        400,
        'unknown_backend',
        `This runner does not serve the backend "${spec.backend}".`,
        `It serves ${[...this.#backends.keys()].join(', ')}; PODWIRE_BACKENDS names them.`,
      );
    const checkpoint = restoreFrom === undefined ? undefined : await this.#existingCheckpoint(restoreFrom);
    if (this.#stopping)
      throw new RunnerProblem(503, 'stopping', 'This runner is stopping.', 'Try again when it is back.');
    // From here to `set` nothing waits, so that two requests cannot both pass.
    if (this.#labs.has(spec.id))
      throw new RunnerProblem(
        409,
        'lab_exists',
        `Lab ${spec.id} exists already.`,
        'Use another id, or delete it first.',
      );
    if (this.#living.length >= this.options.maxLabs)
      throw new RunnerProblem(
        429,
        'full',
        `This runner has ${this.options.maxLabs} labs, and that is all it may have at once.`,
        'Wait until one ends, end one, or raise PODWIRE_MAX_LABS if the machine has the memory.',
      );
    const now = this.options.clock.now();
    const lab = this.#host(spec, backend, now, startLease(now, spec));
    lab.create(checkpoint);
    return lab.info();
  }

  /** Ends a lab and forgets it. @throws RunnerProblem 404 */
  async remove(id: string, checkpoint: boolean): Promise<void> {
    const lab = this.get(id);
    if (lab.state !== 'ended') await lab.end(endReason('ended-on-request'), { checkpoint });
    if (this.#labs.get(id) === lab) this.#labs.delete(id);
  }

  /** Takes over the labs found in the world whose time is not over, ends the others, and removes what belongs to none. */
  async adopt(): Promise<void> {
    await mkdir(this.#checkpoints, { recursive: true, mode: 0o700 });
    for (const backend of this.#backends.values()) {
      for (const lab of await backend.list()) await this.#adoptOne(backend, lab);
      const removed = await backend.reap(new Set(this.#living.map(({ id }) => id)));
      if (removed.length > 0)
        this.options.log.warn({ backend: backend.name, removed }, 'removed what belonged to no lab');
    }
    await this.#prune();
  }

  /** Ends what is overdue and forgets what ended long ago. Called every second; resolves when the endings are done. */
  async tick(): Promise<void> {
    const now = this.options.clock.now();
    const endings: Promise<void>[] = [];
    for (const lab of this.#labs.values()) {
      const reason = lab.overdue();
      if (reason !== undefined) endings.push(lab.end(reason, { checkpoint: true }).catch(() => undefined));
      else if (lab.endedAt !== undefined && now - lab.endedAt > REMEMBER_MS) this.#labs.delete(lab.id);
    }
    await Promise.all(endings);
  }

  /** Ends all labs. @throws AggregateError naming those that could not be removed. */
  async close(checkpoint: boolean): Promise<void> {
    this.#stopping = true;
    const living = this.#living;
    const results = await Promise.allSettled(
      living.map((lab) => lab.end(endReason('runner-stopping'), { checkpoint })),
    );
    const failures = results.filter((result) => result.status === 'rejected').map((result): unknown => result.reason);
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} labs could not be removed.`);
  }

  /** @returns the path of a terminal's recording, up to date. Also of a lab that is gone. @throws RunnerProblem 404 */
  async recording(id: string, terminal: string): Promise<string> {
    await this.#labs.get(id)?.flushRecording(terminal);
    const path = join(this.#folderOf(id), `${terminal}.cast`);
    try {
      await access(path);
    } catch {
      throw new RunnerProblem(404, 'no_recording', `There is no recording of terminal "${terminal}" of lab ${id}.`);
    }
    return path;
  }

  get #living(): HostedLab[] {
    return [...this.#labs.values()].filter(({ state }) => state !== 'ended' && state !== 'failed');
  }

  get #checkpoints(): string {
    return join(this.options.folder, 'checkpoints');
  }

  #folderOf(id: string): string {
    return join(this.options.folder, 'labs', id);
  }

  #host(spec: LabSpec, backend: LabBackend, createdAt: number, lease: Lease): HostedLab {
    const hosted = new HostedLab({
      spec,
      backend,
      clock: this.options.clock,
      log: this.options.log.child({ lab: spec.id }),
      folder: this.#folderOf(spec.id),
      checkpointPath: join(this.#checkpoints, spec.id),
      lease,
      createdAt,
    });
    this.#labs.set(spec.id, hosted);
    return hosted;
  }

  async #adoptOne(backend: LabBackend, lab: Lab): Promise<void> {
    const { log, clock } = this.options;
    const lease = (await this.#storedLease(lab.id)) ?? startLease(lab.createdAt, lab.spec);
    if (!lab.isAlive() || clock.now() >= leaseEndsAt(lease, false)) {
      log.info({ lab: lab.id, alive: lab.isAlive() }, 'ending a lab of an earlier runner');
      if (lab.isAlive())
        await lab
          .checkpoint(join(this.#checkpoints, lab.id))
          .catch((error: unknown) => log.error({ err: error }, 'checkpoint failed'));
      await lab.destroy();
      return;
    }
    log.info({ lab: lab.id }, 'adopted');
    this.#host(lab.spec, backend, lab.createdAt, lease).adopt(lab);
  }

  async #storedLease(id: string): Promise<Lease | undefined> {
    try {
      const text = await readFileIfThere(join(this.#folderOf(id), 'lease.json'));
      return text === undefined ? undefined : Lease.parse(JSON.parse(text));
    } catch (error) {
      this.options.log.warn({ err: error, lab: id }, 'stored lease unreadable; using the spec');
      return undefined;
    }
  }

  async #existingCheckpoint(id: string): Promise<string> {
    const path = join(this.#checkpoints, id);
    try {
      await access(path);
      return path;
    } catch {
      throw new RunnerProblem(404, 'no_checkpoint', `There is no checkpoint of lab ${id}.`, 'Start without restoring.');
    }
  }

  /** Removes recordings and checkpoints of labs that ended long ago. */
  async #prune(): Promise<void> {
    const oldest = this.options.clock.now() - KEEP_FILES_MS;
    for (const folder of [join(this.options.folder, 'labs'), this.#checkpoints])
      for (const name of await readdir(folder).catch(() => []))
        if (!this.#labs.has(name)) {
          const path = join(folder, name);
          if ((await stat(path)).mtimeMs < oldest) await rm(path, { recursive: true, force: true });
        }
  }
}
