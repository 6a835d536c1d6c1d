// Which of a document's problems ("sockets of net:[4026532281]: ss ended with exit 1") matter to a check.
import { clean } from './clean';
import type { Needs } from './checks/check';

const PARTS: readonly string[] = [
  'links',
  'addresses',
  'routes',
  'rules',
  'neighbours',
  'fdb',
  'iptables-legacy',
  'ip6tables-legacy',
  'nft',
  'sysctls',
  'sockets',
  'conntrack',
  'containers',
  'probes',
];

/** Problems of single processes. One whose program could not be read has no `exe`, which the selectors see for themselves. */
const OF_PROCESSES: readonly { pattern: RegExp; part: string | null }[] = [
  { pattern: /^program of process \d/, part: null },
  { pattern: /^process \d+ has \d+ open files/, part: 'sockets' },
];

/** @returns the first problem that names a part the check needs, or no part at all: then it may concern anything. */
export function concerning(problems: readonly string[], needs: Needs & { probes: boolean }): string | undefined {
  const needed: readonly string[] = [...needs.sources, ...needs.objects, ...(needs.probes ? ['probes'] : [])];
  const found = problems.find((problem) => {
    const part = partOf(problem);
    return part !== null && (!PARTS.includes(part) || needed.includes(part));
  });
  return found === undefined ? undefined : clean(found, 200);
}

/** "containers: …", "sockets of net:[1]: …": the part is the first word; null for what concerns no check as such. */
function partOf(problem: string): string | null {
  const special = OF_PROCESSES.find(({ pattern }) => pattern.test(problem));
  return special === undefined ? (/^[a-z0-9-]+/.exec(problem)?.[0] ?? '') : special.part;
}
