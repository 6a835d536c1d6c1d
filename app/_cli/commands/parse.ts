import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import {
  FORMATS,
  ParseError,
  parseIpAddr,
  parseIpLink,
  parseIpRoute,
  parseIptablesS,
  parseIptablesSave,
  parseSs,
  printIpAddr,
  printIpLink,
  printIpRoute,
  printIptablesS,
  printIptablesSave,
  printSs,
  type Format,
} from '../../../grader/parse';
import { BadNews, UsageError } from '../failure';
import { sayJson } from '../output';

interface Codec {
  parse(dump: string): unknown;
  /** Parses and prints again, from the items alone. */
  reprint(dump: string): string;
}

const codec = <Items>(parse: (dump: string) => { items: Items }, print: (items: Items) => string): Codec => ({
  parse,
  reprint: (dump) => print(parse(dump).items),
});

/** Formats that can be read so far. */
const CODECS: Partial<Record<Format, Codec>> = {
  'iptables-save': codec(parseIptablesSave, printIptablesSave),
  'iptables-S': codec(parseIptablesS, printIptablesS),
  'ip-addr': codec(parseIpAddr, printIpAddr),
  'ip-link': codec(parseIpLink, printIpLink),
  'ip-route': codec(parseIpRoute, printIpRoute),
  ss: codec(parseSs, printSs),
};

const readable = FORMATS.filter((format) => CODECS[format] !== undefined);

export function addParse(program: Command): void {
  program
    .command('parse')
    .description('one dump on standard input as JSON: {format, items, unmodelled}; a syntax error is exit code 1')
    .argument('<format>', readable.join(', '))
    .option('--print', 'print it back as the tool would have')
    .option('--json', 'print JSON (it does, without --print)')
    .action(async (format: string, { print = false }: { print?: boolean }) => {
      const found = readable.find((name) => name === format);
      const chosen = found && CODECS[found];
      if (!chosen) throw new UsageError(`format ${format} is not one of ${readable.join(', ')}`);
      const dump = await text(process.stdin);
      try {
        if (print) process.stdout.write(chosen.reprint(dump));
        else sayJson(chosen.parse(dump));
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
        const { line, column, expected, seen } = error;
        sayJson({ error: { line, column, expected, seen } });
        throw new BadNews('parse');
      }
    });
}
