// What the grader reads of an evidence document, version 1. Written out here because the grader imports nothing of the project;
// content/_schema/evidence-shape.test.ts holds it equal to the runner's own schema. Raw texts only: grader/parse makes sense of them.

export type SourceName =
  | 'links'
  | 'addresses'
  | 'routes'
  | 'rules'
  | 'neighbours'
  | 'fdb'
  | 'iptables-legacy'
  | 'ip6tables-legacy'
  | 'nft'
  | 'sysctls'
  | 'sockets'
  | 'conntrack';

export type ObjectName = 'containers';

/** One program's raw answer; `exit` is -1 when it could not be run at all. */
export interface SourceOutput {
  argv: string[];
  toolVersion: string;
  exit: number;
  text: string;
  truncated: boolean;
}

/** Inodes of /proc/PID/ns/*. Two processes share a namespace when the inodes are equal. */
export interface Namespaces {
  net: number;
  mnt: number;
  pid: number;
  uts: number;
  ipc: number;
  user: number;
  cgroup: number;
}

export type NamespaceName = keyof Namespaces;

/** A process as the host's kernel tells it. `comm` and `argv` are the learner's to choose; `exe.sha256` is not. */
export interface LabProcess {
  pid: number;
  nspid: number[];
  ppid: number;
  uid: number;
  comm: string;
  argv: string[];
  exe: { path: string; sha256: string } | null;
  startTicks: number;
  state: string;
  namespaces: Namespaces | null;
  sockets: number[];
  capabilities: string;
}

export interface NetnsEvidence {
  inode: number;
  role: string | null;
  owner: { pid: number; comm: string } | null;
  sources: Partial<Record<SourceName, SourceOutput>>;
}

export interface ProbeRequest {
  id: string;
  kind: 'tcp' | 'http';
  fromNetns: number;
  host: string;
  port: number;
  path?: string | undefined;
  timeoutMs: number;
}

export interface ProbeResult {
  id: string;
  outcome: 'connected' | 'refused' | 'timeout' | 'unreachable' | 'error';
  status: number | null;
  detail: string;
  ms: number;
}

interface Timed {
  startedAt: number;
  ms: number;
}

export interface Evidence {
  schema: 1;
  lab: string;
  specHash: string;
  backend: string;
  frozen: 'frozen' | 'read-twice' | 'no';
  times: { objects: Timed | null; kernel: Timed; probes: Timed | null };
  nodes: { role: string; pid: number; namespaces: Namespaces }[];
  netns: NetnsEvidence[];
  processes: LabProcess[];
  catalogue: { image: string; path: string; sha256: string }[];
  objects: Record<string, SourceOutput>;
  probes: ProbeResult[];
  problems: string[];
}

/** What a step needs read: the body of the runner's evidence and watch requests. */
export interface EvidenceNeeds {
  sources: SourceName[];
  objects: ObjectName[];
  freeze: boolean;
  probes: ProbeRequest[];
}
