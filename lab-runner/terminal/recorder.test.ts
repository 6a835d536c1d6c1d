import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { makeTempFolder, TestClock } from '../daemon/testing';
import { Recorder } from './recorder';

let folder: Awaited<ReturnType<typeof makeTempFolder>>;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

const Event = z.tuple([z.number(), z.enum(['o', 'r', 'm']), z.string()]);
let count = 0;
const newPath = () => join(folder.path, `${(count += 1)}`, 'x.cast');
const size = { columns: 80, rows: 24 };
const open = (path: string, clock = new TestClock(), maxBytes?: number) =>
  Recorder.open({ path, size, clock, onFailure: vi.fn(), ...(maxBytes !== undefined && { maxBytes }) });

async function read(path: string) {
  const [header = '', ...events] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return { header: JSON.parse(header) as unknown, events: events.map((line) => Event.parse(JSON.parse(line))) };
}

describe('Recorder', () => {
  test('writes asciicast v2 with times and sizes', async () => {
    const path = newPath();
    const clock = new TestClock(Date.UTC(2026, 0, 1));
    const recorder = await open(path, clock);
    recorder.output(Buffer.from('a'));
    clock.advance(1500);
    recorder.resized({ columns: 100, rows: 30 });
    recorder.output(Buffer.from('\x1b[31m"网"'));
    await recorder.close();
    expect(await read(path)).toEqual({
      header: { version: 2, width: 80, height: 24, timestamp: 1767225600, env: { TERM: 'xterm-256color' } },
      events: [
        [0, 'o', 'a'],
        [1.5, 'r', '100x30'],
        [1.5, 'o', '\x1b[31m"网"'],
      ],
    });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('goes on with the file after a crash that tore its last line', async () => {
    const path = newPath();
    const clock = new TestClock(Date.UTC(2026, 0, 1));
    const first = await open(path, clock);
    first.output(Buffer.from('before'));
    await first.close();
    await appendFile(path, '[0.5,"o","tor');
    clock.advance(60_000);
    const second = await open(path, clock);
    second.output(Buffer.from('after'));
    await second.close();
    expect((await read(path)).events).toEqual([
      [0, 'o', 'before'],
      [60, 'o', 'after'],
    ]);
  });

  test('starts anew over a file that is no recording', async () => {
    const path = newPath();
    await (await open(path)).close();
    await writeFile(path, 'nonsense\nmore');
    const recorder = await open(path);
    recorder.output(Buffer.from('x'));
    await recorder.close();
    expect((await read(path)).events).toEqual([[0, 'o', 'x']]);
  });

  test('stops at the size limit with a marker, and stays stopped when it is opened again', async () => {
    const path = newPath();
    const recorder = await open(path, new TestClock(), 10_000);
    for (let i = 0; i < 200; i += 1) recorder.output(Buffer.from('x'.repeat(100)));
    await recorder.close();
    const { events } = await read(path);
    expect(events.at(-1)?.[1]).toBe('m');
    expect(events.filter(([, code]) => code === 'm')).toHaveLength(1);
    const { size: bytes } = await stat(path);
    expect(bytes).toBeLessThan(10_200);
    const again = await open(path, new TestClock(), 10_000);
    again.output(Buffer.from('y'.repeat(1000)));
    await again.close();
    expect((await read(path)).events.filter(([, code]) => code === 'o')).toHaveLength(events.length - 1);
  });

  test('tells once that the disk is full and lets the session go on', async () => {
    const onFailure = vi.fn();
    const recorder = await Recorder.open({ path: '/dev/full', size, clock: new TestClock(), onFailure });
    recorder.output(Buffer.from('one'));
    await recorder.flush();
    recorder.output(Buffer.from('two'));
    await recorder.close();
    expect(onFailure.mock.calls.map(([error]) => String(error))).toEqual([expect.stringContaining('ENOSPC')]);
  });

  test('any bytes, cut anywhere, become a valid recording that says what they say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 40 }),
            fc.string({ unit: 'binary' }).map((s) => Buffer.from(s)),
          ),
          { maxLength: 20 },
        ),
        async (chunks) => {
          const path = newPath();
          const recorder = await open(path);
          for (const chunk of chunks) recorder.output(chunk);
          await recorder.close();
          const { events } = await read(path);
          const whole = new TextDecoder().decode(Buffer.concat(chunks), { stream: true });
          expect(events.map(([, , text]) => text).join('')).toBe(whole);
        },
      ),
      { numRuns: 20 },
    );
  });
});
