import { describe, expect, test } from 'vitest';
import { grade } from '../testing/grade';
import { makeLab, SHOP } from '../testing/lab';

const ROUTES = `default via 10.88.0.1 dev eth0 
10.88.0.0/16 dev eth0 proto kernel scope link src 10.88.0.5 
10.244.1.0/24 via 172.18.0.3 dev eth0 metric 100 
10.244.2.0/24 
	nexthop via 172.18.0.4 dev eth0 weight 1 
	nexthop via 172.18.0.5 dev eth0 weight 1 
blackhole 10.1.0.0/16 
10.9.0.0/24 via 172.18.0.9 dev eth1 linkdown 
local 10.88.0.5 dev eth0 table local proto kernel scope host src 10.88.0.5 
`;
const lab = makeLab({ containers: SHOP, sources: { 2001: { routes: ROUTES } } });
const gradeRoute = (more: Record<string, unknown>) =>
  grade({ type: 'route', in: { container: 'shop-web' }, ...more }, lab);

describe('route', () => {
  test.each([
    ['the default route', { to: 'default', via: '10.88.0.1' }, 'pass', 'route.ok'],
    ['the default route, written as a network', { to: '0.0.0.0/0', dev: 'eth0' }, 'pass', 'route.ok'],
    ['a wrong next hop', { to: '10.244.1.0/24', via: '172.18.0.4' }, 'fail', 'route.differs'],
    ['a wider network is another route', { to: '10.244.0.0/16' }, 'fail', 'route.none'],
    ['the first host of a network stands for it', { to: '10.244.1.7/24', via: '172.18.0.3' }, 'pass', 'route.ok'],
    ['one way of several', { to: '10.244.2.0/24', via: '172.18.0.5' }, 'pass', 'route.ok'],
    [
      'next hop and interface must be of the same way',
      { to: '10.244.2.0/24', via: '172.18.0.5', dev: 'eth1' },
      'fail',
      'route.differs',
    ],
    ['a metric', { to: '10.244.1.0/24', metric: 100 }, 'pass', 'route.ok'],
    ['no metric is metric 0', { to: 'default', metric: 0 }, 'pass', 'route.ok'],
    ['a blackhole', { to: '10.1.0.0/16', kind: 'blackhole' }, 'pass', 'route.ok'],
    ['a blackhole is no way out', { to: '10.1.0.0/16' }, 'fail', 'route.differs'],
    ['a link that is down carries nothing', { to: '10.9.0.0/24', via: '172.18.0.9' }, 'fail', 'route.differs'],
    ['another table', { to: '10.88.0.5', kind: 'local', table: 'local' }, 'pass', 'route.ok'],
    ['absent, and it is', { to: '10.244.9.0/24', absent: true }, 'pass', 'route.absent'],
    ['absent, and it is there', { to: '10.244.1.0/24', absent: true }, 'fail', 'route.present'],
  ])('%s', (_, more, verdict, code) => {
    expect(gradeRoute(more)).toMatchObject({ verdict, code });
  });

  test('shows the routes that are there instead', () => {
    const result = gradeRoute({ to: '10.244.1.0/24', via: '172.18.0.4' });
    expect(result.params).toMatchObject({
      wanted: '10.244.1.0/24 via 172.18.0.4',
      routes: ['10.244.1.0/24 via 172.18.0.3 dev eth0'],
    });
    expect(result.evidence).toEqual([
      {
        source: 'routes',
        netns: 'net:[2001]',
        line: 3,
        text: '10.244.1.0/24 via 172.18.0.3 dev eth0 metric 100',
        mark: '172.18.0.3',
      },
    ]);
  });
  test('is not graded when a line cannot be read, and names the line', () => {
    const broken = makeLab({
      containers: SHOP,
      sources: { 2001: { routes: 'default via 10.88.0.1 dev eth0\n10.0.0.0/99 dev eth0\n' } },
    });
    const result = grade({ type: 'route', in: { container: 'shop-web' }, to: 'default' }, broken);
    expect(result).toMatchObject({
      verdict: 'not graded',
      code: 'evidence.unreadable',
      evidence: [{ source: 'routes', line: 2 }],
    });
  });
});

const LINKS = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0 
3: cni0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000
    link/ether 0a:58:0a:f4:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0 
    bridge forward_delay 1500 hello_time 200 max_age 2000 
4: veth1@if2: <BROADCAST,MULTICAST> mtu 1450 qdisc noop master cni0 state DOWN mode DEFAULT group default 
    link/ether 0a:58:0a:f4:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0 promiscuity 1 
    veth 
`;

describe('link', () => {
  const linked = makeLab({ containers: SHOP, sources: { 2001: { links: LINKS } } });
  const gradeLink = (more: Record<string, unknown>) =>
    grade({ type: 'link', in: { container: 'shop-web' }, ...more }, linked);
  test.each([
    ['by kind', { kind: 'bridge', up: true }, 'pass', 'link.ok'],
    ['by name', { name: 'veth1', kind: 'veth', master: 'cni0', mtu: 1450 }, 'pass', 'link.ok'],
    ['not up', { name: 'veth1', up: true }, 'fail', 'link.differs'],
    ['another bridge', { name: 'veth1', master: 'br0' }, 'fail', 'link.differs'],
    ['not there', { name: 'veth2' }, 'fail', 'link.none'],
    ['a kind that is not there', { kind: 'vxlan' }, 'fail', 'link.none'],
    ['absent, and it is', { name: 'veth2', absent: true }, 'pass', 'link.absent'],
    ['absent, and it is there', { kind: 'bridge', absent: true }, 'fail', 'link.present'],
    ['loopback', { kind: 'loopback' }, 'pass', 'link.ok'],
  ])('%s', (_, more, verdict, code) => {
    expect(gradeLink(more)).toMatchObject({ verdict, code });
  });
});
