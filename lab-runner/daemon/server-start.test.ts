import { chmod, lstat, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LabInfo, LabSpec } from '../api';
import { FakeBackend } from '../backends/fake';
import { useRunner } from './test-runner';
import { call, specOf, startLab, TestTerminal } from './testing';

const MINUTE = 60_000;
const fixture = useRunner();

describe('startRunner: socket, lock and adoption', () => {
  test('the socket has mode 0660 and is gone after close', async () => {
    const { runner, socket } = await fixture.start();
    expect((await lstat(socket)).mode & 0o777).toBe(0o660);
    await runner.close();
    await expect(lstat(socket)).rejects.toThrow('ENOENT');
  });

  test('a second runner on the same data folder is refused', async () => {
    await fixture.start();
    await expect(fixture.start()).rejects.toThrow('another one is using this data folder');
  });

  test('a socket that answers is respected, a file that is no socket is left alone', async () => {
    const path = join(fixture.folder, 'other.sock');
    const other = createServer().listen(path);
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(fixture.start({}, { socketPath: path })).rejects.toThrow('another one answers');
    await new Promise((resolve) => other.close(resolve));
    await writeFile(path, 'precious');
    await expect(fixture.start({}, { socketPath: path })).rejects.toThrow('no socket');
  });

  test('a socket path that is too long is refused with its length', async () => {
    await expect(fixture.start({}, { socketPath: join(fixture.folder, 'x'.repeat(120)) })).rejects.toThrow(
      'may have 107 bytes',
    );
  });

  test('close ends all labs, also one that is being made', async () => {
    const { runner, socket, backend } = await fixture.start({ steps: [{ name: 'world', delayMs: 20 }] });
    await startLab(socket);
    await call(socket, 'POST', '/labs', { spec: specOf() });
    await runner.close();
    expect(await backend.list()).toEqual([]);
  });

  test('start adopts labs that are due to live and ends the others', async () => {
    const world = new FakeBackend({ dataDir: fixture.folder, clock: fixture.clock });
    const signal = new AbortController().signal;

    const young = await world.create(LabSpec.parse(specOf()), () => undefined, signal);
    const old = await world.create(LabSpec.parse(specOf({ idleMinutes: 1, maxMinutes: 1 })), () => undefined, signal);
    fixture.clock.advance(5 * MINUTE);
    const { socket } = await fixture.start();
    const infos = LabInfo.array().parse((await call(socket, 'GET', '/labs')).json());
    expect(infos).toMatchObject([{ id: young.id, state: 'ready', adopted: true }]);
    expect((await stat(join(fixture.folder, 'runner', 'checkpoints', old.id))).isFile()).toBe(true);
    const terminal = await TestTerminal.attach(socket, young.id);
    await terminal.untilShown('$ ');
  });

  test('start fails when the data folder cannot be used, and says where', async () => {
    await writeFile(join(fixture.folder, 'runner'), 'a file');
    await chmod(join(fixture.folder, 'runner'), 0o600);
    await expect(fixture.start()).rejects.toThrow(fixture.folder);
  });
});
