// Evidence as a real backend would give it, of a workstation on which some TCP ports are listened on.
import type { Evidence, EvidenceRequest } from '../../../lab-runner/api';

const namespaces = { net: 4026531840, mnt: 2, pid: 3, uts: 4, ipc: 5, user: 6, cgroup: 7 };

export function listeningEvidence(
  lab: { lab: string; specHash: string },
  ports: readonly number[],
  request: Pick<EvidenceRequest, 'sources' | 'freeze'>,
): Evidence {
  const lines = ports.map(
    (port) => `tcp   LISTEN 0      128    0.0.0.0:${port} 0.0.0.0:*    ino:${port} sk:1 cgroup:/ <->\n`,
  );
  return {
    schema: 1,
    lab: lab.lab,
    specHash: lab.specHash,
    backend: 'fake',
    frozen: request.freeze ? 'frozen' : 'no',
    times: { objects: null, kernel: { startedAt: 0, ms: 1 }, probes: null },
    nodes: [{ role: 'workstation', pid: 100, namespaces }],
    netns: [
      {
        inode: namespaces.net,
        role: 'workstation',
        owner: { pid: 100, comm: 'init' },
        sources: request.sources.includes('sockets')
          ? { sockets: { argv: ['ss', '-tuane'], toolVersion: 'ss', exit: 0, text: lines.join(''), truncated: false } }
          : {},
      },
    ],
    processes: [
      {
        pid: 100,
        nspid: [1],
        ppid: 1,
        uid: 0,
        comm: 'init',
        argv: ['init'],
        exe: { path: '/sbin/init', sha256: 'a'.repeat(64) },
        startTicks: 1,
        state: 'S',
        namespaces,
        sockets: [...ports],
        capabilities: '0',
      },
    ],
    catalogue: [],
    objects: {},
    probes: [],
    problems: [],
  };
}

interface LabLike {
  spec: { lab: string; specHash: string };
  exec(options: { terminal: string; argv: readonly string[] }): Promise<{ stdout: string }>;
  evidence(request: EvidenceRequest): Promise<Evidence>;
}

interface BackendLike {
  create(...given: never[]): Promise<LabLike>;
  list(): Promise<LabLike[]>;
}

/** Called before each reading of evidence; may wait or throw. */
export interface Faults {
  beforeEvidence: (request: EvidenceRequest) => Promise<void> | void;
}

/** Makes a backend's labs show that a port is listened on when there is a file "/listen-PORT". */
export function showPorts<Backend extends BackendLike>(backend: Backend, faults: Faults): Backend {
  const patch = (lab: LabLike): LabLike => {
    lab.evidence = async (request) => {
      await faults.beforeEvidence(request);
      const { stdout } = await lab.exec({ terminal: 'workstation', argv: ['ls'] });
      const ports = [...stdout.matchAll(/^\/listen-(\d+)$/gm)].map((match) => Number(match[1]));
      return listeningEvidence(lab.spec, ports, request);
    };
    return lab;
  };
  const create = backend.create.bind(backend);
  const list = backend.list.bind(backend);
  backend.create = async (...given) => patch(await create(...given));
  backend.list = async () => (await list()).map(patch);
  return backend;
}
