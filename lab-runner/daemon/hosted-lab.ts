// One lab on this runner, from the request to make it until it is gone: its state, its lease and its terminals.
import { join } from 'node:path';
import type { Logger } from 'pino';
import { LabId, type CreateStep, type LabInfo, type LabReason, type LabSpec, type LabState } from '../api';
import type { Lab, LabBackend } from '../backends/backend';
import type { Clock } from '../sys/clock';
import { writeFileAtomic } from '../sys/files';
import { TerminalSession } from '../terminal/session';
import { extendLease, leaseEndsAt, touchLease, type Lease } from './lease';
import { RunnerProblem } from './problem';
import { endReason, failureReason } from './reasons';

export interface HostedLabOptions {
  spec: LabSpec;
  backend: LabBackend;
  clock: Clock;
  log: Logger;
  /** Folder of this lab's lease, recordings and screens. */
  folder: string;
  checkpointPath: string;
  lease: Lease;
  createdAt: number;
}

const NEXT: Record<LabState, readonly LabState[]> = {
  creating: ['ready', 'failed', 'ending'],
  ready: ['ending'],
  ending: ['ended', 'failed'],
  failed: ['ending'],
  ended: [],
};

/** Activity is only worth a write to disk when it moves the end by this much. */
const LEASE_GRAIN_MS = 5000;

export class HostedLab {
  #state: LabState = 'creating';
  #reason: LabReason | null = null;
  #adopted = false;
  #steps: CreateStep[] = [];
  #lease: Lease;
  #storedLease: Lease | undefined;
  /** The end that listeners were last told. */
  #toldEnd = 0;
  #lab: Lab | undefined;
  #endedAt: number | undefined;
  #ending: Promise<void> | undefined;
  #creating: Promise<void> = Promise.resolve();
  #storing: Promise<void> = Promise.resolve();
  readonly #abort = new AbortController();
  readonly #sessions = new Map<string, TerminalSession>();
  readonly #listeners = new Set<(info: LabInfo) => void>();

  constructor(private readonly options: HostedLabOptions) {
    this.#lease = options.lease;
  }

  get id(): string {
    return this.options.spec.id;
  }

  get state(): LabState {
    return this.#state;
  }

  /** When it ended or failed; undefined while it lives. */
  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  info(): LabInfo {
    const { spec, createdAt } = this.options;
    return {
      id: LabId.parse(spec.id),
      lab: spec.lab,
      specHash: spec.specHash,
      backend: spec.backend,
      state: this.#state,
      terminals: [...spec.terminals],
      createdAt,
      expiresAt: leaseEndsAt(this.#lease, this.#attached > 0),
      steps: this.#steps.map((step) => ({ ...step })),
      reason: this.#reason,
      adopted: this.#adopted,
    };
  }

  onChange(listener: (info: LabInfo) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins creation; its end is seen in the state. */
  create(restoreFrom: string | undefined): void {
    this.#creating = this.#create(restoreFrom).catch((error: unknown) => {
      // An abort is somebody's wish and ends elsewhere.
      if (this.#state !== 'creating') return;
      this.options.log.warn({ err: error }, 'lab not created');
      const restoring = this.#steps.some(({ name, state }) => name === 'restore' && state === 'failed');
      this.#reason = failureReason(restoring ? 'restore-failed' : 'create-failed', error);
      this.#enter('failed');
    });
  }

  adopt(lab: Lab): void {
    this.#adopted = true;
    this.#lab = lab;
    this.#storeLease();
    this.#enter('ready');
  }

  /** @throws RunnerProblem 409 unless the lab is ready. */
  ready(): Lab {
    if (this.#state === 'ready' && this.#lab) return this.#lab;
    const remedy = this.#state === 'creating' ? 'Wait until it is ready.' : 'Start a new lab.';
    throw new RunnerProblem(409, 'not_ready', `Lab ${this.id} is ${this.#state}, not ready.`, remedy);
  }

  /** @throws RunnerProblem 404 for a terminal that its spec does not name, 409 when the lab is not ready. */
  terminal(name: string): TerminalSession {
    const lab = this.ready();
    this.assertTerminal(name);
    const known = this.#sessions.get(name);
    if (known) return known;
    const { folder, clock, log } = this.options;
    const session = new TerminalSession({
      openTty: (size) => lab.openTerminal(name, size),
      recordingPath: join(folder, `${name}.cast`),
      snapshotPath: join(folder, `${name}.screen.json`),
      clock,
      log: log.child({ terminal: name }),
      onActivity: () => this.touch(),
    });
    this.#sessions.set(name, session);
    return session;
  }

  /** @throws RunnerProblem 404 */
  assertTerminal(name: string): void {
    const { terminals } = this.options.spec;
    if (terminals.includes(name)) return;
    const remedy = `It has: ${terminals.join(', ')}.`;
    throw new RunnerProblem(404, 'unknown_terminal', `Lab ${this.id} has no terminal "${name}".`, remedy);
  }

  /** Brings the recording of a terminal up to date on disk. */
  async flushRecording(name: string): Promise<void> {
    await this.#sessions.get(name)?.flush();
  }

  /** The learner did something. */
  touch(): void {
    this.#setLease(touchLease(this.#lease, this.options.clock.now()));
  }

  extend(minutes: number): LabInfo {
    this.ready();
    this.#setLease(extendLease(this.#lease, this.options.clock.now(), minutes));
    return this.info();
  }

  /** Why it should be ended now; undefined when it may live on. */
  overdue(): LabReason | undefined {
    if (this.#state !== 'ready') return undefined;
    if (this.#lab && !this.#lab.isAlive()) return endReason('lab-died');
    const now = this.options.clock.now();
    if (now >= this.#lease.hardEndsAt) return endReason('expired-max');
    if (now >= leaseEndsAt(this.#lease, this.#attached > 0)) return endReason('expired-idle');
    return undefined;
  }

  /** Ends the lab in any state, undoing a creation that is under way. Resolves when nothing of it is left. */
  end(reason: LabReason, { checkpoint }: { checkpoint: boolean }): Promise<void> {
    if (this.#ending && this.#state !== 'failed') return this.#ending;
    this.#ending = this.#end(reason, checkpoint);
    return this.#ending;
  }

  get #attached(): number {
    let count = 0;
    for (const session of this.#sessions.values()) count += session.attached;
    return count;
  }

  async #create(restoreFrom: string | undefined): Promise<void> {
    const { backend, spec, log } = this.options;
    const startedAt = performance.now();
    this.#storeLease();
    const lab = await backend.create(spec, (step) => this.#step(step), this.#abort.signal);
    this.#lab = lab;
    try {
      if (restoreFrom !== undefined) await this.#restore(lab, restoreFrom);
      this.#abort.signal.throwIfAborted();
    } catch (error) {
      await lab.destroy();
      throw error;
    }
    log.info({ ms: Math.round(performance.now() - startedAt) }, 'lab ready');
    this.touch();
    this.#enter('ready');
  }

  async #restore(lab: Lab, path: string): Promise<void> {
    const startedAt = performance.now();
    const since = () => performance.now() - startedAt;
    this.#step({ name: 'restore', state: 'running', ms: null });
    try {
      await lab.restore(path);
    } catch (error) {
      this.#step({ name: 'restore', state: 'failed', ms: since() });
      throw error;
    }
    this.#step({ name: 'restore', state: 'done', ms: since() });
  }

  #step(step: CreateStep): void {
    const at = this.#steps.findIndex(({ name }) => name === step.name);
    if (at < 0) this.#steps.push(step);
    else this.#steps[at] = step;
    this.#emit();
  }

  async #end(reason: LabReason, checkpoint: boolean): Promise<void> {
    const { log, checkpointPath } = this.options;
    const wasReady = this.#state === 'ready';
    this.#reason = reason;
    this.#enter('ending');
    this.#abort.abort(new Error(reason.message));
    await this.#creating;
    try {
      if (checkpoint && wasReady && this.#lab?.isAlive()) await this.#checkpoint(this.#lab, checkpointPath);
      await Promise.all(
        [...this.#sessions.values()].map((session) => session.close({ code: 'lab_ended', message: reason.message })),
      );
      await this.#lab?.destroy();
      await this.#storing;
      log.info({ reason: reason.message }, 'lab ended');
      this.#enter('ended');
    } catch (error) {
      log.error({ err: error }, 'lab could not be removed');
      this.#reason = failureReason('remove-failed', error);
      this.#enter('failed');
      throw error;
    }
  }

  /** A lab that can't be kept must still end. */
  async #checkpoint(lab: Lab, path: string): Promise<void> {
    try {
      await lab.checkpoint(path);
    } catch (error) {
      this.options.log.error({ err: error }, 'checkpoint failed; the files of this lab are lost');
    }
  }

  #enter(state: LabState): void {
    if (!NEXT[this.#state].includes(state))
      throw new Error(`Lab ${this.id} cannot go from ${this.#state} to ${state}.`);
    this.#state = state;
    if (state === 'ended' || state === 'failed') this.#endedAt = this.options.clock.now();
    this.#emit();
  }

  #emit(): void {
    const info = this.info();
    this.#toldEnd = info.expiresAt;
    for (const listener of this.#listeners) listener(info);
  }

  #setLease(lease: Lease): void {
    this.#lease = lease;
    const stored = this.#storedLease;
    const moved =
      !stored ||
      Math.abs(lease.hardEndsAt - stored.hardEndsAt) + Math.abs(lease.idleEndsAt - stored.idleEndsAt) >= LEASE_GRAIN_MS;
    if (moved) this.#storeLease();
    // Who attaches or leaves changes which end counts, although the lease stays as it is.
    if (moved || Math.abs(this.info().expiresAt - this.#toldEnd) >= LEASE_GRAIN_MS) this.#emit();
  }

  #storeLease(): void {
    const lease = (this.#storedLease = this.#lease);
    this.#storing = this.#storing
      .then(() => writeFileAtomic(join(this.options.folder, 'lease.json'), JSON.stringify(lease)))
      .catch((error: unknown) => this.options.log.error({ err: error }, 'lease not stored'));
  }
}
