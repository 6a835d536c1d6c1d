// A lab that exists: what can be done with it.
import type { Evidence, EvidenceRequest, ProbeRequest, ProbeResult } from '../../evidence/document';
import type { ExecOptions, ExecResult, Lab, Tty } from '../backend';
import { saveCheckpoint, loadCheckpoint } from './checkpoint';
import type { Context } from './context';
import { destroyLab } from './destroy';
import { collectEvidence, probeFrom, watchLab } from './evidence';
import { execInLab, holderPid } from './exec';
import { isRunning } from './process-table';
import type { LabRecord } from './record';
import { HOST_ENVIRONMENT, inLab } from './sandbox/enter';
import { openPty } from './terminal';

export class EmbeddedLab implements Lab {
  /** Readings of evidence under way; a watch waits for them. */
  #readings = 0;
  readonly backend = 'embedded';
  private readonly terminals = new Set<Tty>();
  private destroying: Promise<void> | undefined;

  constructor(
    private readonly context: Context,
    private readonly record: LabRecord,
    /** Called once the lab is gone. */
    private readonly onGone: () => void,
  ) {}

  get id() {
    return this.record.id;
  }

  get spec() {
    return this.record.spec;
  }

  get createdAt() {
    return this.record.createdAt;
  }

  isAlive(): boolean {
    const { running } = this.record;
    return this.destroying === undefined && running !== null && isRunning(running.init) && isRunning(running.holder);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a lab that cannot have a terminal rejects, as the contract says
  async openTerminal(name: string, size: { columns: number; rows: number }): Promise<Tty> {
    this.requireTerminal(name);
    const argv = inLab({
      labId: this.id,
      holderPid: holderPid(this.record),
      procsFiles: this.context.cgroups?.procsFiles(this.id) ?? [],
      argv: ['bash', '-l'],
      terminal: true,
      maxProcesses: this.context.cgroups ? null : this.record.spec.limits.pids,
      env: { PODWIRE_TERMINAL: name },
    });
    const tty = openPty(argv, HOST_ENVIRONMENT, size);
    this.terminals.add(tty);
    tty.onExit(() => this.terminals.delete(tty));
    return tty;
  }

  async exec({ terminal, argv, input, timeoutMs }: ExecOptions): Promise<ExecResult> {
    this.requireTerminal(terminal);
    return execInLab(this.context, this.record, { argv, input, timeoutMs });
  }

  async evidence(request: EvidenceRequest): Promise<Evidence> {
    this.#readings += 1;
    try {
      return await collectEvidence(this.context, this.record, request);
    } finally {
      this.#readings -= 1;
    }
  }

  async probe(requests: readonly ProbeRequest[]): Promise<ProbeResult[]> {
    return probeFrom(this.context, this.record, requests);
  }

  watch(request: EvidenceRequest, signal: AbortSignal): AsyncIterable<string> {
    return watchLab(this.context, this.record, request, signal, () => this.#readings > 0);
  }

  async checkpoint(path: string): Promise<void> {
    await saveCheckpoint(this.context, this.record, path);
  }

  async restore(path: string): Promise<void> {
    await loadCheckpoint(this.context, this.record, path);
  }

  async destroy(): Promise<void> {
    this.destroying ??= this.destroyOnce();
    return this.destroying;
  }

  private async destroyOnce(): Promise<void> {
    for (const tty of this.terminals) tty.kill();
    await destroyLab(this.context, this.id);
    this.onGone();
  }

  private requireTerminal(name: string): void {
    if (!this.isAlive()) throw new Error(`Cannot use lab ${this.id}: it has ended; reset it`);
    if (name !== 'workstation' && !this.spec.terminals.includes(name)) {
      throw new Error(`Lab ${this.id} has no terminal "${name}"; it has ${this.spec.terminals.join(', ')}`);
    }
  }
}
