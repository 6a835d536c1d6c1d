/** Dumps of the kernel's network state as data, and back to text. Knows nothing of what the data means together. */
export { ParseError } from './error';
export { FORMATS } from './parsed';
export type { Format, ItemBase, Layout, Note, Parsed, Unmodelled } from './parsed';
export * from './ip';
export type * from './ip/types';
export type * from './iptables/types';
export type * from './iptables/matches/types';
export type * from './iptables/targets/types';
export type * from './socket/types';
export { parseIpAddr, parseIpLink, printIpLink, printIpLink as printIpAddr } from './ip/link';
export { parseIpRoute, printIpRoute } from './ip/route';
export {
  parseIptablesS,
  parseIptablesSave,
  printIptablesSave,
  printIptablesSave as printIptablesS,
} from './iptables/save';
export { isModelled, unmodelledTokens } from './iptables/unmodelled';
export { parseSs, printSs } from './socket/ss';
export { parseIpRule, printIpRule } from './ip/rule';
export type * from './ip/rule-types';
export { parseIpNeigh, printIpNeigh } from './ip/neighbour';
export type { Neighbour, NeighbourItem } from './ip/neighbour';
export { parseRouteN, printRouteN } from './ip/route-n';
export type { KernelRoute, KernelRouteItem } from './ip/route-n';
export { parseBridgeFdb, printBridgeFdb } from './bridge/fdb';
export type { FdbEntry, FdbItem } from './bridge/fdb';
export { parse, print } from './formats';
export type { ItemOf } from './formats';
export { parseConntrack, printConntrack } from './conntrack/flow';
export type { Flow, FlowItem, FlowTuple } from './conntrack/flow';
export { parseSysctl, printSysctl } from './sysctl/sysctl';
export type { Sysctl, SysctlItem } from './sysctl/sysctl';
export { parseIpset, printIpset } from './ipset/ipset';
export type { Ipset, IpsetItem, IpsetMember, IpsetOption } from './ipset/ipset';
export { parseIpvsadm, printIpvsadm } from './ipvs/ipvsadm';
export type { IpvsItem, IpvsServer, IpvsService } from './ipvs/ipvsadm';
export { parseIptablesL, printIptablesL } from './iptables/list';
export type { ListedChain, ListedItem, ListedRule } from './iptables/list';
export type { Clause } from './iptables/clauses';
export { parseNft, printNft } from './nft/ruleset';
export type * from './nft/types';
