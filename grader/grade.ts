// Evidence in, verdict out. Pure and deterministic: the same arguments give the same bytes, on any machine, in any year.
import { evaluate, hasProbes, needsOf, probesOf } from './checks';
import type { Evidence, EvidenceNeeds, ProbeRequest } from './evidence';
import { mergeNeeds } from './select/needs';
import type { Step, StepCheck } from './step';
import { notGraded, VERDICT_SCHEMA, type CheckVerdict, type Outcome, type Result, type StepVerdict } from './verdict';
import { Worlds } from './world';
import { clean } from './clean';

export interface Documents {
  /** After set-up, before the learner came. */
  baseline: Evidence | null;
  /** When the step was opened. */
  stepStart: Evidence | null;
  now: Evidence;
}

export interface GradeInput extends Documents {
  step: Step;
  /** By check id; at most 4000 characters each. */
  answers: Readonly<Record<string, string>>;
}

export function gradeStep({ step, answers, ...documents }: GradeInput): StepVerdict {
  const worlds = new Worlds(documents);
  const done = new Map<string, CheckVerdict>();
  for (const check of inOrder(step.checks)) {
    const answer = Object.hasOwn(answers, check.id) ? answers[check.id] : undefined;
    const blocked = check.after !== undefined && done.get(check.after)?.verdict !== 'pass';
    const result = blocked
      ? notGraded('check.waits', { after: check.after ?? '' })
      : guarded(() => evaluate(check.expect, { worlds, answer }));
    done.set(check.id, verdictOf(check, result));
  }
  const checks = step.checks.flatMap(({ id }) => done.get(id) ?? []);
  return {
    schema: VERDICT_SCHEMA,
    step: step.id,
    mode: step.mode,
    verdict: combined(checks),
    provisional: documents.now.frozen === 'no',
    points: sum(checks.map(({ points }) => points)),
    maxPoints: sum(checks.map(({ maxPoints }) => maxPoints)),
    checks,
  };
}

/** What to ask the runner for, so that the step can be graded. `probes` is empty: see probesForStep. */
export function sourcesForStep(step: Step): EvidenceNeeds {
  const needs = mergeNeeds(...step.checks.map(({ expect }) => needsOf(expect)));
  return { ...needs, freeze: true, probes: [] };
}

/** Whether the step tries connections: then evidence is read once to know where from and where to, and once more with the probes. */
export function stepHasProbes(step: Step): boolean {
  return step.checks.some(({ expect }) => hasProbes(expect));
}

/** The connections to try, given a first look without probes. Each only once; none for what is not there yet. */
export function probesForStep(step: Step, documents: Documents): ProbeRequest[] {
  const worlds = new Worlds(documents);
  const requests = step.checks.flatMap(({ expect }) => probesOf(expect, worlds));
  return [...new Map(requests.map((request) => [request.id, request])).values()];
}

/** Checks that others wait for come first. A circle is broken where it closes; lint reports it. */
function inOrder(checks: readonly StepCheck[]): StepCheck[] {
  const ordered = new Set<StepCheck>();
  const visiting = new Set<StepCheck>();
  const visit = (check: StepCheck): void => {
    if (ordered.has(check) || visiting.has(check)) return;
    visiting.add(check);
    const first = checks.find(({ id }) => id === check.after);
    if (first !== undefined) visit(first);
    ordered.add(check);
  };
  checks.forEach(visit);
  return [...ordered];
}

/** A fault of the grader is ours: never a fail of the learner's, never a pass. */
function guarded(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    return notGraded('grader.error', { detail: clean(error instanceof Error ? error.message : String(error), 200) });
  }
}

function verdictOf(check: StepCheck, { verdict, code, params, evidence }: Result): CheckVerdict {
  const points = verdict === 'pass' ? check.points : 0;
  return { id: check.id, verdict, code, params, evidence, points, maxPoints: check.points };
}

/** A step without checks shows nothing, so it cannot pass. A check that only waits does not make a failed step undecided. */
function combined(checks: readonly CheckVerdict[]): Outcome {
  if (checks.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return checks.length > 0 && checks.every(({ verdict }) => verdict === 'pass') ? 'pass' : 'not graded';
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
