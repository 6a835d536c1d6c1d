// Which host user ids a lab's 65536 stand for. Pure.
import { createHash } from 'node:crypto';

export const RANGE_SIZE = 65536;
/** Above what adduser gives to people's subordinate ids and what systemd-nspawn takes; below the sign bit. */
const FIRST_OF_OURS = 0x70000000;
const RANGES = 4096;

/** @returns the first id of a range that none of `taken` has. The start depends on the lab, so that runners rarely meet. */
export function pickRange(owner: string, labId: string, taken: ReadonlySet<number>): number {
  const start = createHash('sha256').update(`${owner}/${labId}`).digest().readUInt16BE(0) % RANGES;
  for (let tried = 0; tried < RANGES; tried++) {
    const first = FIRST_OF_OURS + ((start + tried) % RANGES) * RANGE_SIZE;
    if (!taken.has(first)) return first;
  }
  throw new Error(`Cannot give lab ${labId} user ids of its own: all ${RANGES} ranges are taken; end some labs`);
}

/**
 * @param text of /etc/subuid or /etc/subgid
 * @returns the first id of the first range large enough for a lab, or undefined.
 */
export function findSubordinateRange(text: string, user: { name: string; uid: number }): number | undefined {
  for (const line of text.split('\n')) {
    const [who, first, count] = line.split(':');
    if (who !== user.name && who !== String(user.uid)) continue;
    if (/^\d+$/.test(first ?? '') && /^\d+$/.test(count ?? '') && Number(count) >= RANGE_SIZE) return Number(first);
  }
  return undefined;
}
