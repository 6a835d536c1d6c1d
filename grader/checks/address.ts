// An address of a network namespace: there, not there, the same as before, or gone since.
import { z } from 'zod';
import { netContains, parseNet, sameAddress, formatNet, type IpNet } from '../parse/ip';
import { readAddresses, readReachableAddresses, type AddressOnLink } from '../read';
import { textLine } from '../lines';
import { nameOf, selectProcesses } from '../select/process';
import { selectNetns } from '../select/netns';
import { selectorNeeds, mergeNeeds } from '../select/needs';
import { NetnsSelector, Snapshot } from '../select/schema';
import { fail, failMissing, pass, Undecidable, type EvidenceLine, type Result } from '../verdict';
import { netnsName, type Worlds } from '../world';
import type { CheckType } from './check';

const Cidr = z.string().refine((text) => parseNet(text) !== undefined, 'an address or a network such as 10.88.0.0/16');

export const AddressCheck = z
  .strictObject({
    type: z.literal('address'),
    in: NetnsSelector,
    within: Cidr.optional().describe(
      'An address of this network is there. A single address counts as a network of one.',
    ),
    dev: z.string().optional().describe('Only addresses of this interface.'),
    unchangedSince: Snapshot.optional().describe('All addresses that others reach it by are those of that snapshot.'),
    goneSince: Snapshot.optional().describe(
      'The addresses it had at that snapshot are no longer there; needs `in.at`.',
    ),
    absent: z
      .boolean()
      .default(false)
      .describe('Turns `within` round: no such address, though the namespace is there.'),
  })
  .describe('Addresses of a network namespace.')
  .refine((check) => [check.within, check.unchangedSince, check.goneSince].filter(Boolean).length === 1, {
    message: 'give exactly one of within, unchangedSince, goneSince',
  });
export type AddressCheck = z.infer<typeof AddressCheck>;

export const address: CheckType<AddressCheck> = {
  type: 'address',
  schema: AddressCheck,
  needs: (check) => mergeNeeds(selectorNeeds(check.in), { sources: ['addresses'], objects: [] }),
  evaluate(check, { worlds }) {
    if (check.goneSince !== undefined) return goneSince(check, worlds, check.goneSince);
    const selected = selectNetns(check.in, worlds);
    if (!selected.found) return selected.result;
    if (check.unchangedSince !== undefined) return unchangedSince(check, worlds, check.unchangedSince, selected.inodes);
    const net = parseNet(check.within ?? '');
    if (net === undefined) throw new Undecidable('check.invalid', { field: 'within' });
    return within(check, worlds, net, selected.inodes);
  },
};

const shown = (list: AddressOnLink[]): string[] =>
  list.map(({ address: { address, length } }) => `${address}/${length}`).sort();

const linesOf = (worlds: Worlds, list: AddressOnLink[], inode: number): EvidenceLine[] =>
  list.slice(0, 6).map(({ address }) => textLine(worlds.now, 'addresses', inode, address, address.address));

function within(check: AddressCheck, worlds: Worlds, net: IpNet, inodes: number[]): Result {
  const params = { name: nameOf(check.in), within: formatNet(net), dev: check.dev ?? null };
  const all = inodes.flatMap((inode) =>
    readAddresses(worlds.now, inode)
      .filter(({ dev }) => check.dev === undefined || dev === check.dev)
      .map((found) => ({ found, inode })),
  );
  const hits = all.filter(({ found }) => netContains(net, found.address.address));
  const actual = { ...params, addresses: shown(all.map(({ found }) => found)) };
  const lines = (hits.length > 0 ? hits : all)
    .slice(0, 6)
    .flatMap(({ found, inode }) => linesOf(worlds, [found], inode));
  if (check.absent)
    return hits.length === 0 ? pass('address.absent', actual, lines) : fail('address.present', actual, lines);
  return hits.length > 0 ? pass('address.ok', actual, lines) : fail('address.none', actual, lines);
}

function unchangedSince(
  check: AddressCheck,
  worlds: Worlds,
  since: 'baseline' | 'stepStart',
  inodes: number[],
): Result {
  const inode = inodes[0];
  if (inode === undefined || inodes.length > 1) {
    return failMissing('netns.ambiguous', { name: nameOf(check.in), netns: inodes.map(netnsName) });
  }
  const then = readReachableAddresses(worlds.at(since), inode);
  const now = readReachableAddresses(worlds.now, inode);
  const params = { name: nameOf(check.in), since, before: shown(then), addresses: shown(now), netns: netnsName(inode) };
  if (then.length === 0) return failMissing('address.had-none', params);
  const lines = linesOf(worlds, now, inode);
  const same = shown(then).join() === shown(now).join();
  return same ? pass('address.unchanged', params, lines) : fail('address.changed', params, lines);
}

/** The namespace itself may be gone, and its inode number may be another's by now: what counts is that those addresses are not there. */
function goneSince(check: AddressCheck, worlds: Worlds, since: 'baseline' | 'stepStart'): Result {
  const selected = selectProcesses({ ...check.in, at: since }, worlds);
  if (!selected.found) return selected.result;
  const inodes = [...new Set(selected.processes.map((process) => process.namespaces.net))];
  const then = inodes.flatMap((inode) => readReachableAddresses(worlds.at(since), inode));
  const params = { name: nameOf(check.in), since, before: shown(then), netns: inodes.map(netnsName) };
  if (then.length === 0) return failMissing('address.had-none', params);
  const present = inodes.filter((inode) => worlds.now.netns(inode) !== undefined);
  // Nothing may be concluded from a namespace that has processes but was not read.
  const unread = inodes.find(
    (inode) => !present.includes(inode) && worlds.now.running.some((process) => process.namespaces?.net === inode),
  );
  if (unread !== undefined)
    throw new Undecidable('evidence.netns-not-read', { netns: netnsName(unread), moment: 'now' });
  const now = present.flatMap((inode) => readReachableAddresses(worlds.now, inode).map((found) => ({ found, inode })));
  const still = now.filter(({ found }) => then.some((old) => sameAddress(old.address.address, found.address.address)));
  const lines = still.flatMap(({ found, inode }) => linesOf(worlds, [found], inode));
  const actual = { ...params, addresses: shown(still.map(({ found }) => found)) };
  return still.length === 0 ? pass('address.gone', actual) : fail('address.still-there', actual, lines);
}
