// A backend that makes nothing: for unit and page tests, and to try the pages where no lab can run. It needs neither root
// nor Docker. Labs are files in a folder, so that they survive the runner as real ones do.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { LabSpec, type CreateStep, type CreateStepName, type Detection } from '../../api';
import { systemClock, type Clock } from '../../sys/clock';
import { readFileIfThere } from '../../sys/files';
import type { Lab, LabBackend } from '../backend';
import { FakeLab } from './lab';
import { FakeWorld } from './world';

export interface FakeStep {
  name: CreateStepName;
  delayMs?: number;
  /** Thrown by this step. */
  failure?: Error;
}

export interface FakeOptions {
  dataDir: string;
  clock?: Clock;
  /** Steps of creation. @default two that take no time */
  steps?: readonly FakeStep[];
}

const Stored = z.strictObject({ spec: LabSpec, createdAt: z.number(), files: z.record(z.string(), z.string()) });

export class FakeBackend implements LabBackend {
  readonly name = 'fake';
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #steps: readonly FakeStep[];
  readonly #labs = new Map<string, FakeLab>();
  /** What was undone, newest last: for tests of creation. */
  readonly undone: string[] = [];

  constructor({ dataDir, clock = systemClock, steps = [{ name: 'world' }, { name: 'files' }] }: FakeOptions) {
    this.#folder = join(dataDir, 'fake');
    this.#clock = clock;
    this.#steps = steps;
  }

  detect(): Promise<Detection> {
    return Promise.resolve({
      backend: 'fake',
      usable: true,
      reason: 'fake labs: a toy shell, no kernel state, nothing can be graded',
      remedy: null,
      warnings: ['For tests only.'],
    });
  }

  async create(spec: LabSpec, onStep: (step: CreateStep) => void, signal: AbortSignal): Promise<FakeLab> {
    await mkdir(this.#folder, { recursive: true });
    const done: string[] = [];
    try {
      for (const step of this.#steps) {
        await this.#runStep(step.name, onStep, async () => {
          signal.throwIfAborted();
          if (step.delayMs) await sleep(step.delayMs, undefined, { signal });
          if (step.failure) throw step.failure;
        });
        done.push(step.name);
      }
      const lab = this.#open({ spec, createdAt: this.#clock.now(), files: {} }, true);
      await this.#runStep('setup', onStep, () => this.#setUp(lab, spec));
      return lab;
    } catch (error) {
      for (const name of done.reverse()) this.undone.push(name);
      await this.#labs.get(spec.id)?.destroy();
      throw error;
    }
  }

  async list(): Promise<Lab[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const labs = await Promise.all(names.map((name) => this.#load(name.replace(/\.json$/, ''))));
    return labs.filter((lab) => lab !== undefined);
  }

  async reap(keep: ReadonlySet<string>): Promise<string[]> {
    const labs = (await this.list()).filter(({ id }) => !keep.has(id));
    await Promise.all(labs.map((lab) => lab.destroy()));
    return labs.map(({ id }) => `fake lab ${id}`);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #runStep(name: CreateStepName, onStep: (step: CreateStep) => void, work: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    onStep({ name, state: 'running', ms: null });
    try {
      await work();
    } catch (error) {
      onStep({ name, state: 'failed', ms: performance.now() - startedAt });
      throw error;
    }
    onStep({ name, state: 'done', ms: performance.now() - startedAt });
  }

  async #setUp(lab: FakeLab, spec: LabSpec): Promise<void> {
    for (const { path, text } of spec.files)
      await lab.exec({ terminal: 'workstation', argv: ['tee', path], input: text });
    for (const argv of spec.setup) {
      const { exit, stderr } = await lab.exec({ terminal: 'workstation', argv });
      if (exit !== 0) throw new Error(`Setup of lab ${spec.id} failed with exit ${exit}: ${argv.join(' ')}\n${stderr}`);
    }
  }

  async #load(id: string): Promise<FakeLab | undefined> {
    const known = this.#labs.get(id);
    if (known) return known;
    const text = await readFileIfThere(this.#path(id));
    return text === undefined ? undefined : this.#open(Stored.parse(JSON.parse(text)), false);
  }

  #open({ spec, createdAt, files }: z.infer<typeof Stored>, isNew: boolean): FakeLab {
    const content = new Map(Object.entries(files));
    const path = this.#path(spec.id);
    const save = () => writeFileSync(path, JSON.stringify({ spec, createdAt, files: Object.fromEntries(content) }));
    const world = new FakeWorld(spec.id, content, save);
    const lab = new FakeLab(spec, createdAt, world, this.#clock, async () => {
      this.#labs.delete(spec.id);
      await rm(path, { force: true });
    });
    this.#labs.set(spec.id, lab);
    if (isNew) save();
    return lab;
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

export const createFakeBackend = (options: FakeOptions): LabBackend => new FakeBackend(options);
