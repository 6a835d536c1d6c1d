import { rememberSpacing } from '../json/list';
import { JsonDocument } from '../json/read';
import { jsonInteger, jsonText, JsonTable, jsonValued } from '../json/table';
import type { JsonAttribute } from '../json/table';
import type { JsonMember, JsonObject } from '../json/value';
import { writeJson } from '../json/write';
import type { Unmodelled } from '../parsed';
import type { NftItem, NftObject } from './types';

type Holder = NftObject & { extraJson?: JsonMember[] };

const EXPR: JsonAttribute<Holder> = {
  key: 'expr',
  read(item, value, document, member) {
    if (typeof value !== 'object' || value?.type !== 'list') return document.fail(member, '"expr" to be a list');
    item.expr = value.items;
  },
  write: ({ expr }) => expr && { type: 'list', items: expr },
};

const OBJECT = new JsonTable<Holder>([
  jsonValued('family', 'family', jsonText),
  jsonValued('table', 'table', jsonText),
  jsonValued('chain', 'chain', jsonText),
  jsonValued('name', 'name', jsonText),
  jsonValued('handle', 'handle', jsonInteger),
  jsonValued('hook', 'hook', jsonText),
  jsonValued('prio', 'prio', jsonInteger),
  jsonValued('policy', 'policy', jsonText),
  EXPR,
]);

/** Statements whose meaning is plain from their members. */
const STATEMENTS = new Set(
  'match counter accept drop return continue jump goto masquerade dnat snat redirect reject log limit mangle notrack vmap set map tproxy queue quota dup fwd'.split(
    ' ',
  ),
);

/** `{"nftables": [{"table": {…}}, {"chain": {…}}, {"rule": {…}}]}` */
export function parseNftJson(text: string): NftObject[] {
  const document = new JsonDocument(text);
  const { root } = document;
  const [only, ...others] = typeof root === 'object' && root?.type === 'object' ? root.members : [];
  if (only?.key !== 'nftables' || others.length > 0 || typeof only.value !== 'object' || only.value?.type !== 'list')
    return document.fail(Object(root) as object, '{"nftables": [ … ]}');
  const items = only.value.items.map((item): NftObject => {
    const [member, ...more] = typeof item === 'object' && item?.type === 'object' ? item.members : [];
    if (!member || more.length > 0 || typeof member.value !== 'object' || member.value?.type !== 'object')
      return document.fail(only, 'a list of objects such as {"rule": { … }}');
    return readObject(member, member.value, document);
  });
  rememberSpacing(items[0], document);
  return items;
}

function readObject(member: JsonMember, value: JsonObject, document: JsonDocument): NftObject {
  const item: Holder = { kind: 'object', line: document.lineOf(member), type: member.key };
  // The version of the tool has members of the same names with other meanings.
  const order = member.key === 'metainfo' ? keepAll(item, value) : OBJECT.read(item, value, document);
  item.layout = { order };
  const { extraJson, ...object } = item;
  return extraJson ? { ...object, rest: extraJson } : object;
}

function keepAll(item: Holder, value: JsonObject): string[] {
  item.extraJson = value.members;
  return value.members.map(() => '?');
}

export function jsonUnmodelled({ line, expr = [] }: NftObject): Unmodelled[] {
  return expr.flatMap((statement) => {
    const [member] = typeof statement === 'object' && statement?.type === 'object' ? statement.members : [];
    if (!member) return [{ line, token: writeJson(statement).trimEnd() }];
    if (STATEMENTS.has(member.key)) return [];
    return [{ line, token: member.key === 'xt' ? `xt ${extensionOf(member)}` : member.key }];
  });
}

/** `{"xt": {"type": "match", "name": "tcp"}}` */
function extensionOf({ value }: JsonMember): string {
  const members = typeof value === 'object' && value?.type === 'object' ? value.members : [];
  return members
    .map((of) => of.value)
    .filter((of) => typeof of === 'string')
    .join(' ');
}

export function printNftJson(items: readonly NftItem[]): string {
  const objects = items.filter((item) => item.kind === 'object');
  const list = objects.map((item): JsonObject => {
    const { rest, ...object } = item;
    const value = OBJECT.write(rest ? { ...object, extraJson: rest } : object, item.layout?.order);
    return { type: 'object', members: [{ key: item.type, value }] };
  });
  return writeJson(
    { type: 'object', members: [{ key: 'nftables', value: { type: 'list', items: list } }] },
    objects[0]?.layout?.spacing ?? 'spaced',
  );
}
