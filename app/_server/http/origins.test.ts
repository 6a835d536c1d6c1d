import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './headers';
import { makeOrigins } from './origins';

describe('makeOrigins()', () => {
  const origins = makeOrigins(3000, '192.0.2.7', ['https://podwire.example']);

  it.each([
    'http://127.0.0.1:3000',
    'http://localhost:3000',
    'http://[::1]:3000',
    'http://192.0.2.7:3000',
    'https://podwire.example',
  ])('knows %s', (origin) => {
    expect(origins.has(origin)).toBe(true);
  });

  it.each([
    ['absent', undefined],
    ['opaque', 'null'],
    ['another port', 'http://localhost:3001'],
    ['another scheme', 'https://localhost:3000'],
    ['a longer name', 'https://podwire.example.evil.example'],
    ['a name with ours in front', 'https://podwire.example@evil.example'],
    ['in capitals, as no browser writes it', 'HTTPS://PODWIRE.EXAMPLE'],
  ])('does not know an origin that is %s', (_name, origin) => {
    expect(origins.has(origin)).toBe(false);
  });

  it('says nothing about names when bound to every address', () => {
    expect(makeOrigins(80, '0.0.0.0', []).list).toEqual(['http://127.0.0.1', 'http://localhost', 'http://[::1]']);
  });
});

describe('contentSecurityPolicy()', () => {
  it('lets scripts run by nonce only, and sockets go to the server’s own origins', () => {
    const policy = contentSecurityPolicy('N', ['https://podwire.example'], false);
    expect(policy).toContain("script-src 'nonce-N' 'strict-dynamic';");
    expect(policy).toContain("connect-src 'self' wss://podwire.example;");
    expect(policy).not.toContain('unsafe-eval');
  });

  it('lets development tools evaluate', () => {
    expect(contentSecurityPolicy('N', [], true)).toContain("'unsafe-eval'");
  });
});
