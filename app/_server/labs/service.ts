// Labs as their owners use them: start, reset, extend, end. The follower keeps the book up to date with the runner.
import { randomInt } from 'node:crypto';
import type { BackendName, Detection } from '../../../lab-runner/api';
import type { Actor } from '../auth/actor';
import type { Course, Lesson } from '../course/course';
import { storeLabEnd, storeLabInfo, storeNotRestorable, storeOwnerEnd, storeRestoredFrom } from '../data/lab-life';
import { openLab, selectLab, type LabRow } from '../data/labs';
import type { Db } from '../db/client';
import { Failure } from '../http/failure';
import { LAB_STATE_WORDS } from '../http/failures';
import { RunnerRefusal, type RunnerClient } from '../runner/client';
import { asFailure, startReason } from '../runner/failure';
import { chooseBackend } from './backends';
import type { LabFollower } from './follower';

export const EXTEND_MINUTES = 30;

export interface LabServiceOptions {
  db: Db;
  course: Course;
  runner: RunnerClient;
  follower: LabFollower;
  detections(): Promise<Detection[]>;
}

export class LabService {
  constructor(private readonly options: LabServiceOptions) {}

  /** @returns the actor's open lab of the lesson; a new one, still being created, when there is none. */
  async start(actor: Actor, ask: { lesson: string; backend?: BackendName | undefined }): Promise<LabRow> {
    const { db, runner, follower } = this.options;
    const lesson = this.#lesson(ask.lesson);
    const backend = await this.#backend(lesson, ask.backend);
    const id = makeLabId();
    const spec = lesson.labSpec(id, backend);
    const maxMinutes = spec.maxMinutes ?? 120;
    const { row, isNew, restorable } = await openLab(db, actor, {
      id,
      lesson: lesson.key,
      specHash: lesson.specHash,
      backend,
      terminals: [...lesson.terminals],
      // Until the runner says so exactly.
      expiresAt: new Date(Date.now() + maxMinutes * 60_000),
    });
    if (!isNew) return row;
    try {
      const info = await this.#create(spec, row, restorable);
      const stored = await storeLabInfo(db, info);
      follower.follow(row.id);
      return stored ?? row;
    } catch (error) {
      // The request may have reached the runner although its answer did not reach us.
      await runner.destroyLab(row.id, { checkpoint: false }).catch(() => undefined);
      follower.over(await storeLabEnd(db, row.id, { state: 'failed', reason: startReason(error) }));
      throw asFailure(error);
    }
  }

  /** Ends the lab without keeping its files and starts a fresh one of the same lesson. Progress stays. */
  async reset(actor: Actor, id: string): Promise<LabRow> {
    const lab = await selectLab(this.options.db, actor, id);
    await this.#end(lab, { keepFiles: false });
    return this.start(actor, { lesson: lab.lesson });
  }

  async extend(actor: Actor, id: string): Promise<LabRow> {
    const { db, runner } = this.options;
    const lab = await selectLab(db, actor, id);
    if (lab.state !== 'ready') throw new Failure('lab-not-ready', { state: LAB_STATE_WORDS[lab.state] });
    try {
      return (await storeLabInfo(db, await runner.extendLab(lab.id, EXTEND_MINUTES))) ?? lab;
    } catch (error) {
      throw asFailure(error);
    }
  }

  /** Ends the lab; its files wait for the next start. Ending what is over does nothing. */
  async end(actor: Actor, id: string): Promise<void> {
    await this.#end(await selectLab(this.options.db, actor, id), { keepFiles: true });
  }

  async #end(lab: LabRow, { keepFiles }: { keepFiles: boolean }): Promise<void> {
    const { db, runner, follower } = this.options;
    if (lab.endedAt !== null) {
      if (!keepFiles) await storeNotRestorable(db, lab.id);
      return;
    }
    try {
      await follower.keepRecordings(lab);
      await runner.destroyLab(lab.id, { checkpoint: keepFiles && lab.state === 'ready' });
    } catch (error) {
      throw asFailure(error);
    }
    follower.over(await storeOwnerEnd(db, lab.id, keepFiles));
  }

  async #create(spec: ReturnType<Lesson['labSpec']>, row: LabRow, restorable: LabRow | null) {
    const { db, runner } = this.options;
    if (!restorable) return runner.createLab(spec);
    try {
      return await runner.createLab(spec, restorable.id);
    } catch (error) {
      if (!(error instanceof RunnerRefusal && error.error.code === 'no_checkpoint')) throw error;
      // Nothing was kept of it, which is no reason to have no lab.
      await storeNotRestorable(db, restorable.id);
      await storeRestoredFrom(db, row.id, null);
      return runner.createLab(spec);
    }
  }

  #lesson(key: string): Lesson {
    const lesson = this.options.course.lesson(key);
    if (!lesson) throw new Failure('no-lesson', { lesson: key });
    return lesson;
  }

  async #backend(lesson: Lesson, asked: BackendName | undefined): Promise<BackendName> {
    let detections: Detection[];
    try {
      detections = await this.options.detections();
    } catch (error) {
      throw asFailure(error);
    }
    const chosen = chooseBackend(lesson.backends, detections, asked);
    if ('unusable' in chosen) throw new Failure('no-backend', { detail: chosen.unusable });
    return chosen.backend;
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS_AND_DIGITS = `${LETTERS}0123456789`;

/** A letter and seven of a–z0–9; random, not a secret. The form is lab-runner/api.ts's LabId. */
function makeLabId(): string {
  const rest = Array.from({ length: 7 }, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join('');
  return `${LETTERS[randomInt(LETTERS.length)] ?? 'a'}${rest}`;
}
