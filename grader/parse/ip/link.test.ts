import { describe, expect, it } from 'vitest';
import { ParseError } from '../error';
import { parseIpAddr, parseIpLink, printIpLink } from './link';
import type { Link } from './types';

const VXLAN = `7: flannel.1@eth0: <BROADCAST,UP> mtu 1450 qdisc noqueue master br0 state UNKNOWN mode DEFAULT group default
    link/ether ce:a1:6d:0e:93:02 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 65535
    vxlan id 1 local 10.0.0.1 dev eth0 srcport 0 0 dstport 8472 nolearning ttl auto udpcsum numtxqueues 1
    bridge_slave state forwarding hairpin on learning on flood off isolated off
`;

const VXLAN_JSON =
  '[{"ifindex":7,"link":"eth0","ifname":"flannel.1","flags":["BROADCAST","UP"],"mtu":1450,"qdisc":"noqueue","master":"br0","operstate":"UNKNOWN","linkmode":"DEFAULT","group":"default","link_type":"ether","address":"ce:a1:6d:0e:93:02","broadcast":"ff:ff:ff:ff:ff:ff","promiscuity":0,' +
  '"linkinfo":{"info_kind":"vxlan","info_data":{"id":1,"local":"10.0.0.1","link":"eth0","port":8472,"learning":false},"info_slave_kind":"bridge","info_slave_data":{"state":"forwarding","hairpin":true,"learning":true,"flood":false,"isolated":false}}}]\n';

function linkOf(text: string): Link {
  const [item] = parseIpLink(text).items;
  if (item?.kind !== 'link') throw new Error('there is no link');
  return item;
}

describe('parseIpLink()', () => {
  it.each([
    ['text', VXLAN],
    ['JSON', VXLAN_JSON],
  ])('types a vxlan device on a bridge, from %s', (_form, text) => {
    expect(linkOf(text)).toMatchObject({
      index: 7,
      name: 'flannel.1',
      peer: 'eth0',
      flags: ['BROADCAST', 'UP'],
      mtu: 1450,
      master: 'br0',
      mac: 'ce:a1:6d:0e:93:02',
      details: { kind: 'vxlan', id: 1, local: '10.0.0.1', dev: 'eth0', dstport: 8472, learning: false },
      port: { kind: 'bridge', state: 'forwarding', hairpin: true, flood: false, isolated: false },
    });
    expect(parseIpLink(text).unmodelled).toEqual([]);
  });

  it('says the same of a peer in another namespace in text and in JSON', () => {
    const text = linkOf(
      '3: eth0@if4: <UP> mtu 1500\n    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff link-netnsid 0\n',
    );
    const json = linkOf('[{"ifindex":3,"link_index":4,"ifname":"eth0","flags":["UP"],"mtu":1500,"link_netnsid":0}]');
    for (const link of [text, json]) expect(link).toMatchObject({ peer: 'if4', linkNetnsId: 0 });
  });

  it('lists the counters of -s as unmodelled', () => {
    const { unmodelled } = parseIpLink(
      '1: lo: <UP> mtu 65536\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    RX:  bytes\n             0\n',
    );
    expect(unmodelled.map(({ line }) => line)).toContain(1);
    expect(unmodelled.length).toBeGreaterThan(0);
  });

  it.each([
    ['[{"ifname":5}]', 1, 3],
    ['[\n{"mtu":1}]', 2, 1],
    ['[{"ifname":"a",}]', 1, 16],
    ['eth0: <UP>\n', 1, 1],
    ['1: eth0: UP\n', 1, 10],
    ['    link/ether 02:00:00:00:00:01\n', 1, 5],
    ['1: lo: <UP> mtu x\n', 1, 17],
  ])('refuses %j at line %i, column %i', (text, line, column) => {
    expect(() => parseIpLink(text)).toThrow(ParseError);
    expect(() => parseIpLink(text)).toThrow(expect.objectContaining({ line, column }) as Error);
  });
});

describe('parseIpAddr()', () => {
  it('reads the far end, the label, flags and lifetimes of an address', () => {
    const text = `2: v0@v1: <UP> mtu 1500
    inet 10.9.9.1 peer 10.9.9.2/32 brd 10.9.9.255 scope global secondary dynamic v0:a
       valid_lft 300sec preferred_lft forever
    inet6 fe80::1/64 scope link tentative
`;
    const [link] = parseIpAddr(text).items;
    expect(link).toMatchObject({
      addresses: [
        {
          family: 4,
          address: '10.9.9.1',
          length: 32,
          peer: { address: '10.9.9.2' },
          flags: ['secondary', 'dynamic'],
          label: 'v0:a',
          validLifetime: 300,
          preferredLifetime: 'forever',
        },
        { family: 6, address: 'fe80::1', length: 64, scope: 'link', flags: ['tentative'] },
      ],
    });
  });

  it('prints a link that was made, not read', () => {
    const link: Link = {
      kind: 'link',
      form: 'text',
      line: 0,
      index: 2,
      name: 'eth0',
      peer: 'if5',
      flags: ['UP'],
      mtu: 1500,
      linkType: 'ether',
      mac: '02:00:00:00:00:01',
      broadcast: 'ff:ff:ff:ff:ff:ff',
      linkNetnsId: 0,
      altnames: ['enp0s1'],
      addresses: [
        {
          line: 0,
          family: 4,
          address: '10.0.0.1',
          length: 8,
          scope: 'global',
          flags: [],
          label: 'eth0',
          validLifetime: 'forever',
          preferredLifetime: 'forever',
        },
      ],
    };
    const text = `2: eth0@if5: <UP> mtu 1500
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff link-netnsid 0
    altname enp0s1
    inet 10.0.0.1/8 scope global eth0
       valid_lft forever preferred_lft forever
`;
    expect(printIpLink([link])).toBe(text);
    expect(printIpLink(parseIpAddr(text).items)).toBe(text);
  });

  it('refuses an address that is none', () => {
    expect(() => parseIpAddr('1: lo: <UP>\n    inet 127.0.0.1.5/8 scope host lo\n')).toThrow(
      'expected an address or a network',
    );
    expect(() => parseIpAddr('1: lo: <UP>\n    inet ::1/128 scope host lo\n')).toThrow('expected an IPv4 address');
  });
});
