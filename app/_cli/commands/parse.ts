import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { FORMATS, parse, ParseError, print as printItems } from '../../../grader/parse';
import { BadNews, UsageError } from '../failure';
import { sayJson } from '../output';

export function addParse(program: Command): void {
  program
    .command('parse')
    .description('one dump on standard input as JSON: {format, items, unmodelled}; a syntax error is exit code 1')
    .argument('<format>', FORMATS.join(', '))
    .option('--print', 'print it back as the tool would have, from the items alone')
    .option('--json', 'print JSON (it does, without --print)')
    .action(async (name: string, { print = false }: { print?: boolean }) => {
      const format = FORMATS.find((each) => each === name);
      if (!format) throw new UsageError(`format ${name} is not one of ${FORMATS.join(', ')}`);
      const dump = await text(process.stdin);
      try {
        const parsed = parse(format, dump);
        if (print) process.stdout.write(printItems(format, parsed.items));
        else sayJson(parsed);
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
        const { line, column, expected, seen } = error;
        sayJson({ error: { line, column, expected, seen } });
        throw new BadNews('parse');
      }
    });
}
