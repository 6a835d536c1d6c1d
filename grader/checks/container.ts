// A container, named by the lab's claim and decided by the kernel: it runs, it is gone, it was started anew.
import { z } from 'zod';
import { claimLine, processLine } from '../lines';
import { selectProcesses } from '../select/process';
import { Program, Snapshot } from '../select/schema';
import { fail, failMissing, pass, type Params } from '../verdict';
import type { CheckType } from './check';
import { clean } from '../clean';

export const ContainerCheck = z
  .strictObject({
    type: z.literal('container'),
    name: z.string().min(1).describe('The container’s name in the lab.'),
    state: z
      .enum(['running', 'gone', 'stopped', 'restarted'])
      .default('running')
      .describe(
        '"gone": the processes it had at `since` have ended. "stopped": it is listed, and no process of it runs. "restarted": gone, and a new one of that name runs.',
      ),
    since: Snapshot.optional().describe('The snapshot that "gone" and "restarted" compare with.'),
    program: Program.optional().describe('It must run this program of a built-in image.'),
  })
  .describe('The state of a container.')
  .refine((check) => (check.state === 'gone' || check.state === 'restarted') === (check.since !== undefined), {
    message: '"gone" and "restarted" need `since`; the others do not take it',
  });
export type ContainerCheck = z.infer<typeof ContainerCheck>;

export const container: CheckType<ContainerCheck> = {
  type: 'container',
  schema: ContainerCheck,
  needs: () => ({ sources: [], objects: ['containers'] }),
  evaluate(check, { worlds }) {
    const named = { container: check.name, ...(check.program === undefined ? {} : { program: check.program }) };
    const params: Params = { name: check.name, since: check.since ?? 'now' };
    if (check.since !== undefined) {
      const then = selectProcesses({ ...named, at: check.since }, worlds);
      if (!then.found) return then.result;
      const alive = then.processes.filter((each) => worlds.now.isAlive(each));
      if (alive.length > 0) {
        return fail(
          'container.still-running',
          params,
          alive.slice(0, 4).map((each) => processLine(each)),
        );
      }
      if (check.state === 'gone')
        return pass(
          'container.gone',
          params,
          then.processes.slice(0, 4).map((each) => processLine(each)),
        );
    }
    if (check.state === 'stopped') {
      const claims = worlds.now.claims.filter((claim) => claim.name === check.name);
      const [claim] = claims;
      if (claim === undefined)
        return failMissing('container.unknown', { name: check.name, names: knownNames(worlds.now.claims) });
      if (claims.length > 1)
        return failMissing('container.ambiguous', { name: check.name }, claims.slice(0, 4).map(claimLine));
      const process = worlds.now.running.find((each) => claim.pid > 0 && each.nspid[0] === claim.pid);
      if (process !== undefined)
        return fail('container.still-running', params, [claimLine(claim), processLine(process)]);
      return pass('container.stopped-ok', { ...params, state: clean(claim.state, 40) }, [claimLine(claim)]);
    }
    const now = selectProcesses(named, worlds);
    if (!now.found) return now.result;
    const lines = now.processes.slice(0, 4).map((each) => processLine(each));
    return pass(check.state === 'restarted' ? 'container.restarted' : 'container.running', params, lines);
  },
};

const knownNames = (claims: { name: string }[]): string[] => claims.slice(0, 8).map(({ name }) => clean(name, 40));
