// Remark plugin: writes into the lesson's components what only their place in the text tells, so that each can be rendered
// alone: the step a Hint or a Check is in, a hint's number, the checks a step has placed in its text; and keeps the words
// after a code fence's language, which MDX would drop.

/** The parts of mdast's trees that are read and written here. */
interface Node {
  type: string;
  children?: Node[];
  /** Of a fenced block: the words after its language. */
  meta?: string | null;
  data?: { hProperties?: Record<string, string> };
}

interface Attribute {
  type: string;
  name?: string;
  value?: unknown;
}

interface JsxElement extends Node {
  type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  name: string | null;
  attributes: Attribute[];
}

const IN_STEP = new Set(['Hint', 'Check', 'Answer']);

function isJsx(node: Node): node is JsxElement {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
}

function attribute(element: JsxElement, name: string): string | null {
  const found = element.attributes.find((one) => one.name === name);
  return typeof found?.value === 'string' ? found.value : null;
}

function setAttribute(element: JsxElement, name: string, value: string): void {
  element.attributes = element.attributes.filter((one) => one.name !== name);
  element.attributes.push({ type: 'mdxJsxAttribute', name, value });
}

interface StepScope {
  id: string;
  hints: number;
  placed: string[];
}

function visit(node: Node, step: StepScope | null): void {
  if (node.type === 'code') keepMeta(node);
  let scope = step;
  if (isJsx(node)) {
    if (node.name === 'Step') scope = { id: attribute(node, 'id') ?? '', hints: 0, placed: [] };
    else if (step && node.name !== null && IN_STEP.has(node.name)) annotate(node, step);
  }
  for (const child of node.children ?? []) visit(child, scope);
  if (isJsx(node) && node.name === 'Step' && scope) setAttribute(node, 'placed', scope.placed.join(' '));
}

function annotate(element: JsxElement, step: StepScope): void {
  setAttribute(element, 'step', step.id);
  const id = attribute(element, 'id');
  if (element.name === 'Check' && id !== null) step.placed.push(id);
  if (element.name !== 'Hint') return;
  setAttribute(element, 'index', String(step.hints));
  step.hints += 1;
}

function keepMeta(code: Node): void {
  if (code.meta) code.data = { ...code.data, hProperties: { ...code.data?.hProperties, 'data-meta': code.meta } };
}

export function annotateLesson() {
  return (tree: Node): void => {
    visit(tree, null);
  };
}
