// A whole pod: a pause process that holds the namespaces, containers that joined them, the ports they listen on. No name takes part in it.
import { z } from 'zod';
import { judgePod } from '../model/pod';
import { selectProcesses } from '../select/process';
import { Program, Snapshot } from '../select/schema';
import { pass, type Result } from '../verdict';
import type { CheckType } from './check';

export const PodContainer = z.strictObject({
  program: Program.describe('The program of a built-in image that the container runs.'),
  listens: z
    .array(z.number().int().min(1).max(65535))
    .default([])
    .describe('TCP ports that a process of this container holds.'),
});
export type PodContainer = z.infer<typeof PodContainer>;

export const PodCheck = z
  .strictObject({
    type: z.literal('pod'),
    pause: Program.default('pause:/pause').describe('The program that holds the namespaces.'),
    containers: z.array(PodContainer).min(1),
    shared: z
      .array(z.enum(['net', 'ipc', 'uts', 'pid']))
      .min(1)
      .default(['net'])
      .describe('Namespaces that every container must share with pause.'),
    newSince: Snapshot.optional().describe('Pause and containers must have been started after this snapshot.'),
  })
  .describe('A pod: pause plus containers in its namespaces. Other containers in it do no harm.');
export type PodCheck = z.infer<typeof PodCheck>;

export const pod: CheckType<PodCheck> = {
  type: 'pod',
  schema: PodCheck,
  needs: () => ({ sources: ['addresses', 'sockets'], objects: [] }),
  evaluate(check, { worlds }): Result {
    const since = check.newSince === undefined ? {} : { newSince: check.newSince };
    const pauses = selectProcesses({ program: check.pause, ...since }, worlds);
    if (!pauses.found) return pauses.result;
    // Several may be under construction: the one that is nearest to what is asked is talked about.
    const judged = pauses.processes.map((pause) => judgePod(pause, check, worlds)).sort((a, b) => b.stage - a.stage);
    const best = judged[0];
    if (best === undefined) throw new Error('Cannot judge a pod: the selection of pause processes is empty');
    return best.problem ?? pass('pod.ok', best.params, best.lines);
  },
};
