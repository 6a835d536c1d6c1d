// Evidence of an embedded lab: claims first, then the kernel's state with the lab standing still, then probes.
import {
  EVIDENCE_SCHEMA,
  type Evidence,
  type EvidenceRequest,
  type ProbeResult,
  type SourceName,
  type SourceOutput,
} from '../../../evidence/document';
import { probe } from '../../../evidence/probe';
import { namespaceOf, readNamespaces } from '../../../evidence/processes';
import { ProgramHashes } from '../../../evidence/program-hash';
import { readToolVersions } from '../../../evidence/read-netns';
import { findNetns, takeSnapshot, type Snapshot, type SnapshotOptions } from '../../../evidence/snapshot';
import type { ProbeRequest } from '../../../evidence/document';
import type { Context } from '../context';
import { execInLab } from '../exec';
import { RANGE_SIZE } from '../ids/range';
import { readCatalogue } from '../images/build';
import type { LabRecord } from '../record';
import { canonical } from './canonical';
import { freezeLab } from './freeze';

const OBJECTS_DEADLINE_MS = 1000;
const OBJECTS_ARGV = ['podman', 'ps', '--all', '--format', 'json'];
const OBJECTS_MAX_BYTES = 1 << 20;

/** Programs are the same for all labs, so what is known of their content is shared. */
const hashes = new ProgramHashes();
const versions = new Map<SourceName, string>();

export async function collectEvidence(
  context: Context,
  record: LabRecord,
  request: EvidenceRequest,
): Promise<Evidence> {
  const problems: string[] = [];
  const timed = timer(context);
  await learnVersions(request.sources);
  const objects = request.objects.length > 0 ? await timed(() => claimContainers(context, record)) : null;
  const kernel = await timed(() => readKernel(context, record, request, problems));
  const { snapshot, frozen } = kernel.value;
  const probes = request.probes.length > 0 ? await timed(() => probeFrom(context, record, request.probes)) : null;
  const init = initPid(record);
  const namespaces = readNamespaces(init);
  if (!namespaces) problems.push(`the lab's first process ${init} is gone`);
  return {
    schema: EVIDENCE_SCHEMA,
    lab: record.spec.lab,
    specHash: record.spec.specHash,
    backend: 'embedded',
    frozen,
    times: { objects: objects?.time ?? null, kernel: kernel.time, probes: probes?.time ?? null },
    nodes: namespaces ? [{ role: 'workstation', pid: init, namespaces }] : [],
    ...snapshot,
    catalogue: await readCatalogue(record.images),
    objects: objects ? { containers: objects.value } : {},
    probes: probes?.value ?? [],
    problems,
  };
}

/** Sends probes from the lab's namespaces, all at once. */
export async function probeFrom(
  context: Context,
  record: LabRecord,
  requests: readonly ProbeRequest[],
): Promise<ProbeResult[]> {
  const { targets } = await findNetns(snapshotOptions(context, record, [], []));
  const byInode = new Map(targets.map((target) => [target.inode, target]));
  return Promise.all(requests.map((request) => probe(request, byInode.get(request.fromNetns))));
}

/** A look without freezing: for a watcher. */
export async function lookOnce(context: Context, record: LabRecord, sources: readonly SourceName[]): Promise<Snapshot> {
  await learnVersions(sources);
  return takeSnapshot(snapshotOptions(context, record, sources, []));
}

async function readKernel(context: Context, record: LabRecord, request: EvidenceRequest, problems: string[]) {
  const look = () => takeSnapshot(snapshotOptions(context, record, request.sources, problems));
  if (!request.freeze) return { snapshot: await look(), frozen: 'no' as const };
  const thaw = await freezeLab(context, record.id).catch((error: unknown) => {
    context.log(`lab ${record.id} cannot be frozen: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
  if (thaw) {
    try {
      return { snapshot: await look(), frozen: 'frozen' as const };
    } finally {
      await thaw();
    }
  }
  const first = await look();
  const second = await look();
  return {
    snapshot: second,
    frozen: canonical(first) === canonical(second) ? ('read-twice' as const) : ('no' as const),
  };
}

async function claimContainers(context: Context, record: LabRecord): Promise<SourceOutput> {
  const claim = { argv: OBJECTS_ARGV, toolVersion: '' };
  try {
    const { exit, stdout, stderr } = await execInLab(context, record, {
      argv: OBJECTS_ARGV,
      timeoutMs: OBJECTS_DEADLINE_MS,
      maxBytes: OBJECTS_MAX_BYTES,
    });
    return {
      ...claim,
      exit,
      text: exit === 0 ? stdout : stderr,
      truncated: Buffer.byteLength(stdout) >= OBJECTS_MAX_BYTES,
    };
  } catch (error) {
    return { ...claim, exit: -1, text: error instanceof Error ? error.message : String(error), truncated: false };
  }
}

function snapshotOptions(
  context: Context,
  record: LabRecord,
  sources: readonly SourceName[],
  problems: string[],
): SnapshotOptions {
  const init = initPid(record);
  const userNamespace = namespaceOf(init, 'user');
  const own = namespaceOf(init, 'net');
  if (userNamespace === undefined)
    throw new Error(`Cannot read lab ${record.id}: its first process is gone; reset the lab`);
  return {
    userNamespace,
    userNamespacePath: context.isRoot ? null : `/proc/${init}/ns/user`,
    firstUid: record.firstUid,
    uids: RANGE_SIZE,
    hashes,
    sources,
    versions,
    problems,
    roles: own === undefined ? new Map() : new Map([[own, 'workstation']]),
  };
}

async function learnVersions(sources: readonly SourceName[]): Promise<void> {
  const unknown = sources.filter((name) => !versions.has(name));
  if (unknown.length > 0) for (const [name, version] of await readToolVersions(unknown)) versions.set(name, version);
}

function initPid(record: LabRecord): number {
  if (!record.running) throw new Error(`Cannot read lab ${record.id}: it is not running`);
  return record.running.init.pid;
}

function timer(context: Context) {
  return async <T>(work: () => Promise<T>) => {
    const startedAt = context.clock.now();
    const from = performance.now();
    const value = await work();
    return { value, time: { startedAt, ms: performance.now() - from } };
  };
}
