// The whole public face of lab-runner: what travels over its socket. Knows no users, no checks, no grades.
import { z } from 'zod';

export * from './evidence/document';

export const BackendName = z.enum(['embedded', 'kind', 'fake']);
export type BackendName = z.infer<typeof BackendName>;

export const LabId = z.string().regex(/^[a-z][a-z0-9]{7}$/, 'a lab id is a letter and seven of a–z0–9');

export const Detection = z.strictObject({
  backend: BackendName,
  usable: z.boolean(),
  /** Why it is not usable, or what it will use ("cgroup v2, idmapped base"). */
  reason: z.string(),
  /** What someone can do about it; null when usable. */
  remedy: z.string().nullable(),
  /** Things that work less well here than they could, each with its remedy. */
  warnings: z.array(z.string()),
});
export type Detection = z.infer<typeof Detection>;

export const Limits = z.strictObject({
  memoryMiB: z.number().int().positive().default(512),
  diskMiB: z.number().int().positive().default(512),
  pids: z.number().int().positive().default(512),
  cpus: z.number().positive().default(1),
});
export type Limits = z.infer<typeof Limits>;

/** A file put into the lab before the learner arrives. `path` is absolute inside the lab. */
export const SetupFile = z.strictObject({
  path: z.string().startsWith('/'),
  mode: z.number().int().default(0o644),
  text: z.string(),
});

/** What a lab is made from. The runner never sees a check, an expected value or a solution. */
export const LabSpec = z.strictObject({
  id: LabId,
  /** Content key, such as "10-pods/10-pause"; for people. */
  lab: z.string(),
  specHash: z.string(),
  backend: BackendName,
  terminals: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/)).min(1),
  images: z.array(z.string()).default([]),
  files: z.array(SetupFile).default([]),
  /** Commands run in order on the workstation after the files are there; the first that fails fails the creation. */
  setup: z.array(z.array(z.string()).min(1)).default([]),
  limits: Limits.prefault({}),
  egress: z.boolean().default(false),
  /** Ends when no terminal was attached for this long, and in any case after maxMinutes. */
  idleMinutes: z.number().positive().default(30),
  maxMinutes: z.number().positive().default(120),
});
export type LabSpec = z.infer<typeof LabSpec>;
export type LabSpecInput = z.input<typeof LabSpec>;

/**
 * The steps of creation, of all backends; each makes some of them, and "restore" comes last where there is a checkpoint.
 * The names stay as they are: pages have words for them in every language.
 */
export const CreateStepName = z.enum([
  'reserve',
  'limit',
  'disk',
  'sandbox',
  'world',
  'egress',
  'files',
  'setup',
  'restore',
]);
export type CreateStepName = z.infer<typeof CreateStepName>;

/** One named step of creation; sent when it starts and again when it ends. */
export const CreateStep = z.strictObject({
  name: CreateStepName,
  state: z.enum(['running', 'done', 'failed']),
  ms: z.number().nullable(),
});
export type CreateStep = z.infer<typeof CreateStep>;

export const LabState = z.enum(['creating', 'ready', 'failed', 'ending', 'ended']);
export type LabState = z.infer<typeof LabState>;

/** Codes of {@link LabReason} that the runner gives. */
export const LAB_REASON_CODES = [
  'expired-idle',
  'expired-max',
  'lab-died',
  'ended-on-request',
  'runner-stopping',
  'create-failed',
  'restore-failed',
  'remove-failed',
  'disk-full',
] as const;
export type LabReasonCode = (typeof LAB_REASON_CODES)[number];

/** Why a lab failed or ended. A reader that does not know the code shows the message. */
export const LabReason = z.strictObject({
  code: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  /** Fill the sentence of the code; failures have `detail`, what the failed program said. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** English, for logs and the command line. */
  message: z.string(),
});
export type LabReason = z.infer<typeof LabReason>;

export const LabInfo = z.strictObject({
  id: LabId,
  lab: z.string(),
  specHash: z.string(),
  backend: BackendName,
  state: LabState,
  terminals: z.array(z.string()),
  createdAt: z.number(),
  /** Milliseconds since the epoch; moves when the learner is active or extends. */
  expiresAt: z.number(),
  steps: z.array(CreateStep),
  /** Why it failed or ended; null while it lives. */
  reason: LabReason.nullable(),
  /** True when a runner took it over from an earlier one: its shells are new, its recorded screens are not. */
  adopted: z.boolean(),
});
export type LabInfo = z.infer<typeof LabInfo>;

/** A line of GET /v1/labs/ID/events (NDJSON): the whole info whenever it changes. */
export const LabEvent = z.strictObject({ type: z.literal('lab'), lab: LabInfo });

/** Body of POST /v1/labs. With `restoreFrom`, the files of that lab's checkpoint are put in. */
export const CreateLab = z.strictObject({ spec: LabSpec, restoreFrom: LabId.optional() });

export const ExecRequest = z.strictObject({
  terminal: z.string(),
  argv: z.array(z.string()).min(1),
  input: z.string().optional(),
  timeoutMs: z.number().int().positive().max(600_000).default(30_000),
});
export type ExecRequest = z.input<typeof ExecRequest>;
export const ExecResponse = z.strictObject({ exit: z.number().int(), stdout: z.string(), stderr: z.string() });

/** A line of POST /v1/labs/ID/watch (NDJSON). The body is an EvidenceRequest. */
export const WatchEvent = z.strictObject({ fingerprint: z.string() });

/** Every error answer. `remedy` says what to do. */
export const RunnerError = z.strictObject({ code: z.string(), message: z.string(), remedy: z.string().nullable() });
export type RunnerError = z.infer<typeof RunnerError>;

/**
 * Terminal frames, WebSocket /v1/labs/ID/terminals/NAME. Text frames are these messages; binary frames from the runner are
 * output bytes, after a `screen`. The client acknowledges what it has drawn; the runner pauses the pty above the high watermark.
 */
export const TerminalClientMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('attach'),
    columns: z.number().int().min(2).max(1000),
    rows: z.number().int().min(1).max(500),
  }),
  z.strictObject({ type: z.literal('input'), data: z.string().max(1 << 20) }),
  z.strictObject({
    type: z.literal('resize'),
    columns: z.number().int().min(2).max(1000),
    rows: z.number().int().min(1).max(500),
  }),
  /** Bytes of binary frames drawn since the last `ack` (not a running total); a `screen` is not counted. */
  z.strictObject({ type: z.literal('ack'), bytes: z.number().int().nonnegative() }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type TerminalClientMessage = z.infer<typeof TerminalClientMessage>;

export const TerminalServerMessage = z.discriminatedUnion('type', [
  /**
   * The serialised screen to draw on a cleared terminal of this size; `restarted` when the shell under it is new.
   * Comes after `attach`, and again whenever someone else who looks at the same terminal resizes it.
   */
  z.strictObject({
    type: z.literal('screen'),
    data: z.string(),
    columns: z.number(),
    rows: z.number(),
    restarted: z.boolean(),
  }),
  /** The shell ended. A further `attach` on the same connection starts a new one under the screen. */
  z.strictObject({ type: z.literal('exit'), code: z.number().int().nullable() }),
  z.strictObject({ type: z.literal('error'), code: z.string(), message: z.string() }),
  z.strictObject({ type: z.literal('pong') }),
]);
export type TerminalServerMessage = z.infer<typeof TerminalServerMessage>;

/** Unacknowledged bytes above which a pty is paused, and below which it is resumed. */
export const HIGH_WATERMARK_BYTES = 128 * 1024;
export const LOW_WATERMARK_BYTES = 32 * 1024;

/**
 * The runner's routes, HTTP/1.1 over its unix socket (mode 0660; who can open it is trusted):
 *
 *   GET    /v1/health                         {ok: true, pid}
 *   GET    /v1/backends                       Detection[]
 *   GET    /v1/labs                           LabInfo[]
 *   POST   /v1/labs            CreateLab      202 LabInfo (state "creating"); 409 when the id exists
 *   GET    /v1/labs/ID                        LabInfo; 404
 *   GET    /v1/labs/ID/events                 NDJSON of LabEvent, the present state first
 *   POST   /v1/labs/ID/extend  {minutes}      LabInfo
 *   DELETE /v1/labs/ID                        204 once it is gone; ?checkpoint=1 keeps its files first
 *   POST   /v1/labs/ID/exec    ExecRequest    ExecResponse
 *   POST   /v1/labs/ID/evidence EvidenceRequest  Evidence
 *   POST   /v1/labs/ID/watch   EvidenceRequest   NDJSON of WatchEvent, one now and one after each change
 *   GET    /v1/labs/ID/recordings/NAME        asciicast v2
 *   WS     /v1/labs/ID/terminals/NAME         terminal frames, below
 */
export const API_PREFIX = '/v1';
