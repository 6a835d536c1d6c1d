import { address } from '../attribute';
import { ipFamily, parseNet } from '../ip';
import type { JsonDocument } from '../json/read';
import { printJsonList, readJsonList } from '../json/list';
import { jsonInteger, jsonText, jsonTexts, JsonTable, jsonValued, jsonWord } from '../json/table';
import type { JsonAttribute } from '../json/table';
import type { JsonMember, JsonObject, JsonValue } from '../json/value';
import { METRIC_KEYS } from './route-metrics';
import { net, ROUTE_TYPES } from './route-words';
import type { Nexthop, Route, RouteItem, RouteMetrics } from './types';

const DST: JsonAttribute<Route> = {
  key: 'dst',
  read(route, value, document, member) {
    const read =
      value === 'default'
        ? { family: 4 as const, address: '0.0.0.0', length: 0 }
        : typeof value === 'string'
          ? parseNet(value)
          : undefined;
    if (!read) return document.fail(member, '"dst" to be "default", an address or a network');
    route.dst = read;
  },
  write: (route) => (route.dst.length === 0 ? 'default' : net.write(route.dst)),
};

const TYPE: JsonAttribute<Route> = {
  key: 'type',
  read(route, value, document, member) {
    route.type =
      ROUTE_TYPES.find((type) => type === value) ??
      document.fail(member, `"type" to be one of ${ROUTE_TYPES.join(', ')}`);
  },
  write: (route) => (route.type === 'unicast' ? undefined : route.type),
};

/** `"via":{"family":"inet6","host":"fe80::1"}` */
const VIA: JsonAttribute<{ gateway?: string; viaFamily?: string }> = {
  key: 'via',
  read(item, value, document, member) {
    const members = typeof value === 'object' && value?.type === 'object' ? value.members : [];
    const family = members.find(({ key }) => key === 'family')?.value;
    const host = members.find(({ key }) => key === 'host')?.value;
    if (typeof family !== 'string' || typeof host !== 'string' || !ipFamily(host) || members.length !== 2)
      return document.fail(member, '"via" to be a family and a host address');
    item.viaFamily = family;
    item.gateway = host;
  },
  write: (item) =>
    item.gateway !== undefined && item.viaFamily !== undefined
      ? {
          type: 'object',
          members: [
            { key: 'family', value: item.viaFamily },
            { key: 'host', value: item.gateway },
          ],
        }
      : undefined,
};

const GATEWAY: JsonAttribute<{ gateway?: string; viaFamily?: string }> = {
  ...jsonValued<{ gateway?: string; viaFamily?: string }, 'gateway'>('gateway', 'gateway', jsonWord(address)),
  write: (item) => (item.viaFamily === undefined ? item.gateway : undefined),
};

/** `"metrics":[{"mtu":1400}]` */
const METRICS: JsonAttribute<Route> = {
  key: 'metrics',
  read(route, value, document, member) {
    const list = typeof value === 'object' && value?.type === 'list' ? value.items : undefined;
    const object = list?.length === 1 ? list[0] : undefined;
    if (typeof object !== 'object' || object?.type !== 'object')
      return document.fail(member, '"metrics" to be a list of one object');
    route.metrics = readMetrics(object, document);
  },
  write: ({ metrics }) => {
    const members = Object.keys(metrics).flatMap((field): JsonMember[] => {
      const known = METRIC_KEYS.find(([, key]) => key === field);
      const value = known && metrics[known[1]];
      if (!known || value === undefined) return [];
      return [{ key: known[0], value: typeof value === 'number' ? jsonInteger.write(value) : value }];
    });
    return members.length === 0 ? undefined : { type: 'list', items: [{ type: 'object', members }] };
  },
};

function readMetrics(object: JsonObject, document: JsonDocument): RouteMetrics {
  const metrics: Record<string, string | number> = {};
  for (const member of object.members) {
    const field = METRIC_KEYS.find(([key]) => key === member.key)?.[1];
    const value = jsonInteger.read(member.value) ?? jsonText.read(member.value);
    if (field === undefined || value === undefined || field in metrics)
      return document.fail(member, 'a metric that is known, once');
    metrics[field] = value;
  }
  return metrics;
}

const NEXTHOP = new JsonTable<Nexthop>([
  GATEWAY,
  VIA,
  jsonValued('dev', 'dev', jsonText),
  jsonValued('weight', 'weight', jsonInteger),
  jsonValued('flags', 'flags', jsonTexts),
]);

const NEXTHOPS: JsonAttribute<Route> = {
  key: 'nexthops',
  read(route, value, document, member) {
    if (typeof value !== 'object' || value?.type !== 'list') return document.fail(member, '"nexthops" to be a list');
    route.nexthops = value.items.map((item: JsonValue): Nexthop => {
      if (typeof item !== 'object' || item?.type !== 'object')
        return document.fail(member, '"nexthops" to be a list of objects');
      const nexthop: Nexthop = { line: document.lineOf(item), flags: [] };
      nexthop.layout = { order: NEXTHOP.read(nexthop, item, document) };
      return nexthop;
    });
  },
  write: (route) =>
    route.nexthops.length === 0
      ? undefined
      : { type: 'list', items: route.nexthops.map((hop) => NEXTHOP.write(hop, hop.layout?.order)) },
};

/** `"encap":"ip","id":100,"src":…`: its members follow it, up to the next one of the route itself. */
const ENCAP: JsonAttribute<Route> = {
  key: 'encap',
  read(route, value, document, member) {
    if (typeof value !== 'string') return document.fail(member, '"encap" to be a string');
    route.encap = [value];
  },
  write: ({ encap }) => encap?.[0],
};

/** `"flow":{"to":"5"}`: the realm. */
const FLOW: JsonAttribute<Route> = {
  key: 'flow',
  read(route, value, document, member) {
    const [to, ...rest] = typeof value === 'object' && value?.type === 'object' ? value.members : [];
    if (to?.key !== 'to' || typeof to.value !== 'string' || rest.length > 0)
      return document.fail(member, '"flow" to be {"to": REALM}');
    route.realm = to.value;
  },
  write: ({ realm }) => (realm === undefined ? undefined : { type: 'object', members: [{ key: 'to', value: realm }] }),
};

const ROUTE = new JsonTable<Route>([
  TYPE,
  DST,
  jsonValued('from', 'from', jsonWord(net)),
  jsonValued('tos', 'tos', jsonText),
  jsonValued('nhid', 'nhid', jsonInteger),
  ENCAP,
  GATEWAY,
  VIA,
  jsonValued('dev', 'dev', jsonText),
  jsonValued('table', 'table', jsonText),
  jsonValued('protocol', 'protocol', jsonText),
  jsonValued('scope', 'scope', jsonText),
  jsonValued('prefsrc', 'src', jsonWord(address)),
  jsonValued('metric', 'metric', jsonInteger),
  jsonValued('flags', 'flags', jsonTexts),
  FLOW,
  METRICS,
  jsonValued('expires', 'expires', jsonWord({ expected: 'a time', read: (word) => word, write: (word) => word })),
  jsonValued('error', 'error', jsonInteger),
  jsonValued('uid', 'uid', jsonInteger),
  NEXTHOPS,
  jsonValued('pref', 'pref', jsonText),
]);

const ENCAP_ENDS = new Set(['via', 'gateway', 'dev', 'table', 'protocol', 'scope', 'flags']);

/** The object without the members of its encapsulation, some of which have the names of the route's own. */
function takeEncap(route: Route, object: JsonObject): JsonObject {
  const start = object.members.findIndex(({ key }) => key === 'encap') + 1;
  if (start === 0) return object;
  const length = object.members.slice(start).findIndex(({ key }) => ENCAP_ENDS.has(key));
  const end = length < 0 ? object.members.length : start + length;
  route.encapJson = object.members.slice(start, end);
  return { type: 'object', members: [...object.members.slice(0, start), ...object.members.slice(end)] };
}

function withEncap(route: Route, object: JsonObject): JsonObject {
  const at = object.members.findIndex(({ key }) => key === 'encap') + 1;
  return at === 0
    ? object
    : {
        type: 'object',
        members: [...object.members.slice(0, at), ...(route.encapJson ?? []), ...object.members.slice(at)],
      };
}

export function parseRouteJson(text: string): Route[] {
  return readJsonList(text, (object, document) => {
    const route: Route = {
      kind: 'route',
      form: 'json',
      line: document.lineOf(object),
      type: 'unicast',
      dst: { family: 4, address: '0.0.0.0', length: 0 },
      flags: [],
      nexthops: [],
      metrics: {},
    };
    if (!object.members.some(({ key }) => key === 'dst')) document.fail(object, 'a route with "dst"');
    route.layout = { order: ROUTE.read(route, takeEncap(route, object), document) };
    if (route.dst.length === 0 && (ipFamily(route.gateway ?? route.src ?? '') === 6 || route.pref !== undefined))
      route.dst = { family: 6, address: '::', length: 0 };
    return route;
  });
}

export function printRouteJson(items: readonly RouteItem[]): string {
  const routes = items.filter((item) => item.kind === 'route');
  return printJsonList(routes, (route) => withEncap(route, ROUTE.write(route, route.layout?.order)));
}
