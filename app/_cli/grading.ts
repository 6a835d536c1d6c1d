// Grades a lab as the page does, with the same looks in the same order, but keeps its snapshots in memory or in a file.
import type { StepVerdict } from '../../grader/verdict';
import type { Evidence } from '../../lab-runner/api';
import { lookAt, needsOfSteps } from '../_server/grading/look';
import { makeInlinePool } from '../_server/grading/pool';
import type { RunnerClient } from '../_server/runner/client';
import type { LessonStep } from './lesson';

/** What was seen before: plain data, so that it can be kept between commands. */
export interface Snapshots {
  baseline: Evidence | null;
  /** By step id; the first step starts at the baseline. */
  stepStarts: Record<string, Evidence>;
  /** The verdicts of latch steps that were right once. */
  latched: Record<string, StepVerdict>;
}

export class Grading {
  readonly #pool = makeInlinePool();

  constructor(
    private readonly client: RunnerClient,
    private readonly labId: string,
    private readonly steps: readonly LessonStep[],
    readonly snapshots: Snapshots = { baseline: null, stepStarts: {}, latched: {} },
  ) {}

  /** To be called when the lab is ready and nobody has typed yet. */
  async takeBaseline(): Promise<void> {
    const needs = needsOfSteps(this.steps.map(({ graded }) => graded));
    this.snapshots.baseline = await this.client.evidence(this.labId, { ...needs, freeze: true });
  }

  /** To be called when a step becomes open, which is when the one before it is done. */
  async open(step: LessonStep): Promise<void> {
    const { stepStarts } = this.snapshots;
    stepStarts[step.id] ??= await this.client.evidence(this.labId, needsOfSteps([step.graded]));
  }

  /** @returns the verdict now, or the one that was latched. */
  async grade(step: LessonStep, answers: Readonly<Record<string, string>> = {}): Promise<StepVerdict> {
    const latched = this.snapshots.latched[step.id];
    if (latched) return latched;
    const { baseline, stepStarts } = this.snapshots;
    const before = { baseline, stepStart: stepStarts[step.id] ?? baseline };
    const runner = { runner: this.client, pool: this.#pool };
    const now = await lookAt(runner, { labId: this.labId, step: step.graded, ...before }, null);
    const verdict = await this.#pool.run({ do: 'grade', step: step.graded, ...before, now, answers });
    if (verdict.verdict === 'pass' && step.graded.mode === 'latch') this.snapshots.latched[step.id] = verdict;
    return verdict;
  }
}
