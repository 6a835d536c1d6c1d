// What a fake lab consists of: a folder of files and a handful of commands that act on it.
import { createHash } from 'node:crypto';
import type { ExecResult } from '../backend';

export class FakeWorld {
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly id: string,
    readonly files: Map<string, string>,
    /** Called after every change, to keep it. */
    private readonly save: () => void = () => undefined,
  ) {}

  run(argv: readonly string[], input: string): ExecResult {
    const [name = '', ...args] = argv;
    const ok = (stdout: string): ExecResult => ({ exit: 0, stdout, stderr: '' });
    switch (name) {
      case 'true':
        return ok('');
      case 'false':
        return { exit: 1, stdout: '', stderr: '' };
      case 'echo':
        return ok(`${args.join(' ')}\n`);
      case 'hostname':
        return ok(`fake-${this.id}\n`);
      case 'ls':
        return ok([...this.files.keys()].map((path) => `${path}\n`).join(''));
      case 'cat':
        return this.#cat(args, input);
      case 'tee':
        for (const path of args) this.files.set(path, input);
        this.changed();
        return ok(input);
      default:
        return { exit: 127, stdout: '', stderr: `${name}: command not found (fake backend)\n` };
    }
  }

  #cat(paths: readonly string[], input: string): ExecResult {
    if (paths.length === 0) return { exit: 0, stdout: input, stderr: '' };
    const missing = paths.filter((path) => !this.files.has(path));
    return {
      exit: missing.length > 0 ? 1 : 0,
      stdout: paths.map((path) => this.files.get(path) ?? '').join(''),
      stderr: missing.map((path) => `cat: ${path}: No such file or directory\n`).join(''),
    };
  }

  changed(): void {
    this.save();
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fingerprint(): string {
    return createHash('sha256')
      .update(JSON.stringify([...this.files].sort()))
      .digest('hex');
  }
}
