// The contract of backend.ts as tests, run against every backend: by contract-fake.test.ts, contract-embedded.integration.test.ts.
// Only tests import this file. What it types and runs exists in every lab: echo, cat, tee, yes, stty, exit, sleep, true, false.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Evidence, EvidenceRequest, LabSpec, type CreateStep, type LabSpecInput } from '../api';
import { makeLabId } from '../sys/ids';
import { removeDataFolder } from '../sys/testing';
import { waitUntil } from '../sys/wait';
import type { Lab, LabBackend, Tty } from './backend';

export interface ContractOptions {
  /** Why the whole suite cannot run on this machine; it is skipped with this reason. */
  skip?: string | undefined;
  /** What every lab of the suite is made with. */
  spec?: Partial<LabSpecInput>;
  /** Builds what the first lab would otherwise wait for. */
  prepare?: (dataDir: string) => Promise<void>;
}

const TIMEOUT_MS = 20_000;
const SIZE = { columns: 80, rows: 24 };

/** What a terminal has printed. */
class Listener {
  text = '';
  bytes = 0;
  exit: { code: number | null } | undefined;
  constructor(readonly tty: Tty) {
    tty.onData((data) => {
      this.bytes += data.length;
      this.text = (this.text + Buffer.from(data).toString('utf8')).slice(-100_000);
    });
    tty.onExit((exit) => (this.exit = exit));
  }
  until(what: string, probe: () => boolean): Promise<true> {
    const lastSeen = () => JSON.stringify(this.text.slice(-300));
    return waitUntil<true>({ what, timeoutMs: TIMEOUT_MS, intervalMs: 5, probe: () => probe() || undefined, lastSeen });
  }
  shows(text: string): Promise<true> {
    return this.until(`"${text}" on the terminal`, () => this.text.includes(text));
  }
}

/** @param makeBackend makes a backend whose world is `dataDir`; two of them on one folder see the same labs. */
export function describeBackendContract(
  name: string,
  makeBackend: (dataDir: string) => LabBackend,
  { skip, spec: overrides = {}, prepare }: ContractOptions = {},
): void {
  if (skip !== undefined) console.warn(`Skipped: the contract of the ${name} backend. ${skip}`);
  describe.skipIf(skip !== undefined)(`LabBackend contract: ${name}`, { timeout: 60_000 }, () => {
    let dataDir: string;
    let backend: LabBackend;

    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'pw-contract-'));
      await prepare?.(dataDir);
      backend = makeBackend(dataDir);
    }, 120_000);
    afterAll(async () => {
      await backend.reap(new Set());
      await backend.close();
      await removeDataFolder(dataDir);
    });

    const specOf = (more: Partial<LabSpecInput> = {}) =>
      LabSpec.parse({
        id: makeLabId(),
        lab: 'contract',
        specHash: 'contract-hash',
        backend: backend.name,
        terminals: ['workstation'],
        ...overrides,
        ...more,
      });
    const create = (more: Partial<LabSpecInput> = {}, onStep: (step: CreateStep) => void = () => undefined) =>
      backend.create(specOf(more), onStep, new AbortController().signal);
    const ids = async (from = backend) => (await from.list()).map(({ id }) => id);
    const inLab = (lab: Lab, argv: string[], input?: string) =>
      lab.exec({ terminal: 'workstation', argv, ...(input !== undefined && { input }) });

    async function withLab(work: (lab: Lab) => Promise<void>, more: Partial<LabSpecInput> = {}): Promise<void> {
      const lab = await create(more);
      try {
        await work(lab);
      } finally {
        await lab.destroy();
      }
    }

    async function withTerminal(work: (listener: Listener, lab: Lab) => Promise<void>): Promise<void> {
      await withLab(async (lab) => {
        const listener = new Listener(await lab.openTerminal('workstation', SIZE));
        try {
          await work(listener, lab);
        } finally {
          listener.tty.kill();
        }
      });
    }

    test('detect says usable', async () => {
      expect(await backend.detect()).toMatchObject({ backend: backend.name, usable: true, remedy: null });
    });

    test('create tells each step when it starts and when it is done', async () => {
      const steps: CreateStep[] = [];
      const lab = await create({}, (step) => steps.push(step));
      await lab.destroy();
      const running = steps.filter(({ state }) => state === 'running').map(({ name: step }) => step);
      const done = steps.filter(({ state }) => state === 'done').map(({ name: step }) => step);
      expect(running.length).toBeGreaterThan(0);
      expect([...done].sort()).toEqual([...running].sort());
      for (const { state, ms } of steps) expect(ms === null).toBe(state === 'running');
    });

    test('create puts files in and runs setup in order', async () => {
      const files = [{ path: '/tmp/greeting', text: 'hello 网络\n' }];
      const setup = [['cat', '/tmp/greeting'], ['true']];
      await withLab(
        async (lab) => {
          expect(await inLab(lab, ['cat', '/tmp/greeting'])).toEqual({ exit: 0, stdout: 'hello 网络\n', stderr: '' });
        },
        { files, setup },
      );
    });

    test('create rejects when setup fails, says which command, and leaves nothing', async () => {
      const spec = specOf({ setup: [['true'], ['cat', '/no/such/file']] });
      await expect(backend.create(spec, () => undefined, new AbortController().signal)).rejects.toThrow(
        '/no/such/file',
      );
      expect(await ids()).not.toContain(spec.id);
    });

    test('create rejects when aborted and leaves nothing', async () => {
      const spec = specOf();
      const abort = new AbortController();
      const creating = backend.create(spec, () => abort.abort(new Error('changed my mind')), abort.signal);
      await expect(creating).rejects.toThrow();
      expect(await ids()).not.toContain(spec.id);
    });

    test('list and isAlive follow a lab from create to destroy; destroy may be called twice', async () => {
      const lab = await create();
      expect(lab.isAlive()).toBe(true);
      expect(await ids()).toContain(lab.id);
      await Promise.all([lab.destroy(), lab.destroy()]);
      expect(lab.isAlive()).toBe(false);
      expect(await ids()).not.toContain(lab.id);
      await expect(lab.openTerminal('workstation', SIZE)).rejects.toThrow();
      await expect(inLab(lab, ['true'])).rejects.toThrow();
    });

    test('another backend on the same folder lists the lab with its spec and age, and can use it', async () => {
      await withLab(async (lab) => {
        const later = makeBackend(dataDir);
        const found = (await later.list()).find(({ id }) => id === lab.id) ?? expect.fail('the lab was not found');
        expect([found.spec, found.createdAt, found.isAlive()]).toEqual([lab.spec, lab.createdAt, true]);
        expect((await inLab(found, ['echo', 'adopted'])).stdout).toBe('adopted\n');
        await later.close();
      });
    });

    test('reap removes what is not kept, and nothing else', async () => {
      const [kept, dropped] = [await create(), await create()];
      const removed = await backend.reap(new Set([kept.id]));
      expect(removed.join(' ')).toContain(dropped.id);
      expect(await ids()).toContain(kept.id);
      expect(await ids()).not.toContain(dropped.id);
      expect(kept.isAlive()).toBe(true);
      await kept.destroy();
    });

    test('exec gives exit code and both outputs, and passes input', async () => {
      await withLab(async (lab) => {
        expect(await inLab(lab, ['echo', 'a b', '$HOME'])).toEqual({ exit: 0, stdout: 'a b $HOME\n', stderr: '' });
        expect((await inLab(lab, ['false'])).exit).toBe(1);
        expect(await inLab(lab, ['cat'], 'typed')).toEqual({ exit: 0, stdout: 'typed', stderr: '' });
        const failed = await inLab(lab, ['cat', '/no/such/file']);
        expect(failed.exit).not.toBe(0);
        expect(failed.stderr).toContain('/no/such/file');
      });
    });

    test('exec stops at its deadline', async () => {
      await withLab(async (lab) => {
        const startedAt = performance.now();
        await expect(lab.exec({ terminal: 'workstation', argv: ['sleep', '30'], timeoutMs: 300 })).rejects.toThrow(
          '300 ms',
        );
        expect(performance.now() - startedAt).toBeLessThan(10_000);
      });
    });

    test('a terminal echoes, runs commands and knows its size', async () => {
      await withTerminal(async (listener) => {
        listener.tty.write("echo pod''wire\r");
        await listener.shows('podwire\r\n');
        listener.tty.resize(101, 33);
        // The new size reaches the shell's own pty a moment later: ask until it is there.
        await waitUntil<true>({
          what: 'the new size',
          timeoutMs: TIMEOUT_MS,
          intervalMs: 200,
          lastSeen: () => listener.text.slice(-200),
          probe: () => {
            if (listener.text.includes('33 101\r\n')) return true;
            listener.tty.write('stty size\r');
            return undefined;
          },
        });
      });
    });

    test('a terminal tells the exit code of its shell', async () => {
      await withTerminal(async (listener) => {
        listener.tty.write('exit 3\r');
        await listener.until('the exit', () => listener.exit !== undefined);
        expect(listener.exit).toEqual({ code: 3 });
      });
    });

    test('pause stops a flood at its source, resume lets it go on', async () => {
      await withTerminal(async (listener) => {
        listener.tty.write('yes\r');
        await listener.until('a flood', () => listener.bytes > 100_000);
        listener.tty.pause();
        // What was on its way may still arrive; then it must be quiet.
        let before = -1;
        await waitUntil({
          what: 'the flood to stop',
          timeoutMs: TIMEOUT_MS,
          intervalMs: 200,
          probe: () => {
            if (before === listener.bytes) return true;
            before = listener.bytes;
            return undefined;
          },
        });
        listener.tty.resume();
        await listener.until('the flood to go on', () => listener.bytes > before + 100_000);
        listener.tty.write('\x03');
        listener.tty.write("echo still''here\r");
        await listener.shows('stillhere\r\n');
      });
    });

    test('kill ends the terminal, may be called twice, and leaves the lab alive', async () => {
      await withTerminal(async (listener, lab) => {
        listener.tty.kill();
        listener.tty.kill();
        await listener.until('the exit', () => listener.exit !== undefined);
        expect((await inLab(lab, ['echo', 'alive'])).stdout).toBe('alive\n');
      });
    });

    test('destroy ends the terminals', async () => {
      await withTerminal(async (listener, lab) => {
        await lab.destroy();
        await listener.until('the exit', () => listener.exit !== undefined);
      });
    });

    test('evidence fits its schema, names the lab, and leaves it running', async () => {
      await withLab(async (lab) => {
        const evidence = Evidence.parse(
          await lab.evidence(EvidenceRequest.parse({ sources: ['links', 'sockets'], objects: ['containers'] })),
        );
        expect(evidence).toMatchObject({ lab: 'contract', specHash: 'contract-hash', backend: backend.name });
        expect((await inLab(lab, ['echo', 'thawed'])).stdout).toBe('thawed\n');
      });
    });

    test('watch gives one fingerprint now and ends when aborted', async () => {
      await withLab(async (lab) => {
        const abort = new AbortController();
        const seen: string[] = [];
        for await (const fingerprint of lab.watch(EvidenceRequest.parse({ sources: ['links'] }), abort.signal)) {
          seen.push(fingerprint);
          abort.abort();
        }
        expect(seen).toHaveLength(1);
      });
    });

    test('watch ends when the lab is gone', async () => {
      const lab = await create();
      let count = 0;
      for await (const _ of lab.watch(EvidenceRequest.parse({ sources: ['links'] }), new AbortController().signal)) {
        count += 1;
        void lab.destroy();
      }
      expect(count).toBeGreaterThan(0);
      await lab.destroy();
    });

    test('restore puts back the files of a checkpoint', async () => {
      const path = join(dataDir, 'checkpoint');
      await withLab(async (lab) => {
        await inLab(lab, ['tee', '/root/work'], 'mine');
        await lab.checkpoint(path);
      });
      await withLab(async (lab) => {
        await lab.restore(path);
        expect((await inLab(lab, ['cat', '/root/work'])).stdout).toBe('mine');
      });
    });
  });
}
