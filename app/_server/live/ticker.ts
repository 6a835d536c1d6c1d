// Looks at a lab while its page is open, so that a step turns green by itself. One loop per lab however many pages there are.
import { setTimeout as sleep } from 'node:timers/promises';
import { stepHasProbes } from '../../../grader/grade';
import type { StepVerdict } from '../../../grader/verdict';
import type { Evidence } from '../../../lab-runner/api';
import type { Person } from '../auth/actor';
import type { Course, Lesson, LessonStep } from '../course/course';
import { selectAnswers } from '../data/attempts';
import { selectLab, type LabRow } from '../data/labs';
import { selectProgress } from '../data/steps';
import type { Db } from '../db/client';
import type { Attempts, Ticked } from '../grading/attempts';
import { needsOfSteps } from '../grading/look';
import type { GraderPool } from '../grading/pool';
import type { Snapshots } from '../grading/snapshots';
import type { LiveLook } from '../grading/step-view';
import type { LiveLooks, StepViews } from '../grading/step-views';
import type { Log } from '../log';
import { RunnerRefusal, type RunnerClient } from '../runner/client';
import type { StepView } from '../views';
import type { Hub } from './hub';
import { tickedSteps } from './ticked-steps';
import { Wakeups } from './wakeups';

export interface TickerOptions {
  db: Db;
  course: Course;
  runner: RunnerClient;
  pool: GraderPool;
  snapshots: Snapshots;
  attempts: Attempts;
  views: StepViews;
  hub: Hub;
  log: Log;
}

/** Ticks' newest verdicts, shared with the step views. */
export class LiveBoard implements LiveLooks {
  readonly #looks = new Map<string, LiveLook>();

  of(person: Person, lesson: string, step: string): LiveLook | null {
    return this.#looks.get(keyOf(person, lesson, step)) ?? null;
  }
  set(person: Person, lesson: string, step: string, verdict: StepVerdict | null): void {
    this.#looks.set(keyOf(person, lesson, step), { verdict });
  }
  clear(person: Person, lesson: string, step: string): void {
    this.#looks.delete(keyOf(person, lesson, step));
  }
}

const keyOf = (person: Person, lesson: string, step: string) => `${person.id} ${lesson} ${step}`;
const RETRY_MS = 500;

/** When a look that counts did not agree with a tick, it is repeated after this, and then ever less often. */
const LOOK_AGAIN_MIN_MS = 300;
const LOOK_AGAIN_MAX_MS = 10_000;

interface Loop {
  stop: AbortController;
  /** Ends the present watch, so that the steps are chosen anew. */
  again: AbortController;
  done: Promise<void>;
}

export class Ticker {
  readonly #loops = new Map<string, Loop>();

  constructor(
    private readonly options: TickerOptions,
    private readonly board: LiveBoard,
  ) {}

  /** Starts looking at a lab that is ready and watched; idempotent. */
  start(lab: Pick<LabRow, 'id' | 'userId'>): void {
    if (this.#loops.has(lab.id)) return;
    const loop: Loop = { stop: new AbortController(), again: new AbortController(), done: Promise.resolve() };
    this.#loops.set(lab.id, loop);
    loop.done = this.#run({ id: lab.userId }, lab.id, loop)
      .catch((error: unknown) => this.options.log.error({ err: error, lab: lab.id }, 'ticking failed'))
      .finally(() => {
        if (this.#loops.get(lab.id) === loop) this.#loops.delete(lab.id);
      });
  }

  stop(labId: string): void {
    const loop = this.#loops.get(labId);
    if (!loop) return;
    this.#loops.delete(labId);
    loop.stop.abort();
    loop.again.abort();
  }

  /** A step of the lab has changed by other means than a tick. */
  again(labId: string): void {
    this.#loops.get(labId)?.again.abort();
  }

  async close(): Promise<void> {
    const loops = [...this.#loops.entries()];
    for (const [labId] of loops) this.stop(labId);
    await Promise.all(loops.map(([, loop]) => loop.done));
  }

  async #run(owner: Person, labId: string, loop: Loop): Promise<void> {
    while (!loop.stop.signal.aborted) {
      const lab = await selectLab(this.options.db, owner, labId);
      const lesson = this.options.course.lesson(lab.lesson, lab.backend);
      if (lab.state !== 'ready' || !lesson) return;
      const progress = await selectProgress(this.options.db, owner, lesson.key);
      const ticked = tickedSteps(lesson.steps, (id) => progress.get(id)?.state === 'done');
      loop.again = new AbortController();
      if (ticked.length === 0) {
        await aborted(loop.again.signal);
        continue;
      }
      try {
        await this.#watch(owner, lab, lesson, ticked, loop.again);
      } catch (error) {
        if (loop.again.signal.aborted) continue;
        // The lab is over; the follower tells the page.
        if (error instanceof RunnerRefusal && (error.status === 404 || error.status === 409)) return;
        this.options.log.warn({ err: error, lab: labId }, 'ticking was interrupted');
        await sleep(RETRY_MS, undefined, { signal: loop.again.signal }).catch(() => undefined);
      }
    }
  }

  /** Ends when `again` aborts, which a step that is done does too. */
  async #watch(owner: Person, lab: LabRow, lesson: Lesson, steps: LessonStep[], again: AbortController): Promise<void> {
    const { signal } = again;
    const shown = new Map<string, string>();
    const needs = needsOfSteps(steps.map((step) => step.graded));
    const wakeups = new Wakeups();
    let wait = LOOK_AGAIN_MIN_MS;
    try {
      const ticked = await this.#prepare(owner, lab, steps);
      for (const step of steps) {
        this.board.set(owner, lesson.key, step.id, null);
        await this.#show(owner, lab, lesson, step, shown);
      }
      void wakeups.follow(this.options.runner.watch(lab.id, needs, signal));
      while (await wakeups.next()) {
        const now = await this.options.runner.evidence(lab.id, needs, signal);
        let isUndecided = false;
        for (const each of ticked) {
          const verdict = await this.#grade(each, now);
          this.board.set(owner, lesson.key, each.step.id, verdict);
          const isWorth = isWorthALook(each.step, verdict);
          const isDone = isWorth && (await this.options.attempts.latch(lab, each, now));
          await this.#show(owner, lab, lesson, each.step, shown);
          if (isDone) again.abort();
          if (signal.aborted) return;
          isUndecided ||= !isDone && verdict.verdict !== 'fail';
        }
        // What decides may change without a sign in the sources: a server that is just starting, or claims of containers that
        // came too late while podman was at work. Without another look the step would stay as it is.
        if (isUndecided) wakeups.wakeIn(wait);
        wait = isUndecided ? Math.min(wait * 2, LOOK_AGAIN_MAX_MS) : LOOK_AGAIN_MIN_MS;
      }
    } finally {
      wakeups.close();
      for (const step of steps) this.board.clear(owner, lesson.key, step.id);
    }
  }

  async #prepare(owner: Person, lab: LabRow, steps: LessonStep[]): Promise<Ticked[]> {
    const { db, snapshots } = this.options;
    const progress = await selectProgress(db, owner, lab.lesson);
    const attemptOf = (step: LessonStep) => progress.get(step.id)?.attemptId ?? '';
    const answers = await selectAnswers(db, owner, steps.map(attemptOf).filter(Boolean));
    return Promise.all(
      steps.map(async (step) => ({
        step,
        starts: await snapshots.startsOf(owner, lab, step.id),
        answers: answers.get(attemptOf(step)) ?? {},
      })),
    );
  }

  #grade({ step, starts, answers }: Ticked, now: Evidence): Promise<StepVerdict> {
    return this.options.pool.run({
      do: 'grade',
      step: step.graded,
      baseline: starts.baseline?.document ?? null,
      stepStart: starts.stepStart?.document ?? null,
      now,
      answers,
    });
  }

  async #show(owner: Person, lab: LabRow, lesson: Lesson, step: LessonStep, shown: Map<string, string>): Promise<void> {
    const view: StepView = await this.options.views.one(owner, lesson.key, step);
    const text = JSON.stringify(view);
    if (shown.get(step.id) === text) return;
    shown.set(step.id, text);
    this.options.hub.publish(lab.id, { type: 'step', step: view });
  }
}

/** A tick tries no connections: when only they are missing, a look that does decides. */
const isWorthALook = (step: LessonStep, { verdict }: StepVerdict) =>
  verdict === 'pass' || (verdict === 'not graded' && stepHasProbes(step.graded));

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
