// What a lab with a way out may reach, as nftables rules of its gateway. Pure.

/** The link between lab and gateway. */
export const LINK = { gateway: '100.64.0.1', lab: '100.64.0.2', length: 30 } as const;

/** The resolver that slirp4netns offers: it asks the machine's own. */
export const RESOLVER = '10.0.2.3';

/**
 * Not the internet (RFC 6890): this machine, its neighbours, private networks, link-local addresses with the clouds' metadata,
 * multicast and what is reserved.
 */
const NOT_THE_INTERNET = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
];

/**
 * @param own IPv4 addresses of the machine: what listens there would take the lab for a local program
 * @returns text for `nft -f -`; lab0 leads to the lab, tap0 to the world
 */
export function makeGatewayRules(own: readonly string[]): string {
  return `table inet egress {
  set forbidden {
    type ipv4_addr
    flags interval
    auto-merge
    elements = { ${[...NOT_THE_INTERNET, ...own].join(', ')} }
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    iifname "tap0" oifname "lab0" ct state established,related accept
    iifname != "lab0" drop
    oifname != "tap0" drop
    ip saddr != ${LINK.lab} drop
    meta nfproto != ipv4 drop
    ip daddr ${RESOLVER} udp dport 53 accept
    ip daddr ${RESOLVER} tcp dport 53 accept
    ip daddr @forbidden reject with icmp type admin-prohibited
    accept
  }
  chain input {
    type filter hook input priority filter; policy drop;
    iifname "lab0" ip saddr ${LINK.lab} ip daddr ${LINK.gateway} icmp type echo-request accept
  }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname "tap0" masquerade
  }
}
`;
}
