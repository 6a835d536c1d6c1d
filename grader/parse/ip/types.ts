import type { ItemBase, Layout, Note } from '../parsed';
import type { IpNet } from '../ip';
import type { JsonMember } from '../json/value';

/** An attribute kept because it is not modelled: words of a text form, or members of a JSON form. */
export interface Extra {
  extra?: string[];
  extraJson?: JsonMember[];
}

/** Which form of the command's output an item came from. */
export type Form = 'text' | 'oneline' | 'brief' | 'json';

/** One address of a link: an `inet`/`inet6` line of `ip addr`, or an element of addr_info. */
export interface Address extends ItemBase, Extra {
  family: 4 | 6;
  address: string;
  /** Prefix length; /32 or /128 when the tool printed none. */
  length: number;
  /** The other end of a point-to-point address. */
  peer?: IpNet;
  broadcast?: string;
  anycast?: string;
  scope?: string;
  /** "eth0", "eth1:vip". */
  label?: string;
  /** secondary, tentative, dynamic, nodad, deprecated, dadfailed, noprefixroute, permanent … */
  flags: string[];
  metric?: number;
  protocol?: string;
  /** Seconds, or forever. */
  validLifetime?: number | 'forever';
  preferredLifetime?: number | 'forever';
  lifetimeLayout?: Layout;
}

/** A setting that is read but plays no part in how packets go, e.g. `numtxqueues 2`. */
export interface Setting {
  name: string;
  values: string[];
}

/** What `ip -d link` says of a kind of device; fields are present only for kinds that have them. */
export interface LinkDetails extends Extra {
  /** bridge, veth, vxlan, vlan, ipip, macvlan, dummy … */
  kind: string;
  /** VNI of a vxlan, VLAN ID of a vlan. */
  id?: number;
  /** The device a tunnel is bound to. */
  dev?: string;
  local?: string;
  remote?: string;
  /** Multicast group of a vxlan. */
  group?: string;
  dstport?: number;
  learning?: boolean;
  /** 802.1Q or 802.1ad. */
  protocol?: string;
  /** macvlan, ipvlan, ipip: "bridge", "any" … */
  mode?: string;
  ttl?: string;
  vlanFiltering?: number;
  stpState?: number;
  nfCallIptables?: number;
  nfCallIp6tables?: number;
  settings: Setting[];
  settingsJson?: JsonMember[];
  layout?: Layout;
}

/** Settings of a link as a port of a bridge, or as a slave of another kind of master. */
export interface LinkPort extends Extra {
  /** "bridge", "bond", "vrf" … */
  kind: string;
  state?: string;
  hairpin?: boolean;
  learning?: boolean;
  flood?: boolean;
  isolated?: boolean;
  settings: Setting[];
  settingsJson?: JsonMember[];
  layout?: Layout;
}

export interface Link extends ItemBase, Extra {
  kind: 'link';
  form: Form;
  /** Absent in brief output. */
  index?: number;
  name: string;
  /** What stands after "@": the peer's or lower device's name, "if13" when it is in another namespace, "NONE". */
  peer?: string;
  /** UP, LOWER_UP, BROADCAST … ; empty where the form does not print them. */
  flags: string[];
  mtu?: number;
  qdisc?: string;
  /** The bridge, bond or VRF it belongs to. */
  master?: string;
  /** UP, DOWN, UNKNOWN, LOWERLAYERDOWN … */
  state?: string;
  mode?: string;
  group?: string;
  qlen?: number;
  /** Name or number of the namespace the peer is in. */
  linkNetns?: string;
  linkNetnsId?: number;
  /** ether, loopback, ipip, none … */
  linkType?: string;
  mac?: string;
  broadcast?: string;
  /** The far end of a tunnel, in place of a broadcast address. */
  macPeer?: string;
  altnames: string[];
  addresses: Address[];
  details?: LinkDetails;
  port?: LinkPort;
  /** promiscuity, minmtu, numtxqueues … of `-d`. */
  settings?: Setting[];
  settingsJson?: JsonMember[];
  /** The lines after the first, in the order written; absent where the tool's order holds. */
  body?: LinkLine[];
}

/** A line of a link after its first. */
export interface LinkLine {
  part: 'hardware' | 'altname' | 'details' | 'port' | 'address' | 'lifetime' | 'extra';
  extra?: string[];
  layout?: Layout;
}

export type LinkItem = Link | Note;

export type RouteType =
  | 'unicast'
  | 'local'
  | 'broadcast'
  | 'anycast'
  | 'multicast'
  | 'blackhole'
  | 'unreachable'
  | 'prohibit'
  | 'throw'
  | 'nat'
  | 'xresolve';

/** One way of a multipath route. */
export interface Nexthop extends ItemBase, Extra {
  gateway?: string;
  viaFamily?: string;
  encap?: string[];
  dev?: string;
  weight?: number;
  /** onlink, linkdown, dead … */
  flags: string[];
}

/** RTAX_* values of a route. */
export interface RouteMetrics {
  mtu?: number;
  advmss?: number;
  window?: number;
  rtt?: string;
  rttvar?: string;
  ssthresh?: number;
  cwnd?: number;
  initcwnd?: number;
  initrwnd?: number;
  hoplimit?: number;
  reordering?: number;
  quickack?: number;
  features?: string;
  rtoMin?: string;
  congestion?: string;
  /** The names of the metrics that are locked. */
  locked?: string[];
}

export interface Route extends ItemBase, Extra {
  kind: 'route';
  form: Form;
  /** unicast where the tool prints no type. */
  type: RouteType;
  /** 0.0.0.0/0 or ::/0 for "default". */
  dst: IpNet;
  /** The source prefix of an IPv6 subtree route. */
  from?: IpNet;
  tos?: string;
  gateway?: string;
  /** "inet6" for an IPv4 route through an IPv6 gateway. */
  viaFamily?: string;
  dev?: string;
  /** As printed: "main" is normally absent, then undefined; "local", "100" … */
  table?: string;
  protocol?: string;
  scope?: string;
  src?: string;
  metric?: number;
  /** onlink, linkdown, dead, pervasive, offload, cached … */
  flags: string[];
  nexthops: Nexthop[];
  below?: RouteLine[];
  nhid?: number;
  encap?: string[];
  encapJson?: JsonMember[];
  metrics: RouteMetrics;
  realm?: string;
  pref?: string;
  error?: number;
  /** `ip route get` only: whose route was asked for. */
  uid?: number;
  expires?: string;
}

/** A line below a route that tells more of it: `cache …` of `ip route get`, `nh_info …` of `-d`. */
export interface RouteLine {
  /** "cache" or "nh_info". */
  about: string;
  words: string[];
  layout?: Layout;
}

/** An object of `ip nexthop`, which routes name by `nhid`. */
export interface NexthopObject extends ItemBase, Extra {
  kind: 'nexthop';
  id: number;
  /** Members of a group and their weights; a weight of 1 is not printed. */
  group?: { id: number; weight: number }[];
  gateway?: string;
  viaFamily?: string;
  dev?: string;
  scope?: string;
  protocol?: string;
  blackhole?: true;
  flags: string[];
}

export type RouteItem = Route | NexthopObject | Note;
