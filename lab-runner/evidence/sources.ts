// Which program of this machine answers for which source. Texts as the programs print them for people: a learner sees these lines.
import type { SourceName } from './document';

export interface SourceProgram {
  argv: readonly string[];
  /** Asks the program for its version. */
  version: readonly string[];
}

/** Asking for a legacy table would make it, so only the tables that the kernel already names are saved, which is what the plain command does. */
export const SOURCE_PROGRAMS: Readonly<Record<SourceName, SourceProgram>> = {
  links: { argv: ['ip', '-d', 'link', 'show'], version: ['ip', '-V'] },
  addresses: { argv: ['ip', 'addr', 'show'], version: ['ip', '-V'] },
  routes: { argv: ['ip', 'route', 'show', 'table', 'all'], version: ['ip', '-V'] },
  rules: { argv: ['ip', 'rule', 'show'], version: ['ip', '-V'] },
  neighbours: { argv: ['ip', 'neigh', 'show'], version: ['ip', '-V'] },
  fdb: { argv: ['bridge', 'fdb', 'show'], version: ['bridge', '-V'] },
  'iptables-legacy': { argv: ['iptables-legacy-save'], version: ['iptables-legacy', '-V'] },
  'ip6tables-legacy': { argv: ['ip6tables-legacy-save'], version: ['ip6tables-legacy', '-V'] },
  nft: { argv: ['nft', 'list', 'ruleset'], version: ['nft', '-v'] },
  sysctls: { argv: ['sysctl', '-a', '-e', '-r', '^net\\.'], version: ['sysctl', '-V'] },
  sockets: { argv: ['ss', '-tuane'], version: ['ss', '-V'] },
  conntrack: { argv: ['conntrack', '-L'], version: ['conntrack', '-V'] },
};

/** Bytes of one answer that are kept. */
export const MAX_SOURCE_BYTES = 2 << 20;
