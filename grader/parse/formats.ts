import { parseBridgeFdb, printBridgeFdb } from './bridge/fdb';
import { parseConntrack, printConntrack } from './conntrack/flow';
import { parseIpAddr, parseIpLink, printIpLink } from './ip/link';
import { parseIpNeigh, printIpNeigh } from './ip/neighbour';
import { parseIpRoute, printIpRoute } from './ip/route';
import { parseRouteN, printRouteN } from './ip/route-n';
import { parseIpRule, printIpRule } from './ip/rule';
import { parseIptablesL, printIptablesL } from './iptables/list';
import { parseIptablesS, parseIptablesSave, printIptablesSave } from './iptables/save';
import { parseIpset, printIpset } from './ipset/ipset';
import { parseIpvsadm, printIpvsadm } from './ipvs/ipvsadm';
import { parseSysctl, printSysctl } from './sysctl/sysctl';
import { parseNft, printNft } from './nft/ruleset';
import type { Format, Parsed } from './parsed';
import { parseSs, printSs } from './socket/ss';

/** A format's two directions. `print` is only ever given what `parse` of the same format made. */
interface Reader<Item> {
  parse(text: string): Parsed<Item>;
  print(items: readonly Item[]): string;
}

const READERS = {
  'iptables-save': reader(parseIptablesSave, printIptablesSave),
  'iptables-S': reader(parseIptablesS, printIptablesSave),
  'iptables-L': reader(parseIptablesL, printIptablesL),
  nft: reader(parseNft, printNft),
  'ip-route': reader(parseIpRoute, printIpRoute),
  'route-n': reader(parseRouteN, printRouteN),
  'ip-rule': reader(parseIpRule, printIpRule),
  'ip-addr': reader(parseIpAddr, printIpLink),
  'ip-link': reader(parseIpLink, printIpLink),
  'ip-neigh': reader(parseIpNeigh, printIpNeigh),
  'bridge-fdb': reader(parseBridgeFdb, printBridgeFdb),
  conntrack: reader(parseConntrack, printConntrack),
  ss: reader(parseSs, printSs),
  sysctl: reader(parseSysctl, printSysctl),
  ipset: reader(parseIpset, printIpset),
  ipvsadm: reader(parseIpvsadm, printIpvsadm),
} satisfies Record<Format, unknown>;

function reader<Item>(parse: (text: string) => Parsed<Item>, print: (items: readonly Item[]) => string): Reader<Item> {
  return { parse, print };
}

/** What the parser of a format makes. */
export type ItemOf<Name extends Format> = (typeof READERS)[Name] extends Reader<infer Item> ? Item : never;

/**
 * Reads a dump of the named format, in text or JSON.
 * @throws ParseError, and nothing else, for text that is not such a dump.
 */
export function parse<Name extends Format>(format: Name, text: string): Parsed<ItemOf<Name>> {
  return (READERS[format] as unknown as Reader<ItemOf<Name>>).parse(text);
}

/** The items as the tool would print them, in the form they were read. Never looks at `raw`. */
export function print<Name extends Format>(format: Name, items: readonly ItemOf<Name>[]): string {
  return (READERS[format] as unknown as Reader<ItemOf<Name>>).print(items);
}
