import { bare, negatable, negatableBare, once, optionTable, single } from '../option';
import type { Option } from '../option';
import { addressRange, mark, number32, ports, probability, rsourceMask, text, word, words } from '../values';
import type { ValueCodec } from '../option';
import type {
  AddrtypeMatch,
  ConntrackMatch,
  IprangeMatch,
  LimitMatch,
  MarkMatch,
  OwnerMatch,
  PhysdevMatch,
  RecentMatch,
  RpfilterMatch,
  SetMatch,
  StatisticMatch,
} from './types';

export const conntrack = optionTable<ConntrackMatch>([
  negatable('--ctstate', 'ctstate', words),
  negatable('--ctproto', 'ctproto', word),
  negatable('--ctorigsrc', 'ctorigsrc', word),
  negatable('--ctorigdst', 'ctorigdst', word),
  negatable('--ctreplsrc', 'ctreplsrc', word),
  negatable('--ctrepldst', 'ctrepldst', word),
  negatable('--ctorigsrcport', 'ctorigsrcport', ports),
  negatable('--ctorigdstport', 'ctorigdstport', ports),
  negatable('--ctreplsrcport', 'ctreplsrcport', ports),
  negatable('--ctrepldstport', 'ctrepldstport', ports),
  negatable('--ctstatus', 'ctstatus', words),
  negatable('--ctexpire', 'ctexpire', word),
  single('--ctdir', 'ctdir', word),
]);

export const state = optionTable<ConntrackMatch>([negatable('--state', 'ctstate', words)]);

export const addrtype = optionTable<AddrtypeMatch>([
  negatable('--src-type', 'srcType', words),
  negatable('--dst-type', 'dstType', words),
  bare('--limit-iface-in', 'limitIfaceIn'),
  bare('--limit-iface-out', 'limitIfaceOut'),
]);

export const markMatch = optionTable<MarkMatch>([negatable('--mark', 'mark', mark)]);

const MODE: ValueCodec<'random' | 'nth'> = {
  count: 1,
  expected: 'random or nth',
  read: ([mode]) => (mode === 'random' || mode === 'nth' ? mode : undefined),
  write: (mode) => [mode],
};

export const statistic = optionTable<StatisticMatch>([
  single('--mode', 'mode', MODE),
  negatable('--probability', 'probability', probability),
  negatable('--every', 'every', number32),
  single('--packet', 'packet', number32),
]);

function side(which: 'rsource' | 'rdest'): Option<RecentMatch> {
  return {
    names: [`--${which}`],
    count: 0,
    read: (match, words, not) => {
      if (not) words.failBack(`--${which} without "!"`);
      once(match.side, words, `--${which}`);
      match.side = which;
    },
    write: (match, words) => {
      if (match.side === which) words.push(`--${which}`);
    },
  };
}

export const recent = optionTable<RecentMatch>([
  negatableBare('--set', 'set'),
  negatableBare('--rcheck', 'rcheck'),
  negatableBare('--update', 'update'),
  negatableBare('--remove', 'remove'),
  single('--seconds', 'seconds', number32),
  bare('--reap', 'reap'),
  single('--hitcount', 'hitcount', number32),
  bare('--rttl', 'rttl'),
  single('--name', 'name', text),
  single('--mask', 'mask', rsourceMask),
  side('rsource'),
  side('rdest'),
]);

export const set = optionTable<SetMatch>([
  negatable('--match-set', 'matchSet', {
    count: 2,
    expected: 'a set name and its dimensions, such as blocked src',
    read: ([name = '', list = '']) => {
      const dimensions = words.read([list]);
      return dimensions && { name, dimensions };
    },
    write: ({ name, dimensions }: { name: string; dimensions: string[] }) => [name, dimensions.join(',')],
  }),
  bare('--return-nomatch', 'returnNomatch'),
]);

export const iprange = optionTable<IprangeMatch>([
  negatable('--src-range', 'srcRange', addressRange),
  negatable('--dst-range', 'dstRange', addressRange),
]);

export const owner = optionTable<OwnerMatch>([
  negatable('--uid-owner', 'uidOwner', word),
  negatable('--gid-owner', 'gidOwner', word),
  negatableBare('--socket-exists', 'socketExists'),
  bare('--suppl-groups', 'supplGroups'),
]);

export const physdev = optionTable<PhysdevMatch>([
  negatableBare('--physdev-is-in', 'physdevIsIn'),
  negatable('--physdev-in', 'physdevIn', word),
  negatableBare('--physdev-is-out', 'physdevIsOut'),
  negatable('--physdev-out', 'physdevOut', word),
  negatableBare('--physdev-is-bridged', 'physdevIsBridged'),
]);

export const limit = optionTable<LimitMatch>([
  single('--limit', 'limit', word),
  single('--limit-burst', 'limitBurst', number32),
]);

export const rpfilter = optionTable<RpfilterMatch>([
  bare('--loose', 'loose'),
  bare('--validmark', 'validmark'),
  bare('--accept-local', 'acceptLocal'),
  bare('--invert', 'invert'),
]);
