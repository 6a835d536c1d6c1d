// How long a key takes to come back, as a page would see it: through the web application and lab-runner.
import { setTimeout as sleep } from 'node:timers/promises';
import { figure, type Figure } from './figures';
import { Guest, type App } from './guest';
import type { Shell } from './shell';

const BYTE_EVERY_MS = 50;

/** One byte every 50 ms until it is echoed; quiet, and while another learner's terminal floods. */
export async function measureEcho(app: App, seconds: number): Promise<Figure[]> {
  const guests: Guest[] = [];
  try {
    const arrive = async () => {
      const guest = await Guest.arrive(app);
      guests.push(guest);
      return guest.openShell();
    };
    const shell = await arrive();
    const flood = await arrive();
    const count = Math.round((seconds * 1000) / BYTE_EVERY_MS);
    const quiet = await echoes(shell, count);
    flood.type('yes\r');
    await flood.sees(/(y\r?\n){100}/);
    const flooded = await echoes(shell, count);
    // Whoever measures reads the flood too: it was there to the end.
    await flood.nextOutput();
    shell.close();
    flood.close();
    const how = `a byte every ${BYTE_EVERY_MS} ms for ${seconds} s over /api/terminal, through web application and lab-runner`;
    return [
      figure('echo, quiet', 'ms', quiet, { p50: null, p95: 10 }, how),
      figure('echo, another floods', 'ms', flooded, { p50: null, p95: 20 }, `${how}; "yes" in another terminal`),
    ];
  } finally {
    for (const guest of guests) await guest.leave();
  }
}

async function echoes(shell: Shell, count: number): Promise<number[]> {
  const times: number[] = [];
  shell.type('cat > /dev/null\r');
  await shell.sees(/null\r\n/);
  for (let byte = 0; byte < count; byte += 1) {
    const from = performance.now();
    const echoed = shell.nextOutput();
    // A line that grows without end would make the echo itself longer.
    shell.type(byte % 60 === 59 ? '\r' : 'x');
    await echoed;
    const took = performance.now() - from;
    times.push(took);
    await sleep(Math.max(0, BYTE_EVERY_MS - took));
  }
  shell.type('\x03');
  await shell.sees(/[#$] $/);
  return times;
}
