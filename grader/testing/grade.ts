// Grades one check in tests, and holds it to what every check must keep: it is read with what it needs, and not without.
import { evaluate, Check, needsOf, probesOf } from '../checks';
import type { Evidence } from '../evidence';
import type { Result } from '../verdict';
import { Worlds } from '../world';

export interface Snapshots {
  baseline?: Evidence | null;
  stepStart?: Evidence | null;
  answer?: string;
}

/** @param check as lab.yaml has it */
export function grade(
  check: unknown,
  now: Evidence,
  { baseline = null, stepStart = null, answer }: Snapshots = {},
): Result {
  return evaluate(Check.parse(check), { worlds: new Worlds({ baseline, stepStart, now }), answer });
}

/** The same evidence with answers to every probe that the check asks for; `answerTo` gets "HOST:PORT from INODE". */
export function withProbes(
  check: unknown,
  now: Evidence,
  answerTo: (target: string) => {
    outcome: 'connected' | 'refused' | 'timeout' | 'unreachable' | 'error';
    status?: number;
  },
  { baseline = null, stepStart = null }: Snapshots = {},
): Evidence {
  const requests = probesOf(Check.parse(check), new Worlds({ baseline, stepStart, now }));
  const probes = requests.map(({ id, host, port, fromNetns }) => {
    const { outcome, status } = answerTo(`${host}:${port} from ${fromNetns}`);
    return { id, outcome, status: status ?? null, detail: '', ms: 1 };
  });
  return { ...now, probes };
}

/** Every document with one thing that the check needs missing, failed, cut short or unreadable. All must be "not graded". */
export function damaged(check: unknown, now: Evidence): { name: string; evidence: Evidence }[] {
  const { sources, objects } = needsOf(Check.parse(check));
  const copy = () => structuredClone(now);
  const all: { name: string; evidence: Evidence }[] = [];
  for (const source of sources) {
    for (const [what, change] of Object.entries(DAMAGES)) {
      const evidence = copy();
      for (const netns of evidence.netns) {
        const output = netns.sources[source];
        if (what === 'missing') delete netns.sources[source];
        else if (output !== undefined) Object.assign(output, change);
      }
      all.push({ name: `${source} ${what}`, evidence });
    }
    all.push({
      name: `problem with ${source}`,
      evidence: { ...copy(), problems: [`${source} of net:[1]: no answer`] },
    });
  }
  for (const object of objects) {
    const missing = copy();
    missing.objects = {};
    const failed = copy();
    Object.assign(failed.objects[object] ?? {}, { exit: 125, text: '' });
    const garbage = copy();
    Object.assign(garbage.objects[object] ?? {}, { text: '<html>' });
    all.push(
      { name: `${object} missing`, evidence: missing },
      { name: `${object} failed`, evidence: failed },
      { name: `${object} garbage`, evidence: garbage },
    );
  }
  all.push({ name: 'a problem of no known part', evidence: { ...copy(), problems: ['Something else went wrong'] } });
  return all;
}

const DAMAGES = {
  missing: {},
  failed: { exit: 1, text: 'Cannot open netlink socket' },
  truncated: { truncated: true },
} as const;
