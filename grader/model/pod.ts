// How far one pause process and what runs beside it is a pod. Pure kernel facts: namespace inodes, file contents, sockets.
import { clean } from '../clean';
import { processLine, textLine } from '../lines';
import { readReachableAddresses } from '../read';
import { selectProcesses } from '../select/process';
import type { Snapshot } from '../select/schema';
import { fail, type EvidenceLine, type Params, type Result } from '../verdict';
import { netnsName, type RunningProcess, type World, type Worlds } from '../world';
import { listenersOf, portOf, type Listener } from './listener';
import type { z } from 'zod';

export interface WantedContainer {
  program: string;
  listens: number[];
}

export interface WantedPod {
  containers: WantedContainer[];
  shared: ('net' | 'ipc' | 'uts' | 'pid')[];
  newSince?: z.infer<typeof Snapshot> | undefined;
}

export interface JudgedPod {
  /** How many things were right before the first that is not. */
  stage: number;
  problem: Result | null;
  params: Params;
  lines: EvidenceLine[];
}

export function judgePod(pause: RunningProcess, wanted: WantedPod, worlds: Worlds): JudgedPod {
  const world = worlds.now;
  const netns = pause.namespaces.net;
  const params: Params = { netns: netnsName(netns), programs: wanted.containers.map(({ program }) => program) };
  const lines: EvidenceLine[] = [processLine(pause, netnsName(netns))];
  const stop = (stage: number, problem: Result): JudgedPod => ({ stage, problem, params, lines });

  const role = world.roleOfNetns(netns);
  if (role !== null) return stop(0, fail('pod.host-network', { ...params, role }, lines));
  if (world.isOnNode(pause)) return stop(1, fail('pod.pause-not-a-container', params, lines));
  const addresses = readReachableAddresses(world, netns);
  if (addresses.length === 0) return stop(2, fail('pod.no-address', params, lines));
  lines.push(
    ...addresses.slice(0, 2).map(({ address }) => textLine(world, 'addresses', netns, address, address.address)),
  );

  const listeners = listenersOf(world, netns, 'tcp');
  const taken = new Set<number>([pause.namespaces.mnt]);
  let stage = 3;
  // Containers with ports first, so that one of the same program without ports does not take their place.
  for (const container of [...wanted.containers].sort((a, b) => b.listens.length - a.listens.length)) {
    const joined = joinedBy(container.program, pause, wanted, worlds);
    if (!Array.isArray(joined)) return stop(stage, joined);
    const free = joined.filter((process) => !taken.has(process.namespaces.mnt));
    const member = free.find((process) => missingPorts(process, container, listeners).length === 0) ?? free[0];
    if (member === undefined) {
      return stop(
        stage,
        fail('pod.container-missing', { ...params, program: container.program }, [
          ...lines,
          ...joined.slice(0, 2).map((each) => processLine(each)),
        ]),
      );
    }
    taken.add(member.namespaces.mnt);
    lines.push(processLine(member, netnsName(netns)));
    stage += 1;
    const problem = portProblem(world, member, container, listeners, params);
    if (problem !== null) return stop(stage, problem);
    lines.push(
      ...listeners.filter((each) => container.listens.includes(portOf(each))).map((each) => socketLine(world, each)),
    );
    stage += 1;
  }
  return {
    stage,
    problem: null,
    params: { ...params, address: addresses.map(({ address }) => address.address) },
    lines,
  };
}

/** Containers that run the program in the pod's namespaces, or the failure that says where it runs instead. */
function joinedBy(
  program: string,
  pause: RunningProcess,
  wanted: WantedPod,
  worlds: Worlds,
): RunningProcess[] | Result {
  const since = wanted.newSince === undefined ? {} : { newSince: wanted.newSince };
  const selected = selectProcesses({ program, ...since }, worlds);
  if (!selected.found) return selected.result;
  const netns = netnsName(pause.namespaces.net);
  const inNet = selected.processes.filter((process) => process.namespaces.net === pause.namespaces.net);
  const first = selected.processes[0];
  if (inNet.length === 0 && first !== undefined) {
    const elsewhere = netnsName(first.namespaces.net);
    const role = worlds.now.roleOfNetns(first.namespaces.net);
    const params: Params = { program, netns, elsewhere, role };
    const lines = [processLine(pause, netns), processLine(first, elsewhere)];
    return fail(role === null ? 'pod.container-elsewhere' : 'pod.container-on-host', params, lines);
  }
  const contained = inNet.filter((process) => !worlds.now.isOnNode(process));
  if (contained.length === 0) {
    return fail(
      'pod.not-a-container',
      { program, netns },
      inNet.slice(0, 2).map((each) => processLine(each, each.exe?.path ?? null)),
    );
  }
  const sharing = contained.filter((process) =>
    wanted.shared.every((name) => process.namespaces[name] === pause.namespaces[name]),
  );
  const [stranger] = contained;
  if (sharing.length === 0 && stranger !== undefined) {
    const namespaces = wanted.shared.filter((name) => stranger.namespaces[name] !== pause.namespaces[name]);
    return fail('pod.not-shared', { program, netns, namespaces }, [processLine(pause), processLine(stranger)]);
  }
  return sharing;
}

const isHeldBy = (listener: Listener, member: RunningProcess): boolean =>
  listener.holders.some((holder) => holder.namespaces?.mnt === member.namespaces.mnt);

function missingPorts(member: RunningProcess, { listens }: WantedContainer, listeners: Listener[]): number[] {
  return listens.filter(
    (port) => !listeners.some((each) => portOf(each) === port && !each.loopbackOnly && isHeldBy(each, member)),
  );
}

function portProblem(
  world: World,
  member: RunningProcess,
  container: WantedContainer,
  listeners: Listener[],
  pod: Params,
): Result | null {
  const port = missingPorts(member, container, listeners)[0];
  if (port === undefined) return null;
  const own = listeners.filter((each) => isHeldBy(each, member));
  const atPort = listeners.filter((each) => portOf(each) === port);
  const params: Params = { ...pod, program: container.program, port, ports: own.map(portOf).sort((a, b) => a - b) };
  const lines = [
    processLine(member),
    ...(atPort.length > 0 ? atPort : own).slice(0, 4).map((each) => socketLine(world, each)),
  ];
  const [other] = atPort;
  if (other === undefined) return fail('pod.port-missing', params, lines);
  if (isHeldBy(other, member)) return fail('pod.port-loopback-only', params, lines);
  const holder = clean(other.holders[0]?.exe?.path ?? '?', 60);
  return fail('pod.port-other-container', { ...params, holder }, lines);
}

const socketLine = (world: World, listener: Listener): EvidenceLine =>
  textLine(world, 'sockets', listener.inode, listener.socket, `:${portOf(listener)}`);
