// How lab.yaml says which processes, or whose network namespace, a check is about.
import { z } from 'zod';

export const Snapshot = z
  .enum(['baseline', 'stepStart'])
  .describe('"baseline": after set-up, before the learner came; "stepStart": when this step was opened');

/** With the path, because an image may hold a shell beside the program that it is there for. */
export const Program = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*:\/[^\s:]+$/, 'an image and a path in it, such as "nginx:/usr/sbin/nginx"');

export const ProcessSelector = z
  .strictObject({
    container: z
      .string()
      .min(1)
      .optional()
      .describe('Name of a container. The name is the lab’s claim; that it runs, and where, is asked of the kernel.'),
    program: Program.optional().describe(
      'A program of a built-in image, known by the content of its file, never by its name.',
    ),
    role: z.string().min(1).optional().describe('The first process of a node, for example "workstation".'),
    at: Snapshot.optional().describe('Look for it in an earlier snapshot; left out: in the newest evidence.'),
    newSince: Snapshot.optional().describe('Only processes that did not run at that snapshot.'),
  })
  .refine((selector) => selector.container ?? selector.program ?? selector.role, {
    message: 'name a container, a program or a role',
  });
export type ProcessSelector = z.infer<typeof ProcessSelector>;

export const NetnsSelector = ProcessSelector.describe(
  'The network namespace of these processes, or of a node when only `role` is given.',
);
export type NetnsSelector = ProcessSelector;
