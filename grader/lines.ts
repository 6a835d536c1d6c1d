// Evidence lines for what has no text of its own: processes, claims, probes.
import type { ContainerClaim } from './claims';
import { clean } from './clean';
import type { LabProcess, SourceName } from './evidence';
import type { EvidenceLine } from './verdict';
import { netnsName, type World } from './world';

/** A process as one line: pid in the lab, what it calls itself, what it is, where it is. */
export function processLine(process: LabProcess, mark: string | null = null): EvidenceLine {
  const netns = process.namespaces === null ? null : netnsName(process.namespaces.net);
  const program = process.exe === null ? '?' : process.exe.path;
  const text = `pid ${process.nspid[0] ?? process.pid}  exe ${program}  argv ${process.argv.join(' ')}  ${netns ?? 'net:[?]'}`;
  return { source: 'processes', netns, line: null, text: clean(text, 200), mark };
}

export function claimLine(claim: ContainerClaim): EvidenceLine {
  const text = `${claim.name}  ${claim.state}  ${claim.image}  pid ${claim.pid}`;
  return { source: 'containers', netns: null, line: null, text: clean(text, 200), mark: null };
}

/** The line of a source's text that an item was read from. */
export function textLine(
  world: World,
  source: SourceName,
  inode: number,
  item: { line: number },
  mark: string | null = null,
): EvidenceLine {
  const text = world.source(inode, source).text.split('\n')[item.line - 1] ?? '';
  return { source, netns: netnsName(inode), line: item.line, text: clean(text.trim(), 300), mark };
}
