import { describe, expect, test } from 'vitest';
import { listenAddress, placesFor } from './places.mjs';

describe('placesFor()', () => {
  test.each([
    ['root', { uid: 0, env: {}, home: '/root' }, '/var/lib/podwire'],
    ['an ordinary user', { uid: 1000, env: {}, home: '/home/ada' }, '/home/ada/.local/state/podwire'],
    ['XDG_STATE_HOME', { uid: 1000, env: { XDG_STATE_HOME: '/s' }, home: '/home/ada' }, '/s/podwire'],
    [
      'PODWIRE_DATA over XDG_STATE_HOME',
      { uid: 1000, env: { XDG_STATE_HOME: '/s', PODWIRE_DATA: '/d' }, home: '/h' },
      '/d',
    ],
    ['PODWIRE_DATA as root', { uid: 0, env: { PODWIRE_DATA: '/d/../e' }, home: '/root' }, '/e'],
  ])('%s', (_, who, data) => expect(placesFor(who)).toMatchObject({ data, socket: `${data}/run/runner.sock` }));
});

describe('listenAddress()', () => {
  test.each([
    [{}, { port: 3000, host: '127.0.0.1' }],
    [
      { PORT: '8080', HOST: '::1' },
      { port: 8080, host: '::1' },
    ],
    [{ PORT: '0' }, null],
    [{ PORT: '65536' }, null],
    [{ PORT: '80a' }, null],
  ])('%j', (env, address) => expect(listenAddress(env)).toEqual(address));
});
