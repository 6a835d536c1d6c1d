// The grader imports nothing of the project, so it has its own type of the evidence document. Here the two are held equal.
import { expect, expectTypeOf, test } from 'vitest';
import type { Evidence as Graded, EvidenceNeeds, ProbeRequest as Asked } from '../../grader';
import { Evidence, type EvidenceRequest, type LabSpec, type ProbeRequest } from '../../lab-runner/api';
import type { z } from 'zod';
import { makeLab, SHOP } from '../../grader/testing/lab';
import type { LabSpecParts } from './course';

type Read = z.infer<typeof Evidence>;
/** Both ways: a field that one of them lacks, or has otherwise, is a type error. */
type Deep<T> = { [Key in keyof T]: T[Key] extends object ? Deep<T[Key]> : T[Key] };

test('the runner’s evidence is the grader’s evidence', () => {
  expectTypeOf<Read>().toExtend<Graded>();
  expectTypeOf<Graded>().toExtend<Read>();
  expectTypeOf<Deep<Read['processes'][number]>>().toEqualTypeOf<Deep<Graded['processes'][number]>>();
  expectTypeOf<keyof Read>().toEqualTypeOf<keyof Graded>();
});

test('what the grader needs can be asked of the runner', () => {
  expectTypeOf<EvidenceNeeds>().toExtend<z.input<typeof EvidenceRequest>>();
  expectTypeOf<Asked>().toExtend<z.input<typeof ProbeRequest>>();
  expectTypeOf<LabSpecParts>().toExtend<z.input<typeof LabSpec>>();
});

test('the evidence that the grader’s tests are made of is a valid document', () => {
  expect(Evidence.safeParse(makeLab({ containers: SHOP })).error).toBeUndefined();
});
