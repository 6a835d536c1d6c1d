// Compiles a lesson's MDX with mdx-bundler, once per change: results are kept by the hash of their source, and a source
// that does not compile leaves the last one that did in its place.
import { createHash } from 'node:crypto';
import { bundleMDX } from 'mdx-bundler';
import remarkGfm from 'remark-gfm';
import { annotateLesson } from './annotate';

export interface Compiled {
  /** Function body for evaluate(); server only. */
  code: string;
  /** Why the newest source is not what `code` was made from; null when it is. */
  problem: string | null;
}

/** The part of @mdx-js/mdx's options that is used; mdx-bundler's own type names a file that it does not ship. */
interface MdxOptions {
  remarkPlugins?: unknown[];
}

export type Compile = (source: string, file: string) => Promise<string>;

export class LessonDoesNotCompile extends Error {
  override name = 'LessonDoesNotCompile';
}

/**
 * A lesson is prose and known components: an `import` of anything does not resolve, and so does not compile.
 * @returns the code of a component that takes `components`.
 * @throws whatever the MDX compiler or esbuild says
 */
export async function compileMdx(source: string): Promise<string> {
  const { code } = await bundleMDX({
    source,
    mdxOptions: (options: MdxOptions) => {
      options.remarkPlugins = [...(options.remarkPlugins ?? []), remarkGfm, annotateLesson];
      return options;
    },
    esbuildOptions: (options) => ({
      ...options,
      minify: false,
      target: 'es2022',
      logLevel: 'silent',
    }),
  });
  return code;
}

export class LessonCompiler {
  /** By file: the hash that was tried last, its outcome, and the last good code. */
  readonly #files = new Map<string, { hash: string; outcome: Promise<Compiled>; good: string | null }>();

  constructor(private readonly compile: Compile = compileMdx) {}

  /**
   * The code for `source`, or the last good code of `file` with the problem of the new source beside it.
   * @throws LessonDoesNotCompile when there is no earlier good one
   */
  get(file: string, source: string): Promise<Compiled> {
    const hash = createHash('sha256').update(source).digest('hex');
    const known = this.#files.get(file);
    if (known?.hash === hash) return known.outcome;
    const entry = { hash, outcome: this.#try(file, source, known?.good ?? null), good: known?.good ?? null };
    this.#files.set(file, entry);
    entry.outcome.then(
      ({ code }) => {
        entry.good = code;
      },
      () => undefined, // Whoever asked is told.
    );
    return entry.outcome;
  }

  async #try(file: string, source: string, good: string | null): Promise<Compiled> {
    try {
      return { code: await this.compile(source, file), problem: null };
    } catch (cause) {
      const problem = `Cannot compile ${file}: ${describe(cause)}`;
      if (good === null) throw new LessonDoesNotCompile(problem, { cause });
      return { code: good, problem };
    }
  }
}

/** Line and reason, without esbuild's framing where there is one error to name. */
function describe(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'errors' in cause && Array.isArray(cause.errors)) {
    const [first] = cause.errors as { text?: string; location?: { line: number; column: number } | null }[];
    if (first?.text !== undefined) {
      const at = first.location ? `line ${first.location.line}, column ${first.location.column}: ` : '';
      return `${at}${first.text}`;
    }
  }
  return cause instanceof Error ? cause.message : String(cause);
}
