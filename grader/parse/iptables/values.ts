import { ipFamily } from '../ip';
import type { MarkMask, PortRange } from './matches/types';
import type { ValueCodec } from './option';
import { quoted, unquoted } from './quote';
import type { NatRange } from './targets/types';

function one<Value>(
  expected: string,
  read: (word: string) => Value | undefined,
  write: (value: Value) => string,
): ValueCodec<Value> {
  return { count: 1, expected, read: ([word = '']) => read(word), write: (value) => [write(value)] };
}

const same = (word: string): string => word;

/** Any word, as it stands. */
export const word = one('a value', same, same);

/** A text that is quoted when it holds more than letters, digits, "_" and "-". */
export const text = one('a text', unquoted, quoted);

/** A text that iptables always quotes, even where it need not. */
export const words = one(
  'a list separated by commas',
  (list): string[] | undefined =>
    list === '' || list.startsWith(',') || list.endsWith(',') || list.includes(',,') ? undefined : list.split(','),
  (list) => list.join(','),
);

export function wholeNumber(max: number): ValueCodec<number> {
  return one(
    `a whole number up to ${max}`,
    (digits) => {
      if (!/^\d{1,16}$/.test(digits)) return undefined;
      const value = Number(digits);
      return value <= max ? value : undefined;
    },
    String,
  );
}

export const MAX_PORT = 65535;
export const MAX_32 = 0xffffffff;

export const number32 = wholeNumber(MAX_32);

/** "80" or, with the separator, "1024:65535"; an open end means 0 or 65535. */
export function readPorts(word: string, separator: string): PortRange | undefined {
  const cut = word.indexOf(separator);
  if (cut < 0) {
    const port = readPort(word);
    return port === undefined ? undefined : { from: port, to: port };
  }
  const from = cut === 0 ? 0 : readPort(word.slice(0, cut));
  const to = cut === word.length - 1 ? MAX_PORT : readPort(word.slice(cut + 1));
  return from === undefined || to === undefined || word.length === 1 ? undefined : { from, to };
}

export function readPort(digits: string): number | undefined {
  if (!/^\d{1,5}$/.test(digits)) return undefined;
  const port = Number(digits);
  return port <= MAX_PORT ? port : undefined;
}

export function writePorts({ from, to }: PortRange, separator: string): string {
  return from === to ? String(from) : `${from}${separator}${to}`;
}

export const ports = one(
  'a port 0–65535 or a range such as 1024:65535',
  (range) => readPorts(range, ':'),
  (range) => writePorts(range, ':'),
);

/** `--to-ports 8080-8090` */
export const dashedPorts = one(
  'a port 0–65535 or a range such as 8080-8090',
  (range) => readPorts(range, '-'),
  (range) => writePorts(range, '-'),
);

export const portList = one(
  'ports or ranges separated by commas',
  (list): PortRange[] | undefined => {
    const ranges = list.split(',').map((range) => readPorts(range, ':'));
    return ranges.some((range) => range === undefined) ? undefined : (ranges as PortRange[]);
  },
  (list) => list.map((range) => writePorts(range, ':')).join(','),
);

/** "0x4000", "16384": 32 bits without sign. */
export function readBits(digits: string): number | undefined {
  if (!/^(0[xX][0-9a-fA-F]{1,8}|\d{1,10})$/.test(digits)) return undefined;
  const value = Number(digits);
  return value <= MAX_32 ? value : undefined;
}

export const bits = one('a number of 32 bits, such as 0xff', readBits, (value) => `0x${value.toString(16)}`);

function readMark(mark: string): MarkMask | undefined {
  const slash = mark.indexOf('/');
  const value = readBits(slash < 0 ? mark : mark.slice(0, slash));
  const mask = slash < 0 ? MAX_32 : readBits(mark.slice(slash + 1));
  return value === undefined || mask === undefined ? undefined : { value, mask };
}

const hex = (value: number): string => `0x${value.toString(16)}`;

/** `0x4000/0x4000`; the full mask is left out. */
export const mark = one('a mark such as 0x4000/0x4000', readMark, ({ value, mask }) =>
  mask === MAX_32 ? hex(value) : `${hex(value)}/${hex(mask)}`,
);

/** The same with the mask always written. */
export const fullMark = one(
  'a mark such as 0x4000/0x4000',
  readMark,
  ({ value, mask }) => `${hex(value)}/${hex(mask)}`,
);

/** Addresses "10.0.0.1", "10.0.0.1-10.0.0.9" */
export const addressRange = one(
  'an address or a range such as 10.0.0.1-10.0.0.9',
  (range) => (readAddresses(range) ? range : undefined),
  same,
);

function readAddresses(range: string): [string, string] | undefined {
  const dash = range.indexOf('-');
  const from = dash < 0 ? range : range.slice(0, dash);
  const to = dash < 0 ? range : range.slice(dash + 1);
  const family = ipFamily(from);
  return family && family === ipFamily(to) ? [from, to] : undefined;
}

/** `10.0.0.1-10.0.0.9:8000-8100`, `:8080`, `[fd00::1]:80`, `10.0.0.1:1082-1090/82` */
export const natRange = one<NatRange>('an address, a port or both, such as 10.0.0.1:8080', readNatRange, writeNatRange);

const NAT_PORTS = /^(\d{1,5}(?:-\d{1,5})?)(?:\/(\d{1,5}))?$/;

function readNatRange(range: string): NatRange | undefined {
  const [host, portText] = splitNat(range);
  const nat: NatRange = {};
  if (host !== '') {
    const addresses = readAddresses(host.replaceAll(/[[\]]/g, ''));
    if (!addresses) return undefined;
    [nat.fromAddress, nat.toAddress] = addresses;
  }
  if (portText === undefined) return host === '' ? undefined : nat;
  const match = NAT_PORTS.exec(portText);
  const range_ = match && readPorts(match[1] ?? '', '-');
  if (!range_) return undefined;
  nat.ports = range_;
  if (match[2] !== undefined) {
    const base = readPort(match[2]);
    if (base === undefined) return undefined;
    nat.basePort = base;
  }
  return nat;
}

/** The part before the last colon that is no part of an IPv6 address, and the part after it. */
function splitNat(range: string): [string, string | undefined] {
  const bracket = range.lastIndexOf(']');
  if (bracket >= 0)
    return [
      range.slice(0, bracket + 1),
      range[bracket + 1] === ':' ? range.slice(bracket + 2) : range.slice(bracket + 1) === '' ? undefined : '',
    ];
  const colon = range.indexOf(':');
  if (colon < 0 || range.indexOf(':', colon + 1) >= 0) return [range, undefined];
  return [range.slice(0, colon), range.slice(colon + 1)];
}

function writeNatRange({ fromAddress, toAddress, ports: range, basePort }: NatRange): string {
  const bracketed = range !== undefined && fromAddress?.includes(':') === true;
  const show = (address: string): string => (bracketed ? `[${address}]` : address);
  const host =
    fromAddress === undefined
      ? ''
      : toAddress === undefined || toAddress === fromAddress
        ? show(fromAddress)
        : `${show(fromAddress)}-${show(toAddress)}`;
  const base = basePort === undefined ? '' : `/${basePort}`;
  return range === undefined ? host : `${host}:${writePorts(range, '-')}${base}`;
}

export const rsourceMask = one('a netmask', (mask) => (ipFamily(mask) ? mask : undefined), same);

export const address = one('an IPv4 or IPv6 address', (host) => (ipFamily(host) ? host : undefined), same);

/** Eleven decimals, as the kernel's multiple of 2^-31 is printed. */
export const probability = one(
  'a probability from 0 to 1',
  (digits) => {
    const value = /^(\d{1,2}(\.\d{1,20})?|\.\d{1,20})$/.test(digits) ? Number(digits) : NaN;
    return value >= 0 && value <= 1 ? value : undefined;
  },
  (value) => value.toFixed(11),
);
