// Takes the evidence that a step needs from a living lab: one look, or two when connections are to be tried.
import { sourcesForStep, stepHasProbes } from '../../../grader/grade';
import type { Step } from '../../../grader/step';
import type { Evidence } from '../../../lab-runner/api';
import type { EvidenceAsk, RunnerClient } from '../runner/client';
import type { GraderPool } from './pool';

export interface LookOptions {
  runner: RunnerClient;
  pool: GraderPool;
}

export interface Looking {
  labId: string;
  step: Step;
  baseline: Evidence | null;
  stepStart: Evidence | null;
}

/**
 * A look that counts: the learner's processes stand still while it is taken.
 * @param first an earlier look that was just taken, for the connections to try; null takes one when there are any
 */
export async function lookAt(
  { runner, pool }: LookOptions,
  { labId, step, baseline, stepStart }: Looking,
  first: Evidence | null,
): Promise<Evidence> {
  const ask: EvidenceAsk = { ...sourcesForStep(step), freeze: true };
  if (!stepHasProbes(step)) return runner.evidence(labId, ask);
  const now = first ?? (await runner.evidence(labId, { ...ask, freeze: false }));
  const probes = await pool.run({ do: 'probes', step, baseline, stepStart, now });
  return runner.evidence(labId, { ...ask, probes });
}

/** One request for several steps: what a watch or a snapshot has to read. */
export function needsOfSteps(steps: readonly Step[]): EvidenceAsk {
  const needs = steps.map(sourcesForStep);
  return {
    sources: [...new Set(needs.flatMap((need) => need.sources))].sort(),
    objects: [...new Set(needs.flatMap((need) => need.objects))].sort(),
    freeze: false,
    probes: [],
  };
}
