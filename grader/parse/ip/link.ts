import { hardwareAddress, take } from '../attribute';
import { looksLikeJson } from '../json/read';
import { layoutOf, lineOf, withLayout } from '../layout';
import type { Format, Layout, Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listUnmodelled } from '../unmodelled';
import { addressWords, lifetimeWords, readAddress, readLifetimes } from './address';
import { parseLinkJson, printLinkJson } from './link-json';
import { isBrief, isOneLineAddress, printOneLine, readBrief, readOneLineAddress, unjoined } from './link-oneline';
import { DETAILS, HARDWARE, HEAD, PORT } from './link-words';
import type { Link, LinkDetails, LinkItem, LinkLine, LinkPort } from './types';

/** Reads `ip addr`: text, `-o`, `-br`, `-d`, JSON. */
export function parseIpAddr(text: string): Parsed<LinkItem> {
  return parseLinks(text, 'ip-addr');
}

/** Reads `ip link`: text, `-o`, `-br`, `-d`, JSON. */
export function parseIpLink(text: string): Parsed<LinkItem> {
  return parseLinks(text, 'ip-link');
}

/** Prints what either of the two parsers read. */
export function printIpLink(items: readonly LinkItem[]): string {
  const [first] = items;
  if (first?.kind === 'link' && first.form === 'json') return printLinkJson(items);
  return items
    .map((item) =>
      item.kind === 'note'
        ? lineOf([item.text], item.layout)
        : item.form === 'text'
          ? printLink(item)
          : printOneLine(item),
    )
    .join('');
}

function parseLinks(text: string, format: Format): Parsed<LinkItem> {
  const items = looksLikeJson(text) ? parseLinkJson(text) : parseText(text);
  return { format, items, unmodelled: listUnmodelled(items) };
}

function parseText(text: string): LinkItem[] {
  const items: LinkItem[] = [];
  let link: Link | undefined;
  for (const line of linesOf(text).flatMap(unjoined)) {
    const words = wordsOf(line);
    if (isBrief(words) || isOneLineAddress(words) || words.starts[0] === 0) {
      link = isBrief(words) ? readBrief(words) : isOneLineAddress(words) ? readOneLineAddress(words) : readHead(words);
      items.push(link);
    } else if (
      link &&
      (link.form === 'text' || (link.form === 'oneline' && words.peek() === 'valid_lft' && link.body === undefined))
    ) {
      readBody(link, words);
      link.raw += `\n${line.text}`;
    } else words.fail('a link, such as "1: lo: <LOOPBACK,UP> mtu 65536"');
  }
  return items;
}

const INDEX = /^(\d{1,10}):$/;
const FLAGS = /^<([A-Z0-9_,-]*)>$/;

/** `3: eth0@if4: <BROADCAST,UP> mtu 1500 …` */
export function readHead(words: Words): Link {
  const index = INDEX.exec(words.next('a link index, such as "1:"')) ?? words.failBack('a link index, such as "1:"');
  const named = words.next('a link name and ":"');
  if (!named.endsWith(':')) words.failBack('a link name and ":"');
  const at = named.indexOf('@');
  const link: Link = {
    kind: 'link',
    form: 'text',
    line: words.line.number,
    raw: words.line.text,
    index: Number(index[1]),
    name: named.slice(0, at < 0 ? -1 : at),
    flags: [],
    altnames: [],
    addresses: [],
  };
  if (at >= 0) link.peer = named.slice(at + 1, -1);
  const flags =
    FLAGS.exec(words.next('flags, such as <UP,LOWER_UP>')) ?? words.failBack('flags, such as <UP,LOWER_UP>');
  link.flags = flags[1] === '' ? [] : (flags[1] ?? '').split(',');
  const order = HEAD.read(link, words);
  return withLayout(link, layoutOf(words, headWords(link, order), order));
}

/** The namespace of the peer stands in the first line only where there is no second. */
export function headWords(link: Link, order = link.layout?.order): string[] {
  const peer = link.peer === undefined ? '' : `@${link.peer}`;
  const hidden = NETNS_WORDS.filter((word) => !order?.includes(word) && link.linkType !== undefined);
  return [
    `${link.index ?? 0}:`,
    `${link.name}${peer}:`,
    `<${link.flags.join(',')}>`,
    ...HEAD.write(without(link, hidden), order),
  ];
}

const NETNS_WORDS = ['link-netns', 'link-netnsid'];

function without(link: Link, words: readonly string[]): Link {
  if (words.length === 0) return link;
  const copy = { ...link };
  if (words.includes('link-netns')) delete copy.linkNetns;
  if (words.includes('link-netnsid')) delete copy.linkNetnsId;
  return copy;
}

function readBody(link: Link, words: Words): void {
  const first = words.peek();
  const last = link.addresses.at(-1);
  const body = (link.body ??= []);
  if (first === undefined) words.fail('a line of the link');
  else if (first.startsWith('link/') && link.linkType === undefined) body.push(readHardware(link, words));
  else if (first === 'inet' || first === 'inet6') {
    link.addresses.push(readAddress(words));
    body.push({ part: 'address' });
  } else if (first === 'valid_lft' && last && last.validLifetime === undefined) {
    readLifetimes(last, words);
    body.push(withLayout<LinkLine>({ part: 'lifetime' }, layoutOf(words, lifetimeWords(last))));
  } else if (first === 'altname') {
    words.at++;
    link.altnames.push(words.next('an alternative name'));
    if (words.left > 0) words.fail('the end of the line');
    body.push(withLayout<LinkLine>({ part: 'altname' }, layoutOf(words, words.texts)));
  } else if (first.endsWith('_slave') && !link.port) body.push(readPort(link, words, first.slice(0, -'_slave'.length)));
  else if (!link.details && link.linkType !== undefined && !last) body.push(readDetails(link, words, first));
  else body.push(readExtra(words));
}

/** A line nobody here knows, e.g. the counters of `-s`. */
function readExtra(words: Words): LinkLine {
  return withLayout<LinkLine>({ part: 'extra', extra: [...words.texts] }, layoutOf(words, words.texts));
}

/** `link/ether MAC brd MAC …` */
function readHardware(link: Link, words: Words): LinkLine {
  link.linkType = words.next('link/TYPE').slice('link/'.length);
  const next = words.peek();
  if (next !== undefined && hardwareAddress.read(next) !== undefined) link.mac = take(words, hardwareAddress);
  const line: LinkLine = { part: 'hardware' };
  const order = HARDWARE.read(link, words, undefined, line);
  return withLayout(line, layoutOf(words, hardwareWords(link, { ...line, layout: { order } }), order));
}

function hardwareWords(link: Link, line: LinkLine): string[] {
  const shown = without(link, link.layout?.order?.filter((word) => NETNS_WORDS.includes(word)) ?? []);
  const mac = link.mac === undefined ? [] : [link.mac];
  return [`link/${link.linkType ?? ''}`, ...mac, ...HARDWARE.write(shown, line.layout?.order, line)];
}

function readDetails(link: Link, words: Words, kind: string): LinkLine {
  words.at++;
  const details: LinkDetails = { kind, settings: [] };
  const order = DETAILS.read(details, words);
  link.details = withLayout(details, layoutOf(words, detailsWords(details, order), order));
  return { part: 'details' };
}

function detailsWords(details: LinkDetails, order = details.layout?.order): string[] {
  return [details.kind, ...DETAILS.write(details, order)];
}

function readPort(link: Link, words: Words, kind: string): LinkLine {
  words.at++;
  const port: LinkPort = { kind, settings: [] };
  const order = PORT.read(port, words);
  link.port = withLayout(port, layoutOf(words, portWords(port, order), order));
  return { part: 'port' };
}

function portWords(port: LinkPort, order = port.layout?.order): string[] {
  return [`${port.kind}_slave`, ...PORT.write(port, order)];
}

function printLink(link: Link): string {
  let address = -1;
  let altname = 0;
  const lines = (link.body ?? usualBody(link)).map((line): string => {
    switch (line.part) {
      case 'hardware':
        return indented(hardwareWords(link, line), 4, line.layout);
      case 'details':
        return link.details ? indented(detailsWords(link.details), 4, link.details.layout) : '';
      case 'port':
        return link.port ? indented(portWords(link.port), 4, link.port.layout) : '';
      case 'altname':
        return indented(['altname', link.altnames[altname++] ?? ''], 4, line.layout);
      case 'address': {
        const item = link.addresses[++address];
        return item ? indented(addressWords(item), 4, item.layout) : '';
      }
      case 'lifetime': {
        const item = link.addresses[address];
        return item ? indented(lifetimeWords(item), 7, line.layout) : '';
      }
      case 'extra':
        return indented(line.extra ?? [], 4, line.layout);
    }
  });
  return [lineOf(headWords(link), link.layout), ...lines].join('');
}

/** A line with the tool's indent unless the layout tells another. */
function indented(words: readonly string[], indent: number, layout: Layout | undefined): string {
  const hasIndent = layout?.gaps?.some(([index]) => index === 0);
  return (hasIndent ? '' : ' '.repeat(indent)) + lineOf(words, layout);
}

/** The lines of a link that was made, not read. */
function usualBody(link: Link): LinkLine[] {
  return [
    ...(link.linkType === undefined ? [] : [{ part: 'hardware' as const }]),
    ...(link.details ? [{ part: 'details' as const }] : []),
    ...(link.port ? [{ part: 'port' as const }] : []),
    ...link.altnames.map(() => ({ part: 'altname' as const })),
    ...link.addresses.flatMap(({ validLifetime }) => [
      { part: 'address' as const },
      ...(validLifetime === undefined ? [] : [{ part: 'lifetime' as const }]),
    ]),
  ];
}
