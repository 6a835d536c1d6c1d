// A cheap mark that changes when what a watcher asked for changes. Reads /proc only; no program is started where the kernel has a file.
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import type { SourceName } from './document';
import { parseStat } from './proc-text';

/** Files of /proc/PID/net that change with a source. What is missing here can only be read by a program. */
const FILES: Partial<Record<SourceName, readonly string[]>> = {
  links: ['dev'],
  addresses: ['fib_trie', 'if_inet6'],
  routes: ['route', 'ipv6_route', 'fib_trie'],
  sockets: ['tcp', 'tcp6', 'udp', 'udp6'],
  neighbours: ['arp'],
};

const SOCKET_FILES = new Set(['tcp', 'tcp6', 'udp', 'udp6']);
/** States as /proc/net/tcp has them: only what listens counts, a connection that comes and goes does not. */
const LISTENING = new Set(['0A', '07']);

/** @returns the sources that only a program can read */
export function needsProgram(sources: readonly SourceName[]): SourceName[] {
  return sources.filter((name) => FILES[name] === undefined);
}

/** @param pids the lab's processes, as the host counts them @returns a hash; equal while nothing that matters changed */
export function fingerprint(pids: readonly number[], sources: readonly SourceName[]): string {
  const hash = createHash('sha256');
  const files = [...new Set(sources.flatMap((name) => FILES[name] ?? []))];
  const seen = new Set<string>();
  for (const pid of [...pids].sort((a, b) => a - b)) {
    const stat = parseStat(readText(`/proc/${pid}/stat`));
    const netns = readLink(`/proc/${pid}/ns/net`);
    if (!stat) continue;
    const isZombie = stat.state === 'Z';
    hash.update(`${pid} ${stat.startTicks} ${isZombie} ${netns} ${isZombie ? '' : readLink(`/proc/${pid}/exe`)}\n`);
    if (netns === '' || seen.has(netns)) continue;
    seen.add(netns);
    for (const file of files) hash.update(`${file}\n${essence(file, readText(`/proc/${pid}/net/${file}`))}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Leaves out what moves by itself: counters, timers, queues. */
export function essence(file: string, text: string): string {
  const lines = text.split('\n');
  if (file === 'dev') return lines.map((line) => line.split(':')[0]).join('\n');
  if (file === 'arp')
    return lines
      .map((line) =>
        line
          .trim()
          .split(/\s+/)
          .filter((_, index) => index !== 2)
          .join(' '),
      )
      .join('\n');
  if (file === 'ipv6_route') {
    // Columns 6 and 7 count references and uses.
    return lines
      .map((line) =>
        line
          .trim()
          .split(/\s+/)
          .filter((_, index) => index !== 6 && index !== 7)
          .join(' '),
      )
      .join('\n');
  }
  if (file === 'route') {
    return lines
      .map((line) =>
        line
          .trim()
          .split(/\s+/)
          .filter((_, index) => index !== 4 && index !== 5)
          .join(' '),
      )
      .join('\n');
  }
  if (SOCKET_FILES.has(file)) {
    return lines
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => LISTENING.has(fields[3] ?? ''))
      .map((fields) => `${fields[1]} ${fields[9]}`)
      .sort()
      .join('\n');
  }
  return text;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
