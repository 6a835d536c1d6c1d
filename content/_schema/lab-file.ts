// lab.yaml: what a lab is made from and what is checked in it.
import { z } from 'zod';
import { Check } from '../../grader';
import { Id, Words } from './words';

export const BACKENDS = ['embedded', 'kind', 'fake'] as const;
const Backend = z.enum(BACKENDS);

const Terminal = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'a small letter, then small letters, digits and hyphens')
  .describe('A terminal: "workstation", or the role of a node.');

const Message = z
  .strictObject({
    en: z.strictObject({ expected: z.string().optional(), actual: z.string().optional(), why: z.string().optional() }),
    zh: z.strictObject({ expected: z.string().optional(), actual: z.string().optional(), why: z.string().optional() }),
  })
  .describe('Your own words for one code; parts left out are the grader’s. {name} is a param of the result.');

export const LabCheck = z.strictObject({
  id: Id.describe('Unique in the lab; wrong/*.sh names it.'),
  points: z.number().int().min(0).default(1).describe('Points for passing.'),
  title: Words.describe('What it looks at, as the learner reads it.'),
  after: Id.optional().describe('A check of the same step that must pass first.'),
  messages: z.record(z.string(), Message).optional().describe('By code, for example "pod.port-missing".'),
  expect: Check.describe('What must be so.'),
});
export type LabCheck = z.infer<typeof LabCheck>;

export const LabStep = z.strictObject({
  id: Id.describe('The id of <Step id="…"> in the lesson.'),
  mode: z.enum(['latch', 'final']).describe('"latch": once right, it stays done. "final": it must hold at the end.'),
  title: Words,
  only: z.array(Backend).min(1).optional().describe('Backends that have this step; left out: all.'),
  checks: z.array(LabCheck).min(1, 'a step needs a check'),
});
export type LabStep = z.infer<typeof LabStep>;

const LabFileEntry = z.strictObject({
  path: z.string().startsWith('/').describe('Absolute path inside the lab.'),
  from: z
    .string()
    .regex(/^setup\/[^/][^\0]*$/, 'a file of the lesson’s setup folder, for example setup/pod.sh')
    .describe('File of the setup folder.'),
  mode: z
    .string()
    .regex(/^0[0-7]{3}$/, 'four octal digits in quotes, for example "0755"')
    .default('0644'),
});

/** What course and module may say for all their labs. */
export const LabDefaults = z.strictObject({
  backends: z.array(Backend).min(1).optional().describe('Where the lab can run; the first usable one is taken.'),
  terminals: z.array(Terminal).min(1).optional().describe('Terminals that the page shows.'),
  images: z.array(z.string().min(1)).optional().describe('Images that must be in the lab before the learner arrives.'),
  limits: z
    .strictObject({
      memoryMiB: z.number().int().positive().optional(),
      diskMiB: z.number().int().positive().optional(),
      pids: z.number().int().positive().optional(),
      cpus: z.number().positive().optional(),
    })
    .optional()
    .describe('What one lab may use.'),
  egress: z.boolean().optional().describe('Whether the lab has a route out.'),
  idleMinutes: z.number().positive().optional().describe('Ends when no terminal was open for this long.'),
  maxMinutes: z.number().positive().optional().describe('Ends in any case after this long.'),
  solutionAfter: z.number().int().positive().optional().describe('Failed tries after which the solution may be read.'),
});
export type LabDefaults = z.infer<typeof LabDefaults>;

export const LabFile = LabDefaults.extend({
  files: z
    .array(LabFileEntry)
    .default([])
    .describe('Files put into the lab before the learner arrives. The learner can read them.'),
  setup: z
    .array(z.array(z.string()).min(1))
    .default([])
    .describe(
      'Commands run in order on the workstation, each a list of arguments; the first that fails fails the lab.',
    ),
  steps: z.array(LabStep).min(1),
}).describe('A lab: where it runs, what it is made from, what is checked.');
export type LabFile = z.infer<typeof LabFile>;
