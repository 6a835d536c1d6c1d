import type { Negatable } from '../types';

/** First and last port; equal for one port. */
export interface PortRange {
  from: number;
  to: number;
}

/** `value/mask` of a 32-bit mark. */
export interface MarkMask {
  value: number;
  mask: number;
}

interface Ports {
  sport?: Negatable<PortRange>;
  dport?: Negatable<PortRange>;
}

interface MatchBase {
  /** True when `-p tcp --dport 80` was written without `-m tcp`. */
  implicit?: true;
}

export interface TcpMatch extends MatchBase, Ports {
  module: 'tcp';
  /** `--tcp-flags MASK SET`: of the flags in mask, exactly those in set. `--syn` is FIN,SYN,RST,ACK / SYN. */
  tcpFlags?: Negatable<{ mask: string[]; set: string[] }>;
  tcpOption?: Negatable<number>;
}

export interface UdpMatch extends MatchBase, Ports {
  module: 'udp' | 'udplite';
}

export interface SctpMatch extends MatchBase, Ports {
  module: 'sctp';
  chunkTypes?: Negatable<{ how: string; chunks: string }>;
}

export interface DccpMatch extends MatchBase, Ports {
  module: 'dccp';
  dccpTypes?: Negatable<string>;
  dccpOption?: Negatable<number>;
}

/** "8", "3/4", "any" or a name, as printed. */
export interface IcmpMatch extends MatchBase {
  module: 'icmp' | 'icmp6';
  icmpType?: Negatable<string>;
}

export interface MultiportMatch extends MatchBase {
  module: 'multiport';
  sports?: Negatable<PortRange[]>;
  dports?: Negatable<PortRange[]>;
  /** Either source or destination. */
  ports?: Negatable<PortRange[]>;
}

export interface CommentMatch extends MatchBase {
  module: 'comment';
  comment?: string;
}

/** `-m conntrack`; `-m state` has only `ctstate`. */
export interface ConntrackMatch extends MatchBase {
  module: 'conntrack' | 'state';
  /** NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED, SNAT, DNAT: any of them. */
  ctstate?: Negatable<string[]>;
  ctproto?: Negatable<string>;
  ctorigsrc?: Negatable<string>;
  ctorigdst?: Negatable<string>;
  ctreplsrc?: Negatable<string>;
  ctrepldst?: Negatable<string>;
  ctorigsrcport?: Negatable<PortRange>;
  ctorigdstport?: Negatable<PortRange>;
  ctreplsrcport?: Negatable<PortRange>;
  ctrepldstport?: Negatable<PortRange>;
  ctstatus?: Negatable<string[]>;
  ctexpire?: Negatable<string>;
  ctdir?: string;
}

export interface AddrtypeMatch extends MatchBase {
  module: 'addrtype';
  srcType?: Negatable<string[]>;
  dstType?: Negatable<string[]>;
  limitIfaceIn?: true;
  limitIfaceOut?: true;
}

export interface MarkMatch extends MatchBase {
  module: 'mark' | 'connmark';
  mark?: Negatable<MarkMask>;
}

export interface StatisticMatch extends MatchBase {
  module: 'statistic';
  mode?: 'random' | 'nth';
  /** As printed with 11 decimals; a multiple of 2^-31. */
  probability?: Negatable<number>;
  every?: Negatable<number>;
  packet?: number;
}

export interface RecentMatch extends MatchBase {
  module: 'recent';
  set?: Negatable<true>;
  rcheck?: Negatable<true>;
  update?: Negatable<true>;
  remove?: Negatable<true>;
  seconds?: number;
  reap?: true;
  hitcount?: number;
  rttl?: true;
  name?: string;
  mask?: string;
  side?: 'rsource' | 'rdest';
}

export interface SetMatch extends MatchBase {
  module: 'set';
  matchSet?: Negatable<{ name: string; dimensions: string[] }>;
  returnNomatch?: true;
}

export interface IprangeMatch extends MatchBase {
  module: 'iprange';
  /** "10.0.0.1-10.0.0.9". */
  srcRange?: Negatable<string>;
  dstRange?: Negatable<string>;
}

export interface OwnerMatch extends MatchBase {
  module: 'owner';
  uidOwner?: Negatable<string>;
  gidOwner?: Negatable<string>;
  socketExists?: Negatable<true>;
  supplGroups?: true;
}

export interface PhysdevMatch extends MatchBase {
  module: 'physdev';
  physdevIn?: Negatable<string>;
  physdevOut?: Negatable<string>;
  physdevIsIn?: Negatable<true>;
  physdevIsOut?: Negatable<true>;
  physdevIsBridged?: Negatable<true>;
}

export interface LimitMatch extends MatchBase {
  module: 'limit';
  /** "3/min". */
  limit?: string;
  limitBurst?: number;
}

export interface RpfilterMatch extends MatchBase {
  module: 'rpfilter';
  loose?: true;
  validmark?: true;
  acceptLocal?: true;
  invert?: true;
}

/**
 * Modules whose options are read and typed as [option, value] but whose effect on a packet is of no interest here,
 * e.g. time, string, hashlimit. `options` keys are option names without dashes.
 */
export interface PlainMatch extends MatchBase {
  module: PlainModule;
  options: PlainOption[];
}

export interface PlainOption {
  option: string;
  not: boolean;
  values: string[];
}

export const PLAIN_MODULES = [
  'ah',
  'bpf',
  'cgroup',
  'cluster',
  'connbytes',
  'connlabel',
  'connlimit',
  'cpu',
  'devgroup',
  'dscp',
  'ecn',
  'esp',
  'eui64',
  'frag',
  'hashlimit',
  'hbh',
  'helper',
  'hl',
  'ipv6header',
  'ipvs',
  'length',
  'mac',
  'mh',
  'nfacct',
  'osf',
  'pkttype',
  'policy',
  'quota',
  'realm',
  'rt',
  'socket',
  'string',
  'tcpmss',
  'time',
  'tos',
  'ttl',
  'u32',
  'dst',
] as const;

export type PlainModule = (typeof PLAIN_MODULES)[number];

/** A module that is not known at all; its words as written. Listed in `unmodelled`. */
export interface UnknownMatch extends MatchBase {
  module: 'unknown';
  name: string;
  words: string[];
}

export type Match =
  | TcpMatch
  | UdpMatch
  | SctpMatch
  | DccpMatch
  | IcmpMatch
  | MultiportMatch
  | CommentMatch
  | ConntrackMatch
  | AddrtypeMatch
  | MarkMatch
  | StatisticMatch
  | RecentMatch
  | SetMatch
  | IprangeMatch
  | OwnerMatch
  | PhysdevMatch
  | LimitMatch
  | RpfilterMatch
  | PlainMatch
  | UnknownMatch;
