// What a step is compared with later: the lab before the learner came, and the lab when the step became open.
import type { Person } from '../auth/actor';
import type { Lesson } from '../course/course';
import { selectStarts, storeEvidence, type StoredEvidence } from '../data/evidence';
import type { LabRow } from '../data/labs';
import { selectProgress } from '../data/steps';
import type { Db } from '../db/client';
import type { Log } from '../log';
import type { RunnerClient } from '../runner/client';
import { needsOfSteps } from './look';

export interface Starts {
  baseline: StoredEvidence | null;
  stepStart: StoredEvidence | null;
}

/** How long after a lab became ready a first look may still be called "before the learner came". */
const FRESH_MS = 10_000;

export class Snapshots {
  /** What is being taken of each lab, one after the other. */
  readonly #taking = new Map<string, Promise<void>>();
  readonly #hasBaseline = new Set<string>();

  constructor(
    private readonly db: Db,
    private readonly runner: RunnerClient,
    private readonly log: Log,
    private readonly now: () => number = Date.now,
  ) {}

  /** Begins to take the baseline of a lab that has just become ready; idempotent. */
  takeBaseline(lab: LabRow, lesson: Lesson): void {
    if (this.#hasBaseline.has(lab.id)) return;
    this.#hasBaseline.add(lab.id);
    this.#enqueue(lab, () => this.#takeBaseline(lab, lesson));
  }

  /** Begins to note the lab as it is now, when a step is done, for the one that comes next. */
  takeStepStart(lab: LabRow, lesson: Lesson): void {
    this.#enqueue(lab, () => this.#takeStepStart(lab, lesson));
  }

  /** Resolves when all that is being taken of a lab is stored. A learner is let in only then. */
  async settled(labId: string): Promise<void> {
    await this.#taking.get(labId);
  }

  forget(labId: string): void {
    this.#taking.delete(labId);
    this.#hasBaseline.delete(labId);
  }

  async close(): Promise<void> {
    await Promise.all(this.#taking.values());
  }

  /** The first step of a lab starts at its baseline. */
  async startsOf(person: Person, lab: LabRow, step: string): Promise<Starts> {
    await this.settled(lab.id);
    const { baseline, stepStart } = await selectStarts(this.db, person, lab, step);
    return { baseline, stepStart: stepStart ?? baseline };
  }

  #enqueue(lab: LabRow, take: () => Promise<void>): void {
    const before = this.#taking.get(lab.id) ?? Promise.resolve();
    const taking = before.then(take).catch((error: unknown) => {
      // Checks that need it say "not graded", or compare with the baseline; the lab is usable all the same.
      this.log.error({ err: error, lab: lab.id }, 'no snapshot');
    });
    this.#taking.set(lab.id, taking);
  }

  async #takeBaseline(lab: LabRow, lesson: Lesson): Promise<void> {
    const owner = { id: lab.userId };
    const { baseline } = await selectStarts(this.db, owner, lab, '');
    if (baseline) return;
    const readyAt = lab.createdAt.getTime() + (lab.startMs ?? 0);
    if (this.now() - readyAt > FRESH_MS) {
      this.log.warn({ lab: lab.id }, 'no baseline: the learner may have changed the lab already');
      return;
    }
    const needs = needsOfSteps(lesson.steps.map((step) => step.graded));
    const document = await this.runner.evidence(lab.id, { ...needs, freeze: true });
    await storeEvidence(this.db, owner, lab, 'baseline', '', document);
  }

  async #takeStepStart(lab: LabRow, lesson: Lesson): Promise<void> {
    const owner = { id: lab.userId };
    const progress = await selectProgress(this.db, owner, lesson.key);
    const next = lesson.steps.find((step) => progress.get(step.id)?.state !== 'done');
    if (!next) return;
    const { stepStart } = await selectStarts(this.db, owner, lab, next.id);
    if (stepStart) return;
    const document = await this.runner.evidence(lab.id, needsOfSteps([next.graded]));
    await storeEvidence(this.db, owner, lab, 'step-start', next.id, document);
  }
}
