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
export { parseIpAddr, parseIpLink, printIpAddr, printIpLink } from './ip/link';
export { parseIpRoute, printIpRoute } from './ip/route';
export { parseIptablesS, parseIptablesSave, printIptablesS, printIptablesSave } from './iptables/save';
export { unmodelledTokens } from './iptables/unmodelled';
export { parseSs, printSs } from './socket/ss';
