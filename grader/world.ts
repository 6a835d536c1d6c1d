// One evidence document, indexed. Reading what is missing, failed or truncated throws Undecidable: absence of evidence is never evidence.
import { parseClaims, type ContainerClaim } from './claims';
import { clean } from './clean';
import type { Evidence, LabProcess, NetnsEvidence, ProbeResult, SourceName, SourceOutput } from './evidence';
import { Undecidable, type EvidenceLine } from './verdict';

/** Which of a step's three documents this is. */
export type Moment = 'baseline' | 'stepStart' | 'now';

export type RunningProcess = LabProcess & { namespaces: NonNullable<LabProcess['namespaces']> };

export const netnsName = (inode: number): string => `net:[${inode}]`;

/** Names one process for ever: pids are reused, start times are not. */
export const identityOf = (process: LabProcess): string => `${process.pid}@${process.startTicks}`;

const isDead = (process: LabProcess): boolean => process.state.startsWith('Z') || process.state.startsWith('X');

export class World {
  readonly #netns: Map<number, NetnsEvidence>;
  readonly #identities: Set<string>;
  #claims: ContainerClaim[] | undefined;

  constructor(
    readonly evidence: Evidence,
    readonly moment: Moment,
  ) {
    this.#netns = new Map(evidence.netns.map((netns) => [netns.inode, netns]));
    this.#identities = new Set(evidence.processes.filter((process) => !isDead(process)).map(identityOf));
  }

  /** Processes that run, zombies left out. */
  get running(): LabProcess[] {
    return this.evidence.processes.filter((process) => !isDead(process));
  }

  isAlive(process: LabProcess): boolean {
    return this.#identities.has(identityOf(process));
  }

  netns(inode: number): NetnsEvidence | undefined {
    return this.#netns.get(inode);
  }

  /** The node that owns this network namespace, if it is a node's own. */
  roleOfNetns(inode: number): string | null {
    return this.evidence.nodes.find((node) => node.namespaces.net === inode)?.role ?? null;
  }

  /** Whether the process sees a node's own files: then it is no container, whatever else it shares. */
  isOnNode(process: RunningProcess): boolean {
    return this.evidence.nodes.some((node) => node.namespaces.mnt === process.namespaces.mnt);
  }

  /** @throws Undecidable when the source was not read, failed or is cut short. */
  source(inode: number, name: SourceName): SourceOutput {
    const netns = this.#netns.get(inode);
    if (netns === undefined) {
      throw new Undecidable('evidence.netns-not-read', { netns: netnsName(inode), moment: this.moment });
    }
    return usable(netns.sources[name], name, this.moment, netnsName(inode));
  }

  /** @throws Undecidable when the list of containers was not read, failed or is cut short. */
  get claims(): ContainerClaim[] {
    const objects = this.evidence.objects;
    const output = Object.hasOwn(objects, 'containers') ? objects['containers'] : undefined;
    this.#claims ??= parseClaims(usable(output, 'containers', this.moment, null));
    return this.#claims;
  }

  /**
   * Contents of a built-in image's program. `program` is "IMAGE:/path/in/image"; registry and tag of the image do not matter.
   * @throws Undecidable when the catalogue knows no such program: nothing could ever match it.
   */
  programHashes(program: string): Set<string> {
    const [image, path] = splitProgram(program);
    const entries = this.evidence.catalogue.filter(
      (entry) => shortName(entry.image) === image && entry.path === path && entry.sha256 !== '',
    );
    if (entries.length === 0) throw new Undecidable('evidence.no-such-program', { program, moment: this.moment });
    return new Set(entries.map((entry) => entry.sha256));
  }

  probe(id: string): ProbeResult | undefined {
    return this.evidence.probes.find((probe) => probe.id === id);
  }
}

function splitProgram(program: string): [image: string, path: string] {
  const colon = program.indexOf(':');
  return [program.slice(0, colon), program.slice(colon + 1)];
}

/** "registry.k8s.io/pause:3.10" → "pause" */
const shortName = (image: string): string => (image.split('/').at(-1) ?? image).replace(/[:@].*$/, '');

function usable(output: SourceOutput | undefined, source: string, moment: Moment, netns: string | null): SourceOutput {
  if (output === undefined) throw new Undecidable('evidence.not-read', { source, netns, moment });
  const line: EvidenceLine = { source, netns, line: 1, text: clean(output.text.split('\n')[0] ?? ''), mark: null };
  if (output.exit !== 0) throw new Undecidable('evidence.failed', { source, netns, moment, exit: output.exit }, [line]);
  if (output.truncated) throw new Undecidable('evidence.truncated', { source, netns, moment }, [line]);
  return output;
}

/** The three documents a check may compare; `stepStart` and `baseline` are null when none was stored. */
export class Worlds {
  readonly #documents: Record<Moment, World | null>;

  constructor(documents: { baseline: Evidence | null; stepStart: Evidence | null; now: Evidence }) {
    this.#documents = {
      baseline: documents.baseline && new World(documents.baseline, 'baseline'),
      stepStart: documents.stepStart && new World(documents.stepStart, 'stepStart'),
      now: new World(documents.now, 'now'),
    };
  }

  get now(): World {
    return this.at('now');
  }

  /** What could not be read in these documents. */
  problems(moments: ReadonlySet<Moment>): string[] {
    return [...moments].sort().flatMap((moment) => this.#documents[moment]?.evidence.problems ?? []);
  }

  /** @throws Undecidable when there is no such document, or it is another lab's. */
  at(moment: Moment): World {
    const world = this.#documents[moment];
    if (world === null) throw new Undecidable('evidence.no-snapshot', { moment });
    if (moment !== 'now' && !isSameLab(world, this.now)) throw new Undecidable('evidence.other-lab', { moment });
    return world;
  }
}

/** The same machines, known by their first processes: after a reset the lesson is the same and every pid another's. */
function isSameLab(earlier: World, now: World): boolean {
  const first = ({ evidence }: World) =>
    evidence.nodes.map(({ role, pid, namespaces }) => {
      const process = evidence.processes.find((each) => each.pid === pid);
      return `${role} ${pid}@${process?.startTicks ?? '?'} ${netnsName(namespaces.net)}`;
    });
  return earlier.evidence.lab === now.evidence.lab && first(earlier).sort().join() === first(now).sort().join();
}
