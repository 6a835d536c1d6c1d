import { negatable, once, optionTable, single } from '../option';
import type { Option } from '../option';
import { number32, portList, ports, text, wholeNumber, word, words } from '../values';
import type { CommentMatch, DccpMatch, IcmpMatch, MultiportMatch, SctpMatch, TcpMatch, UdpMatch } from './types';

const TWO_FLAG_LISTS = {
  count: 2,
  expected: 'two lists of TCP flags, such as SYN,ACK SYN',
  read: ([mask = '', set = '']: readonly string[]) => {
    const lists = { mask: words.read([mask]), set: words.read([set]) };
    return lists.mask && lists.set ? { mask: lists.mask, set: lists.set } : undefined;
  },
  write: ({ mask, set }: { mask: string[]; set: string[] }) => [mask.join(','), set.join(',')],
};

const SYN = { mask: ['FIN', 'SYN', 'RST', 'ACK'], set: ['SYN'] };

/** `--syn` is the short name of one setting of `--tcp-flags`, which is what is printed unless the order says `--syn`. */
const syn: Option<TcpMatch> = {
  names: ['--syn'],
  count: 0,
  read: (match, words, not) => {
    once(match.tcpFlags, words, '--syn');
    match.tcpFlags = { not, value: { mask: [...SYN.mask], set: [...SYN.set] } };
  },
  write: () => undefined,
};

export const synWords = (match: TcpMatch): string[] => (match.tcpFlags?.not ? ['!', '--syn'] : ['--syn']);

const sport = '--sport --source-port';
const dport = '--dport --destination-port';

export const tcp = optionTable<TcpMatch>([
  negatable(sport, 'sport', ports),
  negatable(dport, 'dport', ports),
  negatable('--tcp-option', 'tcpOption', wholeNumber(255)),
  negatable('--tcp-flags', 'tcpFlags', TWO_FLAG_LISTS),
  syn,
]);

export const udp = optionTable<UdpMatch>([negatable(sport, 'sport', ports), negatable(dport, 'dport', ports)]);

export const sctp = optionTable<SctpMatch>([
  negatable(sport, 'sport', ports),
  negatable(dport, 'dport', ports),
  negatable('--chunk-types', 'chunkTypes', {
    count: 2,
    expected: 'all, any or only, and a list of chunk types',
    read: ([how = '', chunks = '']) => ({ how, chunks }),
    write: ({ how, chunks }: { how: string; chunks: string }) => [how, chunks],
  }),
]);

export const dccp = optionTable<DccpMatch>([
  negatable(sport, 'sport', ports),
  negatable(dport, 'dport', ports),
  negatable('--dccp-types', 'dccpTypes', word),
  negatable('--dccp-option', 'dccpOption', number32),
]);

export const icmp = optionTable<IcmpMatch>([negatable('--icmp-type', 'icmpType', word)]);
export const icmp6 = optionTable<IcmpMatch>([negatable('--icmpv6-type', 'icmpType', word)]);

export const multiport = optionTable<MultiportMatch>([
  negatable('--sports --source-ports', 'sports', portList),
  negatable('--dports --destination-ports', 'dports', portList),
  negatable('--ports', 'ports', portList),
]);

export const comment = optionTable<CommentMatch>([single('--comment', 'comment', text)]);
