// What must be equal for two readings of a moving lab to count as one: everything but what moves by itself.
import type { Snapshot } from '../../../evidence/snapshot';

/** Packet and byte counters, times and ages. */
const MOVING =
  /\[\d+:\d+\]|packets \d+ bytes \d+|^# (Generated|Completed).*$|\bused \d+\S*|valid_lft \S+|preferred_lft \S+|expires \d+sec|\w+_timer +[\d.]+|timer:\(\S*\)/gm;

export function canonical({ processes, netns }: Snapshot): string {
  return JSON.stringify([
    processes.map((process) => ({ ...process, state: process.state === 'Z' })),
    netns.map(({ sources, ...rest }) => [
      rest,
      Object.entries(sources).map(([name, { exit, text }]) => [name, exit, text.replace(MOVING, '')]),
    ]),
  ]);
}
