// A cheap mark that changes when what a watcher asked for changes. Reads /proc only; no program is started where the kernel has a file.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { SourceName } from './document';
import { parseStat } from './proc-text';

/** Files of /proc/PID/net that change with a source. What is missing here can only be read by a program. */
const FILES: Partial<Record<SourceName, readonly string[]>> = {
  links: ['dev'],
  addresses: ['fib_trie', 'if_inet6'],
  routes: ['route', 'ipv6_route', 'fib_trie'],
  sockets: [],
  neighbours: ['arp'],
};

const SOCKET_FILES = ['tcp', 'tcp6', 'udp', 'udp6'];
/** States as /proc/net/tcp has them: only what listens counts, a connection that comes and goes does not. */
const LISTENING = new Set(['0A', '07']);

/** @returns the sources that only a program can read */
export function needsProgram(sources: readonly SourceName[]): SourceName[] {
  return sources.filter((name) => FILES[name] === undefined);
}

/** Marks of one watched lab. Keeps what it read of sockets, because the kernel takes milliseconds to list them. */
export class Fingerprints {
  /** By network namespace: what was seen when its sockets were listed last, and the list. */
  private kept = new Map<string, { sign: string; listed: string }>();

  /**
   * @param pids the lab's processes, as the host counts them
   * @returns a hash; equal while nothing that matters changed
   */
  of(pids: readonly number[], sources: readonly SourceName[]): string {
    const hash = createHash('sha256');
    const members = new Map<string, number[]>();
    for (const pid of [...pids].sort((a, b) => a - b)) {
      const stat = parseStat(readText(`/proc/${pid}/stat`));
      if (!stat) continue;
      const isZombie = stat.state === 'Z';
      const netns = readLink(`/proc/${pid}/ns/net`);
      hash.update(`${pid} ${stat.startTicks} ${isZombie} ${netns} ${isZombie ? '' : readLink(`/proc/${pid}/exe`)}\n`);
      if (netns !== '') members.set(netns, [...(members.get(netns) ?? []), pid]);
    }
    const files = new Set(sources.flatMap((name) => FILES[name] ?? []));
    const kept = new Map<string, { sign: string; listed: string }>();
    for (const [netns, [pid = 0, ...others]] of members) {
      for (const file of files) hash.update(`${file}\n${essence(file, readText(`/proc/${pid}/net/${file}`))}\n`);
      if (!sources.includes('sockets')) continue;
      const sign = socketSign([pid, ...others]);
      const known = this.kept.get(netns);
      const listed = known?.sign === sign ? known.listed : listSockets(pid);
      kept.set(netns, { sign, listed });
      hash.update(`${netns}\n${listed}\n`);
    }
    this.kept = kept;
    return hash.digest('hex').slice(0, 32);
  }
}

/** Cheap, and different after any socket was opened, closed, bound or made to listen: open sockets by holder, and the kernel's counts. */
function socketSign(pids: readonly number[]): string {
  const counts = ['sockstat', 'sockstat6'].map((file) =>
    readText(`/proc/${pids[0]}/net/${file}`).match(/^\w+: inuse \d+/gm),
  );
  const open = pids.map((pid) => listLinks(`/proc/${pid}/fd`).filter((link) => link.startsWith('socket:')));
  return JSON.stringify([counts, open]);
}

function listSockets(pid: number): string {
  return SOCKET_FILES.map((file) => essence(file, readText(`/proc/${pid}/net/${file}`))).join('\n');
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
  if (SOCKET_FILES.includes(file)) {
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

function listLinks(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => readLink(`${folder}/${name}`));
  } catch {
    return [];
  }
}
