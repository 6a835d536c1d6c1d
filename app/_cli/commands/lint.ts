import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatProblem, lintCourse, type Problem } from '../../../content/_schema';
import { BadNews, UsageError } from '../failure';
import type { Host } from '../host';
import { contentDir } from '../lesson';
import { say, sayJson } from '../output';

export function addLint(program: Command, host: Host): void {
  program
    .command('lint')
    .description("all problems of the course's files, with place and remedy; needs no lab")
    .argument('[path...]', 'only these lessons or folders, such as 10-pods/10-pause')
    .option('--json', 'print JSON')
    .action(async (paths: string[], { json = false }: { json?: boolean }) => {
      const dir = contentDir(host);
      const all = await lintCourse(dir);
      const prefixes = paths.map((path) => inCourse(dir, path));
      const problems =
        prefixes.length === 0 ? all : all.filter((problem) => prefixes.some((prefix) => isBelow(problem, prefix)));
      if (json) sayJson({ ok: problems.length === 0, problems });
      else
        say(
          [
            ...problems.map(formatProblem),
            problems.length === 0 ? 'No problems.' : `${problems.length} problems.`,
          ].join('\n'),
        );
      if (problems.length > 0) throw new BadNews('lint');
    });
}

/** "content/10-pods", "./content/10-pods/" and "10-pods" are the same. */
function inCourse(dir: string, path: string): string {
  const absolute = resolve(path);
  const relative =
    absolute === dir || absolute.startsWith(`${dir}/`)
      ? absolute.slice(dir.length + 1)
      : path.replace(/^\.\//, '').replace(/\/$/, '');
  if (relative.startsWith('..')) throw new UsageError(`${path} is not in ${dir}`);
  return relative;
}

const isBelow = ({ file }: Problem, prefix: string): boolean =>
  prefix === '' || file === prefix || file.startsWith(`${prefix}/`);
