// YAML text to typed data, with every problem at its line. Knows nothing of what the data means.
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problem';
import { explain } from './explain';

export interface Place {
  line: number;
  column: number;
}

export type YamlPath = readonly (string | number)[];

export interface Yaml<Data> {
  /** null when there is any problem. */
  data: Data | null;
  problems: Problem[];
  /** Where the value at a path stands, or the nearest thing around it that is there. */
  at: (path: YamlPath) => Place;
}

export interface YamlSource {
  file: string;
  text: string;
  /** Lines above the text in its file, for frontmatter. */
  linesAbove?: number;
}

export function parseYaml<Schema extends z.ZodType>(source: YamlSource, schema: Schema): Yaml<z.infer<Schema>> {
  const { file, text, linesAbove = 0 } = source;
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  const placeOf = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: line + linesAbove, column: col };
  };
  const at = (path: YamlPath) => placeOf(offsetOf(document, path));
  const broken = [...document.errors, ...document.warnings].map((error): Problem => ({
    file,
    ...placeOf(error.pos[0]),
    path: '',
    code: 'yaml',
    message: `cannot be read as YAML: ${error.message.split('\n')[0]}`,
    remedy: 'Check indentation, quotes and colons on this line and the one above.',
  }));
  if (broken.length > 0) return { data: null, problems: broken, at };

  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problem = {
      file,
      line: 1,
      column: 1,
      path: '',
      code: 'yaml',
      message,
      remedy: 'Write the data out instead of using so many aliases.',
    };
    return { data: null, problems: [problem], at };
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { data: result.data, problems: [], at };
  const problems = result.error.issues.flatMap((issue) =>
    explain(issue, value).map(({ path, ...rest }): Problem => ({ file, ...at(path), path: formatPath(path), ...rest })),
  );
  return { data: null, problems, at };
}

export function formatPath(path: YamlPath): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}

function offsetOf(document: Document, path: YamlPath): number {
  for (let length = path.length; length > 0; length--) {
    const key = path[length - 1];
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    // The key is where people look, not the value after it.
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
