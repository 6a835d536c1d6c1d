import { AttributeTable, flag, integer, name, take, valued } from '../attribute';
import type { Attribute, Codec } from '../attribute';
import { layoutOf, lineOf, withLayout } from '../layout';
import type { Words } from '../text';
import { ENCAP, ROUTE_FLAGS, VIA } from './route-parts';
import type { NexthopObject } from './types';

type Member = NonNullable<NexthopObject['group']>[number];

/** `1,2/2,3`: object 1 with weight 2, object 2 with weight 3. */
const GROUP: Codec<Member[]> = {
  expected: 'members such as 1,2/2,3',
  read(word) {
    const members = word.split('/').map((member): Member | undefined => {
      const match = /^(\d{1,10})(?:,(\d{1,5}))?$/.exec(member);
      return match ? { id: Number(match[1]), weight: Number(match[2] ?? 1) } : undefined;
    });
    return members.includes(undefined) ? undefined : (members as Member[]);
  },
  write: (members) => members.map(({ id, weight }) => (weight === 1 ? String(id) : `${id},${weight}`)).join('/'),
};

const BLACKHOLE: Attribute<NexthopObject> = {
  word: 'blackhole',
  read: (item) => {
    item.blackhole = true;
  },
  write: (item) => (item.blackhole ? ['blackhole'] : undefined),
};

const NEXTHOP = new AttributeTable<NexthopObject & { encap?: string[] }>([
  valued('group', 'group', GROUP),
  ENCAP,
  VIA,
  valued('dev', 'dev', name),
  valued('scope', 'scope', name),
  BLACKHOLE,
  valued('proto', 'protocol', name),
  ...[...ROUTE_FLAGS, 'fdb'].map(flag),
]);

/** One line of `ip nexthop`: `id 1 via 192.0.2.41 dev eth0 scope link`. */
export function readNexthopObject(words: Words): NexthopObject {
  words.at = 1;
  const item: NexthopObject = {
    kind: 'nexthop',
    line: words.line.number,
    raw: words.line.text,
    id: take(words, integer),
    flags: [],
  };
  const order = NEXTHOP.read(item, words);
  return withLayout(item, layoutOf(words, nexthopWords(item, order), order));
}

function nexthopWords(item: NexthopObject, order = item.layout?.order): string[] {
  return ['id', String(item.id), ...NEXTHOP.write(item, order)];
}

export function printNexthopObject(item: NexthopObject): string {
  return lineOf(nexthopWords(item), item.layout);
}
