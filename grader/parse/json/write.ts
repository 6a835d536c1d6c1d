import type { JsonValue } from './value';

/** One line without white space, as `ip -j` writes. */
export function writeJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  switch (value.type) {
    case 'number':
      return value.text;
    case 'list':
      return `[${value.items.map(writeJson).join(',')}]`;
    case 'object':
      return `{${value.members.map(({ key, value: of }) => `${JSON.stringify(key)}:${writeJson(of)}`).join(',')}}`;
  }
}
