// What is measured of lab-runner, on labs of the course's first lesson, with a runner of its own.
import type { BackendName, LabSpecInput } from '../../../lab-runner/api';
import type { RunnerClient } from '../../_server/runner/client';
import { Grading } from '../grading';
import type { LessonLab } from '../lesson';
import { makeLabId } from '../runner/lab-id';
import { makeLab } from '../runner/lab-life';
import { attachTerminal } from '../terminal/connection';
import { figure, type Figure } from './figures';
import { parentOf, pssMegabytes } from './memory';
import { openShell } from './shell';

export interface Bench {
  client: RunnerClient;
  lesson: LessonLab;
  backend: BackendName;
  runs: number;
}

const specOf = ({ lesson, backend }: Bench): LabSpecInput => lesson.labSpec(makeLabId(), backend);
const destroy = (client: RunnerClient, id: string) => client.destroyLab(id, { checkpoint: false });

const openLabShell = (client: RunnerClient, id: string) =>
  openShell((size, events) => attachTerminal(client, id, 'workstation', size, events));

/** From the request to the prompt, with the lesson's set-up and without, and from the request to end a lab until nothing is left. */
export async function measureLife(bench: Bench): Promise<Figure[]> {
  const times = { bare: [] as number[], whole: [] as number[], end: [] as number[] };
  const live = async (spec: LabSpecInput, starts: number[]) => {
    const from = performance.now();
    await makeLab(bench.client, spec);
    const shell = await openLabShell(bench.client, spec.id);
    starts.push(performance.now() - from);
    shell.close();
    const ending = performance.now();
    await destroy(bench.client, spec.id);
    times.end.push(performance.now() - ending);
  };
  for (let run = 0; run < bench.runs; run += 1) {
    await live({ ...specOf(bench), setup: [] }, times.bare);
    await live(specOf(bench), times.whole);
  }
  const how = 'POST /v1/labs until the first prompt, cold: nothing warm but the base';
  return [
    figure('lab start', 'ms', times.bare, { p50: 450, p95: 800 }, `${how}; without the lesson’s set-up`),
    figure(
      'lab start, with set-up',
      'ms',
      times.whole,
      { p50: null, p95: null },
      `${how}; the first lesson’s pod is made with podman as well`,
    ),
    figure('lab destroy', 'ms', times.end, { p50: 500, p95: 500 }, 'DELETE until nothing is left'),
  ];
}

const MORE_LABS = 8;

/** Growth per lab beyond the first: processes of the labs with their holders, and the runner's. */
export async function measureMemory(bench: Bench): Promise<Figure[]> {
  const ids: string[] = [];
  const start = async () => {
    const spec = specOf(bench);
    await makeLab(bench.client, spec);
    (await openLabShell(bench.client, spec.id)).close();
    ids.push(spec.id);
  };
  try {
    await start();
    const one = await pssMegabytes(await pidsOf(bench, ids));
    for (let lab = 0; lab < MORE_LABS; lab += 1) await start();
    const all = await pssMegabytes(await pidsOf(bench, ids));
    const how = `PSS of lab-runner, the labs' holders and all their processes, a shell open in each: (${1 + MORE_LABS} labs − 1 lab) / ${MORE_LABS}`;
    return [figure('memory per lab', 'MB', [(all - one) / MORE_LABS], { p50: 40, p95: null }, how)];
  } finally {
    for (const id of ids) await destroy(bench.client, id);
  }
}

async function pidsOf({ client }: Bench, ids: readonly string[]): Promise<number[]> {
  const pids = new Set<number>([await client.pid()]);
  for (const id of ids) {
    const { processes } = await client.evidence(id, { sources: [], objects: [], freeze: false });
    for (const { pid } of processes) {
      // The holder is outside of the lab's own pid namespace.
      for (let at = pid; at > 1 && !pids.has(at); at = await parentOf(at)) pids.add(at);
    }
  }
  return [...pids];
}

const GRADES = 20;

export async function measureGrade(bench: Bench): Promise<Figure[]> {
  const spec = specOf(bench);
  await makeLab(bench.client, spec);
  try {
    const grading = new Grading(bench.client, spec.id, bench.lesson.steps);
    await grading.takeBaseline();
    const [step] = bench.lesson.steps;
    if (!step) return [];
    const times: number[] = [];
    for (let run = 0; run < GRADES; run += 1) {
      const from = performance.now();
      await grading.grade(step);
      times.push(performance.now() - from);
    }
    return [figure('grade', 'ms', times, { p50: 500, p95: 500 }, 'frozen evidence and verdict of the first step')];
  } finally {
    await destroy(bench.client, spec.id);
  }
}
