// Whether two processes share namespaces: equal inodes of /proc/PID/ns/*, which no name or address can imitate.
import { z } from 'zod';
import type { NamespaceName } from '../evidence';
import { processLine } from '../lines';
import { nameOf, selectProcesses } from '../select/process';
import { selectorNeeds } from '../select/needs';
import { ProcessSelector } from '../select/schema';
import { fail, failMissing, pass, type Params } from '../verdict';
import type { RunningProcess } from '../world';
import type { CheckType } from './check';

const Namespace = z.enum(['net', 'ipc', 'uts', 'pid', 'mnt', 'cgroup', 'user']);

export const SharesNamespaceCheck = z
  .strictObject({
    type: z.literal('shares-namespace'),
    process: ProcessSelector,
    with: ProcessSelector,
    shared: z.array(Namespace).min(1).optional().describe('Namespaces that both must be in.'),
    separate: z.array(Namespace).min(1).optional().describe('Namespaces that each must have for itself.'),
  })
  .describe('Which namespaces two processes share.')
  .refine((check) => check.shared ?? check.separate, { message: 'give `shared`, `separate` or both' });
export type SharesNamespaceCheck = z.infer<typeof SharesNamespaceCheck>;

export const sharesNamespace: CheckType<SharesNamespaceCheck> = {
  type: 'shares-namespace',
  schema: SharesNamespaceCheck,
  needs: (check) => selectorNeeds(check.process, check.with),
  evaluate(check, { worlds }) {
    const one = selectProcesses(check.process, worlds);
    if (!one.found) return one.result;
    const other = selectProcesses(check.with, worlds);
    if (!other.found) return other.result;
    const pairs = one.processes
      .flatMap((a) => other.processes.map((b) => ({ a, b })))
      .filter(({ a, b }) => a.pid !== b.pid || a.startTicks !== b.startTicks);
    const names: Params = { process: nameOf(check.process), with: nameOf(check.with) };
    // A process always shares everything with itself: that shows nothing.
    if (pairs.length === 0)
      return failMissing(
        'namespace.same-process',
        names,
        one.processes.slice(0, 4).map((each) => processLine(each)),
      );
    const judged = pairs.map((pair) => judge(pair.a, pair.b, check)).sort((x, y) => x.wrong - y.wrong);
    const best = judged[0];
    if (best === undefined) throw new Error('Cannot compare namespaces: no pair of processes is left');
    const params: Params = { ...names, ...best.params };
    if (best.wrong === 0) return pass('namespace.ok', params, best.lines);
    return fail(best.separate.length > 0 ? 'namespace.not-shared' : 'namespace.shared', params, best.lines);
  },
};

function judge(a: RunningProcess, b: RunningProcess, check: SharesNamespaceCheck) {
  const isShared = (name: NamespaceName) => a.namespaces[name] === b.namespaces[name];
  const separate = (check.shared ?? []).filter((name) => !isShared(name));
  const shared = (check.separate ?? []).filter(isShared);
  const first = separate[0] ?? shared[0] ?? check.shared?.[0] ?? check.separate?.[0] ?? 'net';
  return {
    wrong: separate.length + shared.length,
    separate,
    lines: [namespaceLine(a, first), namespaceLine(b, first)],
    params: {
      wantedShared: check.shared ?? [],
      wantedSeparate: check.separate ?? [],
      notShared: separate,
      notSeparate: shared,
      namespace: first,
      one: `${first}:[${a.namespaces[first]}]`,
      other: `${first}:[${b.namespaces[first]}]`,
    } satisfies Params,
  };
}

function namespaceLine(process: RunningProcess, name: NamespaceName) {
  const line = processLine(process);
  const inode = `${name}:[${process.namespaces[name]}]`;
  return name === 'net' ? { ...line, mark: inode } : { ...line, text: `${line.text}  ${inode}`, mark: inode };
}
