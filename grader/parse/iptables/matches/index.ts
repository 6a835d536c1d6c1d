import type { OptionTable } from '../option';
import { plainTable } from '../plain';
import { PLAIN_MODULE_OPTIONS } from './plain';
import * as named from './ports';
import * as state from './state';
import { PLAIN_MODULES } from './types';
import type { Match, PlainMatch } from './types';

/** How a module is made and which options it has. */
export interface MatchModule {
  create(): Match;
  table: OptionTable<Match>;
}

/** Every table works on its own kind of match only, and is only ever given that kind. */
function entry<Kind extends Match>(create: () => Kind, table: OptionTable<Kind>): MatchModule {
  return { create, table: table };
}

export const MODULES: ReadonlyMap<string, MatchModule> = new Map([
  ['tcp', entry(() => ({ module: 'tcp' }), named.tcp)],
  ['udp', entry(() => ({ module: 'udp' }), named.udp)],
  ['udplite', entry(() => ({ module: 'udplite' }), named.udp)],
  ['sctp', entry(() => ({ module: 'sctp' }), named.sctp)],
  ['dccp', entry(() => ({ module: 'dccp' }), named.dccp)],
  ['icmp', entry(() => ({ module: 'icmp' }), named.icmp)],
  ['icmp6', entry(() => ({ module: 'icmp6' }), named.icmp6)],
  ['multiport', entry(() => ({ module: 'multiport' }), named.multiport)],
  ['comment', entry(() => ({ module: 'comment' }), named.comment)],
  ['conntrack', entry(() => ({ module: 'conntrack' }), state.conntrack)],
  ['state', entry(() => ({ module: 'state' }), state.state)],
  ['addrtype', entry(() => ({ module: 'addrtype' }), state.addrtype)],
  ['mark', entry(() => ({ module: 'mark' }), state.markMatch)],
  ['connmark', entry(() => ({ module: 'connmark' }), state.markMatch)],
  ['statistic', entry(() => ({ module: 'statistic' }), state.statistic)],
  ['recent', entry(() => ({ module: 'recent' }), state.recent)],
  ['set', entry(() => ({ module: 'set' }), state.set)],
  ['iprange', entry(() => ({ module: 'iprange' }), state.iprange)],
  ['owner', entry(() => ({ module: 'owner' }), state.owner)],
  ['physdev', entry(() => ({ module: 'physdev' }), state.physdev)],
  ['limit', entry(() => ({ module: 'limit' }), state.limit)],
  ['rpfilter', entry(() => ({ module: 'rpfilter' }), state.rpfilter)],
  ...PLAIN_MODULES.map((module): [string, MatchModule] => [
    module,
    entry(
      () => ({ module, options: [] }),
      plainTable(PLAIN_MODULE_OPTIONS[module]) as unknown as OptionTable<PlainMatch>,
    ),
  ]),
]);

/** Modules that `-p` loads by itself. */
export const PROTOCOL_MODULES: ReadonlyMap<string, string> = new Map([
  ['tcp', 'tcp'],
  ['6', 'tcp'],
  ['udp', 'udp'],
  ['17', 'udp'],
  ['udplite', 'udplite'],
  ['sctp', 'sctp'],
  ['132', 'sctp'],
  ['dccp', 'dccp'],
  ['icmp', 'icmp'],
  ['1', 'icmp'],
  ['icmpv6', 'icmp6'],
  ['ipv6-icmp', 'icmp6'],
  ['58', 'icmp6'],
]);
