// Tells a watcher when a lab changed.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EvidenceRequest } from '../../../evidence/document';
import { Fingerprints, needsProgram } from '../../../evidence/fingerprint';
import { namespaceOf, pidsOfUserNamespace } from '../../../evidence/processes';
import type { Context } from '../context';
import { isRunning } from '../process-table';
import type { LabRecord } from '../record';
import { canonical } from './canonical';
import { lookOnce } from './collect';

const INTERVAL_MS = 300;

/**
 * Yields a fingerprint now and after each change. Ends when `signal` aborts or the lab is gone. Never freezes the lab.
 * While `isBeingRead` it does not look: what a reading runs in the lab is no change, and would call for the next reading.
 */
export async function* watchLab(
  context: Context,
  record: LabRecord,
  request: EvidenceRequest,
  signal: AbortSignal,
  isBeingRead: () => boolean,
): AsyncGenerator<string> {
  let last: string | undefined;
  const fingerprints = new Fingerprints();
  const { running } = record;
  while (!signal.aborted && running && isRunning(running.init)) {
    const mark = isBeingRead() ? last : await look(context, record, request, fingerprints);
    // A reading may have begun meanwhile.
    if (mark !== undefined && mark !== last && !signal.aborted && !isBeingRead()) yield (last = mark);
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function look(
  context: Context,
  record: LabRecord,
  { sources }: EvidenceRequest,
  fingerprints: Fingerprints,
): Promise<string> {
  const cheap = fingerprints.of(await pidsOf(context, record), sources);
  const rest = needsProgram(sources);
  if (rest.length === 0) return cheap;
  const snapshot = await lookOnce(context, record, rest);
  return createHash('sha256')
    .update(`${cheap}\n${canonical({ ...snapshot, processes: [] })}`)
    .digest('hex')
    .slice(0, 32);
}

async function pidsOf(context: Context, record: LabRecord): Promise<number[]> {
  if (context.cgroups) return context.cgroups.pids(record.id);
  const init = record.running?.init.pid;
  const userNamespace = init === undefined ? undefined : namespaceOf(init, 'user');
  return userNamespace === undefined ? [] : pidsOfUserNamespace(userNamespace);
}
