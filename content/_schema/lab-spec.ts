// From a lesson to what the runner is given, and the hash that says which lab and which checks an attempt was made against.
import { createHash } from 'node:crypto';
import type { BackendName, LabSpecParts, Lesson } from './course';
import type { LabFile } from './lab-file';

/**
 * Inputs of the runner's LabSpec. Made from the lab's own fields only: checks and solution have no way in.
 * @throws Error when the lesson has no lab, or none for this backend.
 */
export function labSpecFor(lesson: Lesson, id: string, backend: BackendName): LabSpecParts {
  const { lab } = lesson;
  if (lab === null)
    throw new Error(`Cannot make a lab for ${lesson.key}: it has no lab.yaml that can be read. Run "podwire lint".`);
  if (!lab.backends.includes(backend)) {
    throw new Error(
      `Cannot make a lab for ${lesson.key} on ${backend}: its lab.yaml lists ${lab.backends.join(', ')}.`,
    );
  }
  const { images, setup, limits, egress, idleMinutes, maxMinutes } = lab.file;
  return {
    id,
    lab: lesson.key,
    specHash: lab.specHash,
    backend,
    terminals: [...lab.terminals],
    images: [...(images ?? [])],
    files: lab.setupFiles.map((file) => ({ ...file })),
    setup: setup.map((argv) => [...argv]),
    limits: definedOf(limits ?? {}),
    egress: egress ?? false,
    ...(idleMinutes === undefined ? {} : { idleMinutes }),
    ...(maxMinutes === undefined ? {} : { maxMinutes }),
  };
}

type Limits = NonNullable<LabFile['limits']>;

const definedOf = (limits: Limits): LabSpecParts['limits'] =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));

/** sha256, hexadecimal, of what defines lab and grade. Titles, messages, hints and prose may change without a new hash. */
export function specHashOf(file: LabFile, setupFiles: readonly { path: string; mode: number; text: string }[]): string {
  const { steps, solutionAfter: _, ...lab } = file;
  const graded = steps.map(({ id, mode, only, checks }) => ({
    id,
    mode,
    only,
    checks: checks.map((check) => ({ id: check.id, points: check.points, after: check.after, expect: check.expect })),
  }));
  return createHash('sha256').update(canonical({ lab, graded, setupFiles })).digest('hex');
}

/** JSON with sorted keys and without undefined, so that the order in a file changes nothing. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
