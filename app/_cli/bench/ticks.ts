// From the moment when a lab's state is right until the page is told that its step is done.
import { setTimeout as sleep } from 'node:timers/promises';
import { CliFailure } from '../failure';
import { figure, type Figure } from './figures';
import { Guest, type App } from './guest';
import type { Shell } from './shell';

/** Clock ticks of /proc per second: fixed in what the kernel tells programs. */
const TICKS_PER_SECOND = 100;

interface Deed {
  step: string;
  /** Typed first, unmeasured. */
  before: string;
  /** Makes the state right, and prints "at:" and milliseconds since 1970 of the moment when it is. */
  act: string;
}

// The lab reads the same clock as we do. EPOCHREALTIME costs the shell nothing; a process's start is known to a tick.
const NOW = 'printf "at:%s\\n" "$(( ${EPOCHREALTIME/[.,]/} / 1000 ))"';
const startOf = (container: string) =>
  [
    `read -ra s < "/proc/$(docker inspect -f '{{.State.Pid}}' ${container})/stat"`,
    'read -r up _ < /proc/uptime',
    `printf "at:%s\\n" "$(( \${EPOCHREALTIME/[.,]/} / 1000 - \${up/./} * 10 + \${s[21]} * ${1000 / TICKS_PER_SECOND} ))"`,
  ].join('; ');

const DEEDS: readonly Deed[] = [
  {
    step: 'join',
    before: 'true',
    act: `docker run -d --name toolbox --network container:shop-pause busybox sleep 3600 > /dev/null; ${startOf('toolbox')}`,
  },
  {
    step: 'survive',
    before: "web=$(docker inspect -f '{{.State.Pid}}' shop-web)",
    act: `${NOW}; kill -9 $web`,
  },
];
const GREEN_MS = 20_000;

export async function measureTicks(app: App, guests: number): Promise<Figure[]> {
  const late = new Map<string, number[]>(DEEDS.map(({ step }) => [step, []]));
  for (let round = 0; round < guests; round += 1) {
    const guest = await Guest.arrive(app);
    const leave = new AbortController();
    const green = new Map<string, number>();
    let tell: () => void = () => undefined;
    const watching = guest.watch(leave.signal, (event) => {
      if (event.type !== 'step' || event.step.state !== 'done' || green.has(event.step.id)) return;
      green.set(event.step.id, Date.now());
      tell();
    });
    try {
      const shell = await guest.openShell();
      for (const deed of DEEDS) {
        const at = await perform(shell, deed);
        const told = async () => {
          while (!green.has(deed.step)) await new Promise<void>((resolve) => (tell = resolve));
        };
        const tooLong = sleep(GREEN_MS, 'late' as const, { ref: false });
        if ((await Promise.race([told(), watching, tooLong])) === 'late')
          throw new CliFailure(`Step ${deed.step} of lab ${guest.labId} was right, but not done ${GREEN_MS} ms later`);
        late.get(deed.step)?.push((green.get(deed.step) ?? 0) - at);
      }
      shell.close();
    } finally {
      leave.abort();
      await watching.catch(() => undefined);
      await guest.leave();
    }
  }
  const how = {
    join: 'from the start of the container’s process, by /proc (10 ms), to the event on the page’s stream',
    survive: 'from the shell’s clock right before kill -9 to the event on the page’s stream',
  };
  return [...late].map(([step, values]) =>
    figure(`step turns green: ${step}`, 'ms', values, { p50: null, p95: 1000 }, how[step as keyof typeof how]),
  );
}

/** @returns when the state was right, in milliseconds since 1970 */
async function perform(shell: Shell, { before, act }: Deed): Promise<number> {
  shell.type(`${before}; echo set-$((1))\r`);
  await shell.sees(/set-1\r?\n/);
  shell.type(`${act}\r`);
  return Number((await shell.sees(/at:(\d+)\r?\n/))[1]);
}
