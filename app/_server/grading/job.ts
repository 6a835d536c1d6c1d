// What is asked of the grader, as plain data that can cross into a worker thread. The same function answers in either thread.
import { gradeStep, probesForStep } from '../../../grader/grade';
import type { Evidence, ProbeRequest } from '../../../grader/evidence';
import type { Step } from '../../../grader/step';
import type { StepVerdict } from '../../../grader/verdict';

interface Given {
  step: Step;
  baseline: Evidence | null;
  stepStart: Evidence | null;
  now: Evidence;
}

export type GradeJob =
  | (Given & { do: 'grade'; answers: Readonly<Record<string, string>> })
  /** The connections to try, after a first look. */
  | (Given & { do: 'probes' });

export type GradeAnswer<Job extends GradeJob> = Job['do'] extends 'grade' ? StepVerdict : ProbeRequest[];

export function doJob(job: GradeJob): StepVerdict | ProbeRequest[] {
  const { step, ...documents } = job;
  return job.do === 'grade' ? gradeStep(job) : probesForStep(step, documents);
}
