import { address, anyWord, AttributeTable, flag, integer, name, valued } from '../attribute';
import { ipFamily, parseNet } from '../ip';
import { layoutOf, lineOf, withLayout } from '../layout';
import { looksLikeJson } from '../json/read';
import { isNote, printNote, readNote } from '../note';
import type { Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listUnmodelled } from '../unmodelled';
import { parseRouteJson, printRouteJson } from './route-json';
import { METRICS } from './route-metrics';
import { printNexthopObject, readNexthopObject } from './nexthop';
import { ENCAP, ROUTE_FLAGS, VIA } from './route-parts';
import { net, routeTypeOf } from './route-words';
import type { Nexthop, Route, RouteItem, RouteLine } from './types';

const ROUTE = new AttributeTable<Route>([
  valued('from', 'from', net),
  valued('tos', 'tos', name),
  valued('nhid', 'nhid', integer),
  ENCAP,
  VIA,
  valued('dev', 'dev', name),
  valued('table', 'table', name),
  valued('proto', 'protocol', name),
  valued('scope', 'scope', name),
  valued('src', 'src', address),
  valued('metric', 'metric', integer),
  ...ROUTE_FLAGS.map(flag),
  valued('realm', 'realm', name),
  valued('uid', 'uid', integer),
  ...METRICS,
  valued('expires', 'expires', anyWord),
  valued('error', 'error', integer),
  valued('pref', 'pref', name),
]);

const NEXTHOP = new AttributeTable<Nexthop>([
  ENCAP,
  VIA,
  valued('dev', 'dev', name),
  valued('weight', 'weight', integer),
  ...ROUTE_FLAGS.map(flag),
]);

/** Reads `ip route show [table all]` in text or JSON, `ip -d`, `ip -N`, `ip route get` and `ip nexthop`. */
export function parseIpRoute(text: string): Parsed<RouteItem> {
  const items = looksLikeJson(text) ? parseRouteJson(text) : parseText(text);
  return { format: 'ip-route', items, unmodelled: listUnmodelled(items) };
}

export function printIpRoute(items: readonly RouteItem[]): string {
  const [first] = items;
  if (first?.kind === 'route' && first.form === 'json') return printRouteJson(items);
  return items.map(printItem).join('');
}

function parseText(text: string): RouteItem[] {
  const items: RouteItem[] = [];
  for (const line of linesOf(text)) {
    const words = wordsOf(line);
    const first = words.peek();
    const last = items.at(-1);
    const route = last?.kind === 'route' && (words.starts[0] ?? 0) > 0 ? last : undefined;
    if (isNote(line) || isAnswer(words)) items.push(readNote(line));
    else if (first === 'nexthop' && route) route.nexthops.push(readNexthop(words));
    else if ((first === 'cache' || first === 'nh_info') && route) (route.below ??= []).push(readBelow(words, first));
    else if (first === 'id' && words.starts[0] === 0) items.push(readNexthopObject(words));
    else items.push(readRoute(words));
  }
  return items;
}

/** `RTNETLINK answers: No route to host`, from an `ip route get` that found none. */
function isAnswer(words: Words): boolean {
  return (words.peek() === 'RTNETLINK' && words.peek(1) === 'answers:') || words.peek() === 'Error:';
}

function readBelow(words: Words, about: string): RouteLine {
  return withLayout<RouteLine>({ about, words: words.texts.slice(1) }, layoutOf(words, words.texts));
}

function readNexthop(words: Words): Nexthop {
  const nexthop: Nexthop = { line: words.line.number, raw: words.line.text, flags: [] };
  words.at = 1;
  const order = NEXTHOP.read(nexthop, words);
  withLayout(nexthop, layoutOf(words, nexthopWords(nexthop, order), order));
  return nexthop;
}

function nexthopWords(nexthop: Nexthop, order = nexthop.layout?.order): string[] {
  return ['nexthop', ...NEXTHOP.write(nexthop, order)];
}

function readRoute(words: Words): Route {
  const type = routeTypeOf(words.peek() ?? '');
  if (type) words.at++;
  const written = words.next('a destination: "default", an address or a network');
  const dst =
    written === 'default'
      ? undefined
      : (parseNet(written) ?? words.failBack('a destination: "default", an address or a network'));
  const route: Route = {
    kind: 'route',
    form: 'text',
    line: words.line.number,
    raw: words.line.text,
    type: type ?? 'unicast',
    dst: dst ?? { family: 4, address: '0.0.0.0', length: 0 },
    flags: [],
    nexthops: [],
    metrics: {},
  };
  const order = [...(type ? ['type'] : []), ...ROUTE.read(route, words)];
  if (!dst && isSix(route)) route.dst = { family: 6, address: '::', length: 0 };
  withLayout(route, layoutOf(words, routeWords(route, order), order));
  return route;
}

/** `default` does not say its family: newer tools print `pref` only for IPv6, older ones `error`. */
function isSix(route: Route): boolean {
  return (
    ipFamily(route.gateway ?? '') === 6 ||
    ipFamily(route.src ?? '') === 6 ||
    route.pref !== undefined ||
    route.error !== undefined
  );
}

function routeWords(route: Route, order = route.layout?.order): string[] {
  const showType = route.type !== 'unicast' || order?.[0] === 'type';
  const rest = order?.[0] === 'type' ? order.slice(1) : order;
  const dst = route.dst.length === 0 && route.dst.mask === undefined ? 'default' : net.write(route.dst);
  return [...(showType ? [route.type] : []), dst, ...ROUTE.write(route, rest)];
}

/** The lines below a route: what is known of its nexthop object comes before the ways. */
function printItem(item: RouteItem): string {
  if (item.kind === 'note') return printNote(item);
  if (item.kind === 'nexthop') return printNexthopObject(item);
  return [
    lineOf(routeWords(item), item.layout),
    ...(item.below ?? []).map(({ about, words, layout }) => lineOf([about, ...words], layout)),
    ...item.nexthops.map((nexthop) => lineOf(nexthopWords(nexthop), nexthop.layout)),
  ].join('');
}
