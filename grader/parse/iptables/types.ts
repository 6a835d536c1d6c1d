import type { IpNet } from '../ip';
import type { ItemBase, Note } from '../parsed';
import type { Match } from './matches/types';
import type { Target } from './targets/types';

/** A value that the rule may ask for (`-s X`) or rule out (`! -s X`). */
export interface Negatable<Value> {
  not: boolean;
  value: Value;
}

export interface Counters {
  packets: number;
  bytes: number;
}

/** `*nat` */
export interface TableLine extends ItemBase {
  kind: 'table';
  table: string;
}

/** `COMMIT`: the table is complete. */
export interface CommitLine extends ItemBase {
  kind: 'commit';
  /** Absent in an excerpt without the table's first line. */
  table?: string;
}

/** `:INPUT ACCEPT [0:0]`, `-P INPUT ACCEPT`, `-N KUBE-SERVICES`, or the heading of a chain in `-L`. */
export interface Chain extends ItemBase {
  kind: 'chain';
  /** Absent where the dump does not say (`iptables -S`, excerpts). */
  table?: string;
  chain: string;
  /** Only built-in chains have a policy. */
  policy?: string;
  counters?: Counters;
  /** `-L` only: how many rules jump here. */
  references?: number;
}

export interface Rule extends ItemBase {
  kind: 'rule';
  table?: string | undefined;
  chain: string;
  counters?: Counters | undefined;
  source?: Negatable<IpNet> | undefined;
  destination?: Negatable<IpNet> | undefined;
  /** Interface name; a "+" at the end stands for any rest. */
  inInterface?: Negatable<string> | undefined;
  outInterface?: Negatable<string> | undefined;
  /** "tcp", "udp", "icmp", "ipv6-icmp", or a number as printed. */
  protocol?: Negatable<string> | undefined;
  /** `-f`: second and further fragments. */
  fragment?: Negatable<true> | undefined;
  /** In the order written; all must hold. */
  matches: Match[];
  /** Absent: the rule only counts. */
  target?: Target | undefined;
  /** Words that no module here knows; who decides on this rule must answer "unknown". */
  extra?: string[] | undefined;
}

export type IptablesItem = TableLine | CommitLine | Chain | Rule | Note;
