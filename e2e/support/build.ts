// Builds once before any worker starts: two workers that found something stale would build into the same folder at once.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './root';

export default function build(): void {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { cwd: ROOT, stdio: 'inherit' });
}
