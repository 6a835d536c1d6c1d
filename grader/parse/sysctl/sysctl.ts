import { layoutOf, lineOf, withLayout } from '../layout';
import { isNote, printNote, readNote } from '../note';
import type { ItemBase, Note, Parsed } from '../parsed';
import { linesOf, Words } from '../text';
import type { Line } from '../text';
import { ParseError } from '../error';

/** `net.ipv4.ip_forward = 1` */
export interface Sysctl extends ItemBase {
  kind: 'sysctl';
  key: string;
  /** May hold tabs between several numbers, or nothing. */
  value: string;
}

export type SysctlItem = Sysctl | Note;

/** Reads `sysctl -a`, or files of such settings. */
export function parseSysctl(text: string): Parsed<SysctlItem> {
  const items = linesOf(text).map((line) =>
    isNote(line) || /^(sysctl: |;)/.test(line.text) ? readNote(line) : readSetting(line),
  );
  return { format: 'sysctl', items, unmodelled: [] };
}

function readSetting(line: Line): Sysctl {
  const equals = line.text.indexOf('=');
  const written = line.text.slice(0, Math.max(equals, 0));
  const key = written.trim();
  const start = written.indexOf(key);
  if (!/^[\w./:@+-]+$/.test(key))
    throw new ParseError(line.number, start + 1, 'a setting, such as net.ipv4.ip_forward = 1', line.text);
  const value = line.text.slice(equals + 1).trim();
  const item: Sysctl = { kind: 'sysctl', line: line.number, raw: line.text, key, value };
  const valueStart = value === '' ? [] : [line.text.indexOf(value, equals + 1)];
  const words = new Words(line, [key, '=', ...(value === '' ? [] : [value])], [start, equals, ...valueStart]);
  return withLayout(item, layoutOf(words, settingWords(item)));
}

const settingWords = ({ key, value }: Sysctl): string[] => [key, '=', ...(value === '' ? [] : [value])];

export function printSysctl(items: readonly SysctlItem[]): string {
  return items
    .map((item) => (item.kind === 'note' ? printNote(item) : lineOf(settingWords(item), item.layout)))
    .join('');
}
