import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { LabSpec } from '../../api';
import type { Evidence, EvidenceRequest, ProbeRequest, ProbeResult } from '../../evidence/document';
import type { Clock } from '../../sys/clock';
import type { ExecOptions, ExecResult, Lab, Tty } from '../backend';
import { FakeShell } from './shell';
import type { FakeWorld } from './world';

const Checkpoint = z.record(z.string(), z.string());

export class FakeLab implements Lab {
  readonly backend = 'fake';
  readonly #shells = new Set<FakeShell>();
  readonly #ended = new AbortController();
  #destroying: Promise<void> | undefined;

  constructor(
    readonly spec: LabSpec,
    readonly createdAt: number,
    private readonly world: FakeWorld,
    private readonly clock: Clock,
    private readonly remove: () => Promise<void>,
  ) {}

  get id(): string {
    return this.spec.id;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- so that what it throws is a rejection
  async openTerminal(name: string, size: { columns: number; rows: number }): Promise<Tty> {
    this.#assertAlive('open a terminal');
    const shell = new FakeShell(this.world, name, size);
    this.#shells.add(shell);
    shell.onExit(() => this.#shells.delete(shell));
    return shell;
  }

  async exec({ argv, input = '', timeoutMs = 30_000 }: ExecOptions): Promise<ExecResult> {
    this.#assertAlive(`run ${argv.join(' ')}`);
    if (argv[0] === 'sleep') {
      const wanted = Number(argv[1] ?? 0) * 1000;
      await sleepUntil(Math.min(wanted, timeoutMs), this.#ended.signal);
      if (wanted > timeoutMs) throw new Error(`Timed out after ${timeoutMs} ms: ${argv.join(' ')}`);
      return { exit: 0, stdout: '', stderr: '' };
    }
    return this.world.run(argv, input);
  }

  evidence(request: EvidenceRequest): Promise<Evidence> {
    const now = this.clock.now();
    return this.probe(request.probes).then((probes) => ({
      schema: 1,
      lab: this.spec.lab,
      specHash: this.spec.specHash,
      backend: 'fake',
      frozen: 'no',
      times: { objects: null, kernel: { startedAt: now, ms: 0 }, probes: null },
      nodes: [],
      netns: [],
      processes: [],
      catalogue: [],
      objects: {},
      probes,
      problems: ['fake backend: no kernel state'],
    }));
  }

  probe(requests: readonly ProbeRequest[]): Promise<ProbeResult[]> {
    return Promise.resolve(
      requests.map(({ id }) => ({ id, outcome: 'error', status: null, detail: 'fake backend: no network', ms: 0 })),
    );
  }

  async *watch(_request: EvidenceRequest, signal: AbortSignal): AsyncIterable<string> {
    const over = AbortSignal.any([signal, this.#ended.signal]);
    let last: string | undefined;
    while (!over.aborted) {
      const fingerprint = this.world.fingerprint();
      if (fingerprint !== last) yield (last = fingerprint);
      else await nextChange(this.world, over);
    }
  }

  async checkpoint(path: string): Promise<void> {
    await writeFile(path, JSON.stringify(Object.fromEntries(this.world.files)));
  }

  async restore(path: string): Promise<void> {
    const files = Checkpoint.parse(JSON.parse(await readFile(path, 'utf8')));
    for (const [name, text] of Object.entries(files)) this.world.files.set(name, text);
    this.world.changed();
  }

  destroy(): Promise<void> {
    this.#destroying ??= this.#end();
    return this.#destroying;
  }

  isAlive(): boolean {
    return !this.#ended.signal.aborted;
  }

  /** Ends it as if something outside had killed its first process. */
  die(): void {
    this.#ended.abort();
    for (const shell of this.#shells) shell.kill();
  }

  async #end(): Promise<void> {
    this.die();
    await this.remove();
  }

  #assertAlive(what: string): void {
    if (!this.isAlive()) throw new Error(`Cannot ${what}: lab ${this.id} has ended. Start a new one.`);
  }
}

function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

function nextChange(world: FakeWorld, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = world.onChange(done);
    signal.addEventListener('abort', done);
  });
}
