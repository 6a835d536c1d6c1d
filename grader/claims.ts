// What the lab says of its own containers (`podman ps --all --format json`). Names come from here; nothing else is believed.
import { clean } from './clean';
import type { SourceOutput } from './evidence';
import { Undecidable } from './verdict';

export interface ContainerClaim {
  name: string;
  /** Pid in the lab's outermost pid namespace; 0 when it does not run. */
  pid: number;
  state: string;
  image: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function claimsOf(entry: unknown): ContainerClaim[] {
  if (!isRecord(entry)) return [];
  const pid = Number.isSafeInteger(entry['Pid']) ? (entry['Pid'] as number) : 0;
  const names: unknown[] = Array.isArray(entry['Names']) ? entry['Names'] : [entry['Names']];
  return names
    .filter((name) => typeof name === 'string')
    .map((name) => ({ name, pid, state: textOf(entry['State']), image: textOf(entry['Image']) }));
}

/**
 * Reads a list of containers. An entry without a usable name is passed over: nobody can ask for it.
 * @throws Undecidable when the answer is not the JSON list that podman prints.
 */
export function parseClaims(output: SourceOutput): ContainerClaim[] {
  let value: unknown;
  try {
    value = output.text.trim() === '' ? [] : JSON.parse(output.text);
  } catch (error) {
    throw new Undecidable('evidence.unreadable', {
      source: 'containers',
      detail: clean(error instanceof Error ? error.message : String(error)),
    });
  }
  if (value === null) return [];
  if (!Array.isArray(value)) {
    throw new Undecidable('evidence.unreadable', { source: 'containers', detail: 'not a list' });
  }
  return value.flatMap(claimsOf);
}
