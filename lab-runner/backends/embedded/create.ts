// Makes a lab by named steps; what was done is undone in reverse when one fails.
import type { CreateStep, LabSpec } from '../../api';
import type { Context } from './context';
import { whyNoEgress } from './gateway/start';
import { pickRange } from './ids/range';
import { unknownImages } from './images/catalogue';
import type { Foundation } from './prepare';
import { labFolder, listRecordIds, readRecord, type LabRecord } from './record';
import { disk } from './steps/disk';
import { egress } from './steps/egress';
import { files, setup } from './steps/files';
import { limit } from './steps/limit';
import { reserve } from './steps/reserve';
import { sandbox } from './steps/sandbox';
import type { Creation, Step } from './steps/step';

const BEFORE: readonly Step[] = [reserve, limit, disk, sandbox];
const AFTER: readonly Step[] = [files, setup];

/** @returns the steps of a lab, in order; one without a way out has no step for it. */
function stepsOf(spec: LabSpec): readonly Step[] {
  return [...BEFORE, ...(spec.egress ? [egress] : []), ...AFTER];
}

export interface CreateOptions {
  context: Context;
  foundation: Foundation;
  spec: LabSpec;
  onStep: (step: CreateStep) => void;
  signal: AbortSignal;
  /** Host ids given to labs that are being created just now, and so may not be on disk yet. */
  claimed: Set<number>;
}

/** @throws Error of the step that failed, with everything undone; an undo that fails too is named. */
export async function createLab(options: CreateOptions): Promise<LabRecord> {
  const { context, foundation, spec, onStep, signal, claimed } = options;
  await refuseWhatCannotBe(spec);
  const range = context.shared ?? (await ownRange(context, spec.id, claimed));
  try {
    const creation: Creation = {
      context,
      foundation,
      folder: labFolder(context.folders.labs, spec.id),
      signal,
      record: { id: spec.id, spec, createdAt: context.clock.now(), ...range, ...foundation, running: null },
    };
    await runSteps(creation, stepsOf(spec), onStep);
    return creation.record;
  } finally {
    claimed.delete(range.firstUid);
  }
}

async function runSteps(creation: Creation, steps: readonly Step[], onStep: (step: CreateStep) => void): Promise<void> {
  const begun: Step[] = [];
  for (const step of steps) {
    const startedAt = performance.now();
    const report = (state: CreateStep['state'], ms: number | null) => onStep({ name: step.name, state, ms });
    try {
      creation.signal.throwIfAborted();
      report('running', null);
      begun.unshift(step);
      await step.run(creation);
      report('done', performance.now() - startedAt);
    } catch (error) {
      report('failed', performance.now() - startedAt);
      const failures: unknown[] = [];
      for (const one of begun) await one.undo(creation).catch((failure: unknown) => failures.push(failure));
      const { id } = creation.record;
      const rest = failures.length > 0 ? `; and not all could be undone: ${failures.map(messageOf).join('; ')}` : '';
      throw new Error(`Cannot create lab ${id}: step "${step.name}" failed: ${messageOf(error)}${rest}`, {
        cause: error,
      });
    }
  }
}

async function ownRange(context: Context, id: string, claimed: Set<number>) {
  const taken = new Set(claimed);
  for (const other of await listRecordIds(context.folders.labs)) {
    const record = await readRecord(context.folders.labs, other);
    if (record) taken.add(record.firstUid);
  }
  const first = pickRange(context.folders.owner, id, taken);
  claimed.add(first);
  return { firstUid: first, firstGid: first };
}

async function refuseWhatCannotBe(spec: LabSpec): Promise<void> {
  const obstacle = spec.egress ? await whyNoEgress() : undefined;
  if (obstacle !== undefined) {
    throw new Error(`Cannot create lab ${spec.id}: it asks for a way out (egress: true), and ${obstacle}`);
  }
  const unknown = unknownImages(spec.images);
  if (unknown.length > 0) {
    throw new Error(`Cannot create lab ${spec.id}: the built-in catalogue has no image ${unknown.join(', ')}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
