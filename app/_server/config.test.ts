import { describe, expect, it } from 'vitest';
import { readConfig } from './config';

describe('readConfig()', () => {
  it('has defaults for everything', () => {
    expect(readConfig({ XDG_STATE_HOME: '/state' })).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '/state/podwire',
      runnerSocket: '/state/podwire/run/runner.sock',
      extraOrigins: [],
      dev: false,
      databaseUrl: null,
      authSecret: null,
    });
  });

  it.each([
    ['one origin', 'https://a.example', ['https://a.example']],
    [
      'several, with a path that does not count',
      'https://a.example/x, http://b.example:8080',
      ['https://a.example', 'http://b.example:8080'],
    ],
    ['none', ' ', []],
  ])('reads PODWIRE_ORIGINS: %s', (_name, value, origins) => {
    expect(readConfig({ PODWIRE_ORIGINS: value }).extraOrigins).toEqual(origins);
  });

  it('names every variable that is wrong', () => {
    const read = () =>
      readConfig({ PORT: '99999', PODWIRE_ORIGINS: 'example', BETTER_AUTH_SECRET: 'short', PODWIRE_DEV: 'yes' });
    for (const name of ['PORT', 'PODWIRE_ORIGINS', 'BETTER_AUTH_SECRET', 'PODWIRE_DEV']) expect(read).toThrow(name);
  });
});
