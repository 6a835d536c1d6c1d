import { ipFamily } from './ip';
import type { Words } from './text';

/** Reads and writes one value as one word. `read` answers undefined for a word that is not such a value. */
export interface Codec<Value> {
  expected: string;
  read(word: string): Value | undefined;
  write(value: Value): string;
}

const asIs = (value: string): string => value;

/** Any word. */
export const anyWord: Codec<string> = { expected: 'a word', read: asIs, write: asIs };

export const name: Codec<string> = { expected: 'a name', read: asIs, write: asIs };

export const address: Codec<string> = {
  expected: 'an IPv4 or IPv6 address',
  read: (word) => (ipFamily(word) ? word : undefined),
  write: asIs,
};

const INTEGER = /^-?\d{1,20}$/;

/** A decimal integer that JavaScript holds exactly. */
export const integer: Codec<number> = {
  expected: 'a whole number',
  read: (word) => {
    const value = INTEGER.test(word) ? Number(word) : undefined;
    return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
  },
  write: String,
};

const MAC = /^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){0,31}$/;

/** A hardware address of any length; a tunnel's is its IP address. */
export const hardwareAddress: Codec<string> = {
  expected: 'a hardware address',
  read: (word) => (MAC.test(word) || ipFamily(word) ? word : undefined),
  write: asIs,
};

/** "on"/"off", "1"/"0" …: a switch with the tool's two words. */
export function switchOf(on: string, off: string): Codec<boolean> {
  return {
    expected: `${on} or ${off}`,
    read: (word) => (word === on ? true : word === off ? false : undefined),
    write: (value) => (value ? on : off),
  };
}

/** Takes one word and reads it, or fails at its place. */
export function take<Value>(words: Words, codec: Codec<Value>): Value {
  const value = codec.read(words.next(codec.expected));
  return value ?? words.failBack(codec.expected);
}

/** One attribute of a line of keywords: `via ADDRESS`, `onlink`. */
export interface Attribute<Item> {
  word: string;
  /** Called with the words just after the keyword. */
  read(item: Item, words: Words): void;
  /** The keyword and its values; undefined when the item has none. */
  write(item: Item): string[] | undefined;
}

/** `word VALUE`, kept in a field. */
export function valued<Item, Key extends keyof Item>(
  word: string,
  key: Key,
  codec: Codec<NonNullable<Item[Key]>>,
): Attribute<Item> {
  return {
    word,
    read(item, words) {
      item[key] = take(words, codec);
    },
    write(item) {
      const value = item[key];
      return value === undefined || value === null ? undefined : [word, codec.write(value)];
    },
  };
}

/** A bare word, kept in the item's `flags`. */
export function flag(word: string): Attribute<{ flags: string[] }> {
  return {
    word,
    read(item) {
      if (!item.flags.includes(word)) item.flags.push(word);
    },
    write: (item) => (item.flags.includes(word) ? [word] : undefined),
  };
}

/** The order entry of a word that is no known attribute. */
export const EXTRA = '?';

/** Attributes by keyword, in the order the tool writes them. */
export class AttributeTable<Item extends { extra?: string[] }> {
  private readonly byWord: ReadonlyMap<string, Attribute<Item>>;

  constructor(private readonly attributes: readonly Attribute<Item>[]) {
    this.byWord = new Map(attributes.map((attribute) => [attribute.word, attribute]));
  }

  /** Reads to the end of the words, or until `stop` says so. Unknown words go to the holder's `extra`. Returns the order met. */
  read(item: Item, words: Words, stop?: (word: string) => boolean, holder: { extra?: string[] } = item): string[] {
    const order: string[] = [];
    const seen = new Set<string>();
    for (let word = words.peek(); word !== undefined; word = words.peek()) {
      if (stop?.(word)) break;
      const attribute = seen.has(word) ? undefined : this.byWord.get(word);
      words.at++;
      if (attribute) {
        attribute.read(item, words);
        seen.add(word);
        order.push(word);
      } else {
        (holder.extra ??= []).push(word);
        order.push(EXTRA);
      }
    }
    return order;
  }

  /** Writes in the given order, then whatever else the item has in the tool's own order. */
  write(item: Item, order: readonly string[] = [], holder: { extra?: string[] } = item): string[] {
    const words: string[] = [];
    let extras = 0;
    for (const word of order) {
      if (word === EXTRA) {
        const extra = holder.extra?.[extras++];
        if (extra !== undefined) words.push(extra);
      } else addAll(words, this.byWord.get(word)?.write(item));
    }
    const done = new Set(order);
    for (const attribute of this.attributes) if (!done.has(attribute.word)) addAll(words, attribute.write(item));
    addAll(words, holder.extra?.slice(extras));
    return words;
  }
}

/** Not by spreading into push(): a line may have more words than a call may have arguments. */
function addAll(words: string[], more: readonly string[] = []): void {
  for (const word of more) words.push(word);
}
