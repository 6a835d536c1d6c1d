import { optionTable } from './option';
import type { Option, OptionTable } from './option';
import type { PlainOption } from './matches/types';

interface HasOptions {
  options: PlainOption[];
}

/** Options known by name and number of values only: "--length:1 --foo:0". */
export function plainTable(list: string): OptionTable<HasOptions> {
  return optionTable(list === '' ? [] : list.split(' ').map(plainOption));
}

function plainOption(spec: string): Option<HasOptions> {
  const [name = '', digits = '1'] = spec.split(':');
  const count = Number(digits);
  const short = name.slice(2);
  return {
    names: [name],
    count,
    isTaken: (holder) => holder.options.some(({ option }) => option === short),
    read(holder, words, not) {
      const values = Array.from({ length: count }, () => words.next(`a value after ${name}`));
      holder.options.push({ option: short, not, values });
    },
    write(holder, words) {
      const found = holder.options.find(({ option }) => option === short);
      if (found?.not) words.push('!');
      if (found) words.push(name, ...found.values);
    },
  };
}
