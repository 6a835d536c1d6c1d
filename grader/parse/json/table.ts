import { EXTRA } from '../attribute';
import type { JsonDocument } from './read';
import type { JsonMember, JsonObject, JsonValue } from './value';

/** Reads and writes one JSON value. */
export interface JsonCodec<Value> {
  expected: string;
  read(value: JsonValue): Value | undefined;
  write(value: Value): JsonValue;
}

export const jsonText: JsonCodec<string> = {
  expected: 'a string',
  read: (value) => (typeof value === 'string' ? value : undefined),
  write: (value) => value,
};

export const jsonInteger: JsonCodec<number> = {
  expected: 'a whole number',
  read(value) {
    if (typeof value !== 'object' || value?.type !== 'number' || !/^-?\d+$/.test(value.text)) return undefined;
    const number = Number(value.text);
    return Number.isSafeInteger(number) ? number : undefined;
  },
  write: (value) => ({ type: 'number', text: String(value) }),
};

export const jsonBoolean: JsonCodec<boolean> = {
  expected: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  write: (value) => value,
};

export const jsonTexts: JsonCodec<string[]> = {
  expected: 'a list of strings',
  read(value) {
    if (typeof value !== 'object' || value?.type !== 'list') return undefined;
    const texts = value.items.filter((item) => typeof item === 'string');
    return texts.length === value.items.length ? texts : undefined;
  },
  write: (value) => ({ type: 'list', items: value }),
};

/** A value that text forms spell as a word, e.g. an address. */
export function jsonWord<Value>(codec: {
  expected: string;
  read(word: string): Value | undefined;
  write(value: Value): string;
}): JsonCodec<Value> {
  return {
    expected: `${codec.expected} in quotes`,
    read: (value) => (typeof value === 'string' ? codec.read(value) : undefined),
    write: (value) => codec.write(value),
  };
}

/** One member of an object. `write` answers undefined when the item has none. */
export interface JsonAttribute<Item> {
  key: string;
  read(item: Item, value: JsonValue, document: JsonDocument, member: JsonMember): void;
  write(item: Item): JsonValue | undefined;
}

/** A member kept in a field. */
export function jsonValued<Item, Key extends keyof Item>(
  key: string,
  field: Key,
  codec: JsonCodec<NonNullable<Item[Key]>>,
): JsonAttribute<Item> {
  return {
    key,
    read(item, value, document, member) {
      const read = codec.read(value);
      if (read === undefined) return document.fail(member, `"${key}" to be ${codec.expected}`);
      item[field] = read;
    },
    write(item) {
      const value = item[field];
      return value === undefined || value === null ? undefined : codec.write(value);
    },
  };
}

/** Members by key, in the order the tool writes them. */
export class JsonTable<Item extends { extraJson?: JsonMember[] }> {
  private readonly byKey: ReadonlyMap<string, JsonAttribute<Item>>;

  constructor(private readonly attributes: readonly JsonAttribute<Item>[]) {
    this.byKey = new Map(attributes.map((attribute) => [attribute.key, attribute]));
  }

  /** Reads all members; unknown and repeated ones go to `extraJson`. Returns the order of keys met. */
  read(item: Item, object: JsonObject, document: JsonDocument): string[] {
    const seen = new Set<string>();
    return object.members.map((member) => {
      const attribute = seen.has(member.key) ? undefined : this.byKey.get(member.key);
      if (!attribute) {
        (item.extraJson ??= []).push(member);
        return EXTRA;
      }
      attribute.read(item, member.value, document, member);
      seen.add(member.key);
      return member.key;
    });
  }

  write(item: Item, order: readonly string[] = []): JsonObject {
    const members: JsonMember[] = [];
    let extras = 0;
    const add = (key: string): void => {
      const value = this.byKey.get(key)?.write(item);
      if (value !== undefined) members.push({ key, value });
    };
    for (const key of order) {
      if (key !== EXTRA) add(key);
      else {
        const extra = item.extraJson?.[extras++];
        if (extra) members.push(extra);
      }
    }
    const done = new Set(order);
    for (const { key } of this.attributes) if (!done.has(key)) add(key);
    return { type: 'object', members: [...members, ...(item.extraJson ?? []).slice(extras)] };
  }
}

/** The elements of a document that must be a list of objects. */
export function objectsOf(document: JsonDocument): JsonObject[] {
  const { root } = document;
  if (typeof root !== 'object' || root?.type !== 'list')
    return document.fail(Object(root) as object, 'a list of objects');
  return root.items.map((item) => {
    if (typeof item !== 'object' || item?.type !== 'object') return document.fail(root, 'a list of objects');
    return item;
  });
}
