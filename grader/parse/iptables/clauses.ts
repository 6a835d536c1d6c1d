/**
 * What `iptables -L` writes behind the addresses of a rule, one pattern a clause: words, and in braces the values.
 * A "~" stands for one or more words up to one that ends in the character after it.
 */
const PATTERNS = [
  '/* ~*/',
  '[goto]',
  ...['tcp', 'udp', 'sctp', 'dccp', 'udplite'].flatMap((protocol) => [
    `${protocol} dpt:{port}`,
    `${protocol} spt:{port}`,
    `${protocol} dpts:{ports}`,
    `${protocol} spts:{ports}`,
    protocol,
  ]),
  'dpt:{port}',
  'spt:{port}',
  'dpts:{ports}',
  'spts:{ports}',
  'flags:{flags}',
  'option={option}',
  'esp spi:{spi}',
  'esp spis:{spis}',
  'ah spi:{spi}',
  'ah spis:{spis}',
  'icmptype {type} code {code}',
  'icmptype {type}',
  'icmp {type}',
  'ipv6-icmptype {type}',
  'ctstate {states}',
  'ctproto {protocol}',
  'ctorigsrc {address}',
  'ctorigdst {address}',
  'ctreplsrc {address}',
  'ctrepldst {address}',
  'ctorigsrcport {port}',
  'ctorigdstport {port}',
  'ctstatus {status}',
  'ctexpire {range}',
  'ctdir {direction}',
  'state {states}',
  'ADDRTYPE match',
  'src-type {types}',
  'dst-type {types}',
  'limit-in',
  'limit-out',
  'mark match {mark}',
  'mark match ! {mark}',
  'connmark match {mark}',
  'connmark match ! {mark}',
  'owner UID match {user}',
  'owner GID match {group}',
  '! owner UID match {user}',
  '! owner GID match {group}',
  'owner socket exists',
  'multiport {side} {ports}',
  'source IP range {range}',
  'source IP range ! {range}',
  'destination IP range {range}',
  'destination IP range ! {range}',
  'statistic mode random probability {probability}',
  'statistic mode nth every {n}',
  'statistic mode nth every {n} packet {p}',
  'match-set {set} {dimensions}',
  '! match-set {set} {dimensions}',
  'recent: {how}',
  'name: {name}',
  'side: {side}',
  'mask: {mask}',
  'seconds: {seconds}',
  'hit_count: {count}',
  'limit: avg {rate} burst {burst}',
  'limit: up to {rate} burst {burst} mode {mode}',
  'limit: above {rate} burst {burst} mode {mode}',
  '#conn src/{mask} <= {count}',
  '#conn src/{mask} > {count}',
  'policy match dir {direction} pol {policy}',
  'policy match dir {direction} pol {policy} proto {protocol}',
  'STRING match "~" ALGO name {algorithm}',
  'STRING match "~" ALGO name {algorithm} FROM {from}',
  'TIME from {from} to {to} on {days}',
  'TIME from {from} to {to}',
  'length {range}',
  'u32 "~"',
  'TTL match TTL {how} {ttl}',
  'DSCP match {dscp}',
  'tos match{tos}',
  'ECN match {ecn}',
  'tcpmss match {range}',
  'connbytes {range} connbytes mode {mode} connbytes direction {direction}',
  'helper match {helper}',
  'cpu {cpu}',
  'src-group {group}',
  'dst-group {group}',
  'cgroup {cgroup}',
  'any {chunks}',
  'all {chunks}',
  'only {chunks}',
  'realm {realm}',
  'quota: {bytes} bytes',
  'MAC {mac}',
  'MAC ! {mac}',
  'socket',
  '--transparent',
  '--nowildcard',
  '--restore-skmark',
  'rpfilter',
  'loose',
  'validmark',
  'accept-local',
  'invert',
  'PHYSDEV match',
  '--physdev-in {device}',
  '--physdev-out {device}',
  '--physdev-is-bridged',
  '! --physdev-is-bridged',
  'PKTTYPE = {type}',
  'PKTTYPE != {type}',
  'cluster node_mask={mask} total_nodes={nodes} hash_seed={seed}',
  'to:{range}',
  'redir ports {ports}',
  'masq ports: {ports}',
  'random',
  'random-fully',
  'persistent',
  'reject-with {type}',
  'MARK set {mark}',
  'MARK xset {mark}',
  'MARK or {mark}',
  'MARK and {mark}',
  'MARK xor {mark}',
  'CONNMARK save',
  'CONNMARK restore',
  'CONNMARK xset {mark}',
  'CONNMARK save nfmask {mask} ctmask {other}',
  'CONNMARK restore ctmask {mask} nfmask {other}',
  'TPROXY redirect {address} mark {mark}',
  'CT notrack',
  'CT zone {zone}',
  'CT zone-orig {zone}',
  'CT helper {helper}',
  'CT ctevents {events}',
  'LOG flags {flags} level {level}',
  'LOG flags {flags} level {level} prefix "~"',
  'nflog-prefix "~"',
  'nflog-prefix {prefix}',
  'nflog-group {group}',
  'nflog-size {size}',
  'nflog-threshold {threshold}',
  'NFQUEUE num {queue}',
  'NFQUEUE balance {queues}',
  'bypass',
  'cpu-fanout',
  'TCPMSS set {mss}',
  'TCPMSS clamp to PMTU',
  'TCPOPTSTRIP options {options}',
  'TTL set to {ttl}',
  'DSCP set {dscp}',
  'TOS set {tos}',
  'TEE gw:{address}',
  'CLASSIFY set {class}',
  'CHECKSUM fill',
  'timeout:{seconds} label:{label}',
  'nfacct-name {name}',
];

/** One understood clause: which pattern, and its values in order. */
export interface Clause {
  pattern: string;
  values: string[];
}

type Part = { literal: string } | { before: string; after: string } | { until: string; open: string };

interface Pattern {
  text: string;
  parts: Part[];
}

function compile(text: string): Pattern {
  const parts = text.split(' ').map((word): Part => {
    const tilde = word.indexOf('~');
    if (tilde >= 0) return { open: word.slice(0, tilde), until: word.slice(tilde + 1) };
    const brace = word.indexOf('{');
    return brace < 0 ? { literal: word } : { before: word.slice(0, brace), after: word.slice(word.indexOf('}') + 1) };
  });
  return { text, parts };
}

/** Longer patterns first, so that "tcp dpt:80" is not read as "tcp" alone. */
const COMPILED = PATTERNS.map(compile).sort((a, b) => b.parts.length - a.parts.length);
const BY_TEXT = new Map(COMPILED.map((pattern) => [pattern.text, pattern]));

/** Those that may begin with a word: by the word when it is fixed, and those whose first word holds a value. */
const BY_FIRST_WORD = new Map<string, Pattern[]>();
const OTHERS: Pattern[] = [];
for (const pattern of COMPILED) {
  const [first] = pattern.parts;
  if (first && 'literal' in first)
    BY_FIRST_WORD.set(first.literal, [...(BY_FIRST_WORD.get(first.literal) ?? []), pattern]);
  else OTHERS.push(pattern);
}

/** The clause that begins at `from`, and how many words it takes. */
export function readClause(words: readonly string[], from: number): { clause: Clause; length: number } | undefined {
  const first = words[from] ?? '';
  for (const pattern of [...(BY_FIRST_WORD.get(first) ?? []), ...OTHERS]) {
    const read = match(pattern, words, from);
    if (read) return { clause: { pattern: pattern.text, values: read.values }, length: read.at - from };
  }
  return undefined;
}

function match(
  { parts }: Pattern,
  words: readonly string[],
  from: number,
): { values: string[]; at: number } | undefined {
  const values: string[] = [];
  let at = from;
  for (const part of parts) {
    const word = words[at];
    if (word === undefined) return undefined;
    if ('literal' in part) {
      if (word !== part.literal) return undefined;
      at++;
    } else if ('until' in part) {
      const end = endOfText(part, words, at);
      if (end === undefined) return undefined;
      values.push(words.slice(at, end).join(' ').slice(part.open.length, -part.until.length));
      at = end;
    } else {
      if (
        word.length <= part.before.length + part.after.length ||
        !word.startsWith(part.before) ||
        !word.endsWith(part.after)
      )
        return undefined;
      values.push(word.slice(part.before.length, word.length - part.after.length));
      at++;
    }
  }
  return { values, at };
}

const MAX_TEXT_WORDS = 300;

/** The index after the word that closes the text; a quote closes it only where a clause could follow. */
function endOfText(
  { open, until }: { open: string; until: string },
  words: readonly string[],
  from: number,
): number | undefined {
  if (!words[from]?.startsWith(open)) return undefined;
  let end: number | undefined;
  for (let at = from; at < words.length && at < from + MAX_TEXT_WORDS; at++) {
    const word = words[at] ?? '';
    const isClosed = word.endsWith(until) && (at > from || word.length >= open.length + until.length);
    if (isClosed) end = at + 1;
    if (isClosed && (until !== '"' || BY_FIRST_WORD.has(words[at + 1] ?? ''))) return end;
  }
  return end;
}

export function clauseWords({ pattern, values }: Clause): string[] {
  const compiled = BY_TEXT.get(pattern);
  if (!compiled) return [pattern, ...values];
  let at = 0;
  return compiled.parts.flatMap((part) => {
    if ('literal' in part) return [part.literal];
    const value = values[at++] ?? '';
    return 'until' in part ? `${part.open}${value}${part.until}`.split(' ') : [part.before + value + part.after];
  });
}
