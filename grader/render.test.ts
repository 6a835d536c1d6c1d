import { describe, expect, test } from 'vitest';
import { en, type Code } from './messages/en';
import type { Parts } from './messages/parts';
import { zh } from './messages/zh';
import { renderParts, renderVerdict } from './render';
import type { StepVerdict } from './verdict';

const placeholders = (text: string): string[] => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name);
const textsOf = ({ expected, actual, why }: Parts): string[] => [expected, actual, why];
const CODES = Object.keys(en) as Code[];

describe('messages', () => {
  test.each(CODES)('%s: both languages say all three parts with the same placeholders', (code) => {
    for (const part of ['expected', 'actual', 'why'] as const) {
      expect(zh[code][part].length).toBeGreaterThan(0);
    }
    const all = (parts: (typeof en)[Code]) =>
      [...new Set([parts.expected, parts.actual, parts.why].flatMap(placeholders))].sort();
    expect(all(zh[code])).toEqual(all(en[code]));
  });
  test('no exclamation marks, no Chinese without Chinese characters in the reason', () => {
    const texts = CODES.flatMap((code) => [...textsOf(en[code]), ...textsOf(zh[code])]);
    expect(texts.filter((text) => /[!！]/.test(text))).toEqual([]);
    expect(CODES.filter((code) => !/\p{Script=Han}/u.test(zh[code].why))).toEqual([]);
  });
});

describe('renderParts()', () => {
  const missing = {
    code: 'listening.none',
    params: { name: 'web', port: 80, protocol: 'tcp', ports: [8080, 9090], netns: [] },
  };
  test('fills params in, lists joined as the language does', () => {
    expect(renderParts(missing, 'en').actual).toBe('ports that are listened on there: 8080, 9090');
    expect(renderParts(missing, 'zh').actual).toBe('那里正在监听的端口：8080、9090');
  });
  test('says that a list is empty', () => {
    const none = { ...missing, params: { ...missing.params, ports: [] } };
    expect(renderParts(none, 'en').actual).toMatch(/: none$/);
    expect(renderParts(none, 'zh').actual).toMatch(/：无$/);
  });
  test('takes the author’s words part by part', () => {
    const overrides = { 'listening.none': { en: { why: 'Port {port} is the shop’s door.' } } };
    const parts = renderParts(missing, 'en', overrides);
    expect(parts.why).toBe('Port 80 is the shop’s door.');
    expect(parts.actual).toContain('8080');
    expect(renderParts(missing, 'zh', overrides).why).toBe(zh['listening.none'].why);
  });
  test('names snapshots in words', () => {
    const result = { code: 'process.not-new', params: { name: 'pause', since: 'baseline' } };
    expect(renderParts(result, 'en').actual).toContain('when the lab was made');
    expect(renderParts(result, 'zh').actual).toContain('实验创建时');
  });
  test('renders results inside a result', () => {
    const result = {
      code: 'any.none',
      params: { results: [{ code: 'program.not-running', params: { program: 'x' } }, missing] },
    };
    expect(renderParts(result, 'en').actual).toBe('no process runs it, ports that are listened on there: 8080, 9090');
  });
  test('a code that is no longer known says so instead of failing', () => {
    expect(renderParts({ code: 'bygone.code', params: {} }, 'en').actual).toContain('bygone.code');
    expect(renderParts({ code: '__proto__', params: {} }, 'zh').actual).toContain('__proto__');
  });
  test('a hostile param stays text: no placeholder, no property of objects, no escape sequence', () => {
    const params = { name: '{port}\u001b[31m', names: ['{name}', '\u202e'], toString: 'x' };
    const { expected, actual } = renderParts({ code: 'container.unknown', params }, 'en');
    expect(expected).toContain('{port}\\u{1b}[31m');
    expect(actual).toContain('{name}, \\u{202e}');
  });
});

test('renderVerdict() tells a terminal what differs, with evidence, and only titles of what passes', () => {
  const verdict: StepVerdict = {
    schema: 1,
    step: 'port',
    mode: 'latch',
    verdict: 'fail',
    provisional: false,
    points: 1,
    maxPoints: 3,
    checks: [
      { id: 'a', verdict: 'pass', code: 'listening.ok', params: {}, evidence: [], points: 1, maxPoints: 1 },
      {
        id: 'b',
        verdict: 'fail',
        code: 'listening.none',
        params: { name: 'web', port: 80, protocol: 'tcp', ports: [] },
        evidence: [{ source: 'sockets', netns: 'net:[2001]', line: 3, text: 'tcp LISTEN', mark: null }],
        points: 0,
        maxPoints: 2,
      },
    ],
  };
  expect(renderVerdict(verdict, { language: 'en', checks: { a: { title: 'Port 80' } } })).toBe(`✕ port: differs  1/3
  ● Port 80  1/1  [listening.ok]
  ✕ b  0/2  [listening.none]
      expected: something listens on tcp port 80 in the namespace of web
      actual: ports that are listened on there: none
      why: A connection to a port that nobody listens on is refused.
      evidence: sockets net:[2001] 3 | tcp LISTEN
`);
});
