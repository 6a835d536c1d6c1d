// The grader's public names.
export { CHECK_TYPES, Check } from './checks';
export { EXCUSES, refusedExcuse, type Excuse } from './excuse';
export type { Evidence, EvidenceNeeds, ProbeRequest } from './evidence';
export { gradeStep, probesForStep, sourcesForStep, stepHasProbes, type Documents, type GradeInput } from './grade';
export { en as MESSAGES_EN, type Code } from './messages/en';
export type { Parts } from './messages/parts';
export { renderParts, renderVerdict, type Language, type Overrides, type RenderOptions } from './render';
export { Step, StepCheck } from './step';
export {
  VERDICT_SCHEMA,
  type CheckVerdict,
  type EvidenceLine,
  type Json,
  type Outcome,
  type Params,
  type StepVerdict,
} from './verdict';
