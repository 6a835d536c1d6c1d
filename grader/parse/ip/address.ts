import { address, AttributeTable, flag, integer, name, take, valued } from '../attribute';
import type { Attribute, Codec } from '../attribute';
import { BITS } from '../ip';
import type { IpNet } from '../ip';
import { layoutOf, withLayout } from '../layout';
import type { Words } from '../text';
import { net } from './route-words';
import type { Address } from './types';

export const ADDRESS_FLAGS = [
  'secondary',
  'temporary',
  'tentative',
  'deprecated',
  'home',
  'nodad',
  'mngtmpaddr',
  'noprefixroute',
  'autojoin',
  'dynamic',
  'dadfailed',
  'optimistic',
  'stable-privacy',
  'permanent',
];

/** The order entry of the label, which no keyword can be. */
const LABEL = '=label';

const ADDRESS = new AttributeTable<Address>([
  valued('metric', 'metric', integer),
  valued('brd', 'broadcast', address),
  valued('any', 'anycast', address),
  valued('scope', 'scope', name),
  ...ADDRESS_FLAGS.map(flag),
  valued('proto', 'protocol', name),
  label(),
]);

/** The label has no keyword: it is the last word of an IPv4 line. */
function label(): Attribute<Address> {
  return {
    word: LABEL,
    read: () => undefined,
    write: (item) => (item.label === undefined ? undefined : [item.label]),
  };
}

/** A number of seconds with "sec", or forever. */
const LIFETIME: Codec<number | 'forever'> = {
  expected: '"forever" or a time such as 3600sec',
  read: (word) => (word === 'forever' ? word : /^\d{1,10}sec$/.test(word) ? Number(word.slice(0, -3)) : undefined),
  write: (value) => (value === 'forever' ? value : `${value}sec`),
};

/** Reads from `inet`/`inet6` to the end; `leading` are the words before it, which the caller has read. */
export function readAddress(words: Words, leading: readonly string[] = []): Address {
  const family = words.next('inet or inet6') === 'inet6' ? 6 : 4;
  const host = take(words, net);
  if (host.family !== family) words.failBack(`an IPv${family} address`);
  const far = words.peek() === 'peer' ? takeSecond(words) : undefined;
  const item: Address = {
    line: words.line.number,
    family,
    address: host.address,
    length: (far ?? host).length,
    flags: [],
  };
  if (far) item.peer = far;
  const order = readAttributes(item, words);
  return withLayout(item, layoutOf(words, [...leading, ...addressWords(item, order)], order));
}

function takeSecond(words: Words): IpNet {
  words.at++;
  return take(words, net);
}

/** The last word of an IPv4 line is its label unless it is a known word. */
function readAttributes(item: Address, words: Words): string[] {
  const isLabel = (word: string): boolean => item.family === 4 && words.left === 1 && !ADDRESS_FLAGS.includes(word);
  const order = ADDRESS.read(item, words, isLabel);
  if (words.left === 1) {
    item.label = words.next('a label');
    order.push(LABEL);
  }
  return order;
}

export function addressWords(item: Address, order = item.layout?.order): string[] {
  const host: IpNet = {
    family: item.family,
    address: item.address,
    length: item.peer ? BITS[item.family] : item.length,
  };
  const peer = item.peer ? ['peer', slashed(item.peer)] : [];
  return [
    item.family === 6 ? 'inet6' : 'inet',
    item.peer ? item.address : slashed(host),
    ...peer,
    ...ADDRESS.write(item, order),
  ];
}

function slashed(value: IpNet): string {
  return `${value.address}/${value.length}`;
}

/** `valid_lft forever preferred_lft forever` */
export function readLifetimes(item: Address, words: Words): void {
  words.next('valid_lft');
  item.validLifetime = take(words, LIFETIME);
  if (words.next('preferred_lft') !== 'preferred_lft') words.failBack('preferred_lft');
  item.preferredLifetime = take(words, LIFETIME);
  if (words.left > 0) words.fail('the end of the line');
}

export function lifetimeWords(item: Address): string[] {
  if (item.validLifetime === undefined || item.preferredLifetime === undefined) return [];
  return ['valid_lft', LIFETIME.write(item.validLifetime), 'preferred_lft', LIFETIME.write(item.preferredLifetime)];
}
