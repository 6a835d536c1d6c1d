import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Evidence, LabEvent, LabInfo, RunnerError, WatchEvent } from '../api';
import { waitUntil } from '../sys/wait';
import { useRunner } from './test-runner';
import { call, lines, specOf, startLab, TestTerminal, untilState } from './testing';

const MINUTE = 60_000;
const fixture = useRunner();
const problem = (answer: { json: () => unknown }) => RunnerError.parse(answer.json());

describe('startRunner: labs', () => {
  test('POST /labs answers 202 "creating", events follow it to the end', async () => {
    const { socket } = await fixture.start();
    const spec = specOf();
    const answer = await call(socket, 'POST', '/labs', { spec });
    expect(answer.status).toBe(202);
    expect(LabInfo.parse(answer.json())).toMatchObject({
      id: spec.id,
      state: 'creating',
      adopted: false,
      reason: null,
    });
    const states: string[] = [];
    const following = (async () => {
      for await (const line of lines(socket, 'GET', `/labs/${spec.id}/events`))
        states.push((line as { lab: { state: string } }).lab.state);
    })();
    const ready = await untilState(socket, spec.id, 'ready');
    expect(ready.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'world done',
      'files done',
      'setup done',
    ]);
    expect(await call(socket, 'DELETE', `/labs/${spec.id}`)).toMatchObject({ status: 204 });
    await following;
    expect(states.at(-1)).toBe('ended');
    expect((await call(socket, 'GET', `/labs/${spec.id}`)).status).toBe(404);
    expect((await call(socket, 'GET', '/labs')).json()).toEqual([]);
  });

  test('GET /labs/ID/events begins with the present state', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    for await (const line of lines(socket, 'GET', `/labs/${id}/events`)) {
      expect(line).toMatchObject({ type: 'lab', lab: { id, state: 'ready' } });
      break;
    }
  });

  test('the same id twice is refused with 409, one lab too many with 429', async () => {
    const { socket } = await fixture.start({}, { maxLabs: 1 });
    const id = await startLab(socket);
    const twice = await call(socket, 'POST', '/labs', { spec: specOf({ id }) });
    expect([twice.status, problem(twice).code]).toEqual([409, 'lab_exists']);
    const full = await call(socket, 'POST', '/labs', { spec: specOf() });
    expect([full.status, problem(full).code]).toEqual([429, 'full']);
    expect(problem(full).remedy).toContain('PODWIRE_MAX_LABS');
    await call(socket, 'DELETE', `/labs/${id}`);
    await startLab(socket);
  });

  test('a failed creation is told with its reason and step, and can be deleted', async () => {
    const failure = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
    const { socket, backend } = await fixture.start({ steps: [{ name: 'world' }, { name: 'files', failure }] });
    const spec = specOf();
    await call(socket, 'POST', '/labs', { spec });
    const info = await untilState(socket, spec.id, 'failed');
    expect(info.steps).toMatchObject([
      { name: 'world', state: 'done' },
      { name: 'files', state: 'failed' },
    ]);
    expect(info.reason).toMatchObject({ code: 'disk-full', params: { detail: 'write failed' } });
    expect(info.reason?.message).toContain('is full');
    expect(info.reason?.message).toContain('Free space');
    expect(backend.undone).toEqual(['world']);
    expect((await call(socket, 'DELETE', `/labs/${spec.id}`)).status).toBe(204);
    expect((await call(socket, 'GET', `/labs/${spec.id}`)).status).toBe(404);
  });

  test('DELETE while creating undoes what was done and leaves nothing', async () => {
    const { socket, backend } = await fixture.start({ steps: [{ name: 'world' }, { name: 'files', delayMs: 60_000 }] });
    const spec = specOf();
    await call(socket, 'POST', '/labs', { spec });
    for await (const line of lines(socket, 'GET', `/labs/${spec.id}/events`))
      if ((line as { lab: LabInfo }).lab.steps.some(({ name }) => name === 'files')) break;
    expect((await call(socket, 'DELETE', `/labs/${spec.id}`)).status).toBe(204);
    expect(backend.undone).toEqual(['world']);
    expect(await backend.list()).toEqual([]);
    expect((await call(socket, 'GET', '/labs')).json()).toEqual([]);
  });

  test('DELETE ?checkpoint=1 keeps the files, restoreFrom puts them back', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    const tee = { terminal: 'workstation', argv: ['tee', '/root/a'], input: 'kept' };
    expect((await call(socket, 'POST', `/labs/${id}/exec`, tee)).status).toBe(200);
    await call(socket, 'DELETE', `/labs/${id}?checkpoint=1`);
    const spec = specOf();
    await call(socket, 'POST', '/labs', { spec, restoreFrom: id });
    expect((await untilState(socket, spec.id, 'ready')).steps.at(-1)).toMatchObject({ name: 'restore', state: 'done' });
    const cat = await call(socket, 'POST', `/labs/${spec.id}/exec`, {
      terminal: 'workstation',
      argv: ['cat', '/root/a'],
    });
    expect(cat.json()).toEqual({ exit: 0, stdout: 'kept', stderr: '' });
    const none = await call(socket, 'POST', '/labs', { spec: specOf(), restoreFrom: 'nosuch00' });
    expect([none.status, problem(none).code]).toEqual([404, 'no_checkpoint']);
  });

  test('evidence, watch and exec of a lab that is not ready are refused with 409', async () => {
    const { socket } = await fixture.start({ steps: [{ name: 'world', delayMs: 60_000 }] });
    const spec = specOf();
    await call(socket, 'POST', '/labs', { spec });
    for (const [path, body] of [
      ['evidence', { sources: [] }],
      ['watch', { sources: [] }],
      ['exec', { terminal: 'workstation', argv: ['true'] }],
      ['extend', { minutes: 1 }],
    ] as const) {
      const answer = await call(socket, 'POST', `/labs/${spec.id}/${path}`, body);
      expect([path, answer.status, problem(answer).code]).toEqual([path, 409, 'not_ready']);
    }
  });

  test('evidence fits its schema and says that fake labs have none', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    const evidence = Evidence.parse(
      (await call(socket, 'POST', `/labs/${id}/evidence`, { sources: ['links'] })).json(),
    );
    expect(evidence).toMatchObject({ specHash: 'hash', problems: ['fake backend: no kernel state'] });
  });

  test('watch yields now and after a change, and ends with the lab', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    const seen: string[] = [];
    for await (const line of lines(socket, 'POST', `/labs/${id}/watch`, { sources: ['links'] })) {
      seen.push(WatchEvent.parse(line).fingerprint);
      if (seen.length === 1)
        await call(socket, 'POST', `/labs/${id}/exec`, { terminal: 'workstation', argv: ['tee', '/x'], input: '1' });
      else await call(socket, 'DELETE', `/labs/${id}`);
    }
    expect(new Set(seen).size).toBe(2);
  });
});

describe('startRunner: time', () => {
  test('a lab nobody attaches to ends after idleMinutes, its files kept', async () => {
    const { socket, runner } = await fixture.start();
    const id = await startLab(socket, { idleMinutes: 10, maxMinutes: 60 });
    fixture.clock.advance(10 * MINUTE - 1);
    await runner.tick();
    expect(LabInfo.parse((await call(socket, 'GET', `/labs/${id}`)).json()).state).toBe('ready');
    fixture.clock.advance(1);
    await runner.tick();
    const info = LabInfo.parse((await call(socket, 'GET', `/labs/${id}`)).json());
    expect(info).toMatchObject({
      state: 'ended',
      reason: { code: 'expired-idle', message: 'Nobody used this lab for a while.' },
    });
    expect((await stat(join(fixture.folder, 'runner', 'checkpoints', id))).isFile()).toBe(true);
    fixture.clock.advance(11 * MINUTE);
    await runner.tick();
    expect((await call(socket, 'GET', `/labs/${id}`)).status).toBe(404);
  });

  test('an attached terminal keeps it until maxMinutes; then the terminal is told', async () => {
    const { socket, runner } = await fixture.start();
    const id = await startLab(socket, { idleMinutes: 10, maxMinutes: 60 });
    const terminal = await TestTerminal.attach(socket, id);
    fixture.clock.advance(59 * MINUTE);
    await runner.tick();
    expect(LabInfo.parse((await call(socket, 'GET', `/labs/${id}`)).json()).state).toBe('ready');
    fixture.clock.advance(1 * MINUTE);
    await runner.tick();
    await terminal.until('the end', () => terminal.closeCode !== undefined);
    expect(terminal.messages.at(-1)).toMatchObject({
      type: 'error',
      code: 'lab_ended',
      message: 'The time of this lab is over.',
    });
  });

  test('attaching is told as the later end at once, and leaving as the earlier one', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket, { idleMinutes: 10, maxMinutes: 60 });
    const minutes: number[] = [];
    let terminal: TestTerminal | undefined;
    for await (const line of lines(socket, 'GET', `/labs/${id}/events`)) {
      minutes.push((LabEvent.parse(line).lab.expiresAt - fixture.clock.now()) / MINUTE);
      if (minutes.length === 1) terminal = await TestTerminal.attach(socket, id);
      if (minutes.length === 2) await terminal?.close();
      if (minutes.length === 3) break;
    }
    expect(minutes).toEqual([10, 60, 10]);
  });

  test('extend moves the end', async () => {
    const { socket, runner } = await fixture.start();
    const id = await startLab(socket, { idleMinutes: 10, maxMinutes: 60 });
    const before = LabInfo.parse((await call(socket, 'GET', `/labs/${id}`)).json());
    const after = LabInfo.parse((await call(socket, 'POST', `/labs/${id}/extend`, { minutes: 30 })).json());
    expect(after.expiresAt - before.expiresAt).toBe(20 * MINUTE);
    fixture.clock.advance(29 * MINUTE);
    await runner.tick();
    expect((await call(socket, 'GET', `/labs/${id}`)).status).toBe(200);
    expect((await call(socket, 'POST', `/labs/${id}/extend`, { minutes: -1 })).status).toBe(400);
  });

  test('a lab whose first process was killed ends with that reason', async () => {
    const { socket, runner, backend } = await fixture.start();
    const id = await startLab(socket);
    const [lab] = await backend.list();
    (lab as unknown as { die: () => void }).die();
    await runner.tick();
    const info = LabInfo.parse((await call(socket, 'GET', `/labs/${id}`)).json());
    expect(info).toMatchObject({ state: 'ended', reason: { code: 'lab-died' } });
    expect(info.reason?.message).toContain('was killed');
  });
});

describe('startRunner: bad input', () => {
  test.each([
    ['no JSON', '{', 400, 'bad_json'],
    ['an unknown field', { spec: specOf(), users: [] }, 400, 'bad_request'],
    ['a bad id', { spec: specOf({ id: '../../etc' }) }, 400, 'bad_request'],
    ['a terminal with a path in its name', { spec: specOf({ terminals: ['../x'] }) }, 400, 'bad_request'],
    ['a backend that is not served', { spec: specOf({ backend: 'embedded' }) }, 400, 'unknown_backend'],
    ['ten megabytes', Buffer.alloc(10 * 1024 * 1024, 'x'), 413, 'too_large'],
  ])('POST /labs with %s', async (_, body, status, code) => {
    const { socket } = await fixture.start();
    const answer = await call(socket, 'POST', '/labs', body);
    expect([answer.status, problem(answer).code]).toEqual([status, code]);
    expect((await call(socket, 'GET', '/health')).status).toBe(200);
  });

  test('a chunked body without a length is refused as soon as it is too large', async () => {
    const { socket } = await fixture.start();
    const raw = connect(socket);
    let answer = '';
    raw.on('data', (data) => (answer += data.toString()));
    raw.on('error', () => undefined);
    raw.write('POST /v1/labs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let i = 0; i < 20; i += 1) raw.write(chunk);
    await waitUntil({
      what: 'the refusal',
      timeoutMs: 5000,
      probe: () => answer.includes('too_large') || undefined,
      lastSeen: () => answer,
    });
    expect(answer.startsWith('HTTP/1.1 413')).toBe(true);
    raw.destroy();
  });

  test.each([
    ['GET', '/labs/nosuch00', 404, 'unknown_lab'],
    ['GET', '/labs/%2e%2e%2f', 404, 'unknown_lab'],
    ['DELETE', '/labs/nosuch00', 404, 'unknown_lab'],
    ['POST', '/labs/nosuch00/exec', 404, 'unknown_lab'],
    ['GET', '/labs/nosuch00/recordings/workstation', 404, 'no_recording'],
    ['GET', '/labs/nosuch00/recordings/..%2f..%2flock', 404, 'no_such_route'],
    ['GET', '/nothing', 404, 'no_such_route'],
    ['PUT', '/labs', 405, 'wrong_method'],
  ])('%s %s', async (method, path, status, code) => {
    const { socket } = await fixture.start();
    const answer = await call(socket, method, path, method === 'POST' ? {} : undefined);
    expect([answer.status, problem(answer).code]).toEqual([status, code]);
  });
});
