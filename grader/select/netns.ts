// From a selector to network namespaces. Inode numbers are reused by the kernel, so one seen earlier is followed by a process that still holds it.
import { processLine } from '../lines';
import { failMissing, Undecidable, type Result } from '../verdict';
import { netnsName, type RunningProcess, type Worlds } from '../world';
import { nameOf, selectProcesses } from './process';
import type { NetnsSelector } from './schema';

export type SelectedNetns =
  { found: true; inodes: number[]; processes: RunningProcess[] } | { found: false; result: Result };

/** @returns at least one namespace that exists in the newest evidence, or the failure that says what is not there. */
export function selectNetns(selector: NetnsSelector, worlds: Worlds): SelectedNetns {
  if (isNode(selector)) return { found: true, inodes: [nodeNetns(selector, worlds)], processes: [] };
  const selected = selectProcesses(selector, worlds);
  if (!selected.found) return selected;
  const present = selector.at === undefined ? selected.processes : followed(selected.processes, worlds);
  if (present.length === 0) {
    const lines = selected.processes.slice(0, 4).map((process) => processLine(process));
    const netns = netnsName(selected.processes[0]?.namespaces.net ?? 0);
    return { found: false, result: failMissing('process.gone', { name: nameOf(selector), netns }, lines) };
  }
  return { found: true, inodes: [...new Set(present.map((process) => process.namespaces.net))], processes: present };
}

/** Processes that run now as they did then, in the network namespace they had then. */
function followed(processes: RunningProcess[], worlds: Worlds): RunningProcess[] {
  return processes.filter((then) =>
    worlds.now.running.some(
      (now) =>
        now.pid === then.pid && now.startTicks === then.startTicks && now.namespaces?.net === then.namespaces.net,
    ),
  );
}

const isNode = (selector: NetnsSelector): boolean =>
  selector.role !== undefined && selector.container === undefined && selector.program === undefined;

function nodeNetns(selector: NetnsSelector, worlds: Worlds): number {
  const node = worlds.at(selector.at ?? 'now').evidence.nodes.find((each) => each.role === selector.role);
  if (node === undefined) throw new Undecidable('evidence.no-such-role', { role: selector.role ?? '' });
  return node.namespaces.net;
}
