import type { Words } from '../text';

/** Headers and kinds of state that are followed by the name of a field. */
const HEADERS = new Set(
  'meta ip ip6 tcp udp udplite sctp dccp icmp icmpv6 th ether arp vlan esp ah comp gre gretap vxlan igmp rt socket exthdr frag hbh dst mh osf ipsec tunnel'.split(
    ' ',
  ),
);

/** Keys of `meta` that may stand alone. */
const META = new Set(
  'iif oif iifname oifname iiftype oiftype iifgroup oifgroup mark skuid skgid cpu rtclassid priority pkttype length protocol l4proto nfproto day hour time'.split(
    ' ',
  ),
);

const BINARY = new Set(['&', '|', '^', '<<', '>>', 'and', 'or', 'xor']);

/** May the word begin what a match looks at? */
export function beginsSelector(word: string | undefined): boolean {
  return (
    word !== undefined &&
    (HEADERS.has(word) ||
      META.has(word) ||
      word === 'ct' ||
      word === 'fib' ||
      word === 'numgen' ||
      word === 'jhash' ||
      word === 'symhash')
  );
}

/** Reads `ip saddr`, `ip daddr . meta l4proto . th dport`, `meta mark & 0x4000`, `fib daddr type` … as one text. */
export function readSelector(words: Words): string {
  const from = words.at;
  readOne(words);
  for (;;) {
    const next = words.peek();
    if (next === '.' && beginsSelector(words.peek(1))) {
      words.at++;
      readOne(words);
    } else if (next !== undefined && BINARY.has(next) && words.left > 1) words.at += 2;
    else return words.texts.slice(from, words.at).join(' ');
  }
}

function readOne(words: Words): void {
  const first = words.next('a selector, such as ip saddr');
  if (first === 'ct') readConntrack(words);
  else if (first === 'fib') readFib(words);
  else if (first === 'numgen' || first === 'symhash') readModulo(words);
  else if (first === 'jhash') {
    readSelector(words);
    readModulo(words);
  } else if (HEADERS.has(first) && !(META.has(first) && beginsSelector(words.peek()))) readField(words, first);
}

function readField(words: Words, header: string): void {
  const field = words.next(`a field of ${header}`);
  // `tcp option maxseg size`, `tcp option 8`
  if (field === 'option') {
    words.next('the name of an option');
    if (words.peek() === 'size' || words.peek() === 'kind' || words.peek() === 'length') words.at++;
  }
}

/** `ct state`, `ct original ip saddr`, `ct reply proto-dst` */
function readConntrack(words: Words): void {
  const key = words.next('a key of ct, such as state');
  if (key !== 'original' && key !== 'reply') return;
  if (words.peek() === 'ip' || words.peek() === 'ip6') words.at++;
  words.next('a key of ct, such as saddr');
}

/** `fib daddr type`, `fib saddr . iif oif` */
function readFib(words: Words): void {
  words.next('saddr, daddr, mark or iif');
  while (words.peek() === '.') {
    words.at++;
    words.next('saddr, daddr, mark or iif');
  }
  words.next('type, oif or oifname');
}

/** `random mod 2 offset 0`, `mod 2 seed 0xdeadbeef` */
function readModulo(words: Words): void {
  while (words.peek() === 'random' || words.peek() === 'inc') words.at++;
  for (const keyword of ['mod', 'seed', 'offset'])
    if (words.peek() === keyword) {
      words.at++;
      words.next(`a number after ${keyword}`);
    }
}
