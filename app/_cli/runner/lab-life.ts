// Makes a lab and waits until it is ready, telling its steps.
import type { LabInfo, LabSpecInput } from '../../../lab-runner/api';
import type { RunnerClient } from '../../_server/runner/client';
import { CliFailure } from '../failure';

/**
 * @param onStep told once for each step that is done
 * @throws CliFailure with the reason the runner gives
 */
export async function makeLab(
  client: RunnerClient,
  spec: LabSpecInput,
  onStep: (name: string, ms: number) => void = () => undefined,
): Promise<LabInfo> {
  await client.createLab(spec);
  const told = new Set<string>();
  const done = new AbortController();
  try {
    for await (const info of client.labEvents(spec.id, done.signal)) {
      for (const step of info.steps) {
        if (step.state !== 'done' || told.has(step.name)) continue;
        told.add(step.name);
        onStep(step.name, step.ms ?? 0);
      }
      if (info.state === 'ready') return info;
      if (info.state !== 'creating')
        throw new CliFailure(`Lab ${spec.id} could not be made: ${info.reason?.message ?? info.state}`);
    }
  } finally {
    done.abort();
  }
  throw new CliFailure(`Lab ${spec.id} could not be made: the lab-runner stopped`);
}
