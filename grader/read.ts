// A world's raw texts as typed models. A text that does not parse is ours to fix: not graded, with the place.
import { clean } from './clean';
import type { SourceName } from './evidence';
import { parseIpAddr, parseIpLink, parseIpRoute, parseIptablesSave, parseSs, ParseError } from './parse';
import type { Address, Link, Route } from './parse/ip/types';
import type { Chain, Rule } from './parse/iptables/types';
import type { Socket } from './parse/socket/types';
import { Undecidable } from './verdict';
import { netnsName, type World } from './world';

/** A link's address together with the link it is on. */
export interface AddressOnLink {
  address: Address;
  dev: string;
}

function parsed<T>(world: World, inode: number, source: SourceName, parse: (text: string) => T): T {
  const output = world.source(inode, source);
  try {
    return parse(output.text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const netns = netnsName(inode);
    const text = clean(output.text.split('\n')[error.line - 1] ?? '', 200);
    throw new Undecidable('evidence.unreadable', { source, detail: clean(error.message) }, [
      { source, netns, line: error.line, text, mark: null },
    ]);
  }
}

export function readLinks(world: World, inode: number): Link[] {
  return parsed(world, inode, 'links', parseIpLink).items.filter((item) => item.kind === 'link');
}

export function readAddresses(world: World, inode: number): AddressOnLink[] {
  return parsed(world, inode, 'addresses', parseIpAddr)
    .items.filter((item) => item.kind === 'link')
    .flatMap((link) => link.addresses.map((address) => ({ address, dev: link.name })));
}

/** Addresses by which others reach the namespace: not loopback, not link-local. */
export function readReachableAddresses(world: World, inode: number): AddressOnLink[] {
  return readAddresses(world, inode).filter(({ address, dev }) => dev !== 'lo' && address.scope === 'global');
}

export function readRoutes(world: World, inode: number): Route[] {
  return parsed(world, inode, 'routes', parseIpRoute).items.filter((item) => item.kind === 'route');
}

export function readSockets(world: World, inode: number): Socket[] {
  return parsed(world, inode, 'sockets', parseSs).items.filter((item) => item.kind === 'socket');
}

export function readIptables(world: World, inode: number): { chains: Chain[]; rules: Rule[] } {
  const items = parsed(world, inode, 'iptables-legacy', parseIptablesSave).items;
  return {
    chains: items.filter((item) => item.kind === 'chain'),
    rules: items.filter((item) => item.kind === 'rule'),
  };
}
