import type { MarkMask, PortRange } from '../iptables/matches/types';
import type { IpNet } from '../ip';
import type { ItemBase, Note } from '../parsed';
import type { Extra, Form } from './types';

/** One rule of the routing policy: `100: from all fwmark 0x1/0x1 lookup 133`. */
export interface PolicyRule extends ItemBase, Extra {
  kind: 'rule';
  form: Form;
  priority: number;
  /** True when everything below must not hold. */
  not?: true;
  /** Absent: all. */
  from?: IpNet;
  to?: IpNet;
  tos?: string;
  fwmark?: MarkMask;
  iif?: string;
  oif?: string;
  uidRange?: PortRange;
  ipproto?: string;
  sport?: PortRange;
  dport?: PortRange;
  tunId?: number;
  /** The table to look in; absent for the other actions. */
  table?: string;
  /** The table is that of the VRF. */
  l3mdev?: true;
  /** Go on with the rule of this priority. */
  goto?: number;
  action?: 'unreachable' | 'blackhole' | 'prohibit' | 'nop';
  /** A route found with this length or less does not count. */
  suppressPrefixlength?: number;
  suppressIfgroup?: string;
  realms?: string;
  protocol?: string;
  /** [detached], [unresolved] */
  flags: string[];
}

export type PolicyRuleItem = PolicyRule | Note;
