// Proves one script: a lab of its own, the script typed into its terminals, every step graded when its lines have been typed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepVerdict } from '../../../grader/verdict';
import type { BackendName } from '../../../lab-runner/api';
import type { RunnerClient } from '../../_server/runner/client';
import { Grading } from '../grading';
import type { LessonLab, LessonStep, NamedScript } from '../lesson';
import { makeLabId } from '../runner/lab-id';
import { makeLab } from '../runner/lab-life';
import { openTypist, type Typist } from '../terminal/typist';
import { demandOf, judge, type CaseKind, type Demand } from './judge';

export interface CaseResult {
  lab: string;
  /** "untouched", or the script's name. */
  script: string;
  kind: CaseKind;
  ok: boolean;
  /** Why it is not proved. */
  messages: string[];
  ms: number;
  /** Milliseconds of each grading. */
  gradeMs: number[];
}

/** A step turns green within a second after the state is right; what has not come after this is not coming. */
const SETTLE_MS = 6000;
const LOOK_AGAIN_MS = 250;

/** @param script null proves that the untouched lab fails. */
export async function runCase(
  client: RunnerClient,
  lesson: LessonLab,
  backend: BackendName,
  script: NamedScript | null,
): Promise<CaseResult> {
  const from = performance.now();
  const result: CaseResult = {
    lab: lesson.key,
    script: script?.name ?? 'untouched',
    kind: script?.kind ?? 'untouched',
    ok: false,
    messages: [],
    ms: 0,
    gradeMs: [],
  };
  const id = makeLabId();
  const steps = lesson.steps.filter(({ only }) => only === null || only.includes(backend));
  try {
    await makeLab(client, lesson.labSpec(id, backend));
    const grading = new Grading(client, id, steps);
    await grading.takeBaseline();
    if (script) await proveScript(new Play(client, id, grading, result), steps, script);
    else for (const step of steps) await expectNow(grading, step, result);
  } catch (error) {
    result.messages.push(error instanceof Error ? error.message : String(error));
  } finally {
    await client.destroyLab(id, { checkpoint: false }).catch((error: unknown) => {
      result.messages.push(`the lab could not be destroyed: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  return { ...result, ok: result.messages.length === 0, ms: Math.round(performance.now() - from) };
}

async function expectNow(grading: Grading, step: LessonStep, result: CaseResult): Promise<void> {
  const startedAt = performance.now();
  const verdict = await grading.grade(step);
  result.gradeMs.push(Math.round(performance.now() - startedAt));
  const why = judge(step, verdict, demandOf('untouched', true, null));
  if (why) result.messages.push(why);
}

async function proveScript(play: Play, steps: readonly LessonStep[], { kind, script }: NamedScript): Promise<void> {
  const named = [...new Set([...script.segments, ...script.answers].map(({ step }) => step))];
  const order = named.map((id) => steps.find((step) => step.id === id));
  try {
    for (const [index, step] of order.entries()) {
      // A step of other backends is left out.
      if (!step) continue;
      const answers = await play.type(step, script);
      const isLast = index === order.length - 1;
      if (!(await play.expect(step, answers, demandOf(kind, isLast, script.fails)))) return;
      const next = order[index + 1];
      if (next) await play.open(next);
    }
    if (kind === 'solution') play.demandAll(steps, named);
  } finally {
    play.close();
  }
}

class Play {
  readonly #typists = new Map<string, Typist>();

  constructor(
    private readonly client: RunnerClient,
    private readonly labId: string,
    private readonly grading: Grading,
    private readonly result: CaseResult,
  ) {}

  open(step: LessonStep): Promise<void> {
    return this.grading.open(step);
  }

  /** Types a step's lines, then finds out its answers. */
  async type(step: LessonStep, script: NamedScript['script']): Promise<Record<string, string>> {
    for (const segment of script.segments.filter((each) => each.step === step.id)) {
      const typist = await this.#typist(segment.terminal);
      let status: number | null = 0;
      for (const line of segment.text.split('\n')) ({ status } = await typist.type(line));
      if (status === null) throw new Error(`step ${step.id}: the command at line ${segment.line} is never finished`);
      if (status !== 0)
        throw new Error(`step ${step.id}: the last command of line ${segment.line} on ended with ${status}`);
    }
    const answers: Record<string, string> = {};
    for (const { check, value, command, terminal } of script.answers.filter((each) => each.step === step.id)) {
      answers[check] = value ?? lastLine((await (await this.#typist(terminal)).type(command ?? '')).output);
    }
    return answers;
  }

  /** Looks until the verdict is as demanded, as the page does, and once more: a wrong answer must also stay wrong. */
  async expect(step: LessonStep, answers: Record<string, string>, demand: Demand): Promise<boolean> {
    const deadline = performance.now() + SETTLE_MS;
    for (;;) {
      const verdict = await this.#grade(step, answers);
      const why = judge(step, verdict, demand);
      if (why === null && (demand.verdict === 'pass' || judge(step, await this.#grade(step, answers), demand) === null))
        return true;
      if (why !== null && (performance.now() > deadline || (demand.verdict !== 'pass' && verdict.verdict === 'pass'))) {
        this.result.messages.push(why);
        return false;
      }
      await sleep(LOOK_AGAIN_MS);
    }
  }

  demandAll(steps: readonly LessonStep[], named: readonly string[]): void {
    const missing = steps.filter(({ id }) => !named.includes(id)).map(({ id }) => id);
    if (missing.length > 0) this.result.messages.push(`the solution leaves out: ${missing.join(', ')}`);
  }

  close(): void {
    for (const typist of this.#typists.values()) typist.close();
  }

  async #grade(step: LessonStep, answers: Record<string, string>): Promise<StepVerdict> {
    const startedAt = performance.now();
    const verdict = await this.grading.grade(step, answers);
    this.result.gradeMs.push(Math.round(performance.now() - startedAt));
    return verdict;
  }

  async #typist(terminal: string): Promise<Typist> {
    const known = this.#typists.get(terminal) ?? (await openTypist(this.client, this.labId, terminal));
    this.#typists.set(terminal, known);
    return known;
  }
}

/** The output begins with the echo of the command. */
const lastLine = (output: string): string => output.trimEnd().split('\n').slice(1).at(-1)?.trim() ?? '';
