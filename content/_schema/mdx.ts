// What a lesson's text holds, without running it: frontmatter, steps, hints, placed checks, code blocks. Says where everything stands.
import remarkFrontmatter from 'remark-frontmatter';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { VFileMessage } from 'vfile-message';

export interface MdxComponent {
  name: string;
  line: number;
  column: number;
  /** Attributes given as text; an expression has the value null. */
  attributes: ReadonlyMap<string, string | null>;
  /** The id of the <Step> around it, or null. */
  step: string | null;
}

export interface CodeBlock {
  language: string | null;
  meta: string | null;
  text: string;
  line: number;
}

export interface LessonText {
  frontmatter: { text: string; linesAbove: number } | null;
  components: MdxComponent[];
  code: CodeBlock[];
}

export class MdxError extends Error {
  override readonly name = 'MdxError';
  constructor(
    readonly reason: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(`Cannot read MDX at line ${line}, column ${column}: ${reason}`);
  }
}

const reader = unified().use(remarkParse).use(remarkFrontmatter).use(remarkMdx);

type Root = ReturnType<typeof reader.parse>;
type Node = Root | Root['children'][number];
type Code = Extract<Node, { type: 'code' }>;
type Yaml = Extract<Node, { type: 'yaml' }>;
type Element = Extract<Node, { type: 'mdxJsxFlowElement' | 'mdxJsxTextElement' }>;

/** @throws MdxError at the first place that is not MDX. */
export function readLesson(text: string): LessonText {
  const lesson: LessonText = { frontmatter: null, components: [], code: [] };
  walk(parse(text), null, lesson);
  return lesson;
}

function parse(text: string): Root {
  try {
    return reader.parse(text);
  } catch (error) {
    if (!(error instanceof VFileMessage)) throw error;
    // For a component that is never closed the place stands in the text only: "… for `<Step>` (6:1-6:17)".
    const [, line, column] = /\((\d+):(\d+)-/.exec(error.reason) ?? [];
    throw new MdxError(error.reason, error.line ?? Number(line ?? 1), error.column ?? Number(column ?? 1));
  }
}

function walk(node: Node, step: string | null, lesson: LessonText): void {
  let around = step;
  if (node.type === 'yaml') lesson.frontmatter ??= frontmatterOf(node);
  else if (node.type === 'code') lesson.code.push(codeOf(node));
  else if ((node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') && node.name !== null) {
    const component = componentOf(node, step);
    lesson.components.push(component);
    if (component.name === 'Step') around = component.attributes.get('id') ?? null;
  }
  if ('children' in node) for (const child of node.children) walk(child, around, lesson);
}

const frontmatterOf = (node: Yaml) => ({ text: node.value, linesAbove: node.position?.start.line ?? 1 });

const codeOf = (node: Code): CodeBlock => ({
  language: node.lang ?? null,
  meta: node.meta ?? null,
  text: node.value,
  line: node.position?.start.line ?? 1,
});

function componentOf(node: Element, step: string | null): MdxComponent {
  const attributes = new Map<string, string | null>();
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute') continue;
    const value = attribute.value;
    attributes.set(
      attribute.name,
      value === null || value === undefined ? '' : typeof value === 'string' ? value : null,
    );
  }
  const { line, column } = node.position?.start ?? { line: 1, column: 1 };
  return { name: node.name ?? '', line, column, attributes, step };
}
