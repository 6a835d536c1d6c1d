import { integer, take } from '../attribute';
import { ipFamily } from '../ip';
import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { ItemBase, Note, Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listOwnUnmodelled } from '../unmodelled';

/** `-Ln` prints a table, `-Sn` the commands that would make it. */
type IpvsForm = 'list' | 'save';

/** A virtual service. */
export interface IpvsService extends ItemBase {
  kind: 'service';
  form: IpvsForm;
  /** FWM: by firewall mark, which is then in `mark`. */
  protocol: 'TCP' | 'UDP' | 'SCTP' | 'FWM';
  address?: string;
  port?: number;
  mark?: number;
  /** rr, wrr, lc, sh … */
  scheduler: string;
  /** Seconds a client stays with one server. */
  persistent?: number;
  extra?: string[];
}

/** A real server of the service before it. */
export interface IpvsServer extends ItemBase {
  kind: 'server';
  form: IpvsForm;
  address: string;
  port: number;
  forward: 'Masq' | 'Route' | 'Tunnel' | 'Local';
  weight: number;
  /** Not in the save form. */
  activeConnections?: number;
  inactiveConnections?: number;
  /** Save form: the words that name the service again. */
  service?: string[];
  extra?: string[];
}

export type IpvsItem = IpvsService | IpvsServer | Note;

/** Reads `ipvsadm -Ln` and `ipvsadm -Sn`. */
export function parseIpvsadm(text: string): Parsed<IpvsItem> {
  const items = linesOf(text).map((line): IpvsItem => {
    const words = wordsOf(line);
    if (isNote(line) || /^(IP Virtual Server|Prot LocalAddress| {2}-> RemoteAddress)/.test(line.text))
      return readNote(line);
    if (words.peek() === '->') return readServer(words);
    if (words.peek() === '-A' || words.peek() === '-a') return readCommand(words);
    return readService(words);
  });
  return { format: 'ipvsadm', items, unmodelled: listOwnUnmodelled(items) };
}

export function printIpvsadm(items: readonly IpvsItem[]): string {
  return items
    .map((item) => {
      if (item.kind === 'note') return printNote(item);
      return lineOf(item.kind === 'service' ? serviceWords(item) : serverWords(item), item.layout);
    })
    .join('');
}

const END = 'an address and a port, such as 10.96.0.1:443';

function readEnd(words: Words): { address: string; port: number } {
  const word = words.next(END);
  const colon = word.lastIndexOf(':');
  const host = word.slice(0, Math.max(colon, 0));
  const address = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const port = word.slice(colon + 1);
  if (
    !ipFamily(address) ||
    !/^\d{1,5}$/.test(port) ||
    Number(port) > 65535 ||
    host.startsWith('[') !== address.includes(':')
  )
    words.failBack(END);
  return { address, port: Number(port) };
}

function endWord(address = '', port = 0): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP', 'FWM'] as const;

/** `TCP  10.96.0.1:443 rr persistent 10800` */
function readService(words: Words): IpvsService {
  const word = words.next('a service, such as "TCP  10.96.0.1:443 rr"');
  const protocol = PROTOCOLS.find((known) => known === word) ?? words.failBack('TCP, UDP, SCTP, FWM or "->"');
  const end = protocol === 'FWM' ? { mark: take(words, integer) } : readEnd(words);
  const service: IpvsService = {
    kind: 'service',
    form: 'list',
    line: words.line.number,
    raw: words.line.text,
    protocol,
    ...end,
    scheduler: words.next('a scheduler, such as rr'),
  };
  if (words.peek() === 'persistent') {
    words.at++;
    service.persistent = take(words, integer);
  }
  if (words.left > 0) service.extra = words.texts.slice(words.at);
  return withLayout(service, layoutOf(words, serviceWords(service)));
}

const FORWARDS = { Masq: '-m', Route: '-g', Tunnel: '-i', Local: '-g' } as const;

function readServer(words: Words): IpvsServer {
  words.at = 1;
  const end = readEnd(words);
  const word = words.next('Masq, Route, Tunnel or Local');
  const forward =
    (['Masq', 'Route', 'Tunnel', 'Local'] as const).find((known) => known === word) ??
    words.failBack('Masq, Route, Tunnel or Local');
  const server: IpvsServer = {
    kind: 'server',
    form: 'list',
    line: words.line.number,
    raw: words.line.text,
    ...end,
    forward,
    weight: take(words, integer),
    activeConnections: take(words, integer),
    inactiveConnections: take(words, integer),
  };
  if (words.left > 0) server.extra = words.texts.slice(words.at);
  return withLayout(server, layoutOf(words, serverWords(server)));
}

const OPTIONS = { '-t': 'TCP', '-u': 'UDP', '--sctp-service': 'SCTP', '-f': 'FWM' } as const;

function isServiceOption(word: string): word is keyof typeof OPTIONS {
  return Object.hasOwn(OPTIONS, word);
}

/** `-A -t 10.96.0.1:443 -s rr [-p 10800]`, `-a -t 10.96.0.1:443 -r 10.244.1.2:443 -m -w 1` */
function readCommand(words: Words): IpvsItem {
  const isService = words.next('-A or -a') === '-A';
  const option = words.next('-t, -u, -f or --sctp-service');
  if (!isServiceOption(option)) return words.failBack('-t, -u, -f or --sctp-service');
  const end = option === '-f' ? { mark: take(words, integer) } : readEnd(words);
  const base = { form: 'save', line: words.line.number, raw: words.line.text } as const;
  if (!isService) return readServerCommand(words, base);
  if (words.next('-s') !== '-s') words.failBack('-s and a scheduler');
  const service: IpvsService = {
    kind: 'service',
    ...base,
    protocol: OPTIONS[option],
    ...end,
    scheduler: words.next('a scheduler, such as rr'),
  };
  if (words.peek() === '-p') {
    words.at++;
    service.persistent = take(words, integer);
  }
  if (words.left > 0) service.extra = words.texts.slice(words.at);
  return withLayout(service, layoutOf(words, serviceWords(service)));
}

function readServerCommand(words: Words, base: { form: 'save'; line: number; raw: string }): IpvsServer {
  const service = words.texts.slice(1, words.at);
  if (words.next('-r') !== '-r') words.failBack('-r and a server');
  const end = readEnd(words);
  const word = words.next('-m, -g or -i');
  const forward =
    (['Masq', 'Route', 'Tunnel'] as const).find((known) => FORWARDS[known] === word) ?? words.failBack('-m, -g or -i');
  if (words.next('-w') !== '-w') words.failBack('-w and a weight');
  const server: IpvsServer = { kind: 'server', ...base, ...end, forward, weight: take(words, integer), service };
  if (words.left > 0) server.extra = words.texts.slice(words.at);
  return withLayout(server, layoutOf(words, serverWords(server)));
}

function serviceWords(service: IpvsService): string[] {
  const { protocol, address, port, mark, scheduler, persistent, extra = [] } = service;
  const end = mark === undefined ? endWord(address, port) : String(mark);
  if (service.form === 'list')
    return [
      protocol,
      end,
      scheduler,
      ...(persistent === undefined ? [] : ['persistent', String(persistent)]),
      ...extra,
    ];
  const option = Object.entries(OPTIONS).find(([, of]) => of === protocol)?.[0] ?? '-t';
  return [
    '-A',
    option,
    end,
    '-s',
    scheduler,
    ...(persistent === undefined ? [] : ['-p', String(persistent)]),
    ...extra,
  ];
}

function serverWords(server: IpvsServer): string[] {
  const { address, port, forward, weight, extra = [] } = server;
  const end = endWord(address, port);
  if (server.form === 'save')
    return ['-a', ...(server.service ?? []), '-r', end, FORWARDS[forward], '-w', String(weight), ...extra];
  return [
    '->',
    end,
    forward,
    String(weight),
    String(server.activeConnections ?? 0),
    String(server.inactiveConnections ?? 0),
    ...extra,
  ];
}
