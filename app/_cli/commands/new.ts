import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { CliFailure, UsageError } from '../failure';
import type { Host } from '../host';
import { contentDir } from '../lesson';
import { lessonTemplate, moduleTemplate } from '../lesson-template';
import { say, sayJson } from '../output';

const KEY = /^(?<module>[0-9a-z][0-9a-z-]*)\/(?<lesson>[0-9a-z][0-9a-z-]*)$/;

export function addNew(program: Command, host: Host): void {
  program
    .command('new')
    .description('a lesson folder that already lints and proves')
    .argument('<lesson>', 'module and lesson folder, such as 20-services/10-clusterip')
    .option('--json', 'print JSON')
    .action(async (key: string, { json = false }: { json?: boolean }) => {
      const { module, lesson } = KEY.exec(key.replace(/^content\//, ''))?.groups ?? {};
      if (module === undefined || lesson === undefined) {
        throw new UsageError(
          `${key} is not MODULE/LESSON in small letters, digits and hyphens, such as 20-services/10-clusterip`,
        );
      }
      const folder = join(contentDir(host), module, lesson);
      if (await exists(folder))
        throw new CliFailure(`${folder} exists already`, 'Choose another name, or remove it first.');
      const written = await write(contentDir(host), module, lesson);
      if (json) return sayJson({ lesson: `${module}/${lesson}`, files: written });
      say(
        `${written.join('\n')}\n\nNext: npx podwire lint ${module}/${lesson} && npx podwire lab prove ${module}/${lesson}`,
      );
    });
}

async function write(content: string, module: string, lesson: string): Promise<string[]> {
  const files = lessonTemplate(titleOf(lesson)).map((file) => ({ ...file, path: join(module, lesson, file.path) }));
  const moduleFile = join(module, 'module.yaml');
  if (!(await exists(join(content, moduleFile))))
    files.push({ path: moduleFile, text: moduleTemplate(titleOf(module)) });
  for (const { path, text, mode = 0o644 } of files) {
    await mkdir(dirname(join(content, path)), { recursive: true });
    await writeFile(join(content, path), text, { mode });
  }
  return files.map(({ path }) => join(content, path));
}

/** "10-cluster-ip" to "Cluster ip" */
function titleOf(folder: string): string {
  const words = folder.replace(/^\d+-/, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
