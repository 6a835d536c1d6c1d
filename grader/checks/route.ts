// A route of a network namespace, by what it does to a packet.
import { z } from 'zod';
import type { Route } from '../parse/ip/types';
import { formatNet, parseNet, sameAddress, sameNet, ipFamily, type IpNet } from '../parse/ip';
import { textLine } from '../lines';
import { readRoutes } from '../read';
import { nameOf } from '../select/process';
import { selectNetns } from '../select/netns';
import { mergeNeeds, selectorNeeds } from '../select/needs';
import { NetnsSelector } from '../select/schema';
import { fail, pass, Undecidable } from '../verdict';
import type { CheckType } from './check';

const Ip = z.string().refine((text) => ipFamily(text) !== undefined, 'an IPv4 or IPv6 address');
const isDestination = (text: string) => text === 'default' || parseNet(text) !== undefined;

export const RouteCheck = z
  .strictObject({
    type: z.literal('route'),
    in: NetnsSelector,
    to: z
      .string()
      .refine(isDestination, 'a network such as 10.244.1.0/24, or "default"')
      .describe('Destination; "default" is IPv4’s.'),
    via: Ip.optional().describe('The next hop.'),
    dev: z.string().optional().describe('The interface the packet leaves by.'),
    kind: z.enum(['unicast', 'local', 'blackhole', 'unreachable', 'prohibit']).default('unicast'),
    table: z.string().default('main').describe('Routing table, by the name or number that `ip route` prints.'),
    src: Ip.optional().describe('The source address it prefers.'),
    metric: z.number().int().nonnegative().optional(),
    absent: z.boolean().default(false).describe('No such route may be there, though the namespace is.'),
  })
  .describe('A route, matched by meaning: fields left out do not matter.');
export type RouteCheck = z.infer<typeof RouteCheck>;

export const route: CheckType<RouteCheck> = {
  type: 'route',
  schema: RouteCheck,
  needs: (check) => mergeNeeds(selectorNeeds(check.in), { sources: ['routes'], objects: [] }),
  evaluate(check, { worlds }) {
    const selected = selectNetns(check.in, worlds);
    if (!selected.found) return selected.result;
    const to = check.to === 'default' ? parseNet('0.0.0.0/0') : parseNet(check.to);
    if (to === undefined) throw new Undecidable('check.invalid', { field: 'to' });
    const toThere = selected.inodes.flatMap((inode) =>
      readRoutes(worlds.now, inode)
        .filter((each) => sameNet(each.dst, to) && (each.table ?? 'main') === check.table)
        .map((each) => ({ each, inode })),
    );
    const hits = toThere.filter(({ each }) => matches(each, check));
    const params = {
      name: nameOf(check.in),
      wanted: describe(check, to),
      routes: toThere.map(({ each }) => describeRoute(each)),
    };
    const lines = (hits.length > 0 ? hits : toThere)
      .slice(0, 6)
      .map(({ each, inode }) => textLine(worlds.now, 'routes', inode, each, each.gateway ?? each.dev ?? null));
    if (check.absent) return hits.length === 0 ? pass('route.absent', params) : fail('route.present', params, lines);
    if (hits.length > 0) return pass('route.ok', params, lines);
    return toThere.length > 0 ? fail('route.differs', params, lines) : fail('route.none', params);
  },
};

/** Each way of a multipath route counts as a way the packet may take. */
function matches(each: Route, check: RouteCheck): boolean {
  const hops = each.nexthops.length > 0 ? each.nexthops : [each];
  const isWay = hops.some(
    ({ gateway, dev, flags }) =>
      (check.via === undefined || (gateway !== undefined && sameAddress(gateway, check.via))) &&
      (check.dev === undefined || dev === check.dev) &&
      !flags.includes('dead') &&
      !flags.includes('linkdown'),
  );
  return (
    isWay &&
    each.type === check.kind &&
    (check.src === undefined || (each.src !== undefined && sameAddress(each.src, check.src))) &&
    (check.metric === undefined || (each.metric ?? 0) === check.metric)
  );
}

function describe(check: RouteCheck, to: IpNet): string {
  const words = [check.kind === 'unicast' ? '' : check.kind, formatNet(to)];
  if (check.via !== undefined) words.push('via', check.via);
  if (check.dev !== undefined) words.push('dev', check.dev);
  if (check.src !== undefined) words.push('src', check.src);
  if (check.metric !== undefined) words.push('metric', String(check.metric));
  if (check.table !== 'main') words.push('table', check.table);
  return words.filter(Boolean).join(' ');
}

function describeRoute(each: Route): string {
  const ways = (each.nexthops.length > 0 ? each.nexthops : [each]).map(({ gateway, dev }) =>
    [gateway === undefined ? '' : `via ${gateway}`, dev === undefined ? '' : `dev ${dev}`].filter(Boolean).join(' '),
  );
  return [each.type === 'unicast' ? '' : each.type, formatNet(each.dst), ways.join(' | ')].filter(Boolean).join(' ');
}
