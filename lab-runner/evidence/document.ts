// The evidence document: raw outputs of one look at a lab, kept so that a better parser can regrade old attempts.
// Knows nothing about checks, expected values or solutions.
import { z } from 'zod';

export const EVIDENCE_SCHEMA = 1;

/** What can be read from a lab. A request names those it needs; `processes` also gives the namespace tree. */
export const SOURCE_NAMES = [
  'links',
  'addresses',
  'routes',
  'rules',
  'neighbours',
  'fdb',
  'iptables-legacy',
  'ip6tables-legacy',
  'nft',
  'sysctls',
  'sockets',
  'conntrack',
] as const;
export const SourceName = z.enum(SOURCE_NAMES);
export type SourceName = z.infer<typeof SourceName>;

/** One program's raw answer. `exit` is -1 when it could not be run at all; `text` then says why. */
export const SourceOutput = z.strictObject({
  argv: z.array(z.string()),
  toolVersion: z.string(),
  exit: z.number().int(),
  text: z.string(),
  truncated: z.boolean(),
});
export type SourceOutput = z.infer<typeof SourceOutput>;

export const Namespaces = z.strictObject({
  net: z.number(),
  mnt: z.number(),
  pid: z.number(),
  uts: z.number(),
  ipc: z.number(),
  user: z.number(),
  cgroup: z.number(),
});
export type Namespaces = z.infer<typeof Namespaces>;

/** A process of the lab as the host's kernel tells it. `comm` and `argv` can be faked by the learner; `exe.sha256` cannot. */
export const LabProcess = z.strictObject({
  pid: z.number().int().describe("pid in the host's pid namespace"),
  nspid: z.array(z.number().int()).describe('pids from the lab’s outermost pid namespace inwards'),
  ppid: z.number().int(),
  uid: z.number().int().describe('uid inside the lab'),
  comm: z.string(),
  argv: z.array(z.string()),
  exe: z.strictObject({ path: z.string(), sha256: z.string() }).nullable(),
  startTicks: z.number().describe('clock ticks since boot; with pid names one process for ever'),
  state: z.string().describe('the letter of /proc/PID/stat, for example S or Z'),
  namespaces: Namespaces.nullable(),
  sockets: z.array(z.number()).describe('inodes of open sockets'),
  capabilities: z.string().describe('effective set, hexadecimal'),
});
export type LabProcess = z.infer<typeof LabProcess>;

export const NetnsEvidence = z.strictObject({
  inode: z.number(),
  role: z.string().nullable().describe('the node role whose own namespace this is, or null for a pod or container'),
  owner: z.strictObject({ pid: z.number().int(), comm: z.string() }).nullable(),
  sources: z.partialRecord(SourceName, SourceOutput),
});
export type NetnsEvidence = z.infer<typeof NetnsEvidence>;

/** A connection tried from inside a namespace by the platform's own program. */
export const ProbeRequest = z.strictObject({
  id: z.string(),
  kind: z.enum(['tcp', 'http']),
  fromNetns: z.number().describe('inode of the network namespace to send from'),
  host: z.string().regex(/^[0-9a-fA-F.:]+$/, 'an address, not a name'),
  port: z.number().int().min(1).max(65535),
  path: z.string().startsWith('/').optional(),
  timeoutMs: z.number().int().max(5000).default(1000),
});
export type ProbeRequest = z.infer<typeof ProbeRequest>;

export const ProbeResult = z.strictObject({
  id: z.string(),
  outcome: z.enum(['connected', 'refused', 'timeout', 'unreachable', 'error']),
  status: z.number().int().nullable().describe('HTTP status, null for tcp or when none came'),
  detail: z.string(),
  ms: z.number(),
});
export type ProbeResult = z.infer<typeof ProbeResult>;

const Timed = z.strictObject({ startedAt: z.number(), ms: z.number() });

export const Evidence = z.strictObject({
  schema: z.literal(EVIDENCE_SCHEMA),
  lab: z.string(),
  specHash: z.string(),
  backend: z.string(),
  frozen: z
    .enum(['frozen', 'read-twice', 'no'])
    .describe('"frozen": processes stood still; "read-twice": two equal readings; "no": a tick, or it kept changing'),
  times: z.strictObject({ objects: Timed.nullable(), kernel: Timed, probes: Timed.nullable() }),
  nodes: z.array(z.strictObject({ role: z.string(), pid: z.number().int(), namespaces: Namespaces })),
  netns: z.array(NetnsEvidence),
  processes: z.array(LabProcess),
  catalogue: z
    .array(z.strictObject({ image: z.string(), path: z.string(), sha256: z.string() }))
    .describe(
      'programs of the built-in images, as the platform made them: lets a grader know a program by its content',
    ),
  objects: z
    .record(z.string(), SourceOutput)
    .describe('what the lab claims of itself, by kind ("containers": podman ps); no point rests on it alone'),
  probes: z.array(ProbeResult),
  problems: z.array(z.string()).describe('what could not be read; checks that need it are not graded'),
});
export type Evidence = z.infer<typeof Evidence>;

export const EvidenceRequest = z.strictObject({
  /** Per network namespace; empty reads none. */
  sources: z.array(SourceName),
  /** Claims to ask for, under a one second deadline, before freezing. */
  objects: z.array(z.enum(['containers'])).default([]),
  freeze: z.boolean().default(true),
  probes: z.array(ProbeRequest).max(50).default([]),
});
export type EvidenceRequest = z.infer<typeof EvidenceRequest>;
