import { expect, test } from 'vitest';
import { readSettings } from './config';

test('readSettings: only the data folder must be given', () => {
  expect(readSettings({ PODWIRE_DATA: '/data' })).toEqual({
    dataDir: '/data',
    socketPath: '/data/run/runner.sock',
    socketGid: undefined,
    backends: ['embedded'],
    maxLabs: 40,
    checkpointOnStop: false,
    logLevel: 'info',
  });
});

test('readSettings: fake only when named', () => {
  expect(readSettings({ PODWIRE_DATA: '/d', PODWIRE_BACKENDS: ' embedded, fake,fake ' }).backends).toEqual([
    'embedded',
    'fake',
  ]);
});

test('readSettings lists everything that is wrong', () => {
  const read = () =>
    readSettings({
      PODWIRE_DATA: 'here',
      PODWIRE_BACKENDS: 'docker',
      PODWIRE_MAX_LABS: '0',
      PODWIRE_RUNNER_GID: 'web',
    });
  for (const name of ['PODWIRE_DATA', 'PODWIRE_BACKENDS', 'PODWIRE_MAX_LABS', 'PODWIRE_RUNNER_GID'])
    expect(read).toThrow(name);
});

test('readSettings says that the data folder is not set', () => {
  expect(() => readSettings({})).toThrow('PODWIRE_DATA: is not set');
});
