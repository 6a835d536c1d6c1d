// Follows every open lab on the runner: what the runner says is stored and told to the pages, across restarts of either side.
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { LabInfo, LabReason } from '../../../lab-runner/api';
import { selectOpenLabs, storeLabEnd, storeLabInfo, storeNotRestorable, storeRecording } from '../data/lab-life';
import type { LabRow } from '../data/labs';
import type { Db } from '../db/client';
import type { Hub } from '../live/hub';
import type { Log } from '../log';
import { RunnerRefusal, type RunnerClient } from '../runner/client';
import { toLabView } from './view';

const compress = promisify(gzip);

export interface FollowerOptions {
  db: Db;
  runner: RunnerClient;
  runnerId: string;
  hub: Hub;
  log: Log;
  /** A lab has become ready, or was found ready; called again after an interruption. */
  onReady(lab: LabRow): void;
  /** A lab is over. */
  onOver(labId: string): void;
}

const ENDED_UNSEEN: LabReason = {
  code: 'ended-unseen',
  params: {},
  message: 'The lab ended while Podwire was stopped.',
};
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2000;

export class LabFollower {
  readonly #stop = new AbortController();
  readonly #following = new Map<string, Promise<void>>();
  #reachable = true;

  constructor(private readonly options: FollowerOptions) {
    // One request per lab listens to it.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Whether the runner answered when it was last asked. */
  get reachable(): boolean {
    return this.#reachable;
  }

  /** Takes up the labs that were open when the server last stopped. */
  async start(): Promise<void> {
    for (const lab of await selectOpenLabs(this.options.db, this.options.runnerId)) this.follow(lab.id);
  }

  /** Follows a lab until it is over; idempotent. */
  follow(labId: string): void {
    if (this.#following.has(labId) || this.#stop.signal.aborted) return;
    const done = this.#follow(labId)
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.options.log.error({ err: error, lab: labId }, 'following a lab failed');
      })
      .finally(() => this.#following.delete(labId));
    this.#following.set(labId, done);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#following.values());
  }

  /** Keeps a lab's recordings before the runner forgets them. */
  async keepRecordings(lab: Pick<LabRow, 'id' | 'terminals'>): Promise<void> {
    const { db, runner, log } = this.options;
    for (const terminal of lab.terminals) {
      try {
        await storeRecording(db, lab.id, terminal, await compress(await runner.recording(lab.id, terminal)));
      } catch (error) {
        // A terminal that was never opened has none.
        if (!(error instanceof RunnerRefusal && error.status === 404)) {
          log.warn({ err: error, lab: lab.id, terminal }, 'recording not kept');
        }
      }
    }
  }

  /** Tells the pages that a lab is over and stops following it; `row` is null when that was known before. */
  over(row: LabRow | null): void {
    if (!row) return;
    this.options.hub.publish(row.id, { type: 'lab', lab: toLabView(row) });
    this.options.onOver(row.id);
  }

  async #follow(labId: string): Promise<void> {
    const { signal } = this.#stop;
    let wait = RETRY_MIN_MS;
    while (!signal.aborted) {
      try {
        for await (const info of this.options.runner.labEvents(labId, signal)) {
          this.#setReachable(true);
          wait = RETRY_MIN_MS;
          if (await this.#take(info)) return;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof RunnerRefusal && error.status === 404) return await this.#lost(labId);
        this.options.log.warn({ err: error, lab: labId }, 'lost the runner');
      }
      // The stream ended although the lab is not over: the runner stopped or broke.
      this.#setReachable(await this.#answers());
      await sleep(wait, undefined, { signal }).catch(() => undefined);
      wait = Math.min(wait * 2, RETRY_MAX_MS);
    }
  }

  /** @returns true when the lab is over. */
  async #take(info: LabInfo): Promise<boolean> {
    const { db, hub } = this.options;
    const isOver = info.state === 'ended' || info.state === 'failed';
    if (isOver) await this.keepRecordings(info);
    const row = await storeLabInfo(db, info);
    if (!row) return true;
    if (isOver) {
      const restoreFailed = info.steps.some((step) => step.name === 'restore' && step.state === 'failed');
      if (restoreFailed && row.restoredFrom) await storeNotRestorable(db, row.restoredFrom);
      this.over(row);
      return true;
    }
    hub.publish(row.id, { type: 'lab', lab: toLabView(row) });
    if (info.state === 'ready') this.options.onReady(row);
    return false;
  }

  /** The runner does not know it: it ended while nobody watched, or was never made. */
  async #lost(labId: string): Promise<void> {
    const { db } = this.options;
    const [row] = (await selectOpenLabs(db, this.options.runnerId)).filter((lab) => lab.id === labId);
    if (row) await this.keepRecordings(row);
    this.over(await storeLabEnd(db, labId, { state: 'ended', reason: ENDED_UNSEEN }));
  }

  async #answers(): Promise<boolean> {
    try {
      await this.options.runner.health();
      return true;
    } catch {
      return false;
    }
  }

  #setReachable(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    this.options.log.info({ reachable }, 'runner');
    this.options.hub.publishToAll({ type: 'runner', reachable });
  }
}
