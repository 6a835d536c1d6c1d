import { ipFamily } from '../ip';
import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { ItemBase, Note, Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listOwnUnmodelled } from '../unmodelled';

/** One direction of a flow. */
export interface FlowTuple {
  src?: string;
  dst?: string;
  sport?: number;
  dport?: number;
  /** ICMP */
  type?: number;
  code?: number;
  id?: number;
  /** GRE */
  srckey?: string;
  dstkey?: string;
  packets?: number;
  bytes?: number;
}

/** One tracked connection of `conntrack -L`, `-E`, or /proc/net/nf_conntrack. */
export interface Flow extends ItemBase {
  kind: 'flow';
  /** NEW, UPDATE, DESTROY of `conntrack -E`. */
  event?: string;
  /** Seconds, as printed by `-E -o timestamp`. */
  timestamp?: string;
  /** /proc only: "ipv4" and 2, "ipv6" and 10. */
  family?: { name: string; number: number };
  protocol: string;
  protocolNumber: number;
  /** Seconds until the flow is forgotten. */
  timeout?: number;
  /** TCP, SCTP and DCCP only. */
  state?: string;
  original: FlowTuple;
  /** What is expected in answer: differs from the original turned round where NAT is at work. */
  reply: FlowTuple;
  /** UNREPLIED, ASSURED, OFFLOAD, SEEN_REPLY … */
  status: string[];
  mark?: number;
  zone?: number;
  use?: number;
  /** secctx, delta-time, id, labels …: name and value, of no weight for where packets go. */
  details?: { name: string; value: string }[];
  extra?: string[];
}

export type FlowItem = Flow | Note;

/** Reads `conntrack -L`, `conntrack -E` and /proc/net/nf_conntrack. */
export function parseConntrack(text: string): Parsed<FlowItem> {
  const items = linesOf(text).map((line): FlowItem => {
    if (isNote(line) || line.text.startsWith('conntrack v')) return readNote(line);
    return readFlow(wordsOf(line));
  });
  return { format: 'conntrack', items, unmodelled: listOwnUnmodelled(items) };
}

export function printConntrack(items: readonly FlowItem[]): string {
  return items.map((item) => (item.kind === 'note' ? printNote(item) : lineOf(flowWords(item), item.layout))).join('');
}

const ADDRESSES = ['src', 'dst'] as const;
const PORTS = ['sport', 'dport'] as const;
const NUMBERS = ['type', 'code', 'id', 'packets', 'bytes'] as const;
const KEYS = ['srckey', 'dstkey'] as const;
const TUPLE = [...ADDRESSES, ...PORTS, 'type', 'code', 'id', ...KEYS, 'packets', 'bytes'] as const;
const OWN = ['mark', 'zone', 'use'] as const;
const DETAILS = new Set([
  'secctx',
  'delta-time',
  'labels',
  'helper',
  'timeout',
  'zone-orig',
  'zone-reply',
  'start',
  'stop',
  'class',
]);

const isIn = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  (names as readonly string[]).includes(name);

function readFlow(words: Words): Flow {
  const head = readHead(words);
  const flow: Flow = {
    kind: 'flow',
    line: words.line.number,
    raw: words.line.text,
    ...head,
    original: {},
    reply: {},
    status: [],
  };
  const order: string[] = [];
  let direction: 'original' | 'reply' | undefined;
  while (words.left > 0) {
    const word = words.next('a detail of the flow');
    if (word.startsWith('src=')) direction = direction === undefined ? 'original' : 'reply';
    order.push(readDetail(flow, words, word, direction));
  }
  if (flow.original.src === undefined) words.fail('src=ADDRESS');
  return withLayout(flow, layoutOf(words, flowWords(flow, order), order));
}

type Head = Pick<Flow, 'event' | 'timestamp' | 'family' | 'protocol' | 'protocolNumber' | 'timeout' | 'state'>;

/** Everything before the first `name=value`. */
function readHead(words: Words): Head {
  const head: Partial<Head> = {};
  const stamp = /^\[(\d+\.\d+)\]$/.exec(words.peek() ?? '');
  if (stamp?.[1] !== undefined) {
    head.timestamp = stamp[1];
    words.at++;
  }
  const event = /^\[([A-Z]+)\]$/.exec(words.peek() ?? '');
  if (event?.[1] !== undefined) {
    head.event = event[1];
    words.at++;
  }
  if (words.peek() === 'ipv4' || words.peek() === 'ipv6')
    head.family = { name: words.next('a family'), number: takeNumber(words, 'the number of the family') };
  const protocol = words.next('a protocol, such as tcp');
  if (!/^[a-z][a-z0-9-]*$/.test(protocol)) words.failBack('a protocol, such as tcp');
  const protocolNumber = takeNumber(words, 'the number of the protocol');
  if (/^\d+$/.test(words.peek() ?? '')) head.timeout = takeNumber(words, 'a time in seconds');
  if (/^[A-Z][A-Z_0-9]*$/.test(words.peek() ?? '')) head.state = words.next('a state');
  return { ...head, protocol, protocolNumber };
}

function takeNumber(words: Words, expected: string): number {
  const word = words.next(expected);
  return /^\d{1,15}$/.test(word) ? Number(word) : words.failBack(expected);
}

/** The kernel knows fifteen; more is no flow. */
const MAX_STATUS = 32;

/** Stores one word and answers its place in the order: "original:src", "status:ASSURED", "mark", "detail:0", "?". */
function readDetail(flow: Flow, words: Words, word: string, direction: 'original' | 'reply' | undefined): string {
  const status = /^\[([A-Z_]+)\]$/.exec(word)?.[1];
  if (status !== undefined && flow.status.length < MAX_STATUS && !flow.status.includes(status)) {
    flow.status.push(status);
    return `status:${status}`;
  }
  const equals = word.indexOf('=');
  const name = word.slice(0, Math.max(equals, 0));
  const value = word.slice(equals + 1);
  const tuple = direction && flow[direction];
  if (tuple && isIn(TUPLE, name) && tuple[name] === undefined) {
    setTuple(tuple, name, value, words);
    return `${direction}:${name}`;
  }
  if (isIn(OWN, name) && flow[name] === undefined) {
    flow[name] = /^\d{1,15}$/.test(value) ? Number(value) : words.failBack(`${name}=NUMBER`);
    return name;
  }
  if (DETAILS.has(name)) return `detail:${(flow.details ??= []).push({ name, value }) - 1}`;
  (flow.extra ??= []).push(word);
  return '?';
}

function setTuple(tuple: FlowTuple, name: (typeof TUPLE)[number], value: string, words: Words): void {
  if (isIn(ADDRESSES, name)) tuple[name] = ipFamily(value) ? value : words.failBack(`${name}=ADDRESS`);
  else if (isIn(KEYS, name)) tuple[name] = value;
  else if (isIn(PORTS, name) || isIn(NUMBERS, name)) {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : words.failBack(`${name}=NUMBER`);
    if (isIn(PORTS, name) && number > 65535) words.failBack(`${name}=PORT, 0–65535`);
    tuple[name] = number;
  }
}

function flowWords(flow: Flow, order: readonly string[] = flow.layout?.order ?? usualOrder(flow)): string[] {
  let extras = 0;
  const details = order.map((entry): string | undefined => {
    if (entry === '?') return flow.extra?.[extras++];
    const [part = '', name = ''] = entry.split(':');
    if (part === 'status') return flow.status.includes(name) ? `[${name}]` : undefined;
    if (part === 'detail') {
      const detail = flow.details?.[Number(name)];
      return detail && `${detail.name}=${detail.value}`;
    }
    const value =
      part === 'original' || part === 'reply'
        ? flow[part][name as keyof FlowTuple]
        : isIn(OWN, part)
          ? flow[part]
          : undefined;
    return value === undefined ? undefined : `${name === '' ? part : name}=${value}`;
  });
  return [...headWords(flow), ...details.filter((word) => word !== undefined)];
}

function headWords({ timestamp, event, family, protocol, protocolNumber, timeout, state }: Flow): string[] {
  return [
    ...(timestamp === undefined ? [] : [`[${timestamp}]`]),
    ...(event === undefined ? [] : [`[${event}]`]),
    ...(family ? [family.name, String(family.number)] : []),
    protocol,
    String(protocolNumber),
    ...(timeout === undefined ? [] : [String(timeout)]),
    ...(state === undefined ? [] : [state]),
  ];
}

/** As `conntrack -L` writes: the sign of no answer stands between the directions, the others after them. */
function usualOrder(flow: Flow): string[] {
  const isUnreplied = (status: string): boolean => status === 'UNREPLIED';
  return [
    ...TUPLE.map((name) => `original:${name}`),
    ...flow.status.filter(isUnreplied).map((status) => `status:${status}`),
    ...TUPLE.map((name) => `reply:${name}`),
    ...flow.status.filter((status) => !isUnreplied(status)).map((status) => `status:${status}`),
    'mark',
    ...(flow.details ?? []).map((_, index) => `detail:${index}`),
    'zone',
    'use',
    ...(flow.extra ?? []).map(() => '?'),
  ];
}
