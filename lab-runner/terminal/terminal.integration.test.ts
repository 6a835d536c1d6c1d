// Terminals of real labs, through the runner's socket.
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedObstacle } from '../backends/contract-obstacle';
import { createEmbeddedBackend } from '../backends/embedded';
import { startRunner, type Runner } from '../daemon/server';
import { call, makeTempFolder, startLab, TestTerminal } from '../daemon/testing';
import { waitUntil } from '../sys/wait';

const skip = await embeddedObstacle();
if (skip !== undefined) console.warn(`Skipped: terminals of real labs. ${skip}`);

let folder: Awaited<ReturnType<typeof makeTempFolder>>;
let runner: Runner;

describe.skipIf(skip !== undefined)('terminals of embedded labs', () => {
  beforeAll(async () => {
    folder = await makeTempFolder();
    const backend = createEmbeddedBackend({ dataDir: folder.path });
    await backend.prepare();
    const socketPath = join(folder.path, 'r.sock');
    runner = await startRunner({
      dataDir: folder.path,
      socketPath,
      backends: [backend],
      log: pino({ level: 'silent' }),
    });
  });
  afterAll(async () => {
    await runner.close();
    await folder.remove();
  });

  const start = (terminals = ['workstation']) => startLab(runner.socketPath, { backend: 'embedded', terminals });

  test('tty is of the lab’s own devpts, and a resize reaches the shell', async () => {
    const terminal = await TestTerminal.attach(runner.socketPath, await start());
    terminal.type('tty\r');
    await terminal.until('a pty', () => /\/dev\/pts\/\d+\r\n/.test(terminal.shown));
    terminal.send({ type: 'resize', columns: 101, rows: 33 });
    await waitUntil<true>({
      what: 'the new size',
      timeoutMs: 10_000,
      intervalMs: 300,
      lastSeen: () => terminal.shown.slice(-200),
      probe: () => {
        if (terminal.shown.includes('33 101')) return true;
        terminal.type('stty size\r');
        return undefined;
      },
    });
  });

  test('the screen of a full-screen program comes back after a lost connection', async () => {
    const id = await start();
    const first = await TestTerminal.attach(runner.socketPath, id);
    first.type("printf '\\033[?1049h\\033[5;10Hmid''dle\\033[7m'; cat\r");
    await first.untilShown('middle');
    await first.close();
    const second = await TestTerminal.attach(runner.socketPath, id);
    expect(second.screens[0]?.data).toContain('\x1b[?1049h');
    expect(second.screens[0]?.data).toContain('middle');
    second.type('\x03');
  });

  test('yes into a page that never acknowledges stops at its source, and Ctrl-C ends it', async () => {
    const id = await start();
    const terminal = await TestTerminal.attach(runner.socketPath, id);
    terminal.acknowledge = false;
    terminal.type('yes\r');
    let last = -1;
    await waitUntil<true>({
      what: 'the flood to be held back',
      timeoutMs: 20_000,
      intervalMs: 300,
      probe: () => {
        if (terminal.received > 128 * 1024 && terminal.received === last) return true;
        last = terminal.received;
        return undefined;
      },
    });
    expect(terminal.received).toBeLessThan(512 * 1024);
    terminal.acknowledge = true;
    terminal.send({ type: 'ack', bytes: terminal.received });
    terminal.type('\x03');
    terminal.type("echo still''here\r");
    await terminal.untilShown('stillhere', 20_000);
  });

  test('a process left behind with the pty open does not keep the runner’s end of it', async () => {
    const id = await start();
    const before = await ptyFiles();
    const terminal = await TestTerminal.attach(runner.socketPath, id);
    for (let round = 1; round <= 5; round += 1) {
      // It is in a session of its own and holds the terminal as its standard input and outputs.
      terminal.type('setsid sleep 1000 & disown; exit\r');
      await terminal.until(
        'exit',
        () => terminal.messages.filter(({ type }) => type === 'exit').length === round,
        20_000,
      );
      terminal.send({ type: 'attach', columns: 80, rows: 24 });
      await terminal.until('the new shell', () => terminal.screens.length === round + 1);
    }
    expect(await ptyFiles()).toBeLessThanOrEqual(before + 1);
    await call(runner.socketPath, 'DELETE', `/labs/${id}`);
    await waitUntil<true>({
      what: 'the ptys to be closed',
      timeoutMs: 5000,
      probe: async () => ((await ptyFiles()) <= before ? true : undefined),
    });
  });

  test('DELETE of a lab with open and flooded terminals does not wait for the machine’s init to reap their shells', async () => {
    const id = await start(['workstation', 'second']);
    const flooded = await TestTerminal.attach(runner.socketPath, id);
    flooded.acknowledge = false;
    flooded.type('yes\r');
    await flooded.until('the watermark', () => flooded.received > 128 * 1024);
    const quiet = await TestTerminal.attach(runner.socketPath, id, { name: 'second' });
    await quiet.untilShown('# ');
    const startedAt = performance.now();
    expect((await call(runner.socketPath, 'DELETE', `/labs/${id}`)).status).toBe(204);
    const ms = performance.now() - startedAt;
    console.info(`DELETE with two terminals: ${ms.toFixed(0)} ms`);
    // The budget is 500 ms; an init that reaps late takes more than 1200.
    expect(ms).toBeLessThan(1000);
  });

  test('several terminals of one lab are several shells', async () => {
    const id = await start(['workstation', 'second']);
    const [a, b] = await Promise.all(
      ['workstation', 'second'].map((name) => TestTerminal.attach(runner.socketPath, id, { name })),
    );
    a?.type('echo "$PODWIRE_TERMINAL-$((1+1))"\r');
    b?.type('echo "$PODWIRE_TERMINAL-$((1+1))"\r');
    await a?.untilShown('workstation-2');
    await b?.untilShown('second-2');
  });
});

/** How many pty masters this process has open. */
async function ptyFiles(): Promise<number> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((link) => link.endsWith('/ptmx')).length;
}
