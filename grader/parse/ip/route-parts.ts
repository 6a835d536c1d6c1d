import { address, take } from '../attribute';
import type { Attribute } from '../attribute';

/** `via ADDRESS` or, for an IPv6 gateway of an IPv4 route, `via inet6 ADDRESS`. */
export const VIA: Attribute<{ gateway?: string; viaFamily?: string }> = {
  word: 'via',
  read(item, words) {
    const next = words.peek();
    if (next === 'inet6' || next === 'inet') {
      words.at++;
      item.viaFamily = next;
    }
    item.gateway = take(words, address);
  },
  write: (item) =>
    item.gateway === undefined ? undefined : ['via', ...(item.viaFamily ? [item.viaFamily] : []), item.gateway],
};

const ENCAP_ENDS = new Set(['via', 'dev', 'table', 'proto', 'scope', 'nhid', 'weight', 'metric']);

export const ENCAP: Attribute<{ encap?: string[] }> = {
  word: 'encap',
  read(item, words) {
    const encap = [words.next('an encapsulation type')];
    for (let word = words.peek(); word !== undefined && !ENCAP_ENDS.has(word); word = words.peek()) {
      encap.push(word);
      words.at++;
    }
    item.encap = encap;
  },
  write: (item) => item.encap && ['encap', ...item.encap],
};

export const ROUTE_FLAGS = [
  'dead',
  'onlink',
  'pervasive',
  'offload',
  'trap',
  'offload_failed',
  'notify',
  'linkdown',
  'unresolved',
  'rt_offload',
  'rt_trap',
];
