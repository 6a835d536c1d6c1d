// The contract every check type keeps. One file per type; checks/index.ts is the list of them.
import type { z } from 'zod';
import type { EvidenceNeeds, ProbeRequest } from '../evidence';
import type { Result } from '../verdict';
import type { Worlds } from '../world';

export type Needs = Pick<EvidenceNeeds, 'sources' | 'objects'>;

export interface Asked {
  worlds: Worlds;
  /** What the learner typed or chose for this check; undefined when nothing was sent. */
  answer: string | undefined;
}

export interface CheckType<Check> {
  type: string;
  /** A strict object whose `type` is the literal above; every field is described, because authors read it. */
  schema: z.ZodType<Check>;
  /** What must have been read for this check to be graded. Processes and the catalogue are in every document. */
  needs(check: Check): Needs;
  /** Connections to try, given what is known so far; the ids name what is asked, so an answer to another question never fits. */
  probes?(check: Check, worlds: Worlds): ProbeRequest[];
  /** Pure. Throws Undecidable when the evidence does not decide. Must fail, never pass, when what it speaks of is not there. */
  evaluate(check: Check, asked: Asked): Result;
}
