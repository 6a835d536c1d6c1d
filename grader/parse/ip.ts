/** Strict IPv4 and IPv6 text, as the kernel's tools write it. Knows nothing of names, ports or interfaces. */

export type Family = 4 | 6;

/** A network or, with the full length, one host. `mask` only for an IPv4 mask with holes; `length` is then the number of one-bits. */
export interface IpNet {
  family: Family;
  address: string;
  length: number;
  mask?: string;
}

export const BITS: Readonly<Record<Family, number>> = { 4: 32, 6: 128 };

const ZERO = 48;
const NINE = 57;
const DOT = 46;

/** The 32 bits of a dotted quad as an unsigned number; undefined for anything else ("1.2.3.", "0x10.1.1.1", "010.1.1.1", "999.1.1.1"). */
export function ipv4ToNumber(text: string): number | undefined {
  const { length } = text;
  if (length < 7 || length > 15) return undefined;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (octet < 0) return undefined;
      value = value * 256 + octet;
      octet = -1;
      dots++;
    } else {
      // An octet of 0 must end here: "010" may be eight to other readers.
      if (code < ZERO || code > NINE || octet === 0) return undefined;
      octet = (octet < 0 ? 0 : octet * 10) + code - ZERO;
      if (octet > 255) return undefined;
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined;
}

export function numberToIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** The eight groups of an IPv6 address, or undefined. Accepts one "::" and a dotted quad at the end; no zone. */
export function ipv6Groups(text: string): number[] | undefined {
  if (text.length < 2 || text.length > 45 || !text.includes(':')) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : [];
  if (!head || !tail) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function groupsOf(text: string, mayEndInQuad: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (GROUP.test(part)) groups.push(parseInt(part, 16));
    else {
      const quad = mayEndInQuad && index === parts.length - 1 ? ipv4ToNumber(part) : undefined;
      if (quad === undefined) return undefined;
      groups.push(quad >>> 16, quad & 0xffff);
    }
  }
  return groups;
}

/** 4, 6, or undefined when the text is not exactly one address. */
export function ipFamily(text: string): Family | undefined {
  if (ipv4ToNumber(text) !== undefined) return 4;
  return ipv6Groups(text) ? 6 : undefined;
}

/** The address as a number of 32 or 128 bits; undefined when it is not one. */
export function ipToBigInt(text: string): bigint | undefined {
  const quad = ipv4ToNumber(text);
  if (quad !== undefined) return BigInt(quad);
  return ipv6Groups(text)?.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** True when both texts are the same address, however spelled ("::1" and "0:0::1"). */
export function sameAddress(a: string, b: string): boolean {
  if (a === b) return ipFamily(a) !== undefined;
  return ipFamily(a) === ipFamily(b) && ipFamily(a) !== undefined && ipToBigInt(a) === ipToBigInt(b);
}

const LENGTH = /^(0|[1-9]\d{0,2})$/;

/** "10.0.0.0/8", "10.0.0.0/255.0.0.0", "::1", "10.1.2.3" (a host). Host bits may be set. Undefined for anything else. */
export function parseNet(text: string): IpNet | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const family = ipFamily(address);
  if (!family) return undefined;
  if (slash < 0) return { family, address, length: BITS[family] };
  const rest = text.slice(slash + 1);
  if (LENGTH.test(rest)) {
    const length = Number(rest);
    return length <= BITS[family] ? { family, address, length } : undefined;
  }
  const mask = family === 4 ? ipv4ToNumber(rest) : undefined;
  if (mask === undefined) return undefined;
  const length = mask.toString(2).replaceAll('0', '').length;
  return isContiguous(mask) ? { family, address, length } : { family, address, length, mask: rest };
}

function isContiguous(mask: number): boolean {
  const inverted = ~mask >>> 0;
  return (inverted & (inverted + 1)) === 0;
}

/** "10.0.0.0/8": always with its length. */
export function formatNet(net: IpNet): string {
  return `${net.address}/${net.mask ?? net.length}`;
}

/** The 32-bit mask of an IPv4 prefix length. */
export function lengthToMask(length: number): number {
  return length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
}

/** Is the address in the network? False across families and for text that is no address. */
export function netContains(net: IpNet, address: string): boolean {
  if (net.family === 4) {
    const base = ipv4ToNumber(net.address);
    const value = ipv4ToNumber(address);
    const mask = net.mask === undefined ? lengthToMask(net.length) : (ipv4ToNumber(net.mask) ?? 0);
    return base !== undefined && value !== undefined && ((base ^ value) & mask) === 0;
  }
  if (ipFamily(address) !== 6) return false;
  const shift = BigInt(128 - net.length);
  const base = ipToBigInt(net.address);
  const value = ipToBigInt(address);
  return base !== undefined && value !== undefined && base >> shift === value >> shift;
}

/** Do both stand for the same set of addresses? */
export function sameNet(a: IpNet, b: IpNet): boolean {
  return a.family === b.family && a.length === b.length && a.mask === b.mask && netContains(a, b.address);
}
