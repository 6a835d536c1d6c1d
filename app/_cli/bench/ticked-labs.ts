// What it costs to look at many open labs whose learners do nothing: processor time of everything that belongs to Podwire.
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds } from './cpu';
import { figure, type Figure } from './figures';
import { Guest, type App } from './guest';

const LABS = 20;
/** How many are made at once. */
const TOGETHER = 2;
/** Until what a new lab starts has calmed down. */
const SETTLE_MS = 3000;

/** @param pids of lab-runner and of the web application */
export async function measureTickedLabs(app: App, pids: readonly number[], seconds: number): Promise<Figure[]> {
  const guests: Guest[] = [];
  const leave = new AbortController();
  const watching: Promise<void>[] = [];
  try {
    let wanted = LABS;
    const arrive = async () => {
      while (wanted > 0) {
        wanted -= 1;
        const guest = await Guest.arrive(app);
        guests.push(guest);
        watching.push(guest.watch(leave.signal, () => undefined));
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, arrive));
    await Promise.all(guests.map(async (guest) => (await guest.openShell()).close()));
    await sleep(SETTLE_MS);
    const from = performance.now();
    const before = await cpuSeconds(pids);
    await Promise.race([sleep(seconds * 1000), Promise.all(watching)]);
    const used = (await cpuSeconds(pids)) - before;
    const took = (performance.now() - from) / 1000;
    const how = `processor time over ${Math.round(took)} s of lab-runner, web application, PostgreSQL and all their children, ${guests.length} labs with a page open on each`;
    return [figure('20 labs being ticked', 'cores', [used / took], { p50: 0.5, p95: null }, how)];
  } finally {
    leave.abort();
    await Promise.allSettled(watching);
    for (const guest of guests) await guest.leave();
  }
}
