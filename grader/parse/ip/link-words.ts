import { AttributeTable, hardwareAddress, integer, name, switchOf, valued } from '../attribute';
import type { Attribute } from '../attribute';
import type { Link, LinkDetails, LinkPort, Setting } from './types';

interface HasSettings {
  settings?: Setting[];
}

/** A word whose values (a fixed number of words) are kept as a setting. */
function setting(word: string, count = 1): Attribute<HasSettings> {
  return {
    word,
    read(item, words) {
      const values = Array.from({ length: count }, () => words.next(`a value of ${word}`));
      (item.settings ??= []).push({ name: word, values });
    },
    write(item) {
      const found = item.settings?.find((of) => of.name === word);
      return found && [word, ...found.values];
    },
  };
}

const bare = (word: string): Attribute<HasSettings> => setting(word, 0);

const settings = (words: string): Attribute<HasSettings>[] => words.split(' ').map((word) => setting(word));

const onOff = switchOf('on', 'off');

/** What the tool adds at the end of the last line of `-d`. */
const QUEUES = settings(
  'addrgenmode numtxqueues numrxqueues gso_max_size gso_max_segs tso_max_size tso_max_segs gro_max_size gso_ipv4_max_size gro_ipv4_max_size portname portid switchid parentbus parentdev',
);

export const HEAD = new AttributeTable<Link>([
  valued('mtu', 'mtu', integer),
  valued('qdisc', 'qdisc', name),
  valued('master', 'master', name),
  valued('state', 'state', name),
  valued('mode', 'mode', name),
  valued('group', 'group', name),
  valued('qlen', 'qlen', integer),
  valued('link-netns', 'linkNetns', name),
  valued('link-netnsid', 'linkNetnsId', integer),
  ...settings('vrf nexthop carrier_changes'),
]);

export const HARDWARE = new AttributeTable<Link>([
  valued('brd', 'broadcast', hardwareAddress),
  valued('peer', 'macPeer', hardwareAddress),
  valued('link-netns', 'linkNetns', name),
  valued('link-netnsid', 'linkNetnsId', integer),
  ...settings('permaddr promiscuity allmulti minmtu maxmtu'),
  bare('protodown'),
  ...QUEUES,
]);

export const DETAILS = new AttributeTable<LinkDetails>([
  valued('protocol', 'protocol', name),
  valued('mode', 'mode', name),
  valued('id', 'id', integer),
  valued('remote', 'remote', name),
  valued('group', 'group', name),
  valued('local', 'local', name),
  valued('dev', 'dev', name),
  setting('srcport', 2),
  valued('dstport', 'dstport', integer),
  {
    word: 'nolearning',
    read: (item) => (item.learning = false),
    write: (item) => (item.learning === false ? ['nolearning'] : undefined),
  },
  valued('ttl', 'ttl', name),
  ...settings('tos df ageing maxaddr flowlabel label encap encap-sport encap-dport'),
  ...'proxy rsc l2miss l3miss noudpcsum udpcsum noudp6zerocsumtx udp6zerocsumtx noudp6zerocsumrx udp6zerocsumrx remcsumtx remcsumrx gbp external pmtudisc nopmtudisc ignore-df noencap noencap-csum noencap-csum6 noencap-remcsum any bridge private vepa passthru l2 l3 l3s nopromisc'
    .split(' ')
    .map(bare),
  ...settings('bcqueuelen usedbcqueuelen'),
  ...settings('forward_delay hello_time max_age ageing_time'),
  valued('stp_state', 'stpState', integer),
  setting('priority'),
  valued('vlan_filtering', 'vlanFiltering', integer),
  ...settings(
    'vlan_protocol bridge_id designated_root root_port root_path_cost topology_change topology_change_detected hello_timer tcn_timer topology_change_timer gc_timer fdb_n_learned fdb_max_learned vlan_default_pvid vlan_stats_enabled vlan_stats_per_port group_fwd_mask group_fwd_mask_str group_address mcast_snooping no_linklocal_learn mcast_vlan_snooping mst_enabled mcast_router mcast_query_use_ifaddr mcast_querier mcast_hash_elasticity mcast_hash_max mcast_last_member_count mcast_startup_query_count mcast_last_member_interval mcast_membership_interval mcast_querier_interval mcast_query_interval mcast_query_response_interval mcast_startup_query_interval mcast_stats_enabled mcast_igmp_version mcast_mld_version',
  ),
  valued('nf_call_iptables', 'nfCallIptables', integer),
  valued('nf_call_ip6tables', 'nfCallIp6tables', integer),
  ...settings('nf_call_arptables table'),
  ...QUEUES,
]);

export const PORT = new AttributeTable<LinkPort>([
  valued('state', 'state', name),
  ...settings('priority cost'),
  valued('hairpin', 'hairpin', onOff),
  ...settings('guard root_block fastleave'),
  valued('learning', 'learning', onOff),
  valued('flood', 'flood', onOff),
  ...settings(
    'port_id port_no designated_port designated_cost designated_bridge designated_root hold_timer message_age_timer forward_delay_timer topology_change_ack config_pending proxy_arp proxy_arp_wifi mcast_router mcast_fast_leave mcast_flood bcast_flood mcast_to_unicast neigh_suppress neigh_vlan_suppress group_fwd_mask group_fwd_mask_str vlan_tunnel',
  ),
  valued('isolated', 'isolated', onOff),
  ...settings('locked mab backup_port backup_nhid table'),
  ...QUEUES,
]);
