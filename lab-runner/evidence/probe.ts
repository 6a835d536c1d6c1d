// Connects from inside network namespaces with the platform's own program.
import { tryRun } from '../sys/command';
import type { ProbeRequest, ProbeResult } from './document';
import { PROBE_SCRIPT } from './probe-script';
import type { NetnsTarget } from './read-netns';

const OUTCOMES = ['connected', 'refused', 'timeout', 'unreachable', 'error'] as const;

/** @param target where to send from; undefined when the namespace is gone */
export async function probe(request: ProbeRequest, target: NetnsTarget | undefined): Promise<ProbeResult> {
  const startedAt = performance.now();
  const answered = (outcome: ProbeResult['outcome'], status: number | null, detail: string): ProbeResult => ({
    id: request.id,
    outcome,
    status,
    detail,
    ms: performance.now() - startedAt,
  });
  if (!target || target.path.includes('//')) {
    return answered('error', null, `No process holds network namespace ${request.fromNetns}`);
  }
  const { kind, host, port, timeoutMs, path = '/' } = request;
  const settings = [target.userNamespace ?? '-', target.path, String(target.inode)];
  try {
    const { stdout, stderr } = await tryRun(
      ['perl', '-', ...settings, kind, host, String(port), String(timeoutMs), path],
      {
        input: PROBE_SCRIPT,
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
        timeoutMs: timeoutMs + 2000,
      },
    );
    const [, word, status, detail = ''] = /^(\w+) (-|\d{3}) (.*)$/m.exec(stdout) ?? [];
    const outcome = OUTCOMES.find((name) => name === word);
    if (outcome === undefined) return answered('error', null, stderr.trim() || 'the probe printed nothing');
    return answered(outcome, status === undefined || status === '-' ? null : Number(status), detail);
  } catch (error) {
    return answered('error', null, error instanceof Error ? error.message : String(error));
  }
}
