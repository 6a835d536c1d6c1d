// A step as it is graded: what remains of lab.yaml when titles, hints and prose are left out.
import { z } from 'zod';
import { Check } from './checks';

export const StepCheck = z.strictObject({
  id: z.string(),
  points: z.number().nonnegative(),
  /** A check that must pass first; until then this one is not graded, since it would only repeat that failure. */
  after: z.string().optional(),
  expect: Check,
});
export type StepCheck = z.infer<typeof StepCheck>;

export const Step = z.strictObject({
  id: z.string(),
  mode: z.enum(['latch', 'final']),
  checks: z.array(StepCheck),
});
export type Step = z.infer<typeof Step>;
