import { describe, expect, test } from 'vitest';
import { useRunner } from './test-runner';
import { call, startLab, TestTerminal } from './testing';

const fixture = useRunner();

describe('startRunner: terminals', () => {
  test('a page attaches, types, leaves, and comes back to its screen', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    const first = await TestTerminal.attach(socket, id);
    await first.untilShown('nothing here is real');
    first.type("echo pod''wire\r");
    await first.untilShown('podwire\r\n');
    await first.close();
    const second = await TestTerminal.attach(socket, id, { columns: 100, rows: 30 });
    expect(second.screens[0]).toMatchObject({ columns: 100, rows: 30, restarted: false });
    expect(second.shown).toContain('podwire');
    second.type('exit 3\r');
    await second.until('exit', () => second.messages.some((message) => message.type === 'exit' && message.code === 3));
    second.send({ type: 'attach', columns: 100, rows: 30 });
    await second.until('the new shell', () => second.screens.length === 2);
    expect(second.screens[1]).toMatchObject({ restarted: true });
    const recording = await call(socket, 'GET', `/labs/${id}/recordings/workstation`);
    expect(recording.text.split('\n')[0]).toContain('"version":2');
    expect(recording.text).toContain('podwire');
  });

  test.each([
    ['not JSON', 'x'],
    ['binary', Buffer.from([1, 2])],
    ['an unknown message', '{"type":"inject"}'],
    ['typing before attaching', '{"type":"input","data":"x"}'],
    ['an impossible size', '{"type":"attach","columns":1000000,"rows":1}'],
  ])('%s ends the connection with an error', async (_, data) => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    const terminal = await TestTerminal.connect(socket, id);
    terminal.sendRaw(data);
    await terminal.until('the refusal', () => terminal.closeCode === 4400);
    expect(terminal.messages[0]).toMatchObject({ type: 'error' });
  });

  test('a frame that is too large ends only its connection', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    const terminal = await TestTerminal.attach(socket, id);
    terminal.sendRaw('x'.repeat(3 * 1024 * 1024));
    await terminal.until('the refusal', () => terminal.closeCode === 1009);
    const other = await TestTerminal.attach(socket, id);
    await other.untilShown('$ ');
  });

  test('unknown labs and terminals are refused before the upgrade', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    await expect(TestTerminal.connect(socket, 'nosuch00')).rejects.toThrow('404');
    await expect(TestTerminal.connect(socket, id, 'worker')).rejects.toThrow('404');
  });

  test('ping is answered', async () => {
    const { socket } = await fixture.start();
    const terminal = await TestTerminal.connect(socket, await startLab(socket));
    terminal.send({ type: 'ping' });
    await terminal.until('pong', () => terminal.messages.some(({ type }) => type === 'pong'));
  });

  test('yes with a page that never acknowledges is held back at the watermark', async () => {
    const { socket } = await fixture.start();
    const id = await startLab(socket);
    const flooded = await TestTerminal.attach(socket, id);
    flooded.acknowledge = false;
    flooded.type('yes\r');
    await flooded.until('the watermark', () => flooded.received > 128 * 1024);
    const other = await TestTerminal.attach(socket, await startLab(socket));
    other.type('echo lively\r');
    await other.untilShown('lively\r\n');
    expect(flooded.received).toBeLessThan(200 * 1024);
    flooded.acknowledge = true;
    flooded.send({ type: 'ack', bytes: flooded.received });
    await flooded.until('more', () => flooded.received > 2_000_000);
    flooded.type('\x03');
    await flooded.untilShown('^C');
  });
});
