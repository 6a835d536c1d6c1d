import { anyWord, integer, take } from '../attribute';
import type { Attribute, Codec } from '../attribute';
import type { RouteMetrics } from './types';

type MetricKey = Exclude<keyof RouteMetrics, 'locked'>;

interface HasMetrics {
  metrics: RouteMetrics;
}

/** Words of the text form, keys of the JSON form and fields are the same, save for these. */
const NUMBERS = [
  'mtu',
  'advmss',
  'window',
  'ssthresh',
  'cwnd',
  'initcwnd',
  'initrwnd',
  'hoplimit',
  'reordering',
  'quickack',
] as const;
const WORDS = { rtt: 'rtt', rttvar: 'rttvar', features: 'features', rto_min: 'rtoMin', congctl: 'congestion' } as const;

/** `mtu 1400`, `mtu lock 1400`: one attribute per RTAX_* value. */
function metric<Key extends MetricKey>(
  word: string,
  key: Key,
  codec: Codec<NonNullable<RouteMetrics[Key]>>,
): Attribute<HasMetrics> {
  return {
    word,
    read(item, words) {
      if (words.peek() === 'lock') {
        words.at++;
        (item.metrics.locked ??= []).push(word);
      }
      item.metrics[key] = take(words, codec);
    },
    write({ metrics }) {
      const value = metrics[key];
      if (value === undefined) return undefined;
      const lock = metrics.locked?.includes(word) ? ['lock'] : [];
      return [word, ...lock, codec.write(value)];
    },
  };
}

export const METRICS: readonly Attribute<HasMetrics>[] = [
  ...NUMBERS.map((word) => metric(word, word, integer)),
  ...Object.entries(WORDS).map(([word, key]) => metric(word, key, anyWord)),
];

/** JSON key of each metric. */
export const METRIC_KEYS: readonly (readonly [string, MetricKey])[] = [
  ...NUMBERS.map((key) => [key, key] as const),
  ['rtt', 'rtt'],
  ['rttvar', 'rttvar'],
  ['features', 'features'],
  ['rto_min', 'rtoMin'],
  ['congestion', 'congestion'],
];
