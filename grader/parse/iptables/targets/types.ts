import type { MarkMask, PlainOption, PortRange } from '../matches/types';

/** Addresses and ports a NAT target chooses from. */
export interface NatRange {
  /** Absent: only ports are changed (`--to-destination :8080`). */
  fromAddress?: string;
  /** Equal to fromAddress for one address. */
  toAddress?: string;
  ports?: PortRange;
  /** `1082-1090/82`: the port that the first of the range stands for. */
  basePort?: number;
}

interface NatFlags {
  random?: true;
  randomFully?: true;
  persistent?: true;
}

/** ACCEPT, DROP … : no options. */
export interface VerdictTarget {
  kind: 'ACCEPT' | 'DROP' | 'RETURN' | 'QUEUE' | 'NOTRACK' | 'TRACE';
}

/** `-j CHAIN` comes back after the last rule of the chain, `-g CHAIN` does not. */
export interface JumpTarget {
  kind: 'jump' | 'goto';
  chain: string;
}

export interface RejectTarget {
  kind: 'REJECT';
  /** "icmp-port-unreachable" when nothing is written. */
  rejectWith?: string;
}

export interface DnatTarget extends NatFlags {
  kind: 'DNAT';
  toDestination?: NatRange;
}

export interface SnatTarget extends NatFlags {
  kind: 'SNAT';
  toSource?: NatRange;
}

export interface MasqueradeTarget extends NatFlags {
  kind: 'MASQUERADE';
  toPorts?: PortRange;
}

export interface RedirectTarget extends NatFlags {
  kind: 'REDIRECT';
  toPorts?: PortRange;
}

export interface NetmapTarget {
  kind: 'NETMAP';
  to?: string;
}

/** new mark = (mark & ~mask) ^ value, for every way of writing it. */
export interface MarkTarget {
  kind: 'MARK';
  setXmark?: MarkMask;
}

export interface ConnmarkTarget {
  kind: 'CONNMARK';
  setXmark?: MarkMask;
  saveMark?: true;
  restoreMark?: true;
  nfmask?: number;
  ctmask?: number;
}

export interface TproxyTarget {
  kind: 'TPROXY';
  onPort?: number;
  onIp?: string;
  tproxyMark?: MarkMask;
}

export interface CtTarget {
  kind: 'CT';
  notrack?: true;
  zone?: string;
  zoneOrig?: string;
  zoneReply?: string;
  helper?: string;
  ctevents?: string[];
  expevents?: string[];
  timeout?: string;
}

export interface LogTarget {
  kind: 'LOG';
  logPrefix?: string;
  logLevel?: string;
  logTcpSequence?: true;
  logTcpOptions?: true;
  logIpOptions?: true;
  logUid?: true;
  logMacdecode?: true;
}

/** Targets whose options are kept as [option, values]; none decides the fate of a packet's path here. */
export interface PlainTarget {
  kind: PlainTargetName;
  options: PlainOption[];
}

export const PLAIN_TARGETS = [
  'AUDIT',
  'CHECKSUM',
  'CLASSIFY',
  'CLUSTERIP',
  'CONNSECMARK',
  'DNPT',
  'DSCP',
  'ECN',
  'HL',
  'HMARK',
  'IDLETIMER',
  'LED',
  'NFLOG',
  'NFQUEUE',
  'RATEEST',
  'SECMARK',
  'SET',
  'SNPT',
  'SYNPROXY',
  'TCPMSS',
  'TCPOPTSTRIP',
  'TEE',
  'TOS',
  'TTL',
  'ULOG',
] as const;

export type PlainTargetName = (typeof PLAIN_TARGETS)[number];

/** A target with options nobody here knows. Listed in `unmodelled`. */
export interface UnknownTarget {
  kind: 'unknown';
  name: string;
  words: string[];
}

export type Target =
  | VerdictTarget
  | JumpTarget
  | RejectTarget
  | DnatTarget
  | SnatTarget
  | MasqueradeTarget
  | RedirectTarget
  | NetmapTarget
  | MarkTarget
  | ConnmarkTarget
  | TproxyTarget
  | CtTarget
  | LogTarget
  | PlainTarget
  | UnknownTarget;
