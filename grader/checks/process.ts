// A process, known by its content or by where it was: running, or gone. Pid and start time name it for ever.
import { z } from 'zod';
import { processLine } from '../lines';
import { nameOf, selectProcesses } from '../select/process';
import { selectorNeeds } from '../select/needs';
import { ProcessSelector } from '../select/schema';
import { fail, pass, type Params } from '../verdict';
import type { CheckType } from './check';

export const ProcessCheck = z
  .strictObject({
    type: z.literal('process'),
    which: ProcessSelector,
    state: z
      .enum(['running', 'gone'])
      .default('running')
      .describe(
        '"gone": those found at `which.at` have all ended. A new process of the same program does not undo that.',
      ),
  })
  .describe('A process that runs, or that ran earlier and has ended.')
  .refine((check) => check.state === 'running' || check.which.at !== undefined, {
    message: '"gone" needs `which.at`: a process that was never seen cannot be known to be gone',
  });
export type ProcessCheck = z.infer<typeof ProcessCheck>;

export const process: CheckType<ProcessCheck> = {
  type: 'process',
  schema: ProcessCheck,
  needs: (check) => selectorNeeds(check.which),
  evaluate(check, { worlds }) {
    const selected = selectProcesses(check.which, worlds);
    if (!selected.found) return selected.result;
    const alive = selected.processes.filter((each) => worlds.now.isAlive(each));
    const params: Params = {
      name: nameOf(check.which),
      since: check.which.at ?? 'now',
      pids: (check.state === 'gone' && alive.length === 0 ? selected.processes : alive).map(
        (each) => each.nspid[0] ?? each.pid,
      ),
    };
    const lines = (alive.length > 0 ? alive : selected.processes).slice(0, 4).map((each) => processLine(each));
    if (check.state === 'gone') {
      return alive.length === 0 ? pass('process.ended', params, lines) : fail('process.still-running', params, lines);
    }
    return alive.length > 0 ? pass('process.ok', params, lines) : fail('process.ended-early', params, lines);
  },
};
