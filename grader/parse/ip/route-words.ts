import type { Codec } from '../attribute';
import { BITS, formatNet, parseNet } from '../ip';
import type { IpNet } from '../ip';
import type { RouteType } from './types';

export const ROUTE_TYPES: readonly RouteType[] = [
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
  'xresolve',
];

/** The kernel's numbers of the types start at 1 for unicast, as `ip -N` prints them. */
export function routeTypeOf(word: string): RouteType | undefined {
  return (
    ROUTE_TYPES.find((type) => type === word) ?? (/^\d{1,2}$/.test(word) ? ROUTE_TYPES[Number(word) - 1] : undefined)
  );
}

export const net: Codec<IpNet> = {
  expected: 'an address or a network',
  read: parseNet,
  write: (value) =>
    value.length === BITS[value.family] && value.mask === undefined ? value.address : formatNet(value),
};
