import type { Spacing } from './json/spacing';

/** The dumps that can be read. JSON forms of the same command have the same name. */
export const FORMATS = [
  'iptables-save',
  'iptables-S',
  'iptables-L',
  'nft',
  'ip-route',
  'route-n',
  'ip-rule',
  'ip-addr',
  'ip-link',
  'ip-neigh',
  'bridge-fdb',
  'conntrack',
  'ss',
  'sysctl',
  'ipset',
  'ipvsadm',
] as const;

export type Format = (typeof FORMATS)[number];

/** A word that was kept but whose meaning is not modelled: whoever relies on the item must answer "unknown". */
export interface Unmodelled {
  line: number;
  token: string;
}

export interface Parsed<Item> {
  format: Format;
  items: Item[];
  unmodelled: Unmodelled[];
}

/** What every item has. */
export interface ItemBase {
  /** 1-based first line of the item. */
  line: number;
  /** The item's text, for people to look at. Printers never read it. */
  raw?: string | undefined;
  /** How the item was written, where that differs from what the tool's newest version writes. Only printers look at it. */
  layout?: Layout | undefined;
}

/** Spelling and spacing that carry no meaning. An item without a layout prints as the tool's newest version would. */
export interface Layout {
  /** The attributes in the order written. */
  order?: readonly string[];
  /** White space that is not one blank: [index of the word after it, the space]; after the last word: its index + 1. */
  gaps?: readonly (readonly [number, string])[];
  /** Words not written in the usual way: [index of the word, usual, as written]. Of no effect once the value has changed. */
  spelling?: readonly (readonly [number, string, string])[];
  /** White space of a JSON document that has some; on its first item. */
  spacing?: Spacing;
  /** End of line when it is not a line feed. */
  end?: string;
}

/** A line that says nothing: empty, a comment, a heading. */
export interface Note extends ItemBase {
  kind: 'note';
  text: string;
}
