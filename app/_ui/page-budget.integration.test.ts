import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const NEXT = join(import.meta.dirname, '../../.next');
const PAGE = 'server/app/[locale]/lessons/[module]/[lesson]/page_client-reference-manifest.js';
/** DESIGN: what a lesson page may load before its terminal is opened. */
const BUDGET_BYTES = 300 * 1024;

const isBuilt = existsSync(join(NEXT, 'BUILD_ID')) && existsSync(join(NEXT, PAGE));
if (!isBuilt) console.info('Skipped: the page budget is measured on a build, and there is none. Run: npm run build');

/** Every script of the lesson page: the framework's, and what its layout, page and boundaries name. */
function scriptsOfLessonPage(): string[] {
  const build = JSON.parse(readFileSync(join(NEXT, 'build-manifest.json'), 'utf8')) as { rootMainFiles: string[] };
  const source = readFileSync(join(NEXT, PAGE), 'utf8');
  const manifest = JSON.parse(source.slice(source.indexOf('] = ') + 4).replace(/;\s*$/, '')) as {
    entryJSFiles: Record<string, string[]>;
  };
  return [...new Set([...build.rootMainFiles, ...Object.values(manifest.entryJSFiles).flat()])];
}

describe.skipIf(!isBuilt)('lesson page', () => {
  it('loads at most 300 KB of gzipped script before the terminal is opened, and no xterm', () => {
    const files = scriptsOfLessonPage().map((file) => readFileSync(join(NEXT, file)));
    const bytes = files.reduce((sum, file) => sum + gzipSync(file).byteLength, 0);
    console.info(`lesson page: ${(bytes / 1024).toFixed(1)} KB of gzipped script in ${files.length} files`);
    expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES);
    expect(files.some((file) => file.includes('xterm-helper-textarea'))).toBe(false);
  });
});
