import type { Layout } from './parsed';
import type { Words } from './text';

/**
 * How a line differs from what a printer would write for it: other spacing, other spelling of the same value.
 * `usual` are the words the printer makes; there must be as many as were read.
 */
export function layoutOf(words: Words, usual: readonly string[], order?: readonly string[]): Layout | undefined {
  const gaps: [number, string][] = [];
  const spelling: [number, string, string][] = [];
  const { texts, starts, line } = words;
  let end = 0;
  for (let index = 0; index <= texts.length; index++) {
    const start = starts[index] ?? line.text.length;
    const usualGap = index === 0 || index === texts.length ? 0 : 1;
    if (start - end !== usualGap || (usualGap === 1 && line.text.charCodeAt(end) !== 32))
      gaps.push([index, line.text.slice(end, start)]);
    const text = texts[index] ?? '';
    const usualText = usual[index];
    if (usualText !== undefined && usualText !== text) spelling.push([index, usualText, text]);
    end = start + text.length;
  }
  const layout: Layout = {};
  if (order) layout.order = order;
  if (gaps.length > 0) layout.gaps = gaps;
  if (spelling.length > 0) layout.spelling = spelling;
  if (line.end !== '\n') layout.end = line.end;
  return Object.keys(layout).length > 0 ? layout : undefined;
}

/** The words as a line, spelled and spaced as the layout says, one blank apart where it says nothing. */
export function lineOf(usual: readonly string[], layout: Layout | undefined): string {
  if (!layout) return `${usual.join(' ')}\n`;
  const words = layout.spelling ? respell(usual, layout.spelling) : usual;
  const end = layout.end ?? '\n';
  if (!layout.gaps) return words.join(' ') + end;
  const gaps = new Map(layout.gaps);
  let text = '';
  for (const [index, word] of words.entries()) text += (gaps.get(index) ?? (index === 0 ? '' : ' ')) + word;
  return text + (gaps.get(words.length) ?? '') + end;
}

function respell(
  usual: readonly string[],
  spelling: readonly (readonly [number, string, string])[],
): readonly string[] {
  const words = [...usual];
  for (const [index, from, to] of spelling) if (words[index] === from) words[index] = to;
  return words;
}

/** Sets the layout only when there is one, as exact optional types want. */
export function withLayout<Item extends { layout?: Layout | undefined }>(item: Item, layout: Layout | undefined): Item {
  if (layout) item.layout = layout;
  return item;
}
