import type { JsonMember } from './json/value';
import type { Unmodelled } from './parsed';

interface Extras {
  line?: number;
  extra?: string[];
  extraJson?: JsonMember[];
}

interface MayHaveExtra extends Extras {
  line: number;
  nexthops?: readonly Extras[];
  addresses?: readonly Extras[];
  body?: readonly Extras[];
  details?: Extras;
  port?: Extras;
}

/** Every word or member that was kept without being understood, in the order of the items. */
export function listUnmodelled(items: readonly MayHaveExtra[]): Unmodelled[] {
  const found: Unmodelled[] = [];
  const add = (line: number, { extra, extraJson }: Extras): void => {
    for (const token of extra ?? []) found.push({ line, token });
    for (const { key } of extraJson ?? []) found.push({ line, token: key });
  };
  for (const item of items) {
    const parts = [
      item,
      item.details,
      item.port,
      ...(item.nexthops ?? []),
      ...(item.addresses ?? []),
      ...(item.body ?? []),
    ];
    for (const part of parts) if (part) add(part.line ?? item.line, part);
  }
  return found;
}

/** The same for items whose parts hold nothing of their own. */
export function listOwnUnmodelled(items: readonly { line: number; extra?: string[] }[]): Unmodelled[] {
  return items.flatMap(({ line, extra = [] }) => extra.map((token) => ({ line, token })));
}
