// A network interface of a namespace: its kind, whether it is up, what it belongs to.
import { z } from 'zod';
import type { Link } from '../parse/ip/types';
import { textLine } from '../lines';
import { readLinks } from '../read';
import { nameOf } from '../select/process';
import { selectNetns } from '../select/netns';
import { mergeNeeds, selectorNeeds } from '../select/needs';
import { NetnsSelector } from '../select/schema';
import { fail, pass, type Params } from '../verdict';
import type { CheckType } from './check';

export const LinkCheck = z
  .strictObject({
    type: z.literal('link'),
    in: NetnsSelector,
    name: z.string().optional().describe('Interface name, for example "eth0".'),
    kind: z
      .enum(['bridge', 'veth', 'vxlan', 'vlan', 'ipip', 'sit', 'gre', 'macvlan', 'ipvlan', 'loopback'])
      .optional()
      .describe('What sort of device it is, as `ip -d link` says.'),
    up: z.boolean().optional().describe('Administratively up (the UP flag).'),
    master: z.string().optional().describe('The bridge or bond it is a port of.'),
    mtu: z.number().int().positive().optional(),
    absent: z.boolean().default(false).describe('No such interface may be there, though the namespace is.'),
  })
  .describe('An interface, matched by meaning: fields left out do not matter.')
  .refine((check) => check.name !== undefined || check.kind !== undefined, { message: 'give a name or a kind' });
export type LinkCheck = z.infer<typeof LinkCheck>;

export const link: CheckType<LinkCheck> = {
  type: 'link',
  schema: LinkCheck,
  needs: (check) => mergeNeeds(selectorNeeds(check.in), { sources: ['links'], objects: [] }),
  evaluate(check, { worlds }) {
    const selected = selectNetns(check.in, worlds);
    if (!selected.found) return selected.result;
    const all = selected.inodes.flatMap((inode) => readLinks(worlds.now, inode).map((each) => ({ each, inode })));
    const near = all.filter(({ each }) => check.name === undefined || each.name === check.name);
    const hits = near.filter(({ each }) => differences(each, check).length === 0);
    const params: Params = {
      name: nameOf(check.in),
      wanted: wanted(check),
      links: all.map(({ each }) => each.name),
      differs: check.name === undefined ? [] : near.flatMap(({ each }) => differences(each, check)),
    };
    const lines = (hits.length > 0 ? hits : near)
      .slice(0, 6)
      .map(({ each, inode }) => textLine(worlds.now, 'links', inode, each, each.name));
    if (check.absent) return hits.length === 0 ? pass('link.absent', params) : fail('link.present', params, lines);
    if (hits.length > 0) return pass('link.ok', params, lines);
    return check.name !== undefined && near.length > 0
      ? fail('link.differs', params, lines)
      : fail('link.none', params, lines);
  },
};

function differences(each: Link, check: LinkCheck): string[] {
  const kind = each.flags.includes('LOOPBACK') ? 'loopback' : (each.details?.kind ?? '?');
  const up = each.flags.includes('UP');
  const found: string[] = [];
  if (check.kind !== undefined && kind !== check.kind) found.push(`kind ${kind}`);
  if (check.up !== undefined && up !== check.up) found.push(up ? 'UP' : 'DOWN');
  if (check.master !== undefined && each.master !== check.master) found.push(`master ${each.master ?? '–'}`);
  if (check.mtu !== undefined && each.mtu !== check.mtu) found.push(`mtu ${each.mtu ?? '?'}`);
  return found;
}

function wanted(check: LinkCheck): string {
  const words = [check.name ?? '', check.kind ?? ''];
  if (check.up !== undefined) words.push(check.up ? 'UP' : 'DOWN');
  if (check.master !== undefined) words.push(`master ${check.master}`);
  if (check.mtu !== undefined) words.push(`mtu ${check.mtu}`);
  return words.filter(Boolean).join(' ');
}
