// What the server tells the page: shapes of every JSON answer and server-sent event. Pages import types from here only.
import { z } from 'zod';
import { BackendName, CreateStep, LabReason, LabState } from '../../lab-runner/api';

export const Locale = z.enum(['en', 'zh']);
export type Locale = z.infer<typeof Locale>;

/** A content key: module folder and lesson folder, such as "10-pods/10-pause". */
export const LessonKey = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/);

export const EvidenceLine = z.strictObject({
  source: z.string(),
  netns: z.string().nullable(),
  line: z.number().nullable(),
  text: z.string(),
  /** The deciding part of `text`, to be marked. */
  mark: z.string().nullable(),
});

/** A check's outcome with its three sentences already rendered in both languages from the verdict's code and params. */
export const CheckView = z.strictObject({
  id: z.string(),
  verdict: z.enum(['pass', 'fail', 'not graded']),
  code: z.string(),
  points: z.number(),
  maxPoints: z.number(),
  title: z.record(Locale, z.string()),
  messages: z.record(Locale, z.strictObject({ expected: z.string(), actual: z.string(), why: z.string() })),
  evidence: z.array(EvidenceLine),
});
export type CheckView = z.infer<typeof CheckView>;

export const StepState = z.enum(['open', 'looking', 'done', 'differs', 'not-graded']);

export const StepView = z.strictObject({
  id: z.string(),
  title: z.record(Locale, z.string()),
  mode: z.enum(['latch', 'final']),
  state: StepState,
  points: z.number(),
  maxPoints: z.number(),
  /** The newest result of each check; empty before the first look. */
  checks: z.array(CheckView),
  attempts: z.number(),
  hintsOpened: z.number(),
  hintsTotal: z.number(),
  /** The author's number of failed tries is reached, or the step is done. */
  solutionOpen: z.boolean(),
});
export type StepView = z.infer<typeof StepView>;

export const LabView = z.strictObject({
  id: z.string(),
  lesson: LessonKey,
  backend: BackendName,
  state: LabState,
  terminals: z.array(z.string()),
  createdAt: z.number(),
  expiresAt: z.number(),
  steps: z.array(CreateStep),
  reason: LabReason.nullable(),
  adopted: z.boolean(),
});
export type LabView = z.infer<typeof LabView>;

/** GET /api/lessons/MODULE/LESSON: all the page needs besides the text. Steps are there without a lab or an account too. */
export const LessonView = z.strictObject({
  lesson: LessonKey,
  steps: z.array(StepView),
  lab: LabView.nullable(),
  /** Measured on this machine from earlier starts; null before the first. */
  startP50Ms: z.number().nullable(),
  /** Why no lab can be started now, with the remedy; null when one can. */
  unavailable: z.record(Locale, z.string()).nullable(),
});
export type LessonView = z.infer<typeof LessonView>;

export const AttemptView = z.strictObject({
  id: z.uuid(),
  step: z.string(),
  state: z.enum(['grading', 'graded']),
  view: StepView.nullable(),
  /** Shown with "not graded", so that an operator can find it. */
  reference: z.string(),
});
export type AttemptView = z.infer<typeof AttemptView>;

/** Server-sent events of GET /api/labs/ID/events. The event's name is `type`; its data is the whole object as JSON. */
export const LabStreamEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('lab'), lab: LabView }),
  z.strictObject({ type: z.literal('step'), step: StepView }),
  z.strictObject({ type: z.literal('runner'), reachable: z.boolean() }),
]);
export type LabStreamEvent = z.infer<typeof LabStreamEvent>;

export const ApiError = z.strictObject({
  code: z.string(),
  message: z.record(Locale, z.string()),
  remedy: z.record(Locale, z.string()).nullable(),
});
export type ApiError = z.infer<typeof ApiError>;

export const StartLab = z.strictObject({ lesson: LessonKey, backend: BackendName.optional() });
export const CheckStep = z.strictObject({
  step: z.string().max(64),
  /** Made by the page; the same key stores and grades once. */
  key: z.uuid(),
  answers: z.record(z.string().max(64), z.string().max(4000)).default({}),
});
export const OpenHint = z.strictObject({
  lesson: LessonKey,
  step: z.string().max(64),
  hint: z.number().int().nonnegative(),
});
export const TicketView = z.strictObject({ ticket: z.string() });

/**
 * Routes (all JSON; errors are ApiError; every mutation needs the session cookie and a same-origin request):
 *
 *   GET    /api/lessons/MODULE/LESSON               LessonView
 *   POST   /api/labs                 StartLab       LabView; signs a visitor in as a guest first; the user's open lab of the lesson if there is one
 *   GET    /api/labs/ID                             LabView
 *   GET    /api/labs/ID/events                      text/event-stream of LabStreamEvent; while it is open the lab's open steps are ticked
 *   POST   /api/labs/ID/reset                       LabView (a fresh lab, new id)
 *   POST   /api/labs/ID/extend                      LabView
 *   DELETE /api/labs/ID                             204
 *   POST   /api/labs/ID/attempts     CheckStep      AttemptView, graded
 *   POST   /api/labs/ID/terminals/NAME/ticket       TicketView
 *   WS     /api/terminal                            first frame {"ticket": "…"}, then lab-runner's terminal frames
 *   POST   /api/hints                OpenHint       StepView
 *   GET    /api/labs/ID/recordings/NAME             asciicast v2, the learner's own
 */
export const TERMINAL_PATH = '/api/terminal';
