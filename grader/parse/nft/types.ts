import type { JsonMember, JsonValue } from '../json/value';
import type { ItemBase, Note } from '../parsed';

/** Where an object of nftables stands. */
export interface NftPlace {
  /** ip, ip6, inet, arp, bridge, netdev */
  family: string;
  table: string;
}

/** `table ip nat {` */
export interface NftTable extends ItemBase {
  kind: 'table';
  family: string;
  name: string;
  handle?: number;
}

/** `chain FORWARD {`, `set blocked {`, `map services {`, `flowtable f {` … */
export interface NftBlock extends ItemBase, NftPlace {
  kind: 'chain' | 'set' | 'map' | 'flowtable' | 'counter' | 'quota' | 'limit' | 'meter' | 'ct' | 'secmark' | 'synproxy';
  name: string;
  handle?: number;
}

/** `type filter hook forward priority filter; policy accept;`: makes the chain before it a base chain. */
export interface NftBase extends ItemBase, NftPlace {
  kind: 'base';
  chain: string;
  type: string;
  hook: string;
  device?: string;
  /** A number, a name, or a name and an offset: "srcnat", "-100", "filter + 10". */
  priority: string;
  policy?: string;
}

/** A line of a set, map, flowtable or table that sets one thing: `type ifname : verdict`, `flags interval`, `comment "x"`. */
export interface NftProperty extends ItemBase {
  kind: 'property';
  name: string;
  words: string[];
}

/** `elements = { … }` of a set or map. */
export interface NftElements extends ItemBase, NftPlace {
  kind: 'elements';
  set: string;
  elements: NftElement[];
}

export interface NftElement {
  /** "10.96.0.1", "10.96.0.1 . tcp . 443", with whatever the element has of its own (timeout, comment). */
  key: string;
  /** Of a map: "jump x", "10.1.1.1 . 80". */
  value?: string;
}

/** One rule; all statements are carried out from left to right until one does not match. */
export interface NftRule extends ItemBase, NftPlace {
  kind: 'rule';
  chain: string;
  statements: NftStatement[];
  handle?: number;
}

export interface NftClose extends ItemBase {
  kind: 'close';
}

/** What a match compares with, or a verdict map looks in: one value, a set in braces, or "@name". */
export type NftOperand = { value: string } | { elements: NftElement[] } | { set: string };

export interface NftNat {
  kind: 'dnat' | 'snat' | 'masquerade' | 'redirect' | 'tproxy';
  /** "ip", "ip6", or "ip addr . port" before a map of both. */
  family?: string;
  to?: string;
  /** random, fully-random, persistent */
  flags?: string[];
}

export type NftStatement =
  | { kind: 'match'; left: string; op?: string; right: NftOperand }
  | { kind: 'vmap'; left: string; right: NftOperand }
  | { kind: 'assign'; left: string; value: string }
  | { kind: 'counter'; packets?: number; bytes?: number; name?: string }
  | { kind: 'verdict'; verdict: 'accept' | 'drop' | 'return' | 'continue' }
  | { kind: 'jump' | 'goto'; chain: string }
  | NftNat
  | { kind: 'reject'; with?: string }
  | { kind: 'log'; options: string }
  | { kind: 'limit'; options: string }
  | { kind: 'notrack' }
  | { kind: 'update'; words: string }
  | { kind: 'comment'; text: string }
  /** An extension of iptables whose options nft cannot show. Listed as unmodelled. */
  | { kind: 'xt'; type: string; name: string }
  /** A word that belongs to nothing known. Listed as unmodelled. */
  | { kind: 'other'; word: string };

/** An object of `nft -j`: its kind, place and name; everything else is kept as it was. */
export interface NftObject extends ItemBase {
  kind: 'object';
  /** "metainfo", "table", "chain", "rule", "set", "map", "element" … */
  type: string;
  family?: string;
  table?: string;
  chain?: string;
  name?: string;
  handle?: number;
  /** Of a base chain. */
  hook?: string;
  prio?: number;
  policy?: string;
  /** Of a rule: its statements, each an object with one member. */
  expr?: JsonValue[];
  /** The members that are not named above. */
  rest?: JsonMember[];
}

export type NftItem = NftTable | NftBlock | NftBase | NftProperty | NftElements | NftRule | NftClose | NftObject | Note;
