import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatNet,
  ipFamily,
  ipToBigInt,
  ipv4ToNumber,
  ipv6Groups,
  netContains,
  numberToIpv4,
  parseNet,
  sameAddress,
  sameNet,
} from './ip';

const bits32 = fc.nat(0xffffffff);
const groups = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 });
const toText = (values: readonly number[]): string => values.map((value) => value.toString(16)).join(':');

describe('IPv4', () => {
  it('ipv4ToNumber() undoes numberToIpv4()', () => {
    fc.assert(fc.property(bits32, (value) => ipv4ToNumber(numberToIpv4(value)) === value));
  });

  it('ipv4ToNumber() accepts only what numberToIpv4() writes', () => {
    const almost = fc.string({ unit: fc.constantFrom(...'0123456789. x'), minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(almost, (text) => {
        const value = ipv4ToNumber(text);
        return value === undefined || numberToIpv4(value) === text;
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '1.2.3.',
    '0x10.1.1.1',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '999.1.1.1',
    '256.0.0.1',
    '1.2.3',
    '1.2.3.4.5',
    '...',
    '01.2.3.4',
    '1..2.3',
    '',
    '1.2.3.-4',
    '1.2.3.٤',
    '1e1.1.1.1',
  ])('ipFamily() refuses %j', (text) => {
    expect(ipFamily(text)).toBeUndefined();
    expect(parseNet(text)).toBeUndefined();
  });
});

describe('IPv6', () => {
  it('ipv6Groups() reads every full form, and any run of zeros as "::"', () => {
    fc.assert(
      fc.property(groups, fc.nat(7), fc.integer({ min: 1, max: 8 }), (values, from, count) => {
        expect(ipv6Groups(toText(values))).toEqual(values);
        const length = Math.min(count, 8 - from);
        const zeroed = values.map((value, index) => (index >= from && index < from + length ? 0 : value));
        const short = `${toText(zeroed.slice(0, from))}::${toText(zeroed.slice(from + length))}`;
        expect(ipv6Groups(short)).toEqual(zeroed);
        expect(sameAddress(short, toText(zeroed))).toBe(true);
      }),
    );
  });

  it('ipToBigInt() reads a dotted quad at the end', () => {
    expect(ipToBigInt('::ffff:10.0.0.1')).toBe(0xffff0a000001n);
  });

  it.each([
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '::1 ',
    '::10.0.0.256',
    '10.0.0.1::',
    '1.2.3.4:5::',
  ])('ipFamily() refuses %j', (text) => {
    expect(ipFamily(text)).toBeUndefined();
  });
});

describe('networks', () => {
  it('formatNet() undoes parseNet()', () => {
    fc.assert(
      fc.property(bits32, fc.nat(32), (value, length) => {
        const text = `${numberToIpv4(value)}/${length}`;
        const net = parseNet(text);
        return net !== undefined && formatNet(net) === text;
      }),
    );
  });

  it('netContains() agrees with a comparison of the leading bits', () => {
    fc.assert(
      fc.property(bits32, bits32, fc.nat(32), (base, other, length) => {
        const net = parseNet(`${numberToIpv4(base)}/${length}`);
        const lead = (value: number): string => value.toString(2).padStart(32, '0').slice(0, length);
        expect(net && netContains(net, numberToIpv4(other))).toBe(lead(base) === lead(other));
      }),
    );
  });

  it('parseNet() reads a mask, and keeps one with holes', () => {
    expect(parseNet('10.0.0.0/255.255.0.0')).toEqual({ family: 4, address: '10.0.0.0', length: 16 });
    const holed = parseNet('10.0.0.0/255.0.255.0');
    expect(holed).toEqual({ family: 4, address: '10.0.0.0', length: 16, mask: '255.0.255.0' });
    expect(holed && netContains(holed, '10.77.0.9')).toBe(true);
    expect(holed && netContains(holed, '10.77.1.9')).toBe(false);
  });

  it('sameNet() looks at the network, not at host bits or spelling', () => {
    const [a, b, c, d] = ['10.1.2.3/8', '10.0.0.0/255.0.0.0', 'fd00::1/64', 'fd00:0:0:0::/64'].map(parseNet);
    expect(a && b && sameNet(a, b)).toBe(true);
    expect(c && d && sameNet(c, d)).toBe(true);
    expect(a && c && sameNet(a, c)).toBe(false);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    'fd00::/129',
    'fd00::/255.0.0.0',
    '/8',
    'default',
  ])('parseNet() refuses %j', (text) => {
    expect(parseNet(text)).toBeUndefined();
  });
});
