// A socket that waits for connections in a network namespace, and which program holds it.
import { z } from 'zod';
import { textLine } from '../lines';
import { listenersOf, portOf, type Listener } from '../model/listener';
import { nameOf, selectProcesses } from '../select/process';
import { selectNetns } from '../select/netns';
import { mergeNeeds, selectorNeeds } from '../select/needs';
import { NetnsSelector, ProcessSelector } from '../select/schema';
import { clean } from '../clean';
import { fail, pass, type EvidenceLine, type Params } from '../verdict';
import { netnsName, type Worlds } from '../world';
import type { CheckType } from './check';

export const ListeningCheck = z
  .strictObject({
    type: z.literal('listening'),
    in: NetnsSelector,
    port: z.number().int().min(1).max(65535),
    protocol: z.enum(['tcp', 'udp']).default('tcp'),
    by: ProcessSelector.optional().describe('The socket must be held by one of these processes.'),
    reachable: z.boolean().default(true).describe('The socket must not be bound to loopback only.'),
    absent: z.boolean().default(false).describe('Nothing may listen there, though the namespace is.'),
  })
  .describe('A listening socket of a network namespace.');
export type ListeningCheck = z.infer<typeof ListeningCheck>;

export const listening: CheckType<ListeningCheck> = {
  type: 'listening',
  schema: ListeningCheck,
  needs: (check) => mergeNeeds(selectorNeeds(check.in, check.by), { sources: ['sockets'], objects: [] }),
  evaluate(check, { worlds }) {
    const selected = selectNetns(check.in, worlds);
    if (!selected.found) return selected.result;
    const all = selected.inodes.flatMap((inode) => listenersOf(worlds.now, inode, check.protocol));
    const atPort = all.filter((each) => portOf(each) === check.port);
    const params: Params = {
      name: nameOf(check.in),
      netns: selected.inodes.map(netnsName),
      port: check.port,
      protocol: check.protocol,
      ports: [...new Set(all.map(portOf))].sort((a, b) => a - b),
    };
    if (check.absent) {
      return atPort.length === 0
        ? pass('listening.absent', params)
        : fail('listening.present', params, linesOf(worlds, atPort));
    }
    if (atPort.length === 0) return fail('listening.none', params, linesOf(worlds, all));
    const open = atPort.filter((each) => !check.reachable || !each.loopbackOnly);
    if (open.length === 0) return fail('listening.loopback-only', params, linesOf(worlds, atPort));
    if (check.by === undefined) return pass('listening.ok', params, linesOf(worlds, open));
    const by = selectProcesses(check.by, worlds);
    if (!by.found) return by.result;
    const wanted = new Set(by.processes.map((process) => process.pid));
    const held = open.filter((each) => each.holders.some((process) => wanted.has(process.pid)));
    if (held.length > 0) return pass('listening.ok', params, linesOf(worlds, held));
    const holders = open.flatMap((each) => each.holders.map((process) => clean(process.exe?.path ?? process.comm, 60)));
    return fail(
      'listening.other-program',
      { ...params, by: nameOf(check.by), holders: [...new Set(holders)] },
      linesOf(worlds, open),
    );
  },
};

function linesOf(worlds: Worlds, listeners: Listener[]): EvidenceLine[] {
  return listeners
    .slice(0, 8)
    .map((each) => textLine(worlds.now, 'sockets', each.inode, each.socket, `:${portOf(each)}`));
}
