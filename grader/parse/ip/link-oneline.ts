import { EXTRA, hardwareAddress } from '../attribute';
import { parseNet } from '../ip';
import { layoutOf, lineOf, withLayout } from '../layout';
import type { Line, Words } from '../text';
import { addressWords, lifetimeWords, readAddress } from './address';
import type { Link } from './types';

const INDEX = /^\d{1,10}:$/;
const FLAGS = /^<([A-Z0-9_,-]*)>$/;

/** The lines that `-o` joined with "\" as lines of their own, which end in that sign. */
export function unjoined(line: Line): Line[] {
  const texts = line.text.split('\\');
  return texts.map((text, index) => ({ number: line.number, text, end: index === texts.length - 1 ? line.end : '\\' }));
}

/** `3: eth0    inet 192.0.2.10/24 …` of `ip -o addr`. */
export function isOneLineAddress(words: Words): boolean {
  return INDEX.test(words.peek() ?? '') && (words.peek(2) === 'inet' || words.peek(2) === 'inet6');
}

/** `eth0@if4   UP   192.0.2.10/24` of `ip -br`. */
export function isBrief(words: Words): boolean {
  return words.starts[0] === 0 && !INDEX.test(words.peek() ?? '') && /^[A-Z]+$/.test(words.peek(1) ?? '');
}

function newLink(words: Words, form: 'oneline' | 'brief'): Link {
  const link: Link = {
    kind: 'link',
    form,
    line: words.line.number,
    raw: words.line.text,
    name: '',
    flags: [],
    altnames: [],
    addresses: [],
  };
  if (form === 'oneline') link.index = Number(words.next('a link index').slice(0, -1));
  const written = words.next('a link name');
  const at = written.indexOf('@');
  link.name = at < 0 ? written : written.slice(0, at);
  if (at >= 0) link.peer = written.slice(at + 1);
  return link;
}

const nameWord = (link: Link): string => (link.peer === undefined ? link.name : `${link.name}@${link.peer}`);

export function readOneLineAddress(words: Words): Link {
  const link = newLink(words, 'oneline');
  link.addresses.push(readAddress(words, [`${link.index ?? 0}:`, nameWord(link)]));
  return link;
}

export function readBrief(words: Words): Link {
  const link = newLink(words, 'brief');
  link.state = words.next('a state, such as UP');
  const order: string[] = [];
  for (let word = words.peek(); word !== undefined; word = words.peek()) {
    const net = parseNet(word);
    const flags = FLAGS.exec(word);
    words.at++;
    if (net) {
      link.addresses.push({ line: link.line, family: net.family, address: net.address, length: net.length, flags: [] });
      order.push('net');
    } else if (flags && !order.includes('flags')) {
      link.flags = (flags[1] ?? '').split(',').filter((flag) => flag !== '');
      order.push('flags');
    } else if (hardwareAddress.read(word) !== undefined && link.mac === undefined) {
      link.mac = word;
      order.push('mac');
    } else {
      (link.extra ??= []).push(word);
      order.push(EXTRA);
    }
  }
  return withLayout(link, layoutOf(words, briefWords(link, order), order));
}

function briefWords(link: Link, order = link.layout?.order ?? usualOrder(link)): string[] {
  let nets = 0;
  let extras = 0;
  const rest = order.map((entry): string | undefined => {
    if (entry === 'mac') return link.mac;
    if (entry === 'flags') return `<${link.flags.join(',')}>`;
    if (entry === EXTRA) return link.extra?.[extras++];
    const net = link.addresses[nets++];
    return net && `${net.address}/${net.length}`;
  });
  return [nameWord(link), link.state ?? '', ...rest.filter((word) => word !== undefined)];
}

/** `ip -br link` prints a hardware address and flags, `ip -br addr` prints addresses. */
function usualOrder(link: Link): string[] {
  return [
    ...(link.mac === undefined ? [] : ['mac', 'flags']),
    ...link.addresses.map(() => 'net'),
    ...(link.extra ?? []).map(() => EXTRA),
  ];
}

/** Prints a link of either form. */
export function printOneLine(link: Link): string {
  if (link.form === 'brief') return lineOf(briefWords(link), link.layout);
  return link.addresses
    .map((address, index) => {
      const lifetime = link.body?.filter(({ part }) => part === 'lifetime')[index]?.layout;
      return (
        lineOf([`${link.index ?? 0}:`, nameWord(link), ...addressWords(address)], address.layout) +
        (address.validLifetime === undefined ? '' : lineOf(lifetimeWords(address), lifetime))
      );
    })
    .join('');
}
