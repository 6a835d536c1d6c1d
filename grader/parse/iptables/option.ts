import type { Words } from '../text';
import type { Negatable } from './types';

/** Reads and writes the values of an option, which are `count` words. */
export interface ValueCodec<Value> {
  count: number;
  expected: string;
  read(values: readonly string[]): Value | undefined;
  write(value: Value): string[];
}

/** One option of a match module or a target. */
export interface Option<Holder> {
  /** The name iptables-save prints first, then other names people write. */
  names: readonly string[];
  /** The option that writes what this one read, when it is another. */
  writtenBy?: string;
  /** How many words follow, so that an option that is not understood can still be stepped over. */
  count: number;
  read(holder: Holder, words: Words, not: boolean, name: string): void;
  /** True when the holder has it already and a further one must be kept elsewhere; other options may stand once only. */
  isTaken?(holder: Holder): boolean;
  /** Adds all words of the option, with "!" where it is negated; nothing when the holder does not have it. */
  write(holder: Holder, words: string[]): void;
}

/** Options by name. */
export interface OptionTable<Holder> {
  options: readonly Option<Holder>[];
  byName: ReadonlyMap<string, Option<Holder>>;
}

export function optionTable<Holder>(options: readonly Option<Holder>[]): OptionTable<Holder> {
  return { options, byName: new Map(options.flatMap((option) => option.names.map((name) => [name, option] as const))) };
}

function takeValue<Value>(words: Words, codec: ValueCodec<Value>, name: string): Value {
  const expected = `${codec.expected} after ${name}`;
  const values: string[] = [];
  for (let index = 0; index < codec.count; index++) values.push(words.next(expected));
  const value = codec.read(values);
  return value === undefined ? words.failBack(expected) : value;
}

/** iptables itself refuses an option that is given twice. */
export function once(value: unknown, words: Words, name: string): void {
  if (value !== undefined) words.failBack(`${name} only once`);
}

/** `[!] --option VALUE` */
export function negatable<Holder, Key extends keyof Holder, Value>(
  names: string,
  key: Key & (NonNullable<Holder[Key]> extends Negatable<Value> ? unknown : never),
  codec: ValueCodec<Value>,
): Option<Holder> {
  const list = names.split(' ');
  const first = list[0] ?? names;
  return {
    names: list,
    count: codec.count,
    read(holder, words, not, name) {
      once(holder[key], words, name);
      (holder as Record<keyof Holder, unknown>)[key] = { not, value: takeValue(words, codec, name) };
    },
    write(holder, words) {
      const field = holder[key] as Negatable<Value> | undefined;
      if (field === undefined) return;
      if (field.not) words.push('!');
      words.push(first, ...codec.write(field.value));
    },
  };
}

/** `--option VALUE`, which cannot be negated. */
export function single<Holder, Key extends keyof Holder>(
  names: string,
  key: Key,
  codec: ValueCodec<NonNullable<Holder[Key]>>,
): Option<Holder> {
  const list = names.split(' ');
  const first = list[0] ?? names;
  return {
    names: list,
    count: codec.count,
    read(holder, words, not, name) {
      if (not) words.failBack(`${name} without "!"`);
      once(holder[key], words, name);
      holder[key] = takeValue(words, codec, name);
    },
    write(holder, words) {
      const value = holder[key];
      if (value !== undefined && value !== null) words.push(first, ...codec.write(value));
    },
  };
}

const NOTHING: ValueCodec<true> = { count: 0, expected: 'nothing', read: () => true, write: () => [] };

/** `--option` */
export function bare<Holder, Key extends keyof Holder>(
  name: string,
  key: Key & (true extends Holder[Key] ? unknown : never),
): Option<Holder> {
  return single(name, key, NOTHING as ValueCodec<NonNullable<Holder[Key]>>);
}

/** `[!] --option` */
export function negatableBare<Holder, Key extends keyof Holder>(
  name: string,
  key: Key & (NonNullable<Holder[Key]> extends Negatable<true> ? unknown : never),
): Option<Holder> {
  return negatable<Holder, Key, true>(name, key, NOTHING);
}
