import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EvidenceRequest } from '../../api';
import { waitUntil } from '../../sys/wait';
import { makeContext } from './context';
import { leftovers, makeWorld, output, specOf, whyNot, type World } from './testing';

const skip = await whyNot();
const here = import.meta.dirname;

/** A runner of its own process that makes labs until it is killed. */
const CHILD = `
import { createEmbeddedBackend } from ${JSON.stringify(join(here, 'index.ts'))};
const backend = createEmbeddedBackend({ dataDir: process.argv[2] });
for (const spec of JSON.parse(process.argv[3])) {
  await backend.create(spec, ({ name, state }) => console.log(spec.id, name, state), new AbortController().signal);
  console.log(spec.id, 'ready');
}
setInterval(() => {}, 1000);
`;

describe.skipIf(skip !== undefined)('embedded labs after kill -9 of the runner', { timeout: 60_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
    await world.backend.prepare();
  }, 120_000);
  afterAll(() => world.close());

  async function killRunnerWhen(specs: ReturnType<typeof specOf>[], sign: string): Promise<void> {
    const script = join(world.dataDir, 'child.mts');
    writeFileSync(script, CHILD);
    const child = spawn(process.execPath, ['--import', 'tsx', script, world.dataDir, JSON.stringify(specs)], {
      cwd: join(here, '../../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await waitUntil<true>({
      what: sign,
      timeoutMs: 30_000,
      intervalMs: 1,
      probe: () => said.includes(sign) || undefined,
      lastSeen: () => said,
    });
    child.kill('SIGKILL');
    await waitUntil<true>({
      what: 'the runner to be gone',
      timeoutMs: 5000,
      probe: () => child.signalCode !== null || undefined,
    });
  }

  test('list adopts a lab: it runs commands, is read and destroyed', async () => {
    const spec = specOf();
    await killRunnerWhen([spec], `${spec.id} ready`);
    const [lab] = await world.backend.list();
    expect(lab).toMatchObject({ id: spec.id, spec });
    expect(lab?.isAlive()).toBe(true);
    if (!lab) return;
    expect(await output(lab, 'hostname')).toBe('workstation');
    expect((await lab.evidence(EvidenceRequest.parse({ sources: ['links'] }))).netns).toHaveLength(1);
    await lab.destroy();
    expect(await leftovers(world.dataDir)).toEqual([]);
  });

  test('list thaws a lab that its runner left frozen', async () => {
    const context = await makeContext({ dataDir: world.dataDir, clock: { now: () => 0 }, log: () => undefined });
    if (!context.cgroups?.canFreeze) return console.warn('Skipped: thawing. There is no freezer here.');
    const spec = specOf();
    await killRunnerWhen([spec], `${spec.id} ready`);
    await context.cgroups.freeze(spec.id);
    const [lab] = await world.backend.list();
    expect(lab && (await output(lab, 'echo thawed'))).toBe('thawed');
    await lab?.destroy();
  });

  test.each(['reserve running', 'limit done', 'disk done', 'sandbox running'])(
    'reap leaves nothing of a lab whose runner died at "%s"',
    async (moment) => {
      const spec = specOf();
      await killRunnerWhen([spec], `${spec.id} ${moment}`);
      // What the runner had started may still be on its way.
      await waitUntil<true>({
        what: 'nothing to be left',
        timeoutMs: 10_000,
        intervalMs: 50,
        probe: async () => {
          await world.backend.reap(new Set());
          return (await leftovers(world.dataDir)).length === 0 || undefined;
        },
      });
    },
  );

  test('reap keeps what it is told to keep', async () => {
    const [kept, lost] = [specOf(), specOf()];
    await killRunnerWhen([kept, lost], `${lost.id} ready`);
    expect(await world.backend.reap(new Set([kept.id]))).toEqual([`lab ${lost.id}`]);
    expect((await world.backend.list()).map(({ id }) => id)).toEqual([kept.id]);
    await world.backend.reap(new Set());
    expect(await leftovers(world.dataDir)).toEqual([]);
  });
});
