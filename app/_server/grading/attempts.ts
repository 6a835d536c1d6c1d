// Attempts from the request to the stored result. Written first, graded then; what goes wrong on our side costs nothing.
import { randomUUID } from 'node:crypto';
import { EXCUSES, type StepVerdict } from '../../../grader';
import type { Evidence } from '../../../lab-runner/api';
import type { Actor, Person } from '../auth/actor';
import type { Course, LessonStep } from '../course/course';
import {
  claimOrphans,
  createAttempt,
  linkEvidence,
  selectAttempt,
  storeVerdict,
  type AttemptRow,
} from '../data/attempts';
import { loadEvidence, storeEvidence, type StoredEvidence } from '../data/evidence';
import { selectLab, type LabRow } from '../data/labs';
import type { Database } from '../db/client';
import { Failure } from '../http/failure';
import { LAB_STATE_WORDS } from '../http/failures';
import type { Hub } from '../live/hub';
import type { Log } from '../log';
import type { RunnerClient } from '../runner/client';
import type { AttemptView } from '../views';
import { lookAt } from './look';
import { excuseFor, notGraded } from './not-graded';
import type { GraderPool } from './pool';
import type { Snapshots, Starts } from './snapshots';
import type { StepViews } from './step-views';

export interface AttemptsOptions {
  database: Database;
  course: Course;
  runner: RunnerClient;
  pool: GraderPool;
  snapshots: Snapshots;
  views: StepViews;
  hub: Hub;
  log: Log;
  /** A step of the lab has changed by an attempt. */
  onChanged(labId: string): void;
}

export interface Try {
  step: string;
  key: string;
  answers: Record<string, string>;
}

/** A step that is being looked at, and what it is graded with besides the newest evidence. */
export interface Ticked {
  step: LessonStep;
  starts: Starts;
  /** What the learner last answered; a tick takes it as it stands. */
  answers: Readonly<Record<string, string>>;
}

export class Attempts {
  /** Attempts being graded in this process, by person and key. */
  readonly #running = new Map<string, Promise<AttemptRow>>();

  constructor(private readonly options: AttemptsOptions) {}

  /** Grades a step once per key; whoever sends the key again gets the one result. */
  async check(actor: Actor, labId: string, asked: Try): Promise<AttemptView> {
    const lab = await selectLab(this.options.database.db, actor, labId);
    const step = this.#step(lab.lesson, asked.step, lab.backend);
    const id = `${actor.id} ${asked.key}`;
    let running = this.#running.get(id);
    if (!running) {
      running = this.#checkOnce(actor, lab, step, asked).finally(() => this.#running.delete(id));
      this.#running.set(id, running);
    }
    const row = await running;
    if (row.labId !== lab.id || row.step !== step.id) {
      throw new Failure('bad-request', { detail: 'the key belongs to another attempt' });
    }
    return {
      id: row.id,
      step: row.step,
      state: row.state,
      view: row.state === 'graded' ? await this.options.views.one(actor, row.lesson, step) : null,
      reference: row.id,
    };
  }

  /**
   * Stores a step that a tick saw to be right, after a look that counts.
   * @param tick the evidence of the tick, which says what connections to try
   * @returns false when that look did not agree.
   */
  async latch(lab: LabRow, { step, starts, answers }: Ticked, tick: Evidence): Promise<boolean> {
    const { database } = this.options;
    const owner: Person = { id: lab.userId };
    const looking = { labId: lab.id, step: step.graded, ...documentsOf(starts) };
    const now = await lookAt(this.options, looking, tick);
    const startedAt = performance.now();
    const verdict = await this.#verdict(step, starts, now, answers);
    if (verdict.verdict !== 'pass') return false;
    const { row } = await createAttempt(database.db, owner, lab, {
      id: randomUUID(),
      key: randomUUID(),
      kind: 'tick',
      step: step.id,
      answers: { ...answers },
      claimedBy: database.instance,
    });
    const stored = await storeEvidence(database.db, owner, lab, 'tick', step.id, now);
    await linkEvidence(database.db, row, idsOf(stored, starts));
    await storeVerdict(database.db, row, verdict, { ms: performance.now() - startedAt, detail: null });
    this.#openNext(lab);
    return true;
  }

  /** Finishes what a server process that is gone has left: grades what was looked at, marks what was not. */
  async recover(): Promise<number> {
    const { database, log } = this.options;
    const orphans = await claimOrphans(database.db, database.instance);
    for (const attempt of orphans) {
      await this.#finish(attempt).catch((error: unknown) =>
        log.error({ err: error, attempt: attempt.id }, 'not finished'),
      );
    }
    return orphans.length;
  }

  /** Waits for what is being graded. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  async #checkOnce(actor: Actor, lab: LabRow, step: LessonStep, asked: Try): Promise<AttemptRow> {
    const { database } = this.options;
    const attempt = {
      id: randomUUID(),
      key: asked.key,
      kind: 'check' as const,
      step: step.id,
      answers: asked.answers,
      claimedBy: database.instance,
    };
    if (lab.state !== 'ready') {
      // Only a key that was taken before can be answered without a lab.
      const known = await selectAttempt(database.db, actor, asked.key);
      if (known) return known;
      throw new Failure('lab-not-ready', { state: LAB_STATE_WORDS[lab.state] });
    }
    const { row, isNew } = await createAttempt(database.db, actor, lab, attempt);
    if (!isNew) return row;
    const graded = await this.#grade(row, lab, step);
    if (graded.verdict === 'pass') this.#openNext(lab);
    this.options.hub.publish(lab.id, { type: 'step', step: await this.options.views.one(actor, lab.lesson, step) });
    this.options.onChanged(lab.id);
    return graded;
  }

  async #grade(attempt: AttemptRow, lab: LabRow, step: LessonStep): Promise<AttemptRow> {
    const { database, snapshots, log } = this.options;
    const owner: Person = { id: attempt.userId };
    const startedAt = performance.now();
    let verdict: StepVerdict;
    let detail: string | null = null;
    try {
      const starts = await snapshots.startsOf(owner, lab, step.id);
      const looking = { labId: lab.id, step: step.graded, ...documentsOf(starts) };
      const now = await lookAt(this.options, looking, null);
      const stored = await storeEvidence(database.db, owner, lab, 'attempt', step.id, now);
      await linkEvidence(database.db, attempt, idsOf(stored, starts));
      verdict = await this.#verdict(step, starts, now, attempt.answers);
    } catch (error) {
      log.error({ err: error, attempt: attempt.id, lab: lab.id }, 'attempt not graded');
      detail = error instanceof Error ? error.message : String(error);
      verdict = notGraded(step, excuseFor(error));
    }
    await storeVerdict(database.db, attempt, verdict, { ms: performance.now() - startedAt, detail });
    return { ...attempt, state: 'graded', verdict: verdict.verdict };
  }

  #openNext(lab: LabRow): void {
    const lesson = this.options.course.lesson(lab.lesson, lab.backend);
    if (lesson) this.options.snapshots.takeStepStart(lab, lesson);
  }

  /** Without the lab: from stored evidence, or as "not graded" when it had not been taken yet. */
  async #finish(attempt: AttemptRow): Promise<void> {
    const { db } = this.options.database;
    const owner: Person = { id: attempt.userId };
    const startedAt = performance.now();
    const step = this.#step(attempt.lesson, attempt.step);
    const load = async (id: string | null): Promise<StoredEvidence | null> =>
      id === null ? null : { id, document: await loadEvidence(db, owner, id) };
    const now = await load(attempt.evidenceId);
    const detail = now ? null : 'Podwire was stopped before the lab was looked at.';
    const verdict = now
      ? await this.#verdict(
          step,
          { baseline: await load(attempt.baselineId), stepStart: await load(attempt.stepStartId) },
          now.document,
          attempt.answers,
        )
      : notGraded(step, EXCUSES.stopped);
    await storeVerdict(db, attempt, verdict, { ms: performance.now() - startedAt, detail });
  }

  #verdict(
    step: LessonStep,
    starts: Starts,
    now: StoredEvidence['document'],
    answers: Readonly<Record<string, string>>,
  ): Promise<StepVerdict> {
    return this.options.pool.run({ do: 'grade', step: step.graded, ...documentsOf(starts), now, answers });
  }

  #step(lesson: string, id: string, backend?: string): LessonStep {
    const step = this.options.course.lesson(lesson, backend)?.steps.find((each) => each.id === id);
    if (!step) throw new Failure('bad-request', { detail: `lesson ${lesson} has no step ${id}` });
    return step;
  }
}

const documentsOf = ({ baseline, stepStart }: Starts) => ({
  baseline: baseline?.document ?? null,
  stepStart: stepStart?.document ?? null,
});

const idsOf = (now: StoredEvidence, { baseline, stepStart }: Starts) => ({
  evidenceId: now.id,
  baselineId: baseline?.id ?? null,
  stepStartId: stepStart?.id ?? null,
});
