// From a selector to processes that the kernel vouches for. A claim only ever narrows the search; it never adds a process.
import { clean } from '../clean';
import type { LabProcess } from '../evidence';
import { claimLine, processLine } from '../lines';
import { failMissing, Undecidable, type EvidenceLine, type Result } from '../verdict';
import type { RunningProcess, World, Worlds } from '../world';
import type { ProcessSelector } from './schema';

export type Selected = { found: true; processes: RunningProcess[]; world: World } | { found: false; result: Result };

const SHOWN = 4;

/**
 * @returns at least one process, or the failure that says what is not there.
 * @throws Undecidable when the evidence cannot tell.
 */
export function selectProcesses(selector: ProcessSelector, worlds: Worlds): Selected {
  const world = worlds.at(selector.at ?? 'now');
  let candidates = world.running;
  for (const narrow of [byRole, byContainer, byAge, byProgram]) {
    const outcome = narrow(candidates, selector, world, worlds);
    if (!Array.isArray(outcome)) return { found: false, result: outcome };
    candidates = outcome;
  }
  return { found: true, processes: candidates.map(withNamespaces), world };
}

/** What the selector is called in messages. */
export function nameOf(selector: ProcessSelector): string {
  return selector.container ?? selector.program ?? selector.role ?? '';
}

export function withNamespaces(process: LabProcess): RunningProcess {
  const namespaces = process.namespaces;
  if (namespaces === null) {
    throw new Undecidable('evidence.process-unreadable', { pid: process.nspid[0] ?? process.pid }, [
      processLine(process),
    ]);
  }
  return { ...process, namespaces };
}

type Narrowing = (
  candidates: LabProcess[],
  selector: ProcessSelector,
  world: World,
  worlds: Worlds,
) => LabProcess[] | Result;

const byRole: Narrowing = (candidates, { role, container, program }, world) => {
  if (role === undefined) return candidates;
  const node = world.evidence.nodes.find((each) => each.role === role);
  if (node === undefined) throw new Undecidable('evidence.no-such-role', { role });
  // With a program or container the role says on which node to look; one node is all there is to look on so far.
  if (container !== undefined || program !== undefined) return candidates;
  const first = candidates.filter((process) => process.pid === node.pid);
  if (first.length === 0) throw new Undecidable('evidence.no-such-role', { role });
  return first;
};

const byContainer: Narrowing = (candidates, { container: name }, world) => {
  if (name === undefined) return candidates;
  const claims = world.claims.filter((claim) => claim.name === name);
  const claim = claims[0];
  if (claim === undefined) {
    const names = world.claims.slice(0, 8).map((each) => clean(each.name, 40));
    return failMissing('container.unknown', { name, names });
  }
  if (claims.length > 1) return failMissing('container.ambiguous', { name }, claims.slice(0, SHOWN).map(claimLine));
  if (claim.pid <= 0)
    return failMissing('container.stopped', { name, state: clean(claim.state, 40) }, [claimLine(claim)]);
  const init = candidates.find((process) => process.nspid[0] === claim.pid);
  if (init === undefined) return failMissing('container.only-claimed', { name, pid: claim.pid }, [claimLine(claim)]);
  const confirmed = withNamespaces(init);
  if (world.isOnNode(confirmed)) {
    return failMissing('container.not-a-container', { name, pid: claim.pid }, [claimLine(claim), processLine(init)]);
  }
  // A container is known by its mount namespace: all that runs in it sees the same files.
  return candidates.filter((process) => process.namespaces?.mnt === confirmed.namespaces.mnt);
};

const byAge: Narrowing = (candidates, selector, _world, worlds) => {
  if (selector.newSince === undefined) return candidates;
  const earlier = worlds.at(selector.newSince);
  const fresh = candidates.filter((process) => !earlier.isAlive(process));
  // With a program, what is new is only then narrowed to it, so that a new impostor is told apart from an old original.
  return fresh.length > 0 || selector.program !== undefined ? fresh : notNew(candidates, selector);
};

const byProgram: Narrowing = (candidates, selector, world) => {
  const { program, container } = selector;
  if (program === undefined) return candidates;
  const hashes = world.programHashes(program);
  const runsIt = (process: LabProcess) => process.exe !== null && hashes.has(process.exe.sha256);
  const matching = candidates.filter(runsIt);
  if (matching.length > 0) return matching;
  const unreadable = candidates.find((process) => process.exe === null && process.argv.length > 0);
  if (unreadable !== undefined) {
    throw new Undecidable('evidence.process-unreadable', { pid: pidOf(unreadable) }, [processLine(unreadable)]);
  }
  const fakes = candidates.filter((process) => callsItself(process, program));
  const [fake] = fakes;
  if (fake !== undefined) {
    return failMissing('program.faked', { program, pid: pidOf(fake), exe: exeOf(fake) }, linesOf(fakes));
  }
  const [other] = candidates;
  if (container !== undefined && other !== undefined) {
    const params = { name: container, program, exe: exeOf(other) };
    return failMissing('container.other-program', params, linesOf(candidates));
  }
  const old = selector.newSince === undefined ? [] : world.running.filter(runsIt);
  return old.length > 0 ? notNew(old, selector) : failMissing('program.not-running', { program });
};

function notNew(old: LabProcess[], selector: ProcessSelector): Result {
  const params = { name: nameOf(selector), since: selector.newSince ?? 'baseline' };
  return failMissing('process.not-new', params, linesOf(old));
}

const linesOf = (processes: LabProcess[]): EvidenceLine[] =>
  processes.slice(0, SHOWN).map((process) => processLine(process, process.exe?.path ?? null));

const exeOf = (process: LabProcess): string => clean(process.exe?.path ?? '');

const pidOf = (process: LabProcess): number => process.nspid[0] ?? process.pid;

/** Whether a process goes by the program's name, which proves nothing. */
export function callsItself(process: LabProcess, program: string): boolean {
  const wanted = program.split(/[:/]/).at(-1) ?? program;
  const names = [
    process.comm,
    process.argv[0]?.replace(/:.*$/, '').split('/').at(-1),
    process.exe?.path.split('/').at(-1),
  ];
  return names.includes(wanted);
}
