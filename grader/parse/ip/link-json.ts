import { address, hardwareAddress } from '../attribute';
import { printJsonList, readJsonList } from '../json/list';
import type { JsonDocument } from '../json/read';
import { jsonBoolean, jsonInteger, jsonText, jsonTexts, JsonTable, jsonValued, jsonWord } from '../json/table';
import type { JsonAttribute } from '../json/table';
import type { JsonMember, JsonObject, JsonValue } from '../json/value';
import { parseNet } from '../ip';
import { ADDRESS_FLAGS } from './address';
import type { Address, Link, LinkDetails, LinkItem, LinkPort } from './types';

const FOREVER = 4294967295;

const lifetime = {
  expected: 'a number of seconds',
  read(value: JsonValue): number | 'forever' | undefined {
    const seconds = jsonInteger.read(value);
    return seconds === FOREVER ? 'forever' : seconds;
  },
  write: (value: number | 'forever') => jsonInteger.write(value === 'forever' ? FOREVER : value),
};

const family = {
  expected: '"inet" or "inet6"',
  read: (value: JsonValue): 4 | 6 | undefined => (value === 'inet' ? 4 : value === 'inet6' ? 6 : undefined),
  write: (value: 4 | 6): JsonValue => (value === 4 ? 'inet' : 'inet6'),
};

/** `"secondary":true` */
function addressFlag(word: string): JsonAttribute<Address> {
  return {
    key: word,
    read(item, value, document, member) {
      if (value !== true) document.fail(member, `"${word}" to be true`);
      item.flags.push(word);
    },
    write: (item) => (item.flags.includes(word) ? true : undefined),
  };
}

/** The far end of a point-to-point address; the prefix length belongs to it. */
const PEER: JsonAttribute<Address> = {
  key: 'address',
  read(item, value, document, member) {
    const peer = typeof value === 'string' ? parseNet(value) : undefined;
    if (!peer) return document.fail(member, '"address" to be an IPv4 or IPv6 address');
    item.peer = peer;
  },
  write: (item) => item.peer?.address,
};

const ADDRESS = new JsonTable<Address>([
  jsonValued('family', 'family', family),
  jsonValued('local', 'address', jsonWord(address)),
  PEER,
  jsonValued('prefixlen', 'length', jsonInteger),
  jsonValued('metric', 'metric', jsonInteger),
  jsonValued('broadcast', 'broadcast', jsonWord(address)),
  jsonValued('anycast', 'anycast', jsonWord(address)),
  jsonValued('scope', 'scope', jsonText),
  ...ADDRESS_FLAGS.map(addressFlag),
  jsonValued('protocol', 'protocol', jsonText),
  jsonValued('label', 'label', jsonText),
  jsonValued('valid_life_time', 'validLifetime', lifetime),
  jsonValued('preferred_life_time', 'preferredLifetime', lifetime),
]);

function readAddress(object: JsonObject, document: JsonDocument): Address {
  const item: Address = { line: document.lineOf(object), family: 4, address: '', length: 0, flags: [] };
  item.layout = { order: ADDRESS.read(item, object, document) };
  if (item.address === '') document.fail(object, 'an address with "local"');
  if (item.peer) item.peer.length = item.length;
  return item;
}

const DETAILS = new JsonTable<LinkDetails>([
  jsonValued('protocol', 'protocol', jsonText),
  jsonValued('mode', 'mode', jsonText),
  jsonValued('id', 'id', jsonInteger),
  jsonValued('remote', 'remote', jsonText),
  jsonValued('group', 'group', jsonText),
  jsonValued('local', 'local', jsonText),
  jsonValued('link', 'dev', jsonText),
  jsonValued('port', 'dstport', jsonInteger),
  jsonValued('learning', 'learning', jsonBoolean),
  jsonValued('stp_state', 'stpState', jsonInteger),
  jsonValued('vlan_filtering', 'vlanFiltering', jsonInteger),
  jsonValued('nf_call_iptables', 'nfCallIptables', jsonInteger),
  jsonValued('nf_call_ip6tables', 'nfCallIp6tables', jsonInteger),
]);

const PORT = new JsonTable<LinkPort>([
  jsonValued('state', 'state', jsonText),
  jsonValued('hairpin', 'hairpin', jsonBoolean),
  jsonValued('learning', 'learning', jsonBoolean),
  jsonValued('flood', 'flood', jsonBoolean),
  jsonValued('isolated', 'isolated', jsonBoolean),
]);

/** `"linkinfo":{"info_kind":"vxlan","info_data":{…},"info_slave_kind":"bridge","info_slave_data":{…}}` */
const LINKINFO: JsonAttribute<Link> = {
  key: 'linkinfo',
  read(link, value, document, member) {
    if (!isObject(value)) return document.fail(member, '"linkinfo" to be an object');
    for (const inner of value.members) {
      const { key, value: of } = inner;
      if (key === 'info_kind' && typeof of === 'string' && !link.details) link.details = { kind: of, settings: [] };
      else if (key === 'info_slave_kind' && typeof of === 'string' && !link.port)
        link.port = { kind: of, settings: [] };
      else if (key === 'info_data' && link.details && isObject(of)) readSettings(DETAILS, link.details, of, document);
      else if (key === 'info_slave_data' && link.port && isObject(of)) readSettings(PORT, link.port, of, document);
      else document.fail(inner, 'info_kind, info_data, info_slave_kind or info_slave_data');
    }
  },
  write({ details, port }) {
    if (!details && !port) return undefined;
    const members: JsonMember[] = [];
    if (details)
      members.push(
        { key: 'info_kind', value: details.kind },
        ...data('info_data', writeSettings(DETAILS, details), details.layout),
      );
    if (port)
      members.push(
        { key: 'info_slave_kind', value: port.kind },
        ...data('info_slave_data', writeSettings(PORT, port), port.layout),
      );
    return { type: 'object', members };
  },
};

type HasSettings = Pick<LinkDetails, 'extraJson' | 'settingsJson' | 'layout'>;

/** Unnamed settings of a device are of no weight for the path of a packet: they are kept, not listed as unmodelled. */
function readSettings<Part extends HasSettings>(
  table: JsonTable<Part>,
  part: Part,
  object: JsonObject,
  document: JsonDocument,
): void {
  part.layout = { order: table.read(part, object, document) };
  if (part.extraJson) part.settingsJson = part.extraJson;
  delete part.extraJson;
}

function writeSettings<Part extends HasSettings>(table: JsonTable<Part>, part: Part): JsonObject {
  const copy = { ...part };
  if (part.settingsJson) copy.extraJson = part.settingsJson;
  return table.write(copy, part.layout?.order);
}

function data(key: string, value: JsonObject, layout: unknown): JsonMember[] {
  return value.members.length > 0 || layout !== undefined ? [{ key, value }] : [];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value?.type === 'object';
}

const ADDR_INFO: JsonAttribute<Link> = {
  key: 'addr_info',
  read(link, value, document, member) {
    if (typeof value !== 'object' || value?.type !== 'list') return document.fail(member, '"addr_info" to be a list');
    link.addresses = value.items.map((item) =>
      isObject(item) ? readAddress(item, document) : document.fail(member, '"addr_info" to be a list of objects'),
    );
    link.body = [];
  },
  write: (link) =>
    link.addresses.length === 0 && !link.body
      ? undefined
      : { type: 'list', items: link.addresses.map((item) => ADDRESS.write(item, item.layout?.order)) },
};

const IF_INDEX = /^if\d+$/;

/** `-d` members that say nothing of the path of a packet; kept, not listed. */
const SETTINGS = new Set(
  'promiscuity allmulti min_mtu max_mtu num_tx_queues num_rx_queues gso_max_size gso_max_segs tso_max_size tso_max_segs gro_max_size gso_ipv4_max_size gro_ipv4_max_size inet6_addr_gen_mode parentbus parentdev permaddr carrier_changes ifalias'.split(
    ' ',
  ),
);

const PEER_NAME: JsonAttribute<Link> = {
  key: 'link',
  read(link, value, document, member) {
    if (value !== null && typeof value !== 'string') return document.fail(member, '"link" to be a name or null');
    link.peer = value ?? 'NONE';
  },
  write: ({ peer }) => (peer === undefined || IF_INDEX.test(peer) ? undefined : peer === 'NONE' ? null : peer),
};

const LINK = new JsonTable<Link>([
  jsonValued('ifindex', 'index', jsonInteger),
  PEER_NAME,
  peerIndex(),
  jsonValued('ifname', 'name', jsonText),
  jsonValued('flags', 'flags', jsonTexts),
  jsonValued('mtu', 'mtu', jsonInteger),
  jsonValued('qdisc', 'qdisc', jsonText),
  jsonValued('master', 'master', jsonText),
  jsonValued('operstate', 'state', jsonText),
  jsonValued('linkmode', 'mode', jsonText),
  jsonValued('group', 'group', jsonText),
  jsonValued('txqlen', 'qlen', jsonInteger),
  jsonValued('link_type', 'linkType', jsonText),
  jsonValued('address', 'mac', jsonWord(hardwareAddress)),
  jsonValued('broadcast', 'broadcast', jsonWord(hardwareAddress)),
  jsonValued('link_netnsid', 'linkNetnsId', jsonInteger),
  jsonValued('link_netns', 'linkNetns', jsonText),
  LINKINFO,
  {
    ...jsonValued<Link, 'altnames'>('altnames', 'altnames', jsonTexts),
    write: ({ altnames }) => (altnames.length > 0 ? jsonTexts.write(altnames) : undefined),
  },
  ADDR_INFO,
]);

/** `"link_index":4`: the peer is in another namespace; the text form says "if4". */
function peerIndex(): JsonAttribute<Link> {
  return {
    key: 'link_index',
    read(link, value, document, member) {
      const index = jsonInteger.read(value);
      if (index === undefined) return document.fail(member, '"link_index" to be a whole number');
      link.peer ??= `if${index}`;
    },
    write: ({ peer }) =>
      peer !== undefined && IF_INDEX.test(peer) ? jsonInteger.write(Number(peer.slice(2))) : undefined,
  };
}

export function parseLinkJson(text: string): Link[] {
  return readJsonList(text, (object, document) => {
    const link: Link = {
      kind: 'link',
      form: 'json',
      line: document.lineOf(object),
      name: '',
      flags: [],
      altnames: [],
      addresses: [],
    };
    link.layout = { order: LINK.read(link, object, document) };
    if (link.name === '' && object.members.length > 0) document.fail(object, 'a link with "ifname"');
    const extra = link.extraJson ?? [];
    link.settingsJson = extra;
    link.extraJson = extra.filter(({ key }) => !SETTINGS.has(key));
    return link;
  });
}

export function printLinkJson(items: readonly LinkItem[]): string {
  const links = items.filter((item) => item.kind === 'link');
  return printJsonList(links, (link) =>
    LINK.write({ ...link, extraJson: link.settingsJson ?? link.extraJson ?? [] }, link.layout?.order),
  );
}
