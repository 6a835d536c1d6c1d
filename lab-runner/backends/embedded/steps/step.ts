// A named step of a lab's creation. The learner sees it as progress, in words of the page's.
import type { CreateStepName } from '../../../api';
import type { Context } from '../context';
import type { LabRecord } from '../record';
import type { Foundation } from '../prepare';

export interface Creation {
  context: Context;
  /** Written to disk by the first step, and again when the sandbox runs. */
  record: LabRecord;
  folder: string;
  foundation: Foundation;
  signal: AbortSignal;
}

export interface Step {
  name: CreateStepName;
  run(creation: Creation): Promise<void>;
  /** Takes back what `run` did, or did in part. */
  undo(creation: Creation): Promise<void>;
}
