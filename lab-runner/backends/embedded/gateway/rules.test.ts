import { expect, test } from 'vitest';
import { makeGatewayRules } from './rules';

test('makeGatewayRules() forbids the machine’s own addresses beside what is not the internet', () => {
  const forbidden = /elements = \{ (.*) \}/.exec(makeGatewayRules(['203.0.113.9']))?.[1]?.split(', ');
  expect(forbidden).toEqual(expect.arrayContaining(['203.0.113.9', '10.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3']));
});

test('makeGatewayRules() looks at where a packet goes even when its connection is known', () => {
  const lines = makeGatewayRules([]).split('\n');
  expect(lines.filter((line) => line.includes('established')).every((line) => line.includes('iifname "tap0"'))).toBe(
    true,
  );
});
